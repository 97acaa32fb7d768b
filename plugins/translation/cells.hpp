#pragma once
/// Values as PostgreSQL writes them in text, in both directions.

#include <tandem/plugin.hpp>

#include <span>

namespace translation {

/// The literal of an array of ids or of languages: {nl,fr}. Neither needs quotes.
[[nodiscard]] std::string array_of(std::span<tandem::EntryId const> entries);
[[nodiscard]] std::string array_of(std::span<tandem::Locale const> locales);

/// SQL: whether the row `e` of tandem.entry fits what Caller::visible gives, in this parameter ("$4").
[[nodiscard]] std::string visible_sql(std::string const& parameter);

/// What a permission is asked for, out of an entry's type and organisation as cells.
[[nodiscard]] tandem::Subject subject_of(std::optional<std::string> const& type,
                                         std::optional<std::string> const& organisation,
                                         std::optional<tandem::EntryId> entry,
                                         std::optional<tandem::Locale> locale = {});

} // namespace translation
