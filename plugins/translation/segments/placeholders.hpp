#pragma once
/// Placeholders in running text: places that a program fills in.

#include <optional>
#include <string_view>

namespace translation::segments {

/// Length in bytes of the placeholder that begins at `at`: {naam}, {0}, {{naam}}, ${naam}, %s, %1$d, %@; none: 0. A
/// percent sign behind a digit ("20 %", "20%d") begins none.
[[nodiscard]] std::size_t placeholder_length(std::string_view text, std::size_t at);

} // namespace translation::segments
