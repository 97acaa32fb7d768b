#include "answer.hpp"

#include <algorithm>
#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <charconv>
#include <set>

namespace translation {

using tandem::Error;
using tandem::ErrorCode;
using tandem::Result;
namespace json = boost::json;

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
    if (!seen.insert(parameter.name).second) return invalid(parameter.name, "is there twice");
  }
  return {};
}

Result<std::size_t> number_of(tandem::Request const& request, std::string_view name, std::size_t otherwise,
                              std::size_t least, std::size_t most) {
  std::optional<std::string_view> const given = request.parameter(name);
  if (!given) return otherwise;
  std::size_t value = 0;
  auto const [end, error] = std::from_chars(given->data(), given->data() + given->size(), value);
  if (error != std::errc{} || end != given->data() + given->size() || value < least || value > most)
    return invalid(name, "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return value;
}

Result<std::optional<std::string>> word_of(tandem::Request const& request, std::string_view name) {
  std::optional<std::string_view> const given = request.parameter(name);
  if (!given) return std::optional<std::string>{};
  if (given->empty() || given->size() > 64 ||
      given->find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") != std::string_view::npos)
    return invalid(name, "must be a name of small letters, digits and _");
  return std::optional<std::string>(*given);
}

Result<std::vector<tandem::Locale>> languages_of(tandem::Request const& request, std::string_view name,
                                                 std::vector<tandem::Locale> const& known) {
  std::optional<std::string_view> const given = request.parameter(name);
  if (!given) return known;
  for (tandem::Locale const& one : known)
    if (one.text() == *given) return std::vector{one};
  return invalid(name, "is not among the languages of this site");
}

Result<json::object> attributes_of(tandem::Request const& request, std::string_view type,
                                   std::vector<std::string_view> const& known) {
  std::string_view const sent = request.header("Content-Type");
  if (!tandem::Request::same_name(sent.substr(0, sent.find(';')), "application/vnd.api+json"))
    return Error{ErrorCode::unsupported_media_type, "send the body as application/vnd.api+json"};
  Result<json::value> const value = tandem::parse_json(request.body);
  if (!value) return value.error();
  json::value const* data = value->is_object() ? value->get_object().if_contains("data") : nullptr;
  if (data == nullptr || !data->is_object())
    return Error{ErrorCode::malformed_document, "the document must be an object with a data member", "/data"};
  if (tandem::string_member(data->get_object(), "type") != type)
    return Error{ErrorCode::malformed_document, "must be \"" + std::string(type) + "\"", "/data/type"};
  json::value const* attributes = data->get_object().if_contains("attributes");
  if (attributes == nullptr || !attributes->is_object())
    return Error{ErrorCode::malformed_document, "must be an object", "/data/attributes"};
  if (auto const name = tandem::unknown_member(attributes->get_object(), known))
    return Error{ErrorCode::malformed_document, "is not known here",
                 "/data/attributes/" + tandem::pointer_token(*name)};
  return attributes->get_object();
}

std::string next_address(tandem::Request const& request, std::string_view after) {
  auto const encoded = [](std::string_view text) { return boost::urls::encode(text, boost::urls::unreserved_chars); };
  std::string address = request.path + "?";
  for (tandem::http::Parameter const& parameter : request.query)
    if (parameter.name != "page[after]") address += encoded(parameter.name) + "=" + encoded(parameter.value) + "&";
  return address + encoded("page[after]") + "=" + encoded(after);
}

tandem::Response document(int status, json::value data, json::object links, json::object meta) {
  json::object body{{"jsonapi", {{"version", "1.1"}}}};
  if (!links.empty()) body["links"] = std::move(links);
  body["data"] = std::move(data);
  if (!meta.empty()) body["meta"] = std::move(meta);
  return {status,
          {{"Content-Type", "application/vnd.api+json"}, {"Cache-Control", "private, no-store"}},
          json::serialize(body) + "\n"};
}

} // namespace translation
