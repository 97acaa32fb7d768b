#pragma once
/// What proves to a receiver that a delivery is ours and fresh.

#include <cstdint>
#include <string>
#include <string_view>

namespace tandem::webhooks {

/// Value of the header `Tandem-Signature`: "t=<seconds since 1970>,v1=<HMAC-SHA-256 (RFC 2104) in hex>". The code is
/// over "<t>.<body>"; its key are the bytes of the secret as it was shown.
[[nodiscard]] std::string signature(std::string_view secret, std::int64_t seconds, std::string_view body);

} // namespace tandem::webhooks
