#pragma once
/// ID tokens (OpenID Connect Core 1.0 section 2): who signed in at a provider, signed with one of its keys. Pure.
/// libcjose, which checks the signatures, stays inside id_token.cpp.

#include "content/json.hpp"
#include "content/timestamp.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tandem::access {

/// A provider's public keys for signatures (JWK Set, RFC 7517 section 5).
class KeySet {
public:
  KeySet() = default;
  /// Leaves out what cannot check a signature of ours: other kinds of keys, keys for encryption, RSA below 2048 bits.
  [[nodiscard]] static Result<KeySet> parse(std::string_view text);
  [[nodiscard]] std::size_t size() const { return keys_.size(); }

  struct Key {
    std::string id;        ///< "" when it has none.
    std::string algorithm; ///< The only one it may be used with; "" when the provider does not say.
    std::string kind;      ///< "RSA", or the curve of an elliptic key: "P-256", "P-384", "P-521".
    std::string json;
  };
  /// Those that a signature made with `algorithm` by the key named `id` ("": not said) may be checked with.
  [[nodiscard]] std::vector<Key> fitting(std::string_view algorithm, std::string_view id) const;
  /// Whether one of them may have signed this token.
  [[nodiscard]] bool has_key_of(std::string_view token) const;

private:
  std::vector<Key> keys_;
};

/// What a token must say to be meant for us and for this sign-in.
struct ExpectedToken {
  std::string issuer, client_id, nonce;
};

/// Clocks of two machines may differ by as much.
inline constexpr std::chrono::seconds clock_tolerance{60};
/// An older token answers no sign-in that still waits.
inline constexpr std::chrono::seconds oldest_token{600};

struct IdToken {
  std::string subject;
  json::object claims;

  /// A claim that is text, or "".
  [[nodiscard]] std::string_view text(std::string_view claim) const { return string_member(claims, claim); }
  /// Whether one of `methods` is among those the person signed in with (`amr`, RFC 8176).
  [[nodiscard]] bool used_one_of(std::vector<std::string> const& methods) const;
};

/// Checks a token in compact form as Core 1.0 section 3.1.3.7 asks, and nothing less: signature with a key of `keys`
/// and an algorithm with public keys (never `none`, never HMAC, whatever the token says), `iss`, `aud`, `azp`, `exp`,
/// `iat`, `nbf`, `nonce`, `sub`. The error (`unauthenticated`) says what is wrong, for the audit, not for the one who
/// signs in.
[[nodiscard]] Result<IdToken> check_id_token(std::string_view token, KeySet const& keys,
                                             ExpectedToken const& expected, Timestamp now);

} // namespace tandem::access
