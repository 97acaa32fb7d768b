#pragma once
/// Turns credentials into an Actor. Knows nothing of HTTP: `api/` takes the values out of the request.

#include "access/actor.hpp"
#include "access/roles.hpp"
#include "store/database.hpp"

namespace tandem::access {

/// What a request brought along.
struct Credentials {
  std::string session_cookie; ///< Value of the cookie `tandem_session`, or "".
  std::string bearer_token;   ///< From `Authorization: Bearer`, or "".
  std::string csrf_token;     ///< From `X-CSRF-Token`, or "".
  bool unsafe_method = false; ///< Anything but GET, HEAD, OPTIONS.
  std::string address, user_agent, request_id;
};

class Gate {
public:
  /// Both must outlive the gate. `second_factor_for`: permissions that a session has only if it was begun with a
  /// second factor. API tokens are not concerned: a program has none.
  Gate(store::Database& database, Roles const& roles, std::set<std::string> second_factor_for = {});

  /// The caller. No credentials: the public. Credentials that do not hold: `unauthenticated`. A session with an
  /// unsafe method needs its CSRF token (`csrf`); a bearer token does not.
  [[nodiscard]] Result<Actor> identify(Credentials const& credentials) const;
  /// The account as a caller, with all its roles grant: for work done later in its name. `unauthenticated` when it is
  /// disabled.
  [[nodiscard]] Result<Actor> actor_of(store::Transaction& tx, Uuid const& account) const;

private:
  [[nodiscard]] Result<Actor> with_token(std::string const& secret) const;
  [[nodiscard]] Result<Actor> in_session(Credentials const& credentials) const;

  store::Database& database_;
  Roles const& roles_;
  std::set<std::string> second_factor_for_;
};

} // namespace tandem::access
