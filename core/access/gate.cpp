#include "access/gate.hpp"

#include "access/secrets.hpp"
#include "content/canonical_json.hpp"
#include "store/accounts.hpp"
#include "store/sessions.hpp"
#include "store/tokens.hpp"

#include <utility>

namespace tandem::access {
namespace {

/// A token does no more than its scope says. One that cannot be read any more (a permission went away) does nothing.
void narrow(Actor& actor, json::object const& scope, Vocabulary const& vocabulary) {
  Result<Roles::RoleGrant> const limit = read_grant(scope, "", vocabulary);
  std::vector<Grant> const all = std::exchange(actor.grants, {});
  if (!limit) return;
  Grant by = limit->grant;
  if (limit->own) {
    by.scope.organisations.emplace();
    if (actor.organisation) by.scope.organisations->insert(*actor.organisation);
  }
  for (Grant const& grant : all) actor.grants.push_back(narrowed(grant, by));
}

/// Takes permissions out of the grants, and says what to do to get them.
void withhold(Actor& actor, std::set<std::string> const& permissions) {
  std::string const reason =
      actor.second_factor
          ? "this takes a second factor: sign in with name, password and a code"
          : "this takes a second factor: set one up (POST /edit/v1/second_factor), then it is given back";
  for (Grant& grant : actor.grants)
    for (std::string const& permission : permissions)
      if (grant.permissions && grant.permissions->erase(permission) == 1) actor.withheld.emplace(permission, reason);
  std::erase_if(actor.grants, [](Grant const& grant) { return grant.permissions && grant.permissions->empty(); });
}

} // namespace

Gate::Gate(store::Database& database, Roles const& roles, std::set<std::string> second_factor_for)
    : database_(database), roles_(roles), second_factor_for_(std::move(second_factor_for)) {}

Result<Actor> Gate::identify(Credentials const& credentials) const {
  Actor actor;
  actor.address = credentials.address;
  actor.user_agent = credentials.user_agent;
  actor.request_id = credentials.request_id;
  bool const by_token = !credentials.bearer_token.empty();
  if (!by_token && credentials.session_cookie.empty()) return actor;

  return database_.transact([&](store::Transaction& tx) -> Result<Actor> {
    std::optional<Uuid> account;
    std::optional<json::object> scope;
    std::optional<store::SessionRow> session;
    if (by_token) {
      auto const token = store::use_token(tx, sha256_hex(credentials.bearer_token));
      if (!token) return Error{ErrorCode::unauthenticated, "the API token is not valid (any more)"};
      account = token->account;
      scope = token->scope;
    } else {
      session = store::use_session(tx, sha256_hex(credentials.session_cookie));
      if (!session) return Error{ErrorCode::unauthenticated, "the session has ended; sign in again"};
      if (credentials.unsafe_method && !equal_secrets(session->csrf, credentials.csrf_token))
        return Error{ErrorCode::csrf, "send the session's CSRF token in the header X-CSRF-Token"};
      account = session->account;
    }
    Result<Actor> found = actor_of(tx, *account);
    if (!found) return found;
    found->address = actor.address;
    found->user_agent = actor.user_agent;
    found->request_id = actor.request_id;
    // With a one-time password there is one thing to do: change it. A token was made by someone past that.
    if (by_token) found->must_change = false;
    if (found->must_change) found->grants.clear();
    if (scope) narrow(*found, *scope, roles_.vocabulary());
    if (session) {
      found->session = session->id;
      if (!session->second_factor) withhold(*found, second_factor_for_);
    }
    return found;
  });
}

Result<Actor> Gate::actor_of(store::Transaction& tx, Uuid const& id) const {
  auto const account = store::find_account(tx, id);
  if (!account || account->disabled) return Error{ErrorCode::unauthenticated, "the account is disabled"};
  Actor actor;
  actor.account = account->id;
  actor.name = account->name;
  actor.organisation = account->organisation;
  actor.must_change = account->must_change;
  actor.second_factor = account->second_factor;
  for (store::Assignment const& held : account->roles) actor.roles.push_back(held.role);
  actor.grants = roles_.grants_of(account->roles, account->organisation);
  return actor;
}

} // namespace tandem::access
