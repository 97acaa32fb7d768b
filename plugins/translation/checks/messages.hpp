#pragma once
/// All sentences of the checks, in Dutch, French and English. Pure.

#include "checks/finding.hpp"
#include "checks/outline.hpp"

namespace translation::checks {

/// `written` stands in the text in `other` and not in the one in `locale`. Of a fact or a placeholder.
[[nodiscard]] Message lacking_message(Kind kind, std::string_view written, std::string_view locale,
                                      std::string_view other);
/// What of the structure two texts have a different number of.
enum class Part { headings, lists, tables, links, images };
[[nodiscard]] Message count_message(Part part, std::size_t here, std::string_view locale, std::size_t there,
                                    std::string_view other);
/// A heading that stands at another level.
[[nodiscard]] Message level_message(Heading const& here, std::string_view locale, Heading const& there,
                                    std::string_view other);
/// What number `position` (from 1) of the lists or tables differs in.
enum class Measure { items, columns, rows };
[[nodiscard]] Message measure_message(Measure measure, std::size_t position, std::size_t here,
                                      std::string_view locale, std::size_t there, std::string_view other);
/// `numbered`: the language in which list number `position` is numbered; in the other it is not.
[[nodiscard]] Message numbering_message(std::size_t position, std::string_view numbered, std::string_view other);
/// The text in `locale` is written in the language `found`.
[[nodiscard]] Message language_message(std::string_view locale, std::string_view found);
/// A paragraph of that text is.
[[nodiscard]] Message passage_message(std::string_view locale, std::string_view found);
[[nodiscard]] Message identical_message(std::string_view locale, std::string_view other);

} // namespace translation::checks
