#include "api/session.hpp"

#include "api/document.hpp"
#include "api/edit.hpp"
#include "api/openapi.hpp"
#include "store/accounts.hpp"

#include <charconv>

namespace tandem::api {
namespace {

std::string cookie_header(std::string const& value, SessionSettings const& settings) {
  std::string const age = value.empty() ? "0" : std::to_string(settings.hours * 3600);
  return "tandem_session=" + value + "; Path=/; Max-Age=" + age + "; HttpOnly; SameSite=Strict" +
         (settings.secure_cookie ? "; Secure" : "");
}

Result<Response> login(Call const& call, access::Accounts const& accounts, SessionSettings const& settings) {
  Result<json::object> const attributes =
      attributes_of(call.request, settings.json_depth, "session", {"name", "password"});
  if (!attributes) return attributes.error();
  Result<access::Accounts::SignedIn> const session =
      accounts.sign_in(std::string(string_member(*attributes, "name")), string_member(*attributes, "password"),
                       settings.hours, call.actor);
  if (!session) return session.error();
  Response response = private_document(
      201,
      json::object{{"type", "session"},
                   {"id", "current"},
                   {"attributes", {{"csrf_token", session->csrf}, {"must_change_password", session->must_change}}}});
  response.set("Set-Cookie", cookie_header(session->cookie, settings));
  return response;
}

Result<Response> logout(Call const& call, access::Accounts const& accounts, SessionSettings const& settings) {
  if (auto ok = accounts.sign_out(cookie(call.request, "tandem_session")); !ok) return ok.error();
  Response response{204};
  response.set("Set-Cookie", cookie_header("", settings));
  return response;
}

Result<Response> change_password(Call const& call, access::Accounts const& accounts,
                                 SessionSettings const& settings) {
  Result<json::object> const attributes =
      attributes_of(call.request, settings.json_depth, "password", {"password", "new_password"});
  if (!attributes) return attributes.error();
  if (auto ok = accounts.change_password(call.actor, call.actor.name, string_member(*attributes, "password"),
                                         string_member(*attributes, "new_password"));
      !ok)
    return ok.error();
  return Response{204};
}

Result<Response> me(Call const& call) {
  json::array roles, permissions;
  for (std::string const& role : call.actor.roles) roles.emplace_back(role);
  for (std::string const& permission : call.actor.permissions) permissions.emplace_back(permission);
  return private_document(200, json::object{{"type", "account"},
                                            {"id", call.actor.account->text()},
                                            {"attributes",
                                             {{"name", call.actor.name},
                                              {"must_change_password", call.actor.must_change},
                                              {"roles", std::move(roles)},
                                              {"permissions", std::move(permissions)}}}});
}

Result<Response> audit(Call const& call, store::Database& database) {
  if (auto ok = only_parameters(call.request, {"filter[entry]", "page[before]"}); !ok) return ok.error();
  std::optional<EntryId> entry;
  if (auto const text = call.request.parameter("filter[entry]")) {
    Result<Uuid> const id = Uuid::parse(*text);
    if (!id) return Error{ErrorCode::invalid_parameter, "must be the id of an entry", "", "filter[entry]"};
    entry = *id;
  }
  std::optional<long> before;
  if (auto const text = call.request.parameter("page[before]")) {
    long number = 0;
    auto const [end, ec] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (ec != std::errc{} || end != text->data() + text->size())
      return Error{ErrorCode::invalid_cursor, "must be the id of a line", "", "page[before]"};
    before = number;
  }
  return database.transact([&](store::Transaction& tx) -> Result<Response> {
    constexpr std::size_t page_size = 100;
    auto found = store::list_audit(tx, entry, before, page_size + 1); // one more tells whether a page follows
    std::string next;
    if (cut_to_page(found, page_size))
      next = "/edit/v1/audit?page%5Bbefore%5D=" + json::serialize(found.back().at("id")) +
             (entry ? "&filter%5Bentry%5D=" + entry->text() : "");
    json::array lines;
    for (json::object& line : found) {
      std::string const id = json::serialize(line.at("id"));
      line.erase("id");
      lines.push_back({{"type", "audit"}, {"id", id}, {"attributes", std::move(line)}});
    }
    return private_document(200, std::move(lines), page_links(call.request, next));
  });
}

} // namespace

Result<void> add_session_routes(Routes& routes, access::Accounts const& accounts, store::Database& database,
                                SessionSettings settings) {
  json::object const text{{"type", "string"}};
  RouteDoc signing_in{"Sign in with name and password; sets the session cookie"};
  signing_in.request_body = request_schema("session", {{"name", text}, {"password", text}}, {"name", "password"});
  RouteDoc changing{"Change one's own password"};
  changing.request_body =
      request_schema("password", {{"password", text}, {"new_password", text}}, {"password", "new_password"});
  RouteDoc auditing{"What was changed, by whom"};
  auditing.parameters = {
      {"filter[entry]", "only of this entry", false, {{"type", "string"}, {"format", "uuid"}}, nullptr},
      {"page[before]", "the last id of the page before", false, {{"type", "integer"}}, nullptr}};
  return routes.add_all({
      {Method::post, "/edit/v1/login", Public,
       [&accounts, settings](Call const& call) { return login(call, accounts, settings); }, signing_in},
      {Method::post,
       "/edit/v1/logout",
       SignedIn,
       [&accounts, settings](Call const& call) { return logout(call, accounts, settings); },
       {"End the session"}},
      {Method::post, "/edit/v1/password", SignedIn,
       [&accounts, settings](Call const& call) { return change_password(call, accounts, settings); }, changing},
      {Method::get, "/edit/v1/me", SignedIn, me, {"Who one is and what one may do"}},
      {Method::get, "/edit/v1/audit", Permission{"audit.read"},
       [&database](Call const& call) { return audit(call, database); }, auditing},
  });
}

} // namespace tandem::api
