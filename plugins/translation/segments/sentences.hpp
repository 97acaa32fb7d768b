#pragma once
/// Where sentences end and how many words there are, by ICU's rules for a language.

#include <tandem/plugin.hpp>

namespace translation::segments {

/// Byte offsets in UTF-8 text at which a sentence begins, but for the first. An abbreviation ("bv.", "Mme") ends
/// none.
[[nodiscard]] std::vector<std::size_t> sentence_starts(std::string_view text, tandem::Locale const& language);
/// Runs that hold a letter or a digit.
[[nodiscard]] std::size_t words_in(std::string_view text, tandem::Locale const& language);
[[nodiscard]] bool has_letter_or_digit(std::string_view text);
/// Length in bytes of the white space at the front of `text` (of Unicode, so also no-break spaces), and at its back.
[[nodiscard]] std::size_t leading_space(std::string_view text);
[[nodiscard]] std::size_t trailing_space(std::string_view text);

} // namespace translation::segments
