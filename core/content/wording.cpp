#include "content/wording.hpp"

#include <algorithm>

namespace tandem {

std::string_view kind_of(json::value const& value) {
  switch (value.kind()) {
  case json::kind::null: return "null";
  case json::kind::bool_: return "true or false";
  case json::kind::int64:
  case json::kind::uint64:
  case json::kind::double_: return "a number";
  case json::kind::string: return "a string";
  case json::kind::array: return "a list";
  case json::kind::object: return "an object";
  }
  return "";
}

std::uint64_t length_of(std::string_view text) {
  // every byte but the continuations of UTF-8
  return static_cast<std::uint64_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

std::string joined(std::vector<std::string> const& parts, std::string_view separator) {
  std::string text;
  for (std::string const& part : parts) text += (text.empty() ? "" : std::string(separator)) + part;
  return text;
}

} // namespace tandem
