#include "access/gate.hpp"

#include "access/secrets.hpp"
#include "content/canonical_json.hpp"
#include "store/accounts.hpp"

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

} // namespace

Gate::Gate(store::Database& database, Roles const& roles) : database_(database), roles_(roles) {}

Result<Actor> Gate::identify(Credentials const& credentials) const {
  Actor actor;
  actor.address = credentials.address;
  actor.request_id = credentials.request_id;
  bool const by_token = !credentials.bearer_token.empty();
  if (!by_token && credentials.session_cookie.empty()) return actor;

  return database_.transact([&](store::Transaction& tx) -> Result<Actor> {
    std::optional<Uuid> account;
    std::optional<json::object> scope;
    if (by_token) {
      auto const token = store::find_token(tx, sha256_hex(credentials.bearer_token));
      if (!token) return Error{ErrorCode::unauthenticated, "the API token is not valid (any more)"};
      account = token->account;
      scope = token->scope;
    } else {
      auto const session = store::find_session(tx, sha256_hex(credentials.session_cookie));
      if (!session) return Error{ErrorCode::unauthenticated, "the session has ended; sign in again"};
      if (credentials.unsafe_method && !equal_secrets(session->csrf, credentials.csrf_token))
        return Error{ErrorCode::csrf, "send the session's CSRF token in the header X-CSRF-Token"};
      account = session->account;
    }
    Result<Actor> found = actor_of(tx, *account);
    if (!found) return found;
    found->address = credentials.address;
    found->request_id = credentials.request_id;
    // With a one-time password there is one thing to do: change it. A token was made by someone past that.
    if (by_token) found->must_change = false;
    if (found->must_change) found->grants.clear();
    if (scope) narrow(*found, *scope, roles_.vocabulary());
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
  for (store::Assignment const& held : account->roles) {
    actor.roles.push_back(held.role);
    if (!held.authority.empty()) actor.authorities.insert(held.authority);
  }
  actor.grants = roles_.grants_of(account->roles, account->organisation);
  return actor;
}

} // namespace tandem::access
