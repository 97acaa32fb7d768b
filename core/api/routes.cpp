#include "api/routes.hpp"

#include "api/document.hpp"

namespace tandem::api {

std::string cookie(http::Request const& request, std::string_view name) {
  std::string_view cookies = request.header("Cookie");
  while (!cookies.empty()) {
    std::string_view pair = cookies.substr(0, cookies.find(';'));
    std::size_t const next = cookies.find(';');
    cookies = next == std::string_view::npos ? std::string_view{} : cookies.substr(next + 1);
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    if (pair.starts_with(name) && pair.substr(name.size()).starts_with('='))
      return std::string(pair.substr(name.size() + 1));
  }
  return "";
}

access::Credentials credentials_of(http::Request const& request) {
  access::Credentials credentials;
  std::string_view const authorization = request.header("Authorization");
  // The name of a scheme is case-insensitive (RFC 9110 section 11.1).
  if (authorization.size() > 7 && http::Request::same_name(authorization.substr(0, 7), "Bearer "))
    credentials.bearer_token = authorization.substr(7);
  credentials.session_cookie = cookie(request, "tandem_session");
  credentials.csrf_token = request.header("X-CSRF-Token");
  credentials.unsafe_method =
      request.method != Method::get && request.method != Method::head && request.method != Method::options;
  credentials.address = request.remote_address;
  credentials.user_agent = request.header("User-Agent");
  credentials.request_id = request.request_id;
  return credentials;
}

namespace {

/// Public routes need no caller, so a stale cookie must not shut a reader out, and the database is not asked.
Result<access::Actor> caller(access::Gate const& gate, http::Request const& request, Permission const& permission) {
  if (permission.is_public()) {
    access::Actor anyone;
    anyone.address = request.remote_address;
    anyone.user_agent = request.header("User-Agent");
    anyone.request_id = request.request_id;
    return anyone;
  }
  Result<access::Actor> actor = gate.identify(credentials_of(request));
  if (!actor) return actor;
  if (permission.is_signed_in()) {
    if (!actor->signed_in()) return Error{ErrorCode::unauthenticated, "sign in, or send an API token"};
    return actor;
  }
  if (auto ok = access::require(*actor, permission.name()); !ok) return ok.error();
  return actor;
}

} // namespace

Routes::Routes(http::Router& router, access::Gate const& gate) : router_(router), gate_(gate) {}

Result<void> Routes::add(Method method, std::string pattern, Permission permission, CallHandler handler, RouteDoc doc,
                         std::string owner, http::Runs runs) {
  auto run = [this, permission, handler = std::move(handler)](http::Request const& request) {
    Result<access::Actor> actor = caller(gate_, request, permission);
    if (!actor) return error_document(actor.error());
    Result<Response> response = handler(Call{request, std::move(*actor)});
    return response ? std::move(*response) : error_document(response.error());
  };
  return added(router_.add(method, pattern, std::move(run), runs),
               {method, pattern, std::move(permission), std::move(doc), std::move(owner)});
}

Result<void> Routes::add_open(Method method, std::string pattern, Permission permission, CallOpen open,
                              RouteDoc doc) {
  auto run = [this, permission, open = std::move(open)](http::Request const& request) -> http::Opened {
    Result<access::Actor> actor = caller(gate_, request, permission);
    if (!actor) return error_document(actor.error());
    Result<http::Opened> opened = open(Call{request, std::move(*actor)});
    return opened ? std::move(*opened) : error_document(opened.error());
  };
  return added(router_.add_open(method, pattern, std::move(run)),
               {method, pattern, std::move(permission), std::move(doc), "core"});
}

Result<void> Routes::added(std::optional<std::string> const& collision, Route route) {
  if (!collision) {
    routes_.push_back(std::move(route));
    return {};
  }
  std::string holder = "core";
  for (Route const& other : routes_)
    if (std::string(http::name_of(other.method)) + " " + other.pattern == *collision) holder = other.owner;
  return Error{ErrorCode::conflict, "the route " + *collision + " belongs to " + holder + " already"};
}

Result<void> Routes::add_all(std::vector<RouteLine> lines) {
  for (RouteLine& line : lines)
    if (auto ok = add(line.method, std::move(line.pattern), std::move(line.permission), std::move(line.handler),
                      std::move(line.doc), "core", line.runs);
        !ok)
      return ok;
  return {};
}

} // namespace tandem::api
