#pragma once
/// What goes to a translator, as values: gathered from heads, without I/O.

#include "exchange/names.hpp"

#include <functional>

namespace translation::exchange {

namespace json = tandem::json;

/// An entry of the glossary that a text makes use of.
struct Term {
  std::string term, translation, definition; ///< `definition` may be "".
};

/// One text of a field.
struct Unit {
  std::string id;
  std::string field, label, description;
  segments::Segmented text;
  std::vector<std::string> notes = {}; ///< For the translator, besides label and description.
  std::vector<Term> terms = {};
};

struct ExportedEntry {
  FileName name;
  std::string title;       ///< Of the entry in the source locale.
  std::string target_etag; ///< Of the target's head; "" when there is none.
  std::vector<Unit> units;
};

struct Exported {
  tandem::Locale source, target;
  std::vector<ExportedEntry> entries;
};

/// What an export asks others for.
struct Asking {
  /// Whether a field of an entry is to be translated (again).
  std::function<bool(tandem::EntryHeads const&, std::string const& field)> needs_work;
  /// The terms in a text; empty: no glossary.
  std::function<std::vector<Term>(std::string const& text)> terms = {};
};

/// Texts of an entry that need work; none when there are none, or no source. Texts without a segment are left out.
[[nodiscard]] std::optional<ExportedEntry> export_entry(std::string const& type, json::object const& schema,
                                                        tandem::EntryHeads const& heads, tandem::Locale const& source,
                                                        tandem::Locale const& target, Asking const& asking);

} // namespace translation::exchange
