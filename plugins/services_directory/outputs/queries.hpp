#pragma once
/// What the outputs read from the database: documents, page by page.

#include "reading.hpp"

#include <tandem/plugin.hpp>

namespace directory::outputs {

/// Which entries, and the document of each: SQL of our own with $1 … for whatever came from outside.
class Query {
public:
  /// `from` is a select that gives each entry's place in the list as `n`, and what `document`, an expression over
  /// `listed`, needs. `values`: $1, the language, and what follows.
  Query(std::string from, std::string document, std::vector<std::optional<std::string>> values)
      : from_(std::move(from)), document_(std::move(document)), values_(std::move(values)) {}
  /// Narrows it by a condition in which ? stands for `value`.
  void where(std::string condition, std::string value);
  [[nodiscard]] tandem::Statement page(std::size_t offset, std::size_t limit) const;

private:
  std::string from_, document_, conditions_;
  std::vector<std::optional<std::string>> values_;
};

struct Page {
  std::vector<json::object> documents;
  std::size_t total; ///< Of all pages.
};

[[nodiscard]] tandem::Result<Page> read_page(tandem::Storage& storage, Query const& query, std::size_t offset,
                                             std::size_t limit);
/// All of them, by one statement: as they were at one moment, not partly before a publication and partly after it.
[[nodiscard]] tandem::Result<std::vector<json::object>> read_all(tandem::Storage& storage, Query const& query);
/// The first; error `not_found` with `what` ("there is no such service").
[[nodiscard]] tandem::Result<json::object> read_one(tandem::Storage& storage, Query const& query,
                                                    std::string_view what);

/// Documents of ../documents.hpp with `modified`, in the order of the directory. `s` is the row in conditions.
[[nodiscard]] Query services(std::string_view locale);
/// See place_output_of() in ../migrations/. `s` is the service's row, `p` the entry.
[[nodiscard]] Query services_at_locations(std::string_view locale);
/// `p` is the entry, as in those below. `nested`: with its places and services.
[[nodiscard]] Query organisations(std::string_view locale, bool nested);
/// Those of the content, after the ones made of target groups and authorities.
[[nodiscard]] Query taxonomies(std::string_view locale);
/// Terms, target groups and authorities, each with its `taxonomy`.
[[nodiscard]] Query taxonomy_terms(std::string_view locale);
/// Locations whose coordinates are known, with the services there.
[[nodiscard]] Query mapped_locations(std::string_view locale);

/// Narrows to the entry with that id, or that slug in some language. `column` holds its id; `types` are the content
/// types that it may be of, as SQL lists them: "'audience', 'authority'".
void only_entry(Query& query, std::string const& column, std::string const& types, std::string_view id_or_slug);

} // namespace directory::outputs
