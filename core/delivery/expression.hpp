#pragma once
/// Fields as SQL: one expression a field, the same in the statements and in the indexes that answer them
/// (indexes.hpp). An index is used only for the very expression it was made of.

#include "content/content_type.hpp"

namespace tandem::delivery {

/// Texts are compared by their first so many characters: that much of one fits into an index.
inline constexpr std::size_t compared_characters = 200;

/// 'text' as SQL; only for names that were checked: of types, fields and locales.
[[nodiscard]] std::string sql_text(std::string_view checked);
/// Whether its order depends on the language it is read in.
[[nodiscard]] bool has_alphabet(Field const& field);
/// The language of a locale, by whose alphabet texts are sorted: "fr" of "fr-BE".
[[nodiscard]] std::string language_of(std::string const& locale);
/// Whether a row of the projection may be shown to who asks for a locale: it is in that locale, or its entry is not
/// public in it. `row` stands before the columns ("p.").
[[nodiscard]] std::string shown_in(std::string const& locale, std::string const& row);
/// The field of the jsonb `data` as a value that sorts and compares by its kind. Missing and misfit values are the
/// first of texts and the last of numbers and instants, so that no row fails.
[[nodiscard]] std::string comparable(Field const& field, std::string const& language, std::string const& data);
/// A parameter ("$1") as such a value.
[[nodiscard]] std::string comparable_value(Field const& field, std::string const& language,
                                           std::string const& parameter);
/// Whether the field holds a list of strings, which `?|` compares, and an index over its items can hold.
[[nodiscard]] bool lists_strings(Field const& field);

} // namespace tandem::delivery
