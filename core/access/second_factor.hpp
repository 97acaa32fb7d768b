#pragma once
/// The second factor: codes from an authenticator app (totp.hpp), and recovery codes for who has lost it.
///
///   begin (password) ─► secret, shown once ─► confirm (a code) ─► recovery codes, shown once
///
/// From then on signing in takes a code, and the account's sessions have what `second_factor.required_for` withholds
/// from others.

#include "access/sign_in.hpp"

namespace tandem::access {

/// Accepts a code of the app or a recovery code and uses it up: no code is accepted twice. False where the account
/// has no confirmed second factor. `second_factor_required` when the code is "", `unauthenticated` when it is wrong.
[[nodiscard]] Result<bool> use_code(store::Transaction& tx, Uuid const& account, std::string_view code);

/// Everything but `take_away` is for callers in a session (see `require_session`), about themselves.
class SecondFactor {
public:
  /// Both must outlive it.
  SecondFactor(store::Database& database, SignIn const& sign_in) : database_(database), sign_in_(sign_in) {}

  struct Begun {
    std::string secret; ///< Base32.
    std::string uri;    ///< The same for a QR code.
  };
  /// A new secret, in place of one that was not confirmed. `conflict` when there is a confirmed one.
  [[nodiscard]] Result<Begun> begin(Actor const& actor, std::string_view password) const;
  /// Shows by a code that the app has the secret; from then on it counts, at once in this session. Answers recovery
  /// codes.
  [[nodiscard]] Result<std::vector<std::string>> confirm(Actor const& actor, std::string_view code) const;
  /// Takes it away, with what withholds permissions again from all of the account's sessions.
  [[nodiscard]] Result<void> remove(Actor const& actor, Proof const& proof) const;
  /// New recovery codes; the earlier ones hold no longer.
  [[nodiscard]] Result<std::vector<std::string>> renew_recovery_codes(Actor const& actor, Proof const& proof) const;

  /// For somebody who has lost telephone and codes. Ends the account's sessions. `not_found` when it has none.
  [[nodiscard]] Result<void> take_away(Actor const& actor, std::string const& account) const;

private:
  store::Database& database_;
  SignIn const& sign_in_;
};

} // namespace tandem::access
