#include "api/accounts.hpp"

#include "api/document.hpp"
#include "api/edit.hpp"
#include "api/openapi.hpp"

namespace tandem::api {
namespace {

std::string address_of(std::string const& name) { return "/edit/v1/accounts/" + name; }

json::object account_json(store::AccountRow const& account) {
  json::object attributes{{"name", account.name},
                          {"disabled", account.disabled},
                          {"must_change_password", account.must_change},
                          {"second_factor", account.second_factor},
                          {"created_at", format_timestamp(account.created_at)},
                          {"invited_until", nullptr},
                          {"organisation", nullptr}};
  for (auto& member : access::held_json(account)) attributes[member.key()] = member.value();
  if (account.invited_until) attributes["invited_until"] = format_timestamp(*account.invited_until);
  return {{"type", "account"},
          {"id", account.id.text()},
          {"attributes", std::move(attributes)},
          {"links", {{"self", address_of(account.name)}}}};
}

/// The id of an entry, or null for none; absent when the attribute is.
Result<std::optional<std::optional<EntryId>>> organisation_of(json::object const& attributes) {
  using Organisation = std::optional<std::optional<EntryId>>;
  json::value const* value = attributes.if_contains("organisation");
  if (value == nullptr) return Organisation{};
  if (value->is_null()) return Organisation(std::optional<EntryId>{});
  Result<Uuid> const id = Uuid::parse(string_member(attributes, "organisation"));
  if (!id)
    return Error{ErrorCode::malformed_document, "must be the id of an entry, or null",
                 "/data/attributes/organisation"};
  return Organisation(*id);
}

Result<access::AccountChange> change_of(json::object const& attributes) {
  access::AccountChange change;
  if (json::value const* roles = attributes.if_contains("roles")) {
    Result<std::vector<store::Assignment>> held = access::read_assignments(*roles, "/data/attributes/roles");
    if (!held) return held.error();
    change.roles = std::move(*held);
  }
  auto const organisation = organisation_of(attributes);
  if (!organisation) return organisation.error();
  change.organisation = *organisation;
  if (json::value const* disabled = attributes.if_contains("disabled")) {
    if (!disabled->is_bool())
      return Error{ErrorCode::malformed_document, "must be true or false", "/data/attributes/disabled"};
    change.disabled = disabled->get_bool();
  }
  return change;
}

Result<Response> list(Call const& call, access::Accounts const& accounts) {
  if (auto ok = only_parameters(call.request, {"page[after]"}); !ok) return ok.error();
  constexpr std::size_t page_size = 50;
  std::string const after(call.request.parameter("page[after]").value_or(""));
  Result<std::vector<store::AccountRow>> rows = accounts.list(after, page_size + 1); // one more: does a page follow?
  if (!rows) return rows.error();
  bool const more = cut_to_page(*rows, page_size);
  json::array all;
  for (store::AccountRow const& account : *rows) all.push_back(account_json(account));
  return private_document(
      200, std::move(all),
      page_links(call.request, more ? "/edit/v1/accounts?page%5Bafter%5D=" + rows->back().name : ""));
}

/// POST {"data": {"type": "account", "attributes": {"name": …, "roles": [{"role": …, …}], "organisation": id}}}
Result<Response> make(Call const& call, access::Accounts const& accounts, std::size_t json_depth) {
  Result<json::object> const attributes =
      attributes_of(call.request, json_depth, "account", {"name", "roles", "organisation"});
  if (!attributes) return attributes.error();
  Result<access::AccountChange> const held = change_of(*attributes);
  if (!held) return held.error();
  std::string const name(string_member(*attributes, "name"));
  Result<access::Invitation> const invitation =
      accounts.add_invited(call.actor, name, held->roles.value_or(std::vector<store::Assignment>{}),
                           held->organisation.value_or(std::nullopt));
  if (!invitation) return invitation.error();
  Result<store::AccountRow> const account = accounts.find(name);
  if (!account) return account.error();
  Response response =
      private_document(201, account_json(*account), {{"self", address_of(name)}, {"accept", invitation->link}});
  response.set("Location", address_of(name));
  return response;
}

Result<Response> show(Call const& call, access::Accounts const& accounts) {
  if (auto ok = only_parameters(call.request, {}); !ok) return ok.error();
  Result<store::AccountRow> const account = accounts.find(std::string(call.request.capture("name")));
  return account ? Result<Response>(private_document(200, account_json(*account))) : account.error();
}

/// PATCH {"data": {"type": "account", "attributes": {"roles": …, "organisation": …, "disabled": bool}}}
Result<Response> change(Call const& call, access::Accounts const& accounts, std::size_t json_depth) {
  Result<json::object> const attributes =
      attributes_of(call.request, json_depth, "account", {"roles", "organisation", "disabled"});
  if (!attributes) return attributes.error();
  Result<access::AccountChange> const wanted = change_of(*attributes);
  if (!wanted) return wanted.error();
  Result<store::AccountRow> const account =
      accounts.change(call.actor, std::string(call.request.capture("name")), *wanted);
  return account ? Result<Response>(private_document(200, account_json(*account))) : account.error();
}

Result<Response> list_roles(Call const& call, access::Roles const& roles) {
  if (auto ok = only_parameters(call.request, {}); !ok) return ok.error();
  json::array all, authorities;
  for (std::string const& name : roles.names())
    all.push_back({{"type", "role"},
                   {"id", name},
                   {"attributes", {{"label", roles.label(name)}, {"grants", roles.shown(name)}}}});
  for (auto const& [name, label] : roles.authorities()) authorities.push_back({{"name", name}, {"label", label}});
  return private_document(200, std::move(all), {}, {{"authorities", std::move(authorities)}});
}

json::object const held_properties{
    {"roles",
     {{"type", "array"},
      {"minItems", 1},
      {"items",
       object_schema("role, and if wanted what narrows it: organisation, types, locales, entries; and authority")}}},
    {"organisation",
     {{"type", {"string", "null"}}, {"format", "uuid"}, {"description", "entry whose content is its own"}}}};

} // namespace

Result<void> add_account_routes(Routes& routes, access::Accounts const& accounts, access::Roles const& roles,
                                std::size_t json_depth) {
  std::string const all = "/edit/v1/accounts", one = all + "/{name}";
  Permission const manage{"account.manage"};
  RouteDoc listing{"Accounts, by name"};
  listing.parameters = {{"page[after]", "the last name of the page before", false, {{"type", "string"}}, nullptr}};
  RouteDoc making{"A new account without password; links.accept invites its holder, and is shown once"};
  json::object attributes = held_properties;
  attributes["name"] = {{"type", "string"}, {"pattern", "^[a-z0-9][a-z0-9._-]{0,62}$"}};
  making.request_body = request_schema("account", attributes, {"name", "roles"});
  RouteDoc changing{"Say what an account holds; disable it, or let it in again"};
  attributes = held_properties;
  attributes["disabled"] = {{"type", "boolean"}};
  changing.request_body = request_schema("account", attributes, {});
  return routes.add_all({
      {Method::get, all, manage, [&accounts](Call const& call) { return list(call, accounts); }, listing},
      {Method::post, all, manage,
       [&accounts, json_depth](Call const& call) { return make(call, accounts, json_depth); }, making},
      {Method::get, one, manage, [&accounts](Call const& call) { return show(call, accounts); }, {"One account"}},
      {Method::patch, one, manage,
       [&accounts, json_depth](Call const& call) { return change(call, accounts, json_depth); }, changing},
      {Method::get,
       "/edit/v1/roles",
       SignedIn,
       [&roles](Call const& call) { return list_roles(call, roles); },
       {"Roles and what they grant; in meta the authorities in whose name coordinators sign"}},
  });
}

} // namespace tandem::api
