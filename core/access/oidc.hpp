#pragma once
/// What an OpenID Connect client and its provider say to each other: addresses, forms and documents. Pure; who asks
/// the provider is in oidc_provider.hpp, what becomes of the answers in single_sign_on.hpp.
///
///   browser ─► start ─► authorization_url ─► provider ─► callback?code&state ─► token_form ─► provider ─► ID token

#include "content/json.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tandem::access {

/// The settings `oidc.*`.
struct OidcSettings {
  std::string issuer; ///< "" when single sign-on is off.
  std::string client_id, client_secret;
  std::string redirect;                     ///< Public address of our callback, as the provider knows it.
  std::string claim = "preferred_username"; ///< Whose value is the account's name.
  std::vector<std::string> second_factor = {"mfa", "otp", "hwk"}; ///< Of `amr`.
  std::string after_sign_in = "/desk/";                           ///< Path where the browser goes.
};
/// What is wrong with them, if anything: `invalid_content` with the name of the setting.
[[nodiscard]] Result<void> check_oidc_settings(OidcSettings const& settings);

/// https, or http to this very machine: whatever else is said in the clear.
[[nodiscard]] bool is_safe_address(std::string_view url);

/// What a provider says of itself (OpenID Connect Discovery 1.0 section 3).
struct Discovery {
  std::string authorization_endpoint, token_endpoint, jwks_uri;
  std::string userinfo_endpoint;     ///< "" when it has none.
  bool takes_secret_in_form = false; ///< Instead of HTTP Basic.
  bool names_itself = false;         ///< In every answer to the browser (RFC 9207).
};
[[nodiscard]] std::string discovery_address(std::string const& issuer);
/// `unavailable` when it is not the document of this very issuer, or an address in it is not safe.
[[nodiscard]] Result<Discovery> parse_discovery(std::string_view text, std::string const& issuer);

/// An error code of OAuth (RFC 6749 sections 4.1.2.1 and 5.2); "an error" when the text does not look like one: it
/// may be anybody's.
[[nodiscard]] std::string known_error(std::string_view code);

/// What binds the steps of one sign-in together; each a random secret.
struct LoginSecrets {
  std::string state, nonce, verifier;
};
/// BASE64URL(SHA-256(verifier)), RFC 7636 section 4.2.
[[nodiscard]] std::string code_challenge(std::string_view verifier);
/// Where the browser is sent to sign in.
[[nodiscard]] std::string authorization_url(Discovery const& discovery, OidcSettings const& settings,
                                            LoginSecrets const& secrets);

/// A question to the provider: POST when there is a form, else GET.
struct Question {
  std::string url, form = {}, authorization = {}; ///< Value of the header Authorization, or "".
};
/// Code for tokens (RFC 6749 section 4.1.3, RFC 7636 section 4.5).
[[nodiscard]] Question token_question(Discovery const& discovery, OidcSettings const& settings, std::string_view code,
                                      std::string_view verifier);

} // namespace tandem::access
