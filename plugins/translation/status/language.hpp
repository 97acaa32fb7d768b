#pragma once
/// What routes say of one language of an entry, as the database knows it.

#include "provenance/policy.hpp"

namespace translation::status {

/// A row of `standing` or `period` as SQL gives it: an object of revision, status, source, since and fields.
/// `missing` when there is none. Of the fields only those in which the language itself is behind are shown.
[[nodiscard]] boost::json::object language_json(boost::json::value const* row);

/// SQL: such an object of the row `alias`.
[[nodiscard]] std::string language_sql(std::string const& alias);

/// SQL: when languages of the row `entry` (with id and type) are due: an object by language of those that are, whose
/// objects have `due` (a day in Brussels) and `overdue`. Parameters: the languages, and the days of grace by type.
[[nodiscard]] std::string due_sql(std::string const& entry, std::string const& locales, std::string const& grace);

/// The language with its draft's standing, when it is due, and how it stands in public (null where it is not).
[[nodiscard]] boost::json::object language_json(tandem::Locale const& locale, boost::json::object const& drafts,
                                                boost::json::object const& open, boost::json::object const& due);

/// A cell that holds an object; empty for null.
[[nodiscard]] boost::json::object object_in(std::optional<std::string> const& cell);

} // namespace translation::status
