#pragma once
/// Writes a target as Markdown, so that its text is text and its codes are what they were.

#include "segments/segment.hpp"

namespace translation::segments {

/// How much is done so that delimiters of emphasis are taken for such.
enum class Care {
  usual,   ///< Backslashes before what could be Markdown.
  letters, ///< Also: letters beside delimiters are written as character references.
  marks,   ///< Also: of pairs that touch, one has underscores for asterisks, or the other way round.
};

/// White space inside a pair goes outside: "** vet**" is no emphasis. Line ends become spaces; none at either end.
[[nodiscard]] Content normalised(Content const& target);

/// A normalised target at the place of its segment; of `raw` ones the text as it stands.
[[nodiscard]] std::string as_markdown(Content const& target, Segment const& at, Care care);

} // namespace translation::segments
