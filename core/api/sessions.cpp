#include "api/sessions.hpp"

#include "api/document.hpp"

namespace tandem::api {
namespace {

json::object session_json(store::SessionRow const& session, access::Actor const& actor) {
  return {{"type", "session"},
          {"id", session.id.text()},
          {"attributes",
           {{"current", actor.session == session.id},
            {"second_factor", session.second_factor},
            {"created_at", format_timestamp(session.created_at)},
            {"last_used_at", format_timestamp(session.last_used_at)},
            {"expires_at", format_timestamp(session.expires_at)},
            {"address", session.address},
            {"user_agent", session.user_agent}}}};
}

/// Whose sessions a route is about: those of the account it names, which takes account.manage; else one's own. An API
/// token that leaked must not end sessions, but who manages accounts may do that anyway.
Result<std::string> whose(Call const& call) {
  std::string name(call.request.capture("name"));
  if (!name.empty()) return name; // the route's permission has been asked for
  if (!call.actor.may("account.manage"))
    if (auto ok = access::require_session(call.actor); !ok) return ok.error();
  return call.actor.name;
}

Result<Response> list(Call const& call, access::SignIn const& sign_in) {
  if (auto ok = only_parameters(call.request, {}); !ok) return ok.error();
  Result<std::string> const name = whose(call);
  if (!name) return name.error();
  Result<std::vector<store::SessionRow>> const sessions = sign_in.sessions(*name);
  if (!sessions) return sessions.error();
  json::array all;
  for (store::SessionRow const& session : *sessions) all.push_back(session_json(session, call.actor));
  return private_document(200, std::move(all));
}

Result<Response> end(Call const& call, access::SignIn const& sign_in) {
  Result<std::string> const name = whose(call);
  if (!name) return name.error();
  Result<Uuid> const id = Uuid::parse(call.request.capture("id"));
  if (!id) return Error{ErrorCode::not_found, "there is no such session"};
  Result<void> const done = sign_in.end_session(call.actor, *name, *id);
  return done ? Result<Response>(Response{204}) : done.error();
}

Result<Response> end_all(Call const& call, access::SignIn const& sign_in) {
  Result<std::string> const name = whose(call);
  if (!name) return name.error();
  Result<void> const done = sign_in.end_sessions(call.actor, *name);
  return done ? Result<Response>(Response{204}) : done.error();
}

} // namespace

Result<void> add_sessions_routes(Routes& routes, access::SignIn const& sign_in) {
  auto const listing = [&sign_in](Call const& call) { return list(call, sign_in); };
  auto const ending = [&sign_in](Call const& call) { return end(call, sign_in); };
  auto const ending_all = [&sign_in](Call const& call) { return end_all(call, sign_in); };
  std::string const own = "/edit/v1/sessions", others = "/edit/v1/accounts/{name}/sessions";
  Permission const manage{"account.manage"};
  return routes.add_all({
      {Method::get, own, SignedIn, listing, {"Where one is signed in (takes a session, or account.manage)"}},
      {Method::del, own, SignedIn, ending_all, {"End all of one's sessions but this one"}},
      {Method::del, own + "/{id}", SignedIn, ending, {"End one of one's sessions"}},
      {Method::get, others, manage, listing, {"Where an account is signed in"}},
      {Method::del, others, manage, ending_all, {"End all sessions of an account, but not this one"}},
      {Method::del, others + "/{id}", manage, ending, {"End a session of an account"}},
  });
}

} // namespace tandem::api
