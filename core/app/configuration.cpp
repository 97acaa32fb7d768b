#include "app/configuration.hpp"

#include "http/proxies.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <fstream>
#include <sstream>

namespace tandem::app {
namespace {

std::string trimmed(std::string const& text) {
  std::size_t const first = text.find_first_not_of(" \t\r");
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::string environment_name(std::string name) {
  for (char& c : name) c = c == '.' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return "TANDEM_" + name;
}

/// Levenshtein distance, for "did you mean".
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      std::size_t const replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

bool parse_number(std::string const& text, long& value) {
  auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  return ec == std::errc{} && end == text.data() + text.size() && !text.empty();
}

std::vector<std::string> words_of(std::string const& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

Error wrong(std::string const& source, std::string const& detail) {
  return {ErrorCode::invalid_content, source + ": " + detail};
}

} // namespace

std::vector<Key> core_keys() {
  using enum KeyKind;
  return {
      {"http.address", "127.0.0.1", "IP address to listen on", address},
      {"http.port", "8080", "TCP port to listen on; 0 takes a free one", number, 0, 65535},
      {"http.io_threads", "1", "threads that read and write connections", number, 1, 64},
      {"http.worker_threads", "8", "threads that handle requests and may wait for the database", number, 1, 256},
      {"http.body_bytes", "1048576", "largest request body, in bytes; larger ones get 413", number, 1024, 1073741824},
      {"http.header_bytes", "16384", "most bytes of request line and headers; more get 431", number, 1024, 1048576},
      {"http.target_bytes", "8192", "longest request target, in bytes; longer ones get 414", number, 256, 1048576},
      {"http.header_count", "100", "most headers of a request; more get 431", number, 10, 10000},
      {"http.header_timeout_ms", "10000", "time for the headers to arrive, in milliseconds; then 408", number, 10,
       3600000},
      {"http.body_timeout_ms", "30000", "time for the body to arrive, in milliseconds; then 408", number, 10,
       3600000},
      {"http.write_timeout_ms", "30000", "time for a client to take an answer, in milliseconds", number, 10, 3600000},
      {"http.idle_timeout_ms", "60000", "time a kept connection may be idle, in milliseconds", number, 10, 3600000},
      {"http.connections", "4096", "most open connections; one more gets 503", number, 1, 1000000},
      {"http.queued_requests", "1024", "most requests waiting for a worker; one more gets 503", number, 1, 1000000},
      {"http.trusted_proxies", "",
       "reverse proxies whose X-Forwarded-For is believed: addresses, or networks like 10.0.0.0/8", networks},
      {"json.max_depth", "32", "deepest nesting of a JSON body; deeper ones get 400", number, 4, 512},
      {"database", "", "PostgreSQL 15+ connection string; empty: a private PostgreSQL in the data folder", text, 0, 0,
       true},
      {"database.connections", "8", "most open connections to PostgreSQL", number, 1, 1000},
      {"database.timeout_ms", "60000", "time for one statement of the server, in milliseconds; then 503", number, 100,
       86400000},
      {"data", "var", "folder of everything that Tandem keeps on this machine"},
      {"postgres.bin", "/usr/lib/postgresql/15/bin", "folder of PostgreSQL's programs, for the private one"},
      {"postgres.user", "postgres", "system account of the private PostgreSQL when Tandem runs as root"},
      {"locales", "nl fr", "languages of the site; the first is the default", list},
      {"fallback", "",
       "what to read when an entry lacks a language, like nl:fr fr:nl; empty: any other; none: nothing", list},
      {"delivery.page_size", "20", "entries on a page when the client does not say", number, 1, 1000},
      {"delivery.max_page_size", "100", "most entries on a page", number, 1, 1000},
      {"delivery.max_include_depth", "3", "most levels of include", number, 1, 10},
      {"delivery.max_includes", "20", "most paths of include", number, 1, 1000},
      {"delivery.max_sort_keys", "5", "most fields to sort by", number, 1, 100},
      {"delivery.max_filters", "20", "most filters in one question", number, 1, 1000},
      {"delivery.max_filter_values", "200", "most values of one filter with in", number, 1, 10000},
      {"delivery.max_search_bytes", "200", "longest text to search for, in bytes", number, 1, 10000},
      {"delivery.timeout_ms", "5000", "time for one question to the database, in milliseconds; then 503", number, 10,
       600000},
      {"editing.bundle_items", "500", "most items of a bundle, and of one decision", number, 1, 100000},
      {"editing.comment_bytes", "5000", "longest text of a comment, in bytes", number, 1, 100000},
      {"schedule.horizon_days", "730", "most days ahead for which a bundle can be scheduled", number, 1, 36500},
      {"preview.hours", "72", "longest life of a link to a draft, in hours; that of one that asks for none", number,
       1, 720},
      {"preview.items", "500", "most items of a preview", number, 1, 100000},
      {"audit.export_lines", "100000", "most lines of one export of the audit over HTTP", number, 1, 10000000},
      {"site.url", "", "public address of the site, for links; empty: http:// with http.address and http.port"},
      {"account.invitation_hours", "72", "hours until the link that invites somebody holds no longer", number, 1,
       8760},
      {"second_factor.required_for", "entry.publish entry.unpublish account.manage",
       "permissions that a session has only if it was begun with a second factor; empty: none", list},
      {"token.max_days", "0", "days within which an API token must end; 0: it may be without end", number, 0, 36500},
      {"token.per_account", "50", "most API tokens of an account that are in force", number, 1, 100000},
      {"session.hours", "12", "hours until a session ends", number, 1, 720},
      {"session.secure_cookie", "false", "send the session cookie over HTTPS only", boolean},
      {"webhooks.most", "20", "most webhooks there may be", number, 1, 1000},
      {"webhooks.timeout_ms", "10000", "time for one try of a delivery, redirects included, in milliseconds", number,
       100, 600000},
      {"webhooks.answer_bytes", "65536", "most that is read of a receiver's answer, in bytes", number, 0, 1073741824},
      {"webhooks.allow_private", "false", "also call addresses that are not of the public Internet", boolean},
      {"webhooks.give_up_hours", "72", "hours a delivery may fail before its webhook is disabled", number, 1, 8760},
      {"webhooks.log_days", "30", "days that deliveries stay in the log after they were made", number, 1, 36500},
      {"webhooks.concurrency", "8", "deliveries under way at once on one node; half of them for one webhook", number,
       1, 64},
      {"session.failures", "3",
       "failed sign-ins of one name from one address until there is a wait: 1 s, doubled by each further one", number,
       1, 1000},
      {"session.longest_wait", "900", "longest wait after failed sign-ins, in seconds", number, 1, 86400},
      {"oidc.issuer", "", "name of the OpenID Connect provider, an https address; empty: no single sign-on"},
      {"oidc.client_id", "", "what the provider calls Tandem"},
      {"oidc.client_secret", "", "secret that Tandem shows the provider; empty: none", text, 0, 0, true},
      {"oidc.redirect", "", "public address of /edit/v1/oidc/callback, as the provider knows it"},
      {"oidc.claim", "preferred_username", "claim of the provider that is the name of the account"},
      {"oidc.second_factor", "mfa otp hwk", "values of the claim amr that mean two factors (RFC 8176)", list},
      {"oidc.after_sign_in", "/desk/", "path where the browser is led after signing in"},
      {"oidc.timeout_ms", "10000", "time for one question to the provider, in milliseconds", number, 100, 60000},
      {"plugins", "services_directory", "plugins to load, by name", list},
      {"plugins.folder", "",
       "where the plugins lie, each in a folder of its name; empty: beside Tandem, lib/tandem/plugins"},
      {"roles", "", "file of roles; empty: the one that comes with Tandem"},
      {"log.level",
       "info",
       "trace, debug, info, warn, error or off",
       choice,
       0,
       0,
       false,
       {"trace", "debug", "info", "warn", "error", "off"}},
  };
}

std::string default_file(std::vector<Key> const& keys) {
  std::string file =
      "# Configuration of Tandem. Each line shows a key with its default; remove the # to change it.\n"
      "# Stronger than this file: TANDEM_HTTP_PORT and the like in the environment, and the command line.\n";
  for (Key const& key : keys)
    file += "\n# " + key.description + "\n#" + key.name + " =" + (key.default_value.empty() ? "" : " ") +
            key.default_value + "\n";
  return file;
}

Configuration::Configuration(std::vector<Key> keys) : keys_(std::move(keys)) {}

Key const* Configuration::find(std::string_view name) const {
  auto const found = std::find_if(keys_.begin(), keys_.end(), [&](Key const& key) { return key.name == name; });
  return found == keys_.end() ? nullptr : &*found;
}

Result<void> Configuration::check(Key const& key, Value const& value) const {
  long number = 0;
  if (key.kind == KeyKind::number && (!parse_number(value.text, number) || number < key.least || number > key.most))
    return wrong(value.source, key.name + " must be a whole number from " + std::to_string(key.least) + " to " +
                                   std::to_string(key.most) + ", not \"" + value.text + "\"");
  if (key.kind == KeyKind::boolean && value.text != "true" && value.text != "false")
    return wrong(value.source, key.name + " must be true or false, not \"" + value.text + "\"");
  if (key.kind == KeyKind::address) {
    std::array<unsigned char, sizeof(in6_addr)> parsed{};
    if (::inet_pton(AF_INET, value.text.c_str(), parsed.data()) != 1 &&
        ::inet_pton(AF_INET6, value.text.c_str(), parsed.data()) != 1)
      return wrong(value.source, key.name + " must be an IP address, not \"" + value.text + "\"");
  }
  if (key.kind == KeyKind::networks)
    for (std::string const& word : words_of(value.text))
      if (!http::parse_network(word))
        return wrong(value.source,
                     key.name + " must be IP addresses or networks like 10.0.0.0/8, not \"" + word + "\"");
  if (key.kind == KeyKind::choice &&
      std::find(key.choices.begin(), key.choices.end(), value.text) == key.choices.end())
    return wrong(value.source, key.name + " must be " + key.description + ", not \"" + value.text + "\"");
  return {};
}

Result<void> Configuration::load(std::filesystem::path const& file,
                                 std::map<std::string, std::string> const& environment,
                                 std::map<std::string, std::string> const& command_line) {
  std::ifstream in(file);
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    std::string const source = file.string() + ":" + std::to_string(number);
    std::string const text = trimmed(line);
    if (text.empty() || text.front() == '#') continue;
    std::size_t const equals = text.find('=');
    if (equals == std::string::npos) return wrong(source, "a line is key = value, or begins with #");
    std::string const name = trimmed(text.substr(0, equals));
    if (auto const earlier = values_.find(name); earlier != values_.end())
      return wrong(source, name + " is set already at " + earlier->second.source);
    values_[name] = {trimmed(text.substr(equals + 1)), source};
  }
  for (auto const& [name, value] : environment) {
    if (!name.starts_with("TANDEM_")) continue;
    auto const key =
        std::find_if(keys_.begin(), keys_.end(), [&](Key const& k) { return environment_name(k.name) == name; });
    values_[key == keys_.end() ? name : key->name] = {value, name};
  }
  for (auto const& [name, value] : command_line) values_[name] = {value, "--" + name};
  for (auto const& [name, value] : values_)
    if (Key const* key = find(name); key != nullptr)
      if (auto ok = check(*key, value); !ok) return ok;
  return {};
}

void Configuration::declare(Key key) {
  if (find(key.name) != nullptr) throw std::logic_error("the setting " + key.name + " is declared twice");
  // A plugin's key may have come by the environment before anyone knew its name.
  if (auto const waiting = values_.find(environment_name(key.name)); waiting != values_.end()) {
    if (!values_.contains(key.name) || !values_.at(key.name).source.starts_with("--"))
      values_[key.name] = waiting->second;
    values_.erase(waiting);
  }
  keys_.push_back(std::move(key));
}

Result<void> Configuration::check_all_known() const {
  for (auto const& [name, value] : values_) {
    if (find(name) != nullptr) continue;
    bool const from_environment = value.source == name;
    auto const spelt = [&](Key const& key) { return from_environment ? environment_name(key.name) : key.name; };
    Key const* nearest = nullptr;
    for (Key const& key : keys_)
      if (nearest == nullptr || distance(spelt(key), name) < distance(spelt(*nearest), name)) nearest = &key;
    std::string const hint =
        distance(spelt(*nearest), name) <= 3 ? "; did you mean \"" + spelt(*nearest) + "\"?" : "";
    return wrong(value.source, "unknown key \"" + name + "\"" + hint);
  }
  return {};
}

std::string Configuration::text(std::string_view name) const {
  Key const* key = find(name);
  if (key == nullptr) throw std::logic_error("the setting " + std::string(name) + " is not declared");
  auto const value = values_.find(name);
  return value == values_.end() ? key->default_value : value->second.text;
}

long Configuration::number(std::string_view name) const {
  long value = 0;
  if (!parse_number(text(name), value)) throw std::logic_error("the setting " + std::string(name) + " is no number");
  return value;
}

bool Configuration::boolean(std::string_view name) const { return text(name) == "true"; }

std::vector<std::string> Configuration::list(std::string_view name) const { return words_of(text(name)); }

std::vector<Configuration::Shown> Configuration::describe() const {
  std::vector<Shown> all;
  for (Key const& key : keys_) {
    auto const value = values_.find(key.name);
    std::string shown = value == values_.end() ? key.default_value : value->second.text;
    if (key.secret && !shown.empty()) shown = "********";
    all.push_back({key.name, shown, value == values_.end() ? "default" : value->second.source});
  }
  return all;
}

} // namespace tandem::app
