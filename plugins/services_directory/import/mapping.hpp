#pragma once
/// One CSV file of any shape, with a mapping file that says which column goes where:
///
///   {"separator": ";", "scheme": "sociale-kaart", "entries": [
///     {"type": "organisation", "fields": [{"field": "name", "locale": "nl", "column": "Organisatie"}]},
///     {"type": "service", "id": "Nummer", "fields": [
///       {"field": "name", "locale": "fr", "column": "Nom"},
///       {"field": "organisation", "entry": "organisation"},
///       {"field": "audiences", "column": "Doelgroep", "split": ","},
///       {"field": "cost", "column": "Gratis", "values": {"ja": "free", "nee": "paid"}}]}]}
///
/// Each row gives one entry of each type listed. Rows with the same id, or without one with the same name, are about
/// the same entry. `values` translates cells (null: leave out), `value` is the same in every row, `split` takes a
/// cell apart, `kind` says what a telephone is (voice, cell, fax). A field that points at others takes `entry`, the
/// entry of that type in the same row, or a column with names, slugs, identifiers or ids of entries that are there.
/// The field `address` of a location is street, number and box in one.

#include "csv.hpp"
#include "match.hpp"

namespace directory::importing {

struct FieldRule {
  std::string field;
  std::optional<tandem::Locale> locale = {};
  std::string column = {};
  std::optional<json::value> value = {};
  std::string split = {};
  std::optional<std::map<std::string, json::value>> values = {};
  std::string kind = {};
  std::string entry = {};
};

struct EntryRule {
  std::string type;
  std::string id = {}; ///< Column; "": the source has no ids.
  std::vector<FieldRule> fields = {};
};

struct Mapping {
  char separator = ',';
  std::string scheme = {}; ///< "": that of the import.
  std::vector<EntryRule> entries = {};
};

/// Errors have a pointer into the file. Localised fields without a locale get `locale`.
[[nodiscard]] tandem::Result<Mapping> read_mapping(std::string_view text, tandem::Locale const& locale);

/// Adds the table's items and problems to the source.
void read_mapped(Table const& table, Mapping const& mapping, Known const& known, Source& source);

} // namespace directory::importing
