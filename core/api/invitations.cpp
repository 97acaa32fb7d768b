#include "api/invitations.hpp"

#include "api/document.hpp"
#include "api/openapi.hpp"

namespace tandem::api {
namespace {

/// "" when there is none, which is no invitation either.
std::string secret_of(Request const& request) { return std::string(request.header("X-Invitation")); }

json::object invitation_json(access::Invitation const& invitation) {
  return {{"type", "invitation"},
          {"id", invitation.account},
          {"attributes", {{"account", invitation.account}, {"expires_at", format_timestamp(invitation.expires_at)}}}};
}

Result<Response> invite(Call const& call, access::Accounts const& accounts) {
  Result<access::Invitation> const made = accounts.invite(call.actor, std::string(call.request.capture("name")));
  if (!made) return made.error();
  return private_document(201, invitation_json(*made), {{"accept", made->link}});
}

Result<Response> show(Call const& call, access::Accounts const& accounts) {
  if (auto ok = only_parameters(call.request, {}); !ok) return ok.error();
  Result<access::Invitation> const found = accounts.invitation(secret_of(call.request));
  return found ? Result<Response>(private_document(200, invitation_json(*found))) : found.error();
}

/// POST {"data": {"type": "invitation", "attributes": {"password": …}}}
Result<Response> accept(Call const& call, access::Accounts const& accounts, std::size_t json_depth) {
  Result<json::object> const attributes = attributes_of(call.request, json_depth, "invitation", {"password"});
  if (!attributes) return attributes.error();
  Result<void> const done =
      accounts.accept_invitation(call.actor, secret_of(call.request), string_member(*attributes, "password"));
  return done ? Result<Response>(Response{204}) : done.error();
}

} // namespace

Result<void> add_invitation_routes(Routes& routes, access::Accounts const& accounts, std::size_t json_depth) {
  ParameterDoc const secret{
      "X-Invitation", "what stands behind the link's last =", true, {{"type", "string"}}, nullptr, "header"};
  RouteDoc showing{"Whose an invitation is, and until when it holds"}, accepting{"Set a password by an invitation"};
  showing.parameters = accepting.parameters = {secret};
  accepting.request_body =
      request_schema("invitation", {{"password", {{"type", "string"}, {"minLength", 12}}}}, {"password"});
  return routes.add_all({
      {Method::post,
       "/edit/v1/accounts/{name}/invitation",
       Permission{"account.manage"},
       [&accounts](Call const& call) { return invite(call, accounts); },
       {"A new invitation, also for a lost password; the earlier one holds no longer"}},
      {Method::get, "/edit/v1/invitation", Public, [&accounts](Call const& call) { return show(call, accounts); },
       showing},
      {Method::post, "/edit/v1/invitation", Public,
       [&accounts, json_depth](Call const& call) { return accept(call, accounts, json_depth); }, accepting},
  });
}

} // namespace tandem::api
