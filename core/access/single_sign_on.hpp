#pragma once
/// Signing in with an OpenID Connect provider: authorisation code with PKCE. What a pending sign-in must remember
/// lies in the database, so it may begin on one node and end on another.
///
/// Nobody gets an account this way. At first an identity (issuer, subject) is linked to the account whose name is the
/// configured claim, if an administrator allowed that; from then on the identity counts, not the name.

#include "access/oidc_provider.hpp"
#include "access/sign_in.hpp"

namespace tandem::access {

class SingleSignOn {
public:
  static constexpr std::chrono::seconds login_lifetime{600};

  /// `database` must outlive it. `hours`: how long a session lasts.
  SingleSignOn(store::Database& database, OidcSettings settings, AskProvider ask, int hours)
      : database_(database), provider_(std::move(settings), std::move(ask)), hours_(hours) {}

  [[nodiscard]] bool on() const { return !provider_.settings().issuer.empty(); }
  [[nodiscard]] OidcSettings const& settings() const { return provider_.settings(); }

  struct Started {
    std::string address; ///< Where the browser goes to sign in.
    std::string browser; ///< Secret for a cookie: only the browser that began may finish.
  };
  /// `unavailable` when the provider is away.
  [[nodiscard]] Result<Started> start();

  /// What the provider sends the browser back with.
  struct Answer {
    std::string state, code, error, issuer; ///< "" when absent.
  };
  /// Checks everything and starts a session. Whatever is wrong is told in the audit; the caller hears
  /// `unauthenticated`, or `unavailable` when it is the provider that fails.
  [[nodiscard]] Result<SignedIn> finish(Answer const& answer, std::string const& browser, Actor const& from);

private:
  [[nodiscard]] Result<SignedIn> checked(Answer const& answer, std::string const& browser, Actor const& from);
  [[nodiscard]] Result<SignedIn> session_of(IdToken const& token, Discovery const& discovery,
                                            std::string const& access_token, Actor const& from);

  store::Database& database_;
  OidcProvider provider_;
  int hours_;
};

/// Lets an account be linked at its next sign-in with the provider, or undoes that: forgets its identities and ends
/// its sessions.
[[nodiscard]] Result<void> allow_single_sign_on(store::Database& database, Actor const& actor,
                                                std::string const& name, bool allowed);

} // namespace tandem::access
