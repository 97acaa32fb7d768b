#pragma once
/// Names of codes for people, and contents in their simplest form.

#include "segments/segment.hpp"

namespace translation::segments {

/// "strong", "line break".
[[nodiscard]] std::string name_of(CodeKind kind);
/// "<1> (strong **)", "</2> (link ](/aide))", "<3/> (placeholder {naam})".
[[nodiscard]] std::string name_of(Code const& code);
/// Without empty texts, neighbouring ones as one.
[[nodiscard]] Content tidy(Content const& content);

} // namespace translation::segments
