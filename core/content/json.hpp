#pragma once
/// JSON values (Boost.JSON) and the two ways in: parsed from outside with limits, or trusted.

#include "content/error.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace tandem {

namespace json = boost::json;

/// Parses text that came from outside.
/// Refuses: invalid JSON, invalid UTF-8, nesting deeper than `max_depth`, duplicate object keys,
/// U+0000 in strings (PostgreSQL's jsonb cannot hold it), numbers outside ±(2^53-1) in any notation, because not
/// every client reads those exactly (RFC 7493, I-JSON), and numbers that an IEEE double would change (1e-400,
/// 0.12345678901234567890). Whole numbers come out as int64, also when written 3.0 or 3e0.
/// Errors are `malformed_json`.
[[nodiscard]] Result<json::value> parse_json(std::string_view text, std::size_t max_depth = 32);

/// Reads text that `parse_json` let in once and the database has kept since. Numbers come back exactly as they were,
/// which Boost.JSON's own `parse` does not promise (it is off by one in the last digit for one of ten long
/// fractions), and a hash over them would tell. Throws std::invalid_argument when it is no such text.
[[nodiscard]] json::value stored_json(std::string_view text);

/// The string member `key` of `object`, or `fallback` when absent or not a string.
[[nodiscard]] std::string_view string_member(json::object const& object, std::string_view key,
                                             std::string_view fallback = {});

/// The name of the first member of `object` that is not among `known`; none when all are.
[[nodiscard]] std::optional<std::string> unknown_member(json::object const& object,
                                                        std::vector<std::string_view> const& known);

/// `token` escaped for use in a JSON Pointer (RFC 6901 section 3: ~ becomes ~0, / becomes ~1).
[[nodiscard]] std::string pointer_token(std::string_view token);

} // namespace tandem
