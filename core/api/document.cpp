#include "api/document.hpp"

#include <algorithm>
#include <set>

namespace tandem::api {
namespace {

json::object error_object(Error const& error) {
  ErrorDescription const described = describe(error.code);
  json::object object{{"status", std::to_string(described.status)},
                      {"code", described.name},
                      {"title", described.title},
                      {"detail", error.detail}};
  if (!error.pointer.empty()) object["source"] = {{"pointer", error.pointer}};
  else if (!error.parameter.empty()) object["source"] = {{"parameter", error.parameter}};
  else if (!error.header.empty()) object["source"] = {{"header", error.header}};
  if (!error.meta.empty()) object["meta"] = error.meta;
  return object;
}

http::Response errors(int status, json::array list) {
  return document(status, {{"jsonapi", {{"version", "1.1"}}}, {"errors", std::move(list)}});
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// The parts of a header value, separated outside of quoted strings (RFC 9110 section 5.6.4).
std::vector<std::string_view> parts(std::string_view value, char separator) {
  std::vector<std::string_view> all;
  bool quoted = false;
  std::size_t start = 0;
  for (std::size_t i = 0; i <= value.size(); ++i) {
    if (i < value.size() && quoted && value[i] == '\\') ++i;
    else if (i < value.size() && value[i] == '"') quoted = !quoted;
    else if (i == value.size() || (value[i] == separator && !quoted)) {
      all.push_back(trimmed(value.substr(start, i - start)));
      start = i + 1;
    }
  }
  return all;
}

/// One media range of Accept, or a Content-Type.
struct MediaRange {
  std::string_view type;
  bool plain = true; ///< No parameter but `profile` and the weight.
  int weight = 1000; ///< In thousandths; 0: not wanted.
};

/// RFC 9110 section 12.4.2: "1", "0.5", at most three digits; what is none of these counts as 1.
int weight_of(std::string_view text) {
  if (!text.starts_with('0')) return 1000;
  int weight = 0;
  for (std::size_t digit = 0; digit < 3; ++digit) {
    char const c = text.size() > digit + 2 ? text[digit + 2] : '0';
    weight = weight * 10 + (c >= '0' && c <= '9' ? c - '0' : 0);
  }
  return weight;
}

MediaRange media_range(std::string_view text) {
  std::vector<std::string_view> const all = parts(text, ';');
  MediaRange range{all.front()};
  for (std::size_t i = 1; i < all.size(); ++i) {
    std::string_view const name = trimmed(all[i].substr(0, all[i].find('=')));
    if (http::Request::same_name(name, "q")) {
      std::string_view const weight = all[i].substr(std::min(all[i].size(), all[i].find('=') + 1));
      range.weight = weight_of(trimmed(weight));
    } else if (!http::Request::same_name(name, "profile")) {
      range.plain = false;
    }
  }
  return range;
}

} // namespace

http::Response document(int status, json::object const& body) {
  http::Response response{status, {}, json::serialize(body) + "\n"};
  response.set("Content-Type", std::string(media_type));
  response.set("Vary", "Accept, Accept-Language");
  return response;
}

json::array error_objects(Error const& error) {
  json::array list{error_object(error)};
  for (Error const& other : error.further)
    for (json::value& one : error_objects(other)) list.push_back(std::move(one));
  return list;
}

http::Response error_document(Error const& error) {
  int const status = describe(error.code).status;
  http::Response response = errors(status, error_objects(error));
  response.set("Cache-Control", "no-store");
  if (status == 401) response.set("WWW-Authenticate", "Bearer");
  if (status == 429 || status == 503) {
    json::value const* wait = error.meta.if_contains("retry_after");
    response.set("Retry-After", wait != nullptr && wait->is_int64() ? std::to_string(wait->get_int64()) : "5");
  }
  return response;
}

http::Response error_document(int status, std::string_view detail) {
  http::Response response = errors(status, {json::object{{"status", std::to_string(status)},
                                                         {"code", "http"},
                                                         {"title", "The request cannot be served"},
                                                         {"detail", detail}}});
  response.set("Cache-Control", "no-store");
  if (status == 503) response.set("Retry-After", "1");
  return response;
}

bool acceptable(std::string_view accept) {
  if (accept.empty() || accept == "*/*" || accept == media_type) return true;
  bool named = false, named_plain = false, wildcard = false;
  for (std::string_view const text : parts(accept, ',')) {
    MediaRange const range = media_range(text);
    if (http::Request::same_name(range.type, media_type)) {
      named = true;
      named_plain = named_plain || (range.plain && range.weight > 0);
    } else if (range.type == "*/*" || http::Request::same_name(range.type, "application/*")) {
      wildcard = wildcard || range.weight > 0;
    }
  }
  // JSON:API 1.1, content negotiation: who names the type must do so once without parameters.
  return named ? named_plain : wildcard;
}

bool prefers(std::string_view accept, std::string_view type) {
  int wanted = 0, instead = 0;
  for (std::string_view const text : parts(accept, ',')) {
    MediaRange const range = media_range(text);
    if (http::Request::same_name(range.type, type)) wanted = std::max(wanted, range.weight);
    else if (http::Request::same_name(range.type, media_type)) instead = std::max(instead, range.weight);
  }
  return wanted > instead;
}

Result<void> negotiate(http::Request const& request) {
  if (!acceptable(request.header("Accept")))
    return Error{ErrorCode::not_acceptable,
                 "this address answers " + std::string(media_type) + " without parameters"};
  if (request.body.empty()) return {};
  MediaRange const sent = media_range(request.header("Content-Type"));
  if (!http::Request::same_name(sent.type, media_type) || !sent.plain)
    return Error{ErrorCode::unsupported_media_type, "send the body as " + std::string(media_type)};
  return {};
}

http::Response private_document(int status, json::value data, json::object links, json::object meta) {
  json::object body{{"jsonapi", {{"version", "1.1"}}}};
  if (!links.empty()) body["links"] = std::move(links);
  body["data"] = std::move(data);
  if (!meta.empty()) body["meta"] = std::move(meta);
  http::Response response = document(status, body);
  response.set("Cache-Control", "no-store");
  return response;
}

Result<void> only_members(json::object const& object, std::vector<std::string_view> const& known,
                          std::string const& pointer) {
  if (auto const name = unknown_member(object, known))
    return Error{ErrorCode::malformed_document, "is not known here", pointer + "/" + pointer_token(*name)};
  return {};
}

Result<json::object> attributes_of(http::Request const& request, std::size_t max_depth, std::string_view type,
                                   std::vector<std::string_view> const& known) {
  if (auto ok = negotiate(request); !ok) return ok.error();
  Result<json::value> value = parse_json(request.body, max_depth);
  if (!value) return value.error();
  Error malformed{ErrorCode::malformed_document, "the document must be an object with a data member", "/data"};
  json::value const* data = value->is_object() ? value->get_object().if_contains("data") : nullptr;
  if (data == nullptr || !data->is_object()) return malformed;
  if (auto ok = only_members(data->get_object(), {"type", "id", "attributes"}, "/data"); !ok) return ok.error();
  if (string_member(data->get_object(), "type") != type)
    return Error{ErrorCode::malformed_document, "must be \"" + std::string(type) + "\"", "/data/type"};
  json::value const* attributes = data->get_object().if_contains("attributes");
  if (attributes == nullptr || !attributes->is_object())
    return Error{ErrorCode::malformed_document, "must be an object", "/data/attributes"};
  if (auto ok = only_members(attributes->get_object(), known, "/data/attributes"); !ok) return ok.error();
  if (json::value const* message = attributes->get_object().if_contains("message"))
    if (!message->is_string() || message->get_string().size() > longest_message)
      return Error{ErrorCode::malformed_document,
                   "must be text of at most " + std::to_string(longest_message) + " bytes",
                   "/data/attributes/message"};
  return attributes->get_object();
}

Result<void> only_parameters(http::Request const& request, std::vector<std::string_view> const& known) {
  std::set<std::string_view> seen;
  for (http::Parameter const& parameter : request.query) {
    if (std::find(known.begin(), known.end(), parameter.name) == known.end())
      return Error{ErrorCode::invalid_parameter, "is not a parameter of this address", "", parameter.name};
    if (!seen.insert(parameter.name).second)
      return Error{ErrorCode::invalid_parameter, "is there twice", "", parameter.name};
  }
  return {};
}

} // namespace tandem::api
