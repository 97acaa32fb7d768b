#include "segments/placeholders.hpp"

#include "segments/inline_walk.hpp"

#include <algorithm>

namespace translation::segments {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

/// A name, dotted or not, or a number.
std::size_t name_length(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() &&
         (is_letter(text[end]) || is_digit(text[end]) || (end > 0 && (text[end] == '.' || text[end] == '-'))))
    ++end;
  return end;
}

std::size_t braced(std::string_view text, std::string_view open, std::string_view close) {
  if (!text.starts_with(open)) return 0;
  std::size_t const name = name_length(text.substr(open.size()));
  if (name == 0 || !text.substr(open.size() + name).starts_with(close)) return 0;
  return open.size() + name + close.size();
}

std::size_t percent(std::string_view text) {
  std::size_t at = 1, digits = 0;
  while (at + digits < text.size() && is_digit(text[at + digits])) ++digits;
  if (digits > 0) {
    if (at + digits >= text.size() || text[at + digits] != '$') return 0;
    at += digits + 1;
  }
  if (at >= text.size() || std::string_view("sdiuf@").find(text[at]) == std::string_view::npos) return 0;
  ++at;
  return at < text.size() && (is_letter(text[at]) || is_digit(text[at])) ? 0 : at;
}

} // namespace

std::size_t placeholder_length(std::string_view text, std::size_t at) {
  std::string_view const rest = text.substr(at);
  if (rest.empty()) return 0;
  if (rest[0] == '{') {
    std::size_t const twice = braced(rest, "{{", "}}");
    return twice != 0 ? twice : braced(rest, "{", "}");
  }
  if (rest[0] == '$') return braced(rest, "${", "}");
  return rest[0] == '%' && (at == 0 || !is_digit(text[at - 1])) ? percent(rest) : 0;
}

std::vector<std::string> placeholders_in(std::string_view text, Form form) {
  std::vector<std::string> all;
  for (std::size_t at = 0; at < text.size();) {
    bool const escape =
        form == Form::markdown && text[at] == '\\' && at + 1 < text.size() && is_markdown_punctuation(text[at + 1]);
    std::size_t const length = escape ? 0 : placeholder_length(text, at);
    if (length > 0) all.emplace_back(text.substr(at, length));
    at += escape ? 2 : std::max<std::size_t>(length, 1);
  }
  return all;
}

} // namespace translation::segments
