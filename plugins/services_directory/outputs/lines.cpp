#include "lines.hpp"

namespace directory::outputs {

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char const c = text[i];
    if (c == '\\' || c == ',' || c == ';') out += '\\';
    if (c == '\n' || c == '\r') {
      if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue; // CR LF is one end
      out += "\\n";
    } else if (static_cast<unsigned char>(c) >= 0x20 ? c != 0x7f : c == '\t') {
      out += c;
    }
  }
  return out;
}

std::string folded(std::string_view line) {
  constexpr std::size_t longest = 75;
  std::string out;
  std::size_t room = longest;
  while (line.size() > room) {
    std::size_t cut = room;
    // A byte 10xxxxxx goes on with the character before it.
    while (cut > 1 && (static_cast<unsigned char>(line[cut]) & 0xc0) == 0x80) --cut;
    out += std::string(line.substr(0, cut)) + "\r\n ";
    line.remove_prefix(cut);
    room = longest - 1; // the space counts
  }
  out += line;
  return out + "\r\n";
}

void Lines::add(std::string_view name, std::string_view value) {
  if (!value.empty()) written_ += folded(std::string(name) + ":" + std::string(value));
}

void Lines::add_text(std::string_view name, std::string_view text) { add(name, escaped(text)); }

} // namespace directory::outputs
