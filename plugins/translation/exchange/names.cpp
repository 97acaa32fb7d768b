#include "exchange/names.hpp"

#include <charconv>

namespace translation::exchange {
namespace {

std::optional<int> number(std::string_view text) {
  int value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

std::string as_token(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string token;
  for (char const c : text) {
    bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    auto const byte = static_cast<unsigned char>(c);
    if (c == '/') token += '.';
    else if (plain) token += c;
    else token += {':', digits[byte >> 4U], digits[byte & 15U]};
  }
  return token;
}

} // namespace

std::string file_id(FileName const& name) {
  return name.type + "." + name.entry.text() + "." + name.source.locale.text() + "." +
         std::to_string(name.source.number) + "." + name.target.text() + "." + std::to_string(name.target_revision);
}

std::optional<FileName> read_file_id(std::string_view id) {
  std::vector<std::string_view> parts;
  for (std::size_t dot = id.find('.'); dot != std::string_view::npos; dot = id.find('.')) {
    parts.push_back(id.substr(0, dot));
    id.remove_prefix(dot + 1);
  }
  parts.push_back(id);
  if (parts.size() != 6) return std::nullopt;
  auto const entry = tandem::EntryId::parse(parts[1]);
  auto const source = tandem::Locale::parse(parts[2]), target = tandem::Locale::parse(parts[4]);
  auto const source_number = number(parts[3]), target_number = number(parts[5]);
  if (!entry || !source || !target || !source_number || !target_number) return std::nullopt;
  return FileName{std::string(parts[0]), *entry, {*source, *source_number}, *target, *target_number};
}

std::string unit_id(std::string_view field, std::string_view pointer) {
  return std::string(field) + as_token(pointer);
}

std::string field_of(std::string_view unit_id) { return std::string(unit_id.substr(0, unit_id.find('.'))); }

std::string segment_id(std::size_t index) { return "s" + std::to_string(index + 1); }

std::string code_id(std::size_t segment, int code) {
  return "c" + std::to_string(segment + 1) + "_" + std::to_string(code);
}

std::optional<int> code_number(std::string_view id, std::size_t segment) {
  std::size_t const underscore = id.find('_');
  if (underscore == std::string_view::npos) return number(id);
  auto const code = number(id.substr(underscore + 1));
  return code && id == code_id(segment, *code) ? code : std::nullopt;
}

} // namespace translation::exchange
