#pragma once
/// What an import has read, before it is compared with what is there: items as they would be entries, each value with
/// its place in the files.
///
///   package.hpp ─► hsds.hpp ─┐
///   csv.hpp ─► mapping.hpp ──┴─► Source ─► match.hpp ─► plan.hpp ─► Host::edit ─► report.hpp

#include <tandem/plugin.hpp>

#include <set>

namespace directory::importing {

namespace json = boost::json;

/// A cell of a file, or a row, or the whole file.
struct Place {
  std::string file = {};
  std::size_t line = 0;   ///< From 1, as an editor counts them; 0: the file.
  std::size_t column = 0; ///< Number of the cell in its row, from 1; 0: the row.
  std::string name = {};  ///< The column's name.
};
/// "phones.csv, line 3, column 7 (number)".
[[nodiscard]] std::string text_of(Place const& place);

/// Why something cannot be imported.
struct Problem {
  Place place;
  std::string detail;
};

/// One that an item points at: its id in the source, or an identifier or id in the directory.
struct Link {
  std::string type, id;
  Place place;
};

struct Identifier {
  std::string scheme, identifier;
};

/// One thing of the source.
struct Item {
  std::string type; ///< Content type.
  std::string id;   ///< In the source; "" when it has none.
  Place place;
  std::map<tandem::Locale, json::object> fields = {};
  std::map<std::string, std::vector<Link>> links = {}; ///< By field.
  std::vector<Identifier> identifiers = {};            ///< Besides `id`.
  bool keep_id = true; ///< Whether the id is one of the source's own, to be kept among the identifiers.
  std::map<std::string, Place> places = {}; ///< Where a value stands, by its pointer ("/phones/0").

  void set(tandem::Locale const& locale, std::string const& field, json::value value, Place const& from);
  /// Adds to a list.
  void add(tandem::Locale const& locale, std::string const& field, json::value value, Place const& from);
  /// Where the value of a pointer stands: its own place, else that of what it is part of, else the item's.
  [[nodiscard]] Place place_of(std::string pointer) const;
  /// For people: its name in a language, or its id.
  [[nodiscard]] std::string title() const;
};

struct Source {
  std::string scheme; ///< Under which `Item::id` is kept among the identifiers.
  std::vector<Item> items = {};
  std::vector<Problem> problems = {};
  std::map<std::string, std::set<std::string>> ignored = {}; ///< Columns with values that have no field, by file.
};

} // namespace directory::importing
