#pragma once
/// Time-based one-time passwords (RFC 6238) as authenticator apps make them: HMAC-SHA-1, six digits, a step of
/// 30 seconds; and the recovery codes for who has lost the app. Pure: what is stored is up to the caller.

#include "content/timestamp.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::access::totp {

/// Number of whole periods of 30 seconds since the Unix epoch (T of RFC 6238 section 4.2).
using Step = std::int64_t;
[[nodiscard]] Step step_at(Timestamp at);

/// 20 random bytes (RFC 4226 section 4, R6) in base32, 32 characters: what is stored, and shown to the app.
[[nodiscard]] std::string make_secret();

/// The six digits of a step. `secret` is base32; throws std::invalid_argument when it is not.
[[nodiscard]] std::string code(std::string_view secret, Step step);

/// The step whose code this is, among the present one, the one before and the one after it (RFC 6238 section 5.2:
/// clocks differ, people type slowly). Never a step that is not after `last_used_step`: who stores the answer there,
/// in the transaction that accepts the code, accepts no code twice. White space within `code` does not matter, as
/// apps show "123 456".
[[nodiscard]] std::optional<Step> check(std::string_view secret, std::string_view code, Timestamp now,
                                        std::optional<Step> last_used_step);

/// The address that an app reads from a QR code: otpauth://totp/Issuer:account?secret=…&issuer=Issuer&…
[[nodiscard]] std::string uri(std::string_view issuer, std::string_view account, std::string_view secret);

/// Ten codes that can be read aloud, each for one use: 15 characters in groups of five. Shown once; `recovery_hash`
/// is stored.
[[nodiscard]] std::vector<std::string> make_recovery_codes();
/// SHA-256 of a recovery code as 64 hexadecimal digits. As people type it: capitals, white space and hyphens do not
/// matter.
[[nodiscard]] std::string recovery_hash(std::string_view typed);

/// RFC 4648 section 6, upper case, without padding.
[[nodiscard]] std::string base32(std::string_view bytes);
/// The bytes; lower case and padding are accepted. Nothing when the text is not base32.
[[nodiscard]] std::optional<std::string> from_base32(std::string_view text);

} // namespace tandem::access::totp
