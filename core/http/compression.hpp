#pragma once
/// Content codings (RFC 9110 section 8.4.1): which one a client wants, and bodies in it.

#include <cstdint>
#include <string>
#include <string_view>

namespace tandem::http {

enum class Coding : std::uint8_t { identity, gzip, br };

/// "identity", "gzip" or "br", as in Content-Encoding.
[[nodiscard]] std::string_view name_of(Coding coding);

/// The best coding for an Accept-Encoding header (RFC 9110 section 12.5.3): of those with the greatest weight br,
/// then gzip. Identity where neither is wanted, also for a client that refuses identity: it gets what it can read
/// least badly.
[[nodiscard]] Coding choose_coding(std::string_view accept_encoding) noexcept;

/// The body in a coding; takes some 10 to 100 µs for 1 KB. Throws std::bad_alloc when memory runs out.
[[nodiscard]] std::string encode(Coding coding, std::string_view body);

} // namespace tandem::http
