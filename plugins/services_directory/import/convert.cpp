#include "convert.hpp"

#include <tandem/plugin.hpp>

#include <charconv>
#include <cmath>

namespace directory::importing {

std::optional<json::object> phone_of(std::string_view number, std::string_view type, std::string& why) {
  static std::map<std::string_view, std::string_view> const kinds{{"", "telephone"},  {"voice", "telephone"},
                                                                  {"cell", "mobile"}, {"text", "mobile"},
                                                                  {"sms", "mobile"},  {"fax", "fax"}};
  auto const kind = kinds.find(type);
  if (kind == kinds.end()) {
    why = "a telephone of the type " + std::string(type) + " has no place in the directory";
    return std::nullopt;
  }
  auto const normal = tandem::facts::to_e164(number);
  if (!normal) {
    why = "is no telephone number";
    return std::nullopt;
  }
  bool const mobile = kind->second == "telephone" && normal->starts_with("+324") && normal->size() == 12;
  return json::object{{"number", *normal}, {"kind", mobile ? "mobile" : kind->second}};
}

std::optional<json::value> number_of(std::string_view text) {
  double value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return json::value(value);
}

std::optional<json::value> integer_of(std::string_view text) {
  std::int64_t value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return json::value(value);
}

} // namespace directory::importing
