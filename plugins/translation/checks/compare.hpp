#pragma once
/// One text in two languages: what stands in one and not in the other. Pure.

#include "checks/structure.hpp"
#include "segments/segment.hpp"

namespace translation::checks {

/// Facts, placeholders, and of Markdown the structure. Facts are read as Dutch and French write them: beside another
/// language only telephone numbers, e-mail and web addresses are compared. Links that a fact is about are told once.
[[nodiscard]] std::vector<Finding> compare(segments::Form form, Text const& first, Text const& second);

/// The facts and placeholders of `compare` alone.
[[nodiscard]] std::vector<Finding> compare_values(segments::Form form, Text const& first, Text const& second);

/// A text that is not in its language, as a whole or in a paragraph of at least `least_words` telling words (see
/// language.hpp). `others`: the languages that the entry is in. Another language than those takes twice as many
/// words, because some are alike (Dutch and Afrikaans) and short texts are easily taken for the wrong one.
[[nodiscard]] std::vector<Finding> check_language(segments::Form form, Text const& text,
                                                  std::vector<std::string_view> const& others,
                                                  std::size_t least_words);

} // namespace translation::checks
