#include "text_width.hpp"

namespace directory::matrix {
namespace {

/// Parts of the size, a little more than the advance widths of the font.
double advance(unsigned char lead) {
  char const c = static_cast<char>(lead);
  if (std::string_view("ijlI.,:;'|! ()[]").find(c) != std::string_view::npos) return 0.36;
  if (std::string_view("frt-/").find(c) != std::string_view::npos) return 0.42;
  if (std::string_view("mwMW@%").find(c) != std::string_view::npos) return 1.0;
  if ((c >= 'A' && c <= 'Z') || lead >= 0x80) return 0.75;
  return 0.63;
}

/// Bytes of the character that begins at `at`.
std::size_t length_at(std::string_view text, std::size_t at) {
  std::size_t length = 1;
  while (at + length < text.size() && (static_cast<unsigned char>(text[at + length]) & 0xC0U) == 0x80) ++length;
  return length;
}

/// As much of a text as fits with "…" behind it.
std::string cut(std::string_view text, double width, double size) {
  static constexpr std::string_view ellipsis = "…";
  double left = width - size;
  std::size_t at = 0;
  while (at < text.size() && left > 0) {
    left -= advance(static_cast<unsigned char>(text[at])) * size;
    if (left > 0) at += length_at(text, at);
  }
  while (at > 0 && text[at - 1] == ' ') --at;
  return std::string(text.substr(0, at)) + std::string(ellipsis);
}

} // namespace

double text_width(std::string_view text, double size) {
  double width = 0;
  for (std::size_t at = 0; at < text.size(); at += length_at(text, at))
    width += advance(static_cast<unsigned char>(text[at])) * size;
  return width;
}

Wrapped wrapped(std::string_view text, double width, double size, std::size_t most) {
  Wrapped all;
  std::string line;
  while (!text.empty()) {
    std::size_t const space = text.find(' ');
    std::string_view const word = text.substr(0, space);
    std::string longer = line.empty() ? std::string(word) : line + " " + std::string(word);
    if (!line.empty() && text_width(longer, size) > width) {
      if (all.lines.size() + 1 == most) {
        all.lines.push_back(cut(line + " " + std::string(text), width, size));
        all.shortened = true;
        return all;
      }
      all.lines.push_back(std::move(line));
      line.clear();
      continue;
    }
    line = std::move(longer);
    if (text_width(line, size) > width) {
      line = cut(line, width, size);
      all.shortened = true;
    }
    text = space == std::string_view::npos ? std::string_view{} : text.substr(space + 1);
  }
  if (!line.empty()) all.lines.push_back(std::move(line));
  return all;
}

} // namespace directory::matrix
