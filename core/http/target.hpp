#pragma once
/// Request targets (RFC 9112 section 3.2.1, origin-form): decoded path and query.

#include "http/message.hpp"

namespace tandem::http {

struct Target {
  std::string path;
  std::vector<Parameter> query;
};

/// Decodes a target. Unlike a strict RFC 3986 parser it takes brackets and other printable characters as they
/// stand, because browsers and JSON:API clients send `filter[name]` unencoded. `+` in the query is a space.
/// Nothing when the target does not start with "/", has a broken percent-encoding, a control character, U+0000,
/// or does not decode to UTF-8.
[[nodiscard]] std::optional<Target> parse_target(std::string_view target);

/// True for well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates, at most U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view text);

} // namespace tandem::http
