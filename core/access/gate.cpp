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
  Result<Actor> found = Actor{};
  if (!credentials.bearer_token.empty()) found = with_token(credentials.bearer_token);
  else if (!credentials.session_cookie.empty()) found = in_session(credentials);
  if (!found) return found;
  found->address = credentials.address;
  found->user_agent = credentials.user_agent;
  found->request_id = credentials.request_id;
  return found;
}

/// Outside a transaction: whoever sends a token sends it with each request, and begin and commit are round trips.
Result<Actor> Gate::with_token(std::string const& secret) const {
  std::optional<Uuid> to_be_noted;
  Result<Actor> found = database_.read([&](store::Transaction& tx) -> Result<Actor> {
    auto const token = store::find_token(tx, sha256_hex(secret));
    if (!token) return Error{ErrorCode::unauthenticated, "the API token is not valid (any more)"};
    Result<Actor> actor = actor_of(tx, token->account);
    if (!actor) return actor;
    if (token->to_be_noted) to_be_noted = token->id;
    // With a one-time password there is one thing to do: change it. A token was made by someone past that.
    actor->must_change = false;
    if (token->scope) narrow(*actor, *token->scope, roles_.vocabulary());
    return actor;
  });
  if (!found || !to_be_noted) return found;
  auto const noted = database_.transact([&](store::Transaction& tx) -> Result<void> {
    store::note_use(tx, *to_be_noted);
    return {};
  });
  return noted ? std::move(found) : noted.error();
}

Result<Actor> Gate::in_session(Credentials const& credentials) const {
  return database_.transact([&](store::Transaction& tx) -> Result<Actor> {
    auto const session = store::use_session(tx, sha256_hex(credentials.session_cookie));
    if (!session) return Error{ErrorCode::unauthenticated, "the session has ended; sign in again"};
    if (credentials.unsafe_method && !equal_secrets(session->csrf, credentials.csrf_token))
      return Error{ErrorCode::csrf, "send the session's CSRF token in the header X-CSRF-Token"};
    Result<Actor> actor = actor_of(tx, session->account);
    if (!actor) return actor;
    if (actor->must_change) actor->grants.clear();
    actor->session = session->id;
    if (!session->second_factor) withhold(*actor, second_factor_for_);
    return actor;
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
