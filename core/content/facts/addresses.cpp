#include "content/facts/addresses.hpp"

#include "content/facts/facts.hpp"

#include <algorithm>

namespace tandem::facts {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool says_language(std::string_view segment) {
  for (std::string_view const one : {"nl", "fr", "nl-be", "fr-be", "nl_be", "fr_be"})
    if (std::equal(segment.begin(), segment.end(), one.begin(), one.end(),
                   [](char a, char b) { return lower(a) == b; }))
      return true;
  return false;
}

/// Whether a segment of the path or a value of the query is a language.
bool language_in(std::string_view path) {
  while (!path.empty()) {
    std::size_t const end = path.find_first_of("/?=&#");
    if (says_language(path.substr(0, end))) return true;
    if (end == std::string_view::npos) return false;
    path.remove_prefix(end + 1);
  }
  return false;
}

} // namespace

icu::RegexPattern const* web_pattern() {
  static auto const* const made = pattern(R"((?:https?://|\bwww\.)(?:[^\s<>()\[\]"'`\uFFFC]|\([^\s<>()\uFFFC]*\))+)");
  return made;
}

icu::RegexPattern const* bare_web_pattern() {
  static auto const* const made = pattern(
      R"((?<![\w@.-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:be|brussels|vlaanderen|eu|org|net|com|info|nl|fr))"
      R"((?![\w-]|\.\w)(?:/[^\s<>()\[\]"'`\uFFFC]*)?)");
  return made;
}

Match without_punctuation(Match match) {
  std::string& whole = match.groups[0];
  while (!whole.empty() && std::string_view(".,;:!?*_").find(whole.back()) != std::string_view::npos) {
    whole.pop_back();
    --match.end;
  }
  return match;
}

std::string web_value(std::string_view address) {
  for (std::string_view const scheme : {"https://", "http://"})
    if (address.size() >= scheme.size() &&
        std::equal(scheme.begin(), scheme.end(), address.begin(), [](char a, char b) { return a == lower(b); })) {
      address.remove_prefix(scheme.size());
      break;
    }
  std::string host(address.substr(0, address.find_first_of("/?#")));
  std::string_view path = address.substr(host.size());
  std::transform(host.begin(), host.end(), host.begin(), lower);
  if (host.starts_with("www.")) host.erase(0, 4);
  bool language = !path.empty() && language_in(path.substr(1));
  if (host.starts_with("nl.") || host.starts_with("fr.")) {
    host.erase(0, 3);
    language = true;
  }
  if (language) return host + "/*";
  while (path.ends_with('/')) path.remove_suffix(1);
  return host + std::string(path);
}

bool same_page(std::string_view one, std::string_view other) {
  if (one == other) return true;
  if (!one.ends_with("/*") && !other.ends_with("/*")) return false;
  return one.substr(0, one.find('/')) == other.substr(0, other.find('/'));
}

std::vector<std::string> links_in(std::string_view text) {
  std::vector<std::string> links;
  Scan scan(text);
  scan.each(web_pattern(), [&](Match const& match) {
    std::string address = without_punctuation(match).groups[0];
    if (lower(address[0]) == 'w') return false; // "www.": not a link
    address.resize(std::min(address.find('#'), address.size()));
    if (std::find(links.begin(), links.end(), address) == links.end()) links.push_back(std::move(address));
    return false;
  });
  return links;
}

} // namespace tandem::facts
