#pragma once
/// Words of Dutch and French that stand for numbers, months and hours. Pure.

#include <optional>
#include <string>
#include <string_view>

namespace tandem::facts {

/// 1 to 12 for the name of a month, or a usual abbreviation, in lower case; with or without accents.
[[nodiscard]] std::optional<unsigned> month_of(std::string_view word);
/// The names and abbreviations of months as the alternatives of a regular expression, longest first.
[[nodiscard]] std::string month_alternatives();
/// "2" for "twee", "tweede", "deux"; "25" for "vijfentwintig", "vingt-cinq" and "vingt cinq"; "12:00" for "midi"; ""
/// for a word that is none. In lower case; whole numbers up to 1000, and whole thousands up to 100000.
[[nodiscard]] std::string_view spoken(std::string_view words_of_number);

} // namespace tandem::facts
