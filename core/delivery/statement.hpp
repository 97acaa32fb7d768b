#pragma once
/// From a plan to SQL text and values: pure. Client values only ever become parameters; the names of types, fields
/// and locales stand in the text, because they were checked and the indexes (indexes.hpp) need them there.
///
///   with page as (the page) , hop1, found1, hop2, found2 … (a pair for each level of include) , fitting (for counts)
///   select the page's rows  union all  what was found  union all  one row of counts

#include "delivery/plan.hpp"

namespace tandem::delivery {

struct Statement {
  std::string sql;
  std::vector<store::Cell> values;
};

/// Columns of a row. Sort keys follow as text, one column each; then, if plugins say something of resource objects,
/// `said`.
namespace column {
enum Column : std::size_t { entry, locale, data, revision, since, type, languages, place, highlight, keys };
}
/// `languages` is as in links.hpp.
/// `place` of rows: from 1 for the page, 0 for the row of counts, null for what is included.
inline constexpr std::string_view place_of_counts = "0";

/// What marks a word that was searched for in a `highlight`: characters that no text of the content has there.
inline constexpr char mark_begin = '\x01', mark_end = '\x02';
/// In a snippet, for ’: PostgreSQL's parser would not end a word there.
inline constexpr char apostrophe = '\x03';

/// All of one answer. One row of the page more than its size tells whether there is a next one. For `page[before]`
/// the page's rows come in reverse. What is included comes by id. The row of counts has `total` and `facets` in
/// `data`. `highlight` is a JSON object, field to snippet, where something was searched for.
[[nodiscard]] Statement page_statement(Plan const& plan);
/// Entries by id, in the plan's locales and at its time. Columns up to `type`.
[[nodiscard]] Statement entries_statement(Plan const& plan, std::vector<std::string> const& ids);

} // namespace tandem::delivery
