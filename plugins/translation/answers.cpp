#include "answers.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <sstream>
#include <stdexcept>

namespace translation {

namespace json = tandem::json;
using tandem::Error;
using tandem::ErrorCode;
using tandem::Result;

namespace {

constexpr std::size_t deepest_document = 8; // data, attributes, a value: nothing of ours is deeper

std::optional<std::size_t> number_in(std::string_view text, std::size_t least, std::size_t most) {
  std::size_t value = 0;
  auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size() || value < least || value > most) return {};
  return value;
}

std::string bounds(std::size_t least, std::size_t most) {
  return "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
}

} // namespace

std::size_t declare_number(tandem::Settings& settings, std::string const& key, std::size_t otherwise,
                           std::size_t least, std::size_t most, std::string const& description) {
  settings.add(key, std::to_string(otherwise),
               description + " (" + std::to_string(least) + " to " + std::to_string(most) + ")");
  std::string const text = settings.get(key);
  auto const value = number_in(text, least, most);
  if (!value)
    throw std::runtime_error("the setting " + key + " must be " + bounds(least, most) + ", and is \"" + text + "\"");
  return *value;
}

Error invalid(std::string_view parameter, std::string detail) {
  Error error{ErrorCode::invalid_parameter, std::move(detail)};
  error.parameter = parameter;
  return error;
}

Result<void> only(tandem::Request const& request, std::vector<std::string_view> const& names) {
  std::set<std::string_view> seen;
  for (tandem::http::Parameter const& parameter : request.query) {
    if (std::find(names.begin(), names.end(), parameter.name) == names.end())
      return invalid(parameter.name, "is not a parameter of this address");
    if (!seen.insert(parameter.name).second) return invalid(parameter.name, "is given twice");
  }
  return {};
}

Result<std::size_t> number_of(tandem::Request const& request, std::string_view name, std::size_t otherwise,
                              std::size_t least, std::size_t most) {
  std::optional<std::string_view> const given = request.parameter(name);
  if (!given) return otherwise;
  auto const value = number_in(*given, least, most);
  if (!value) return invalid(name, "is " + bounds(least, most));
  return *value;
}

std::vector<std::string> locales_of(tandem::Settings const& settings) {
  std::istringstream words(settings.get("locales"));
  std::vector<std::string> locales;
  for (std::string one; words >> one;) locales.push_back(one);
  return locales;
}

bool is_one_of(std::vector<std::string> const& texts, std::string_view text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

Result<json::object> attributes_of(tandem::Request const& request, std::string_view type,
                                   std::vector<std::string_view> const& strings) {
  if (!request.header("Content-Type").starts_with("application/vnd.api+json"))
    return Error{ErrorCode::unsupported_media_type, "send application/vnd.api+json"};
  auto const parsed = tandem::parse_json(request.body, deepest_document);
  if (!parsed) return parsed.error();
  Error const other{ErrorCode::malformed_document,
                    "the document is {\"data\": {\"type\": \"" + std::string(type) + "\", \"attributes\": {…}}}"};
  json::value const* const data = parsed->is_object() ? parsed->get_object().if_contains("data") : nullptr;
  if (data == nullptr || !data->is_object()) return other.at("/data");
  if (tandem::string_member(data->get_object(), "type") != type) return other.at("/data/type");
  json::value const* const attributes = data->get_object().if_contains("attributes");
  if (attributes == nullptr || !attributes->is_object()) return other.at("/data/attributes");
  std::string const place = "/data/attributes/";
  if (auto const unknown = tandem::unknown_member(attributes->get_object(), strings))
    return Error{ErrorCode::malformed_document, "there is no such attribute",
                 place + tandem::pointer_token(*unknown)};
  for (std::string_view const name : strings) {
    json::value const* const value = attributes->get_object().if_contains(name);
    if (value == nullptr || !value->is_string())
      return Error{ErrorCode::invalid_content, "must be given, as a string", place + std::string(name)};
  }
  return attributes->get_object();
}

tandem::Response document(json::object body, std::string cache) {
  body["jsonapi"] = {{"version", "1.1"}};
  return {200,
          {{"Content-Type", "application/vnd.api+json"}, {"Cache-Control", std::move(cache)}, {"Vary", "Accept"}},
          json::serialize(body) + "\n"};
}

} // namespace translation
