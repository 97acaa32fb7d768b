#pragma once
/// Passwords and random secrets, by libsodium.

#include "content/error.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tandem::access {

/// argon2id with libsodium's interactive limits, in its text form. Takes tens of milliseconds and 64 MiB.
[[nodiscard]] std::string hash_password(std::string_view password);
/// Constant-time comparison; costs the same for an empty `hash`, so that a missing account is not told by time.
[[nodiscard]] bool password_matches(std::string_view password, std::string const& hash);
/// 12 to 256 characters; anything else is `invalid_content`.
[[nodiscard]] Result<void> check_password(std::string_view password);

/// 32 random bytes in URL-safe base64.
[[nodiscard]] std::string random_secret();
/// Random bytes, as they are.
[[nodiscard]] std::string random_bytes(std::size_t count);
/// A secret that can be read aloud: groups of five characters of a small alphabet without look-alikes, with hyphens
/// between them; 24.7 bits a group.
[[nodiscard]] std::string readable_secret(int groups);
/// A password that can be read aloud, of four groups.
[[nodiscard]] std::string one_time_password();
/// RFC 4648: section 4 with padding; section 5 (URL-safe) without.
[[nodiscard]] std::string base64(std::string_view bytes);
[[nodiscard]] std::string base64url(std::string_view bytes);
/// Nothing when the text is not base64 with its padding.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);
/// Nothing when the text is not URL-safe base64 without padding.
[[nodiscard]] std::optional<std::string> from_base64url(std::string_view text);
/// Constant-time equality.
[[nodiscard]] bool equal_secrets(std::string_view a, std::string_view b);

} // namespace tandem::access
