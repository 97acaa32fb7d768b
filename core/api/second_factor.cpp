#include "api/second_factor.hpp"

#include "api/document.hpp"
#include "api/openapi.hpp"

namespace tandem::api {
namespace {

using access::SecondFactor;

/// The attributes of a request about one's own second factor: these, and no others.
Result<json::object> own(Call const& call, std::size_t json_depth, std::vector<std::string_view> const& known) {
  if (auto ok = access::require_session(call.actor); !ok) return ok.error();
  return attributes_of(call.request, json_depth, "second_factor", known);
}

/// Views into the attributes.
access::Proof proof_of(json::object const& attributes) {
  return {string_member(attributes, "password"), string_member(attributes, "code")};
}

Response document_of(int status, json::object attributes) {
  return private_document(
      status, json::object{{"type", "second_factor"}, {"id", "own"}, {"attributes", std::move(attributes)}});
}

Response shown(std::vector<std::string> const& codes) {
  return document_of(201, {{"recovery_codes", json::array(codes.begin(), codes.end())}});
}

Result<Response> begin(Call const& call, SecondFactor const& factor, std::size_t json_depth) {
  Result<json::object> const attributes = own(call, json_depth, {"password"});
  if (!attributes) return attributes.error();
  Result<SecondFactor::Begun> const begun = factor.begin(call.actor, string_member(*attributes, "password"));
  if (!begun) return begun.error();
  return document_of(201, {{"secret", begun->secret}, {"uri", begun->uri}});
}

Result<Response> confirm(Call const& call, SecondFactor const& factor, std::size_t json_depth) {
  Result<json::object> const attributes = own(call, json_depth, {"code"});
  if (!attributes) return attributes.error();
  Result<std::vector<std::string>> const codes = factor.confirm(call.actor, string_member(*attributes, "code"));
  return codes ? Result<Response>(shown(*codes)) : codes.error();
}

Result<Response> renew_recovery_codes(Call const& call, SecondFactor const& factor, std::size_t json_depth) {
  Result<json::object> const attributes = own(call, json_depth, {"password", "code"});
  if (!attributes) return attributes.error();
  Result<std::vector<std::string>> const codes = factor.renew_recovery_codes(call.actor, proof_of(*attributes));
  return codes ? Result<Response>(shown(*codes)) : codes.error();
}

Result<Response> remove(Call const& call, SecondFactor const& factor, std::size_t json_depth) {
  Result<json::object> const attributes = own(call, json_depth, {"password", "code"});
  if (!attributes) return attributes.error();
  Result<void> const done = factor.remove(call.actor, proof_of(*attributes));
  return done ? Result<Response>(Response{204}) : done.error();
}

Result<Response> take_away(Call const& call, SecondFactor const& factor) {
  Result<void> const done = factor.take_away(call.actor, std::string(call.request.capture("name")));
  return done ? Result<Response>(Response{204}) : done.error();
}

} // namespace

Result<void> add_second_factor_routes(Routes& routes, SecondFactor const& factor, std::size_t json_depth) {
  std::string const own = "/edit/v1/second_factor";
  json::object const text{{"type", "string"}};
  json::object const both{{"password", text}, {"code", text}};
  RouteDoc beginning{
      "Set up a second factor: answers a secret for an authenticator app, which counts once confirmed"};
  beginning.request_body = request_schema("second_factor", {{"password", text}}, {"password"});
  RouteDoc confirming{"Show by a code that the app has the secret; answers recovery codes, shown once"};
  confirming.request_body = request_schema("second_factor", {{"code", text}}, {"code"});
  RouteDoc renewing{"New recovery codes; the earlier ones hold no longer"}, removing{"Take one's second factor away"};
  renewing.request_body = removing.request_body = request_schema("second_factor", both, {"password", "code"});
  return routes.add_all({
      {Method::post, own, SignedIn,
       [&factor, json_depth](Call const& call) { return begin(call, factor, json_depth); }, beginning},
      {Method::post, own + "/confirm", SignedIn,
       [&factor, json_depth](Call const& call) { return confirm(call, factor, json_depth); }, confirming},
      {Method::post, own + "/recovery_codes", SignedIn,
       [&factor, json_depth](Call const& call) { return renew_recovery_codes(call, factor, json_depth); }, renewing},
      {Method::del, own, SignedIn,
       [&factor, json_depth](Call const& call) { return remove(call, factor, json_depth); }, removing},
      {Method::del,
       "/edit/v1/accounts/{name}/second_factor",
       Permission{"account.manage"},
       [&factor](Call const& call) { return take_away(call, factor); },
       {"Take away the second factor of who has lost telephone and codes; ends their sessions"}},
  });
}

} // namespace tandem::api
