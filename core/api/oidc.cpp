#include "api/oidc.hpp"

#include "api/document.hpp"

namespace tandem::api {
namespace {

constexpr std::string_view cookie_name = "tandem_oidc";

/// Sent along when the provider leads the browser back, so not SameSite=Strict.
std::string browser_cookie(std::string const& value, std::chrono::seconds age, SessionSettings const& settings) {
  return std::string(cookie_name) + "=" + value + "; Path=/edit/v1/oidc; Max-Age=" + std::to_string(age.count()) +
         "; HttpOnly; SameSite=Lax" + (settings.secure_cookie ? "; Secure" : "");
}

Response led_to(int status, std::string address) {
  Response response{status};
  response.set("Location", std::move(address));
  response.set("Cache-Control", "no-store");
  response.set("Referrer-Policy", "no-referrer"); // our address holds the code
  return response;
}

Error is_off() { return {ErrorCode::not_found, "single sign-on is off (setting oidc.issuer)"}; }

Result<Response> start(Call const& call, access::SingleSignOn& sign_on, SessionSettings const& settings) {
  if (!sign_on.on()) return is_off();
  if (auto ok = only_parameters(call.request, {}); !ok) return ok.error();
  Result<access::SingleSignOn::Started> const started = sign_on.start();
  if (!started) return started.error();
  Response response = led_to(302, started->address);
  response.set("Set-Cookie", browser_cookie(started->browser, access::SingleSignOn::login_lifetime, settings));
  return response;
}

/// Parameters that are not known are ignored, as RFC 6749 section 4.1.2 asks; the same one twice is not.
Result<Response> callback(Call const& call, access::SingleSignOn& sign_on, SessionSettings const& settings) {
  if (!sign_on.on()) return is_off();
  std::map<std::string, std::string> sent;
  for (http::Parameter const& parameter : call.request.query)
    if (!sent.emplace(parameter.name, parameter.value).second)
      return Error{ErrorCode::invalid_parameter, "is there twice", "", parameter.name};
  Result<access::SignedIn> const session = sign_on.finish({sent["state"], sent["code"], sent["error"], sent["iss"]},
                                                          cookie(call.request, cookie_name), call.actor);
  if (!session) return session.error();
  Response response = led_to(303, sign_on.settings().after_sign_in);
  response.set("Set-Cookie", browser_cookie("", std::chrono::seconds{0}, settings));
  response.set("Set-Cookie", session_cookie(session->cookie, settings));
  response.set("Set-Cookie", csrf_cookie(session->csrf, settings));
  return response;
}

} // namespace

Result<void> add_oidc_routes(Routes& routes, access::SingleSignOn& sign_on, SessionSettings settings) {
  RouteDoc returning{"Come back from the identity provider; sets the session cookie and leads on"};
  returning.parameters = {{"state", "which sign-in this answers"},
                          {"code", "authorisation code"},
                          {"iss", "the provider's name"},
                          {"error", "why the provider refused"}};
  return routes.add_all({
      {Method::get,
       "/edit/v1/oidc/start",
       Public,
       [&sign_on, settings](Call const& call) { return start(call, sign_on, settings); },
       {"Sign in with the identity provider: leads the browser there"}},
      {Method::get, "/edit/v1/oidc/callback", Public,
       [&sign_on, settings](Call const& call) { return callback(call, sign_on, settings); }, returning},
  });
}

} // namespace tandem::api
