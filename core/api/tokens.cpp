#include "api/tokens.hpp"

#include "api/document.hpp"
#include "api/openapi.hpp"

namespace tandem::api {
namespace {

bool manages(Call const& call) { return call.actor.may("account.manage"); }

Result<Response> list(Call const& call, access::Tokens const& tokens) {
  if (auto ok = only_parameters(call.request, {"filter[account]"}); !ok) return ok.error();
  std::string const account(call.request.parameter("filter[account]").value_or(call.actor.name));
  Result<void> const may = account == call.actor.name && !manages(call)
                               ? access::require_session(call.actor)
                               : access::require(call.actor, "account.manage");
  if (!may) return may.error();
  Result<std::vector<store::TokenRow>> const rows = tokens.list(account);
  if (!rows) return rows.error();
  json::array all;
  for (store::TokenRow const& token : *rows)
    all.push_back({{"type", "token"}, {"id", token.id.text()}, {"attributes", access::token_json(token)}});
  return private_document(200, std::move(all));
}

/// POST {"data": {"type": "token", "attributes": {"label": …, "scope": {"permissions": […], …}, "expires_at": …}}}
Result<Response> make(Call const& call, access::Tokens const& tokens, std::size_t json_depth) {
  if (auto ok = access::require_session(call.actor); !ok) return ok.error();
  Result<json::object> const attributes =
      attributes_of(call.request, json_depth, "token", {"label", "scope", "expires_at"});
  if (!attributes) return attributes.error();
  std::optional<json::object> scope;
  if (json::value const* value = attributes->if_contains("scope")) {
    if (!value->is_object())
      return Error{ErrorCode::malformed_document, "must be an object", "/data/attributes/scope"};
    scope = value->get_object();
  }
  std::optional<Timestamp> expires_at;
  if (attributes->contains("expires_at")) {
    Result<Timestamp> const at = parse_timestamp(string_member(*attributes, "expires_at"));
    if (!at)
      return Error{ErrorCode::malformed_document, "must be a date, or an instant (RFC 3339)",
                   "/data/attributes/expires_at"};
    expires_at = *at;
  }
  std::string const label(string_member(*attributes, "label"));
  Result<access::Secret> const token = tokens.create(call.actor, call.actor.name, label, expires_at, scope);
  if (!token) return token.error();
  json::object const shown{{"label", label},
                           {"account", call.actor.name},
                           {"scope", scope ? json::value(*scope) : json::value(nullptr)},
                           {"expires_at", expires_at ? json::value(format_timestamp(*expires_at)) : nullptr},
                           {"token", token->value}};
  return private_document(201, json::object{{"type", "token"}, {"id", token->id}, {"attributes", shown}});
}

Result<Response> revoke(Call const& call, access::Tokens const& tokens) {
  if (!manages(call))
    if (auto ok = access::require_session(call.actor); !ok) return ok.error();
  Result<Uuid> const id = Uuid::parse(call.request.capture("id"));
  if (!id) return Error{ErrorCode::not_found, "there is no such token in force"};
  Result<void> const done = tokens.revoke(call.actor, *id, manages(call) ? std::nullopt : call.actor.account);
  return done ? Result<Response>(Response{204}) : done.error();
}

} // namespace

Result<void> add_token_routes(Routes& routes, access::Tokens const& tokens, std::size_t json_depth) {
  std::string const all = "/edit/v1/tokens";
  json::object const text{{"type", "string"}};
  RouteDoc listing{"One's API tokens in force (takes a session, or account.manage)"};
  listing.parameters = {{"filter[account]", "those of another account (takes account.manage)", false, text, nullptr}};
  RouteDoc making{"A new API token, shown once (takes a session)"};
  making.request_body = request_schema(
      "token",
      {{"label", {{"type", "string"}, {"minLength", 1}, {"description", "what it is for"}}},
       {"scope",
        object_schema("what it may do at most: permissions, and if wanted types, locales, organisation: own")},
       {"expires_at", {{"type", "string"}, {"description", "instant or date at which it ends"}}}},
      {"label"});
  return routes.add_all({
      {Method::get, all, SignedIn, [&tokens](Call const& call) { return list(call, tokens); }, listing},
      {Method::post, all, SignedIn,
       [&tokens, json_depth](Call const& call) { return make(call, tokens, json_depth); }, making},
      {Method::del,
       all + "/{id}",
       SignedIn,
       [&tokens](Call const& call) { return revoke(call, tokens); },
       {"Revoke one of one's API tokens; with account.manage, any"}},
  });
}

} // namespace tandem::api
