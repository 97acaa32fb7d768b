#pragma once
/// What each answer is stamped with. Internal to core/http.

#include "http/message.hpp"

#include <boost/beast/http/message.hpp>

namespace tandem::http {

/// Now, as in a Date header (RFC 9110 section 5.6.7). Valid on this thread until the next call.
[[nodiscard]] std::string_view http_date();

/// The client's X-Request-Id when it is harmless, otherwise 32 random hexadecimal digits. Valid as long as `sent`
/// and, on this thread, until the next call.
[[nodiscard]] std::string_view request_id_for(std::string_view sent);

/// Status and headers of a response, with those that every answer has, for a client of this version (10 or 11).
void stamp(boost::beast::http::response_header<>& head, Response const& response, unsigned version);

} // namespace tandem::http
