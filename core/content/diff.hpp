#pragma once
/// Field-level differences between two versions of content.

#include "content/json.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tandem {

/// One field that differs. `before` is absent for an added field, `after` for a removed one.
struct FieldChange {
  std::string pointer; ///< JSON Pointer of the field, for example "/address/street".
  std::optional<json::value> before;
  std::optional<json::value> after;
};

/// Every field that differs, in order of name, level by level. Objects are compared member by member; arrays and
/// scalars as wholes, because the position in an array is no identity. Numbers compare by value (1 equals 1.0).
[[nodiscard]] std::vector<FieldChange> diff(json::object const& before, json::object const& after);

/// Equality as `diff` sees it.
[[nodiscard]] bool same_content(json::value const& a, json::value const& b);

/// One top-level field that at least one of two edits of the same base changed.
struct ThreeWayField {
  std::string field;
  std::optional<json::value> base, theirs, yours;
  bool conflict; ///< Both changed it, and not to the same value.
};

/// What to show someone whose edit came too late: top-level field by field, base, theirs and yours.
[[nodiscard]] std::vector<ThreeWayField> three_way(json::object const& base, json::object const& theirs,
                                                   json::object const& yours);

} // namespace tandem
