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
