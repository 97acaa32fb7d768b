#pragma once
/// What each answer is stamped with. Internal to core/http.

#include <string_view>

namespace tandem::http {

/// Now, as in a Date header (RFC 9110 section 5.6.7). Valid on this thread until the next call.
[[nodiscard]] std::string_view http_date();

/// The client's X-Request-Id when it is harmless, otherwise 32 random hexadecimal digits. Valid as long as `sent`
/// and, on this thread, until the next call.
[[nodiscard]] std::string_view request_id_for(std::string_view sent);

} // namespace tandem::http
