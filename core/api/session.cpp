#include "api/session.hpp"

#include "api/document.hpp"
#include "api/openapi.hpp"

namespace tandem::api {
namespace {

/// What the cookies of a session have in common.
std::string cookie_attributes(std::string const& value, SessionSettings const& settings) {
  std::string const age = value.empty() ? "0" : std::to_string(settings.hours * 3600);
  return "; Path=/; Max-Age=" + age + "; SameSite=Strict" + (settings.secure_cookie ? "; Secure" : "");
}

Result<Response> login(Call const& call, access::SignIn const& sign_in, SessionSettings const& settings) {
  Result<json::object> const attributes =
      attributes_of(call.request, settings.json_depth, "session", {"name", "password", "code"});
  if (!attributes) return attributes.error();
  Result<access::SignedIn> const session = sign_in.start(
      std::string(string_member(*attributes, "name")),
      {string_member(*attributes, "password"), string_member(*attributes, "code")}, settings.hours, call.actor);
  if (!session) return session.error();
  Response response = private_document(
      201,
      json::object{{"type", "session"},
                   {"id", "current"},
                   {"attributes", {{"csrf_token", session->csrf}, {"must_change_password", session->must_change}}}});
  response.set("Set-Cookie", session_cookie(session->cookie, settings));
  return response;
}

Result<Response> logout(Call const& call, access::SignIn const& sign_in, SessionSettings const& settings) {
  if (auto ok = sign_in.sign_out(call.actor); !ok) return ok.error();
  Response response{204};
  response.set("Set-Cookie", session_cookie("", settings));
  response.set("Set-Cookie", csrf_cookie("", settings));
  return response;
}

Result<Response> change_password(Call const& call, access::SignIn const& sign_in, SessionSettings const& settings) {
  Result<json::object> const attributes =
      attributes_of(call.request, settings.json_depth, "password", {"password", "new_password"});
  if (!attributes) return attributes.error();
  if (auto ok = sign_in.change_password(call.actor, call.actor.name, string_member(*attributes, "password"),
                                        string_member(*attributes, "new_password"));
      !ok)
    return ok.error();
  return Response{204};
}

template <class Texts> json::array texts(Texts const& values) { return json::array(values.begin(), values.end()); }

/// Whether the account has a second factor; if not, whether permissions are withheld for want of it.
std::string_view second_factor_of(access::Actor const& actor) {
  if (actor.second_factor) return "on";
  return actor.withheld.empty() ? "off" : "required";
}

Result<Response> me(Call const& call) {
  access::Actor const& actor = call.actor;
  json::array grants;
  for (access::Grant const& grant : actor.grants) grants.push_back(grant_json(grant));
  json::object attributes{{"name", actor.name},
                          {"must_change_password", actor.must_change},
                          {"second_factor", second_factor_of(actor)},
                          {"roles", texts(actor.roles)},
                          {"authorities", texts(actor.signs_for())},
                          {"permissions", texts(actor.permissions())},
                          {"grants", std::move(grants)}};
  if (actor.organisation) attributes["organisation"] = actor.organisation->text();
  if (!actor.withheld.empty()) {
    json::object withheld;
    for (auto const& [permission, reason] : actor.withheld) withheld[permission] = reason;
    attributes["withheld"] = std::move(withheld);
  }
  return private_document(
      200, json::object{{"type", "account"}, {"id", actor.account->text()}, {"attributes", std::move(attributes)}});
}

} // namespace

std::string session_cookie(std::string const& value, SessionSettings const& settings) {
  return "tandem_session=" + value + cookie_attributes(value, settings) + "; HttpOnly";
}

std::string csrf_cookie(std::string const& value, SessionSettings const& settings) {
  return "tandem_csrf=" + value + cookie_attributes(value, settings);
}

Result<void> add_session_routes(Routes& routes, access::SignIn const& sign_in, SessionSettings settings) {
  json::object const text{{"type", "string"}};
  RouteDoc signing_in{
      "Sign in with name, password and, where there is a second factor, its code; sets the session cookie"};
  signing_in.request_body =
      request_schema("session", {{"name", text}, {"password", text}, {"code", text}}, {"name", "password"});
  RouteDoc changing{"Change one's own password; ends one's other sessions"};
  changing.request_body =
      request_schema("password", {{"password", text}, {"new_password", text}}, {"password", "new_password"});
  return routes.add_all({
      {Method::post, "/edit/v1/login", Public,
       [&sign_in, settings](Call const& call) { return login(call, sign_in, settings); }, signing_in},
      {Method::post,
       "/edit/v1/logout",
       SignedIn,
       [&sign_in, settings](Call const& call) { return logout(call, sign_in, settings); },
       {"End the session"}},
      {Method::post, "/edit/v1/password", SignedIn,
       [&sign_in, settings](Call const& call) { return change_password(call, sign_in, settings); }, changing},
      {Method::get, "/edit/v1/me", SignedIn, me, {"Who one is and what one may do"}},
  });
}

} // namespace tandem::api
