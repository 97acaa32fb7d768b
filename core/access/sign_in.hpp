#pragma once
/// Signing in and out, proving again who one is, and the sessions that come of it.

#include "access/actor.hpp"
#include "access/lockout.hpp"
#include "store/accounts.hpp"
#include "store/sessions.hpp"

#include <semaphore>

namespace tandem::access {

/// What a browser keeps of a session; neither is stored here in clear.
struct SignedIn {
  std::string cookie, csrf;
  bool must_change; ///< The password is a one-time one.
};

/// What somebody proves who they are with.
struct Proof {
  std::string_view password;
  std::string_view code = {}; ///< From the authenticator app, or a recovery code; "" when none was given.
};

class SignIn {
public:
  /// Must outlive it.
  explicit SignIn(store::Database& database, LockoutRule const& lockout = {})
      : database_(database), lockout_(lockout) {}

  /// Checks name, password and, where the account has a second factor, its code. `unauthenticated` does not tell
  /// which of name and password is wrong, and is told in the audit. `second_factor_required` when they are right and
  /// only the code is not there. `too_many_requests` while others are being checked, and while the name must wait at
  /// this address (lockout.hpp).
  [[nodiscard]] Result<SignedIn> start(std::string const& name, Proof const& proof, int hours,
                                       Actor const& from) const;
  /// Starts a session of somebody who has proved who they are. `second_factor`: by two means. `how` goes into the
  /// audit.
  [[nodiscard]] static SignedIn start_session(store::Transaction& tx, store::AccountRow const& account, int hours,
                                              Actor const& from, bool second_factor, json::object how = {});
  /// Ends the session that the actor came with; with an API token there is none.
  [[nodiscard]] Result<void> sign_out(Actor const& actor) const;

  /// Changes the caller's own password to another one; ends their other sessions.
  [[nodiscard]] Result<void> change_password(Actor const& actor, std::string const& name,
                                             std::string_view old_password, std::string_view new_password) const;
  /// That the caller knows their password: `invalid_content` at /data/attributes/password when it is not right.
  /// Failures count like those of signing in.
  [[nodiscard]] Result<void> check_own_password(Actor const& actor, std::string const& name,
                                                std::string_view password) const;
  /// Runs `work` for a caller whose code is right, in the transaction that uses the code up: `invalid_content` at
  /// /data/attributes/code when it is not, which counts like a failed sign-in.
  [[nodiscard]] Result<void> with_code(Actor const& actor, std::string_view code,
                                       std::function<void(store::Transaction&)> const& work) const;

  /// Of the account of this name, the newest first.
  [[nodiscard]] Result<std::vector<store::SessionRow>> sessions(std::string const& account) const;
  [[nodiscard]] Result<void> end_session(Actor const& actor, std::string const& account, Uuid const& id) const;
  /// All of the account but that of the actor itself.
  [[nodiscard]] Result<void> end_sessions(Actor const& actor, std::string const& account) const;

private:
  /// The account whose password this is; none when name or password is wrong or it is disabled.
  [[nodiscard]] Result<std::optional<store::AccountRow>>
  with_password(std::string const& name, std::string_view password, Actor const& from) const;
  [[nodiscard]] Result<void> take_back(std::string const& name, Actor const& from) const;
  [[nodiscard]] Result<void> tell_refused(Actor const& from, json::object detail) const;

  store::Database& database_;
  LockoutRule lockout_;
  mutable std::counting_semaphore<> checking_{2};
};

} // namespace tandem::access
