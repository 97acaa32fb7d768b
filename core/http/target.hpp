#pragma once
/// Request targets (RFC 9112 sections 3.2.1 and 3.2.2, origin-form and absolute-form): decoded path and query.

#include "http/message.hpp"

namespace tandem::http {

struct Target {
  std::string path;
  std::vector<Parameter> query;
};

/// The path and query of an absolute-form target ("http://host/path?query" gives "/path?query"), which a server
/// must take as it takes any other; every other target as it stands. An authority that is empty or names a user
/// makes the answer empty, which no target is.
[[nodiscard]] std::string origin_form(std::string_view target);

/// Decodes a target in origin-form. Unlike a strict RFC 3986 parser it takes brackets and other printable characters
/// as they stand, because browsers and JSON:API clients send `filter[name]` unencoded. `+` in the query is a space.
/// Nothing when the target does not start with "/", has a broken percent-encoding, a space or control character that
/// is not encoded, U+0000 in any form, or does not decode to UTF-8.
[[nodiscard]] std::optional<Target> parse_target(std::string_view target);

/// Percent-encoded, for a name, a value or a path segment: all but the unreserved characters (RFC 3986 section 2.3).
[[nodiscard]] std::string encoded(std::string_view text);

/// True for well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates, at most U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view text);

} // namespace tandem::http
