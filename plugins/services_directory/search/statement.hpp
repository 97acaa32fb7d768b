#pragma once
/// From a plan to the one statement of SQL that answers it: page, reasons and counts of one moment.

#include "search/plan.hpp"

namespace directory {

/// Columns of its rows. `kind` is "service" for those of the page, in order, one more than it may have if there is
/// another page; and "count" for one last row with `total`, `facets` and `today`, the day in Brussels, in `document`.
enum class Column {
  kind,
  entry,
  key,      ///< Its place in the order, for the cursor.
  document, ///< As in documents.hpp.
  passages, ///< Of the words that were found: [{type, entry, field, locale, text with <mark>}].
  openings, ///< Open at the time asked for: [{location, day, opens, closes, appointment}].
  distance, ///< Metres to the nearest of its locations that fit.
  belongs,  ///< By column of the table `service`, what a filter on it finds: ids, wider ones included, and values.
};

using Row = std::vector<std::optional<std::string>>;
[[nodiscard]] inline std::optional<std::string> const& cell(Row const& row, Column column) {
  return row[static_cast<std::size_t>(column)];
}

/// `plan` with its names resolved.
[[nodiscard]] tandem::Statement statement_of(Plan const& plan);

} // namespace directory
