#pragma once
/// Canonical JSON (RFC 8785, JSON Canonicalization Scheme): equal values give equal bytes, so a revision
/// can be hashed and an export compared byte for byte.

#include "content/json.hpp"

#include <string>

namespace tandem {

/// RFC 8785: members sorted by UTF-16 code units of their names, numbers as ECMAScript writes them,
/// the shortest string escapes, no white space.
/// Throws std::invalid_argument for what has no canonical form: NaN, infinity, text that is not UTF-8, and
/// integers that are not exact as an IEEE double. Nothing that `parse_json` let in is any of these.
[[nodiscard]] std::string canonical_json(json::value const& value);

/// The same order and number forms, indented by two spaces and ended by a newline: what `export` writes,
/// so that a diff of two exports reads line by line.
[[nodiscard]] std::string pretty_canonical_json(json::value const& value);

/// SHA-256 of `bytes`, as 64 lower-case hexadecimal digits.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

} // namespace tandem
