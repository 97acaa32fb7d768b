#pragma once
/// From a plan to SQL text and values: pure. Client values only ever become parameters; field names come from
/// checked content types.

#include "delivery/plan.hpp"

namespace tandem::delivery {

struct Statement {
  std::string sql;
  std::vector<store::Cell> values;
};

/// One page, one row more than the page size tells whether there is a next one. Columns: entry, locale, data,
/// revision, since, then the sort keys as text, languages (links.hpp). For `page[before]` the rows come in reverse.
[[nodiscard]] Statement page_statement(Plan const& plan);
/// The number of entries that fit the filters.
[[nodiscard]] Statement count_statement(Plan const& plan);
/// Entries by id, in the plan's locales and at its time. Columns: entry, locale, data, revision, since, type,
/// languages.
[[nodiscard]] Statement entries_statement(Plan const& plan, std::vector<std::string> const& ids);

} // namespace tandem::delivery
