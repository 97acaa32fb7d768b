#pragma once
/// The table of routes. Each is added with the permission it needs: there is no way to leave it out.
/// Wraps every handler: identify the caller → check the permission → run → turn an Error into JSON:API.

#include "access/gate.hpp"
#include "http/router.hpp"
#include "tandem/plugin.hpp"

namespace tandem::api {

/// A request with its caller.
struct Call {
  Request const& request;
  access::Actor actor;
};
using CallHandler = std::function<Result<Response>(Call const&)>;
/// Makes the sink for the body of a call, or the answer that refuses it; see `http::Open`.
using CallOpen = std::function<Result<http::Opened>(Call const&)>;

/// One route as declared, for /openapi.json and the tests.
struct Route {
  Method method;
  std::string pattern;
  Permission permission;
  RouteDoc doc;
  std::string owner; ///< "core" or the plugin's name.
};

/// A route to be added.
struct RouteLine {
  Method method;
  std::string pattern;
  Permission permission;
  CallHandler handler;
  RouteDoc doc;
  http::Runs runs = http::Runs::on_a_worker;
};

/// What the request says of who sends it.
[[nodiscard]] access::Credentials credentials_of(http::Request const& request);
/// The value of a cookie of the request, or "".
[[nodiscard]] std::string cookie(http::Request const& request, std::string_view name);

class Routes {
public:
  /// Both must outlive the routes and the server that serves them.
  Routes(http::Router& router, access::Gate const& gate);

  /// Error `conflict` names the owner of the route it collides with.
  [[nodiscard]] Result<void> add(Method method, std::string pattern, Permission permission, CallHandler handler,
                                 RouteDoc doc, std::string owner = "core", http::Runs runs = http::Runs::on_a_worker);
  /// Adds a route of the core that takes bodies in while they arrive. The permission is checked before `open` is
  /// asked.
  [[nodiscard]] Result<void> add_open(Method method, std::string pattern, Permission permission, CallOpen open,
                                      RouteDoc doc);
  /// Adds routes of the core in this order; stops at the first that collides.
  [[nodiscard]] Result<void> add_all(std::vector<RouteLine> lines);
  [[nodiscard]] std::vector<Route> const& all() const { return routes_; }

private:
  Result<void> added(std::optional<std::string> const& collision, Route route);
  http::Router& router_;
  access::Gate const& gate_;
  std::vector<Route> routes_;
};

} // namespace tandem::api
