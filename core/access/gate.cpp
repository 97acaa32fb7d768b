#include "access/gate.hpp"

#include "access/secrets.hpp"
#include "content/canonical_json.hpp"
#include "store/accounts.hpp"

namespace tandem::access {

Gate::Gate(store::Database& database, Roles const& roles) : database_(database), roles_(roles) {}

Result<Actor> Gate::identify(Credentials const& credentials) const {
  Actor actor;
  actor.address = credentials.address;
  actor.request_id = credentials.request_id;
  bool const by_token = !credentials.bearer_token.empty();
  if (!by_token && credentials.session_cookie.empty()) return actor;

  return database_.transact([&](store::Transaction& tx) -> Result<Actor> {
    std::optional<Uuid> account_id;
    if (by_token) {
      account_id = store::account_of_token(tx, sha256_hex(credentials.bearer_token));
      if (!account_id) return Error{ErrorCode::unauthenticated, "the API token is not valid (any more)"};
    } else {
      auto const session = store::find_session(tx, sha256_hex(credentials.session_cookie));
      if (!session) return Error{ErrorCode::unauthenticated, "the session has ended; sign in again"};
      if (credentials.unsafe_method && !equal_secrets(session->csrf, credentials.csrf_token))
        return Error{ErrorCode::csrf, "send the session's CSRF token in the header X-CSRF-Token"};
      account_id = session->account;
    }
    auto const account = store::find_account(tx, *account_id);
    if (!account || account->disabled) return Error{ErrorCode::unauthenticated, "the account is disabled"};
    actor.account = account->id;
    actor.name = account->name;
    actor.roles = account->roles;
    // With a one-time password there is one thing to do: change it.
    actor.must_change = account->must_change && !by_token;
    if (!actor.must_change) actor.permissions = roles_.permissions_of(account->roles);
    return actor;
  });
}

} // namespace tandem::access
