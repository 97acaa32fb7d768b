#pragma once
/// Conditional requests (RFC 9110 section 13).

#include <string_view>

namespace tandem::http {

/// Whether an If-None-Match header names the ETag, or any with `*`. Weak comparison (section 8.8.3.2): W/"x" and "x"
/// are the same.
[[nodiscard]] bool names_etag(std::string_view if_none_match, std::string_view etag) noexcept;

} // namespace tandem::http
