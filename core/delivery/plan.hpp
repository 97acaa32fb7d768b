#pragma once
/// From query parameters to a plan: pure, knows content types, needs no database.

#include "delivery/delivery.hpp"

#include <set>

namespace tandem::delivery {

struct Filter {
  Field const* field;              ///< Null for `id`.
  std::string op;                  ///< eq ne in lt lte gt gte contains prefix.
  std::vector<std::string> values; ///< One, or several for `in`; checked against the field's kind.
};

struct SortKey {
  Field const* field; ///< Null: how well what was searched for fits.
  bool descending;
};

/// Where a page begins: the sort values and id of the row it follows (or precedes).
struct Cursor {
  bool before = false;
  std::vector<std::string> keys;
  std::string id;
};

struct Plan {
  ContentType const* type;
  std::vector<std::string> locales; ///< Of the site.
  std::string locale;               ///< Asked for.
  std::vector<std::string> chain;   ///< Locales to try, in order; `shared` is last.
  std::optional<Timestamp> at;      ///< Time travel; none reads the projection.
  std::optional<Uuid> preview;      ///< Excludes `at`.
  std::string id, slug;             ///< One of both for a single entry.
  std::vector<Filter> filters;
  std::vector<SortKey> sort;
  std::string search;               ///< What is searched for; "": nothing is.
  bool typing = false;              ///< The last word of `search` may be the beginning of one.
  std::vector<Field const*> facets; ///< Values to count over all that fits, not over the page.
  std::size_t max_facet_values = 100;
  int page_size = 20;
  bool total = false;
  bool alternates = false; ///< With the languages of each entry of a list, and of what is included.
  std::optional<Cursor> cursor;
  std::vector<std::vector<std::string>> includes;      ///< Paths of relationship names.
  std::map<std::string, std::set<std::string>> fields; ///< Sparse fields per type.
  FileShown file_shown;                                ///< Empty: files are told by their names alone.
  std::string file_query;                              ///< What stands behind addresses of files.
  std::vector<ResourceMeta> metas; ///< What is said of each resource object besides; none in previews.
};

/// Errors are `invalid_parameter` with the parameter's name, `invalid_cursor`, or `not_found` for the type.
[[nodiscard]] Result<Plan> make_plan(Question const& question, ContentTypes const& types, Settings const& settings,
                                     Timestamp now);

/// The cursor text for a row. Opaque to clients; bound to type and sort order.
[[nodiscard]] std::string cursor_text(Plan const& plan, std::vector<std::string> const& keys, std::string const& id);

} // namespace tandem::delivery
