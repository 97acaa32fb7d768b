#pragma once
/// How much a sentence resembles another, as translation memories reckon it. Pure.

#include "segments/segment.hpp"

namespace translation::memory {

/// The text as the memory compares it: composed (NFC), in lower case, with one space between words, and without the
/// typography that people and keyboards do differently (’ and ', “ and ", – and -, no-break spaces). Codes are left
/// out, as are spaces around the text.
[[nodiscard]] std::string normalised(std::string_view plain);

/// Words of a normalised text, as `likeness` counts them: runs of letters and digits.
[[nodiscard]] std::size_t word_count(std::string_view normal);

/// 0 to 100. 100: the same text with the same codes. 99: all but case, typography or codes are the same. Else the
/// share of words that need no change (the fewest words to put in, take out or replace; an inflected form counts
/// for a third of a word), less 2 when a number differs, 1 when only punctuation does, and 2 for each code that one
/// of them has more, up to 10.
[[nodiscard]] int likeness(segments::Content const& asked, segments::Content const& kept);

} // namespace translation::memory
