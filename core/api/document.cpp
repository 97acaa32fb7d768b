#include "api/document.hpp"

#include <algorithm>
#include <set>

namespace tandem::api {
namespace {

json::object error_object(Error const& error) {
  ErrorDescription const described = describe(error.code);
  json::object object{{"status", std::to_string(described.status)}, {"code", described.name},
                      {"title", described.title},                   {"detail", error.detail}};
  if (!error.pointer.empty()) object["source"] = {{"pointer", error.pointer}};
  else if (!error.parameter.empty()) object["source"] = {{"parameter", error.parameter}};
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

/// The media type has no parameter but `profile` (and, in Accept, the weight `q`).
bool plain(std::string_view parameters) {
  while (!parameters.empty()) {
    parameters.remove_prefix(1); // the semicolon
    std::string_view const one = trimmed(parameters.substr(0, parameters.find(';')));
    if (!one.starts_with("profile=") && !one.starts_with("q=")) return false;
    std::size_t const next = parameters.find(';');
    parameters = next == std::string_view::npos ? std::string_view{} : parameters.substr(next);
  }
  return true;
}

} // namespace

http::Response document(int status, json::object const& body) {
  http::Response response{status, {}, json::serialize(body) + "\n"};
  response.set("Content-Type", std::string(media_type));
  response.set("Vary", "Accept, Accept-Language");
  return response;
}

http::Response error_document(Error const& error) {
  json::array list{error_object(error)};
  for (Error const& other : error.further) list.push_back(error_object(other));
  int const status = describe(error.code).status;
  http::Response response = errors(status, std::move(list));
  response.set("Cache-Control", "no-store");
  if (status == 401) response.set("WWW-Authenticate", "Bearer");
  if (status == 429 || status == 503) response.set("Retry-After", "5");
  return response;
}

http::Response error_document(int status, std::string_view detail) {
  http::Response response = errors(
      status, {json::object{{"status", std::to_string(status)}, {"code", "http"}, {"title", "The request cannot be served"},
                            {"detail", detail}}});
  response.set("Cache-Control", "no-store");
  if (status == 503) response.set("Retry-After", "1");
  return response;
}

Result<void> negotiate(http::Request const& request) {
  std::string_view accept = request.header("Accept");
  bool named = false, acceptable = accept.empty();
  while (!accept.empty()) {
    std::string_view const range = trimmed(accept.substr(0, accept.find(',')));
    std::size_t const next = accept.find(',');
    accept = next == std::string_view::npos ? std::string_view{} : accept.substr(next + 1);
    std::string_view const type = trimmed(range.substr(0, range.find(';')));
    std::string_view const parameters = range.find(';') == std::string_view::npos ? "" : range.substr(range.find(';'));
    if (type == media_type) {
      named = true;
      acceptable = acceptable || plain(parameters);
    } else if (!named && (type == "*/*" || type == "application/*")) {
      acceptable = true;
    }
  }
  if (!acceptable)
    return Error{ErrorCode::not_acceptable, "this address answers " + std::string(media_type) + " without parameters"};
  std::string_view const sent = request.header("Content-Type");
  if (request.body.empty()) return {};
  bool const fits = trimmed(sent.substr(0, sent.find(';'))) == media_type &&
                    plain(sent.find(';') == std::string_view::npos ? "" : sent.substr(sent.find(';')));
  if (!fits) return Error{ErrorCode::unsupported_media_type, "send the body as " + std::string(media_type)};
  return {};
}

http::Response private_document(int status, json::value data, json::object links) {
  json::object body{{"jsonapi", {{"version", "1.1"}}}};
  if (!links.empty()) body["links"] = std::move(links);
  body["data"] = std::move(data);
  http::Response response = document(status, body);
  response.set("Cache-Control", "no-store");
  return response;
}

Result<void> only_members(json::object const& object, std::vector<std::string_view> const& known,
                          std::string const& pointer) {
  for (auto const& member : object)
    if (std::find(known.begin(), known.end(), std::string_view(member.key())) == known.end())
      return Error{ErrorCode::malformed_document, "is not known here", pointer + "/" + pointer_token(member.key())};
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
  if (string_member(data->get_object(), "type") != type)
    return Error{ErrorCode::malformed_document, "must be \"" + std::string(type) + "\"", "/data/type"};
  json::value const* attributes = data->get_object().if_contains("attributes");
  if (attributes == nullptr || !attributes->is_object())
    return Error{ErrorCode::malformed_document, "must be an object", "/data/attributes"};
  if (auto ok = only_members(attributes->get_object(), known, "/data/attributes"); !ok) return ok.error();
  return attributes->get_object();
}

Result<void> only_parameters(http::Request const& request, std::vector<std::string_view> const& known) {
  for (http::Parameter const& parameter : request.query) {
    if (std::find(known.begin(), known.end(), parameter.name) != known.end()) continue;
    Error error{ErrorCode::invalid_parameter, "is not a parameter of this address"};
    error.parameter = parameter.name;
    return error;
  }
  return {};
}

} // namespace tandem::api
