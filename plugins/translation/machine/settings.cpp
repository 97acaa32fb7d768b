#include "machine/settings.hpp"

#include "limits.hpp"

#include <boost/url/parse.hpp>
#include <stdexcept>

namespace translation::machine {
namespace {

bool is_this_machine(boost::urls::url_view const& url) {
  std::string const host = url.host_address();
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

[[noreturn]] void refuse(std::string const& why) {
  throw std::runtime_error("the setting translation.machine_url: " + why);
}

std::string checked_url(std::string url, bool with_key) {
  if (auto const problem = tandem::http::Client({}, tandem::http::AddressPolicy::any).problem_with(url))
    refuse(problem->detail);
  auto const parsed = boost::urls::parse_uri(url);
  if (parsed->has_query() || parsed->has_fragment()) refuse("the address must not have a query or a fragment");
  if (with_key && parsed->scheme_id() != boost::urls::scheme::https && !is_this_machine(*parsed))
    refuse("a key goes over https only, or to this machine");
  while (url.ends_with('/')) url.pop_back();
  return url;
}

} // namespace

std::string_view name_of(Provider provider) { return provider == Provider::deepl ? "deepl" : "libretranslate"; }

std::optional<MachineSettings> declare_settings(tandem::Settings& settings) {
  settings.add("translation.machine", "",
               "machine translation; empty: off; deepl or libretranslate: the provider's shape");
  settings.add("translation.machine_url", "", "address of the provider, like https://api-free.deepl.com");
  settings.add_secret("translation.machine_key", "key of the provider");
  MachineSettings machine{};
  machine.timeout = std::chrono::milliseconds{declare_number(settings, "translation.machine_timeout_ms", 20'000, 100,
                                                             120'000, "time for one request, in milliseconds")};
  machine.request_characters = declare_number(settings, "translation.machine_request_characters", 20'000, 100,
                                              100'000, "most characters in one request to the provider");
  machine.day_characters = declare_number(settings, "translation.machine_day_characters", 200'000, 0, 100'000'000,
                                          "most characters sent to the provider in a day (UTC)");
  std::string const provider = settings.get("translation.machine");
  if (provider.empty()) return std::nullopt;
  if (provider != "deepl" && provider != "libretranslate")
    throw std::runtime_error("the setting translation.machine must be empty, deepl or libretranslate, and is \"" +
                             provider + "\"");
  machine.provider = provider == "deepl" ? Provider::deepl : Provider::libretranslate;
  machine.key = settings.get("translation.machine_key");
  if (machine.provider == Provider::deepl && machine.key.empty())
    throw std::runtime_error("the setting translation.machine_key: deepl takes a key");
  machine.url = checked_url(settings.get("translation.machine_url"), !machine.key.empty());
  return machine;
}

} // namespace translation::machine
