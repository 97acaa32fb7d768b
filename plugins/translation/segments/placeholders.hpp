#pragma once
/// Placeholders in running text: places that a program fills in.

#include "segments/segment.hpp"

namespace translation::segments {

/// Length in bytes of the placeholder that begins at `at`: {naam}, {0}, {{naam}}, ${naam}, %s, %1$d, %@; none: 0. A
/// percent sign behind a digit ("20 %", "20%d") begins none.
[[nodiscard]] std::size_t placeholder_length(std::string_view text, std::size_t at);

/// All of a text as they are written, wherever they stand: also where no segment is (alone in a paragraph, in blocks
/// of code or HTML), and inside of codes (the address of a link). In Markdown none begins behind a backslash.
[[nodiscard]] std::vector<std::string> placeholders_in(std::string_view text, Form form);

} // namespace translation::segments
