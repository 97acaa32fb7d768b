#include "checks/policy.hpp"

#include "limits.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace translation::checks {
namespace {

constexpr std::array<std::string_view, 3> severity_names{"off", "warn", "refuse"};

std::vector<std::string> words_of(std::string_view text) {
  std::istringstream in{std::string(text)};
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(std::move(word));
  return words;
}

} // namespace

std::string_view name_of(Severity severity) { return severity_names.at(static_cast<std::size_t>(severity)); }

tandem::Result<CheckPolicy> CheckPolicy::parse(std::string_view text) {
  CheckPolicy policy;
  for (std::string const& word : words_of(text)) {
    std::size_t const colon = word.find(':');
    std::string_view const kind = std::string_view(word).substr(0, colon);
    auto const* const named = std::find(kind_names.begin(), kind_names.end(), kind);
    auto const* const severity = colon == std::string::npos ? severity_names.end()
                                                            : std::find(severity_names.begin(), severity_names.end(),
                                                                        std::string_view(word).substr(colon + 1));
    if (severity == severity_names.end() || (named == kind_names.end() && kind != "all"))
      return tandem::Error{tandem::ErrorCode::invalid_content,
                           "\"" + word +
                               "\" is not a kind of check, or all, with off, warn or refuse, like phone:refuse"};
    auto const chosen = static_cast<Severity>(severity - severity_names.begin());
    if (kind == "all") policy.severities_.fill(chosen);
    else policy.severities_.at(static_cast<std::size_t>(named - kind_names.begin())) = chosen;
  }
  return policy;
}

bool CheckSettings::excepts(std::string_view type, std::string_view field) const {
  std::string const full = std::string(type) + "." + std::string(field);
  return std::any_of(except.begin(), except.end(),
                     [&](std::string const& one) { return one == field || one == full; });
}

tandem::Result<void> CheckSettings::check_types(std::vector<std::string> const& types) const {
  for (std::string const& one : except)
    if (std::size_t const dot = one.find('.');
        dot != std::string::npos && std::find(types.begin(), types.end(), one.substr(0, dot)) == types.end())
      return tandem::Error{tandem::ErrorCode::invalid_content,
                           "translation.checks_except: there is no content type \"" + one.substr(0, dot) + "\""};
  return {};
}

CheckSettings declare_settings(tandem::Settings& settings) {
  settings.add("translation.checks", "all:warn language:refuse placeholder:refuse",
               "what the checks of two languages do, per kind or for all: off, warn or refuse");
  settings.add("translation.checks_except", "", "fields that they do not look at, like summary or service.summary");
  std::size_t const least =
      declare_number(settings, "translation.checks_words", 10, 5, 1000,
                     "words without a capital that it takes to tell the language of a text (5 to 1000)");
  auto policy = CheckPolicy::parse(settings.get("translation.checks"));
  if (!policy) throw std::runtime_error("the setting translation.checks: " + policy.error().detail);
  return {*policy, words_of(settings.get("translation.checks_except")), least};
}

} // namespace translation::checks
