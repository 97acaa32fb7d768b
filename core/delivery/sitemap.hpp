#pragma once
/// Every public entry of every type, without its content: what sitemaps and feeds are made of. Parse, plan and
/// statement are pure, as for other reads (delivery.hpp); there is no language to choose, no `at` and no preview.

#include "delivery/delivery.hpp"
#include "delivery/statement.hpp"

namespace tandem::delivery {

struct SitemapPlan {
  std::vector<std::string> types; ///< Of those loaded.
  int page_size;
  std::string after; ///< Id of the entry that the page follows; "" for the first page.
};

/// Takes `filter[type]`, `filter[type][in]`, `page[size]` and `page[after]`. Errors are `invalid_parameter` with the
/// parameter's name, or `invalid_cursor`.
[[nodiscard]] Result<SitemapPlan> make_sitemap_plan(std::vector<http::Parameter> const& query,
                                                    ContentTypes const& types, Settings const& settings);

/// One page in the order of ids, one row more than its size. Columns: entry, type, newest since, languages
/// (links.hpp).
[[nodiscard]] Statement sitemap_statement(SitemapPlan const& plan);

} // namespace tandem::delivery
