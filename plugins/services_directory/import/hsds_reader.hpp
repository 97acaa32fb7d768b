#pragma once
/// How the tables of a package are read; for hsds.cpp (things) and hsds_details.cpp (what belongs to things).

#include "hsds.hpp"

namespace directory::importing {

class HsdsReader {
public:
  HsdsReader(Package const& package, tandem::Locale locale, Source& source)
      : package_(package), locale_(std::move(locale)), source_(source) {}
  /// Things first: details refer to them.
  void read();

private:
  void organizations();
  void organization_identifiers();
  void taxonomies();
  void terms();
  void locations();
  void services();
  void services_at_locations();

  void addresses();
  void read_address(Item& item, Record const& row);
  void accessibility();
  void service_areas();
  void required_documents();
  void cost_options();
  void languages();
  void contacts();
  void phones();
  void schedules();
  void attributes();

  template <class Work> void rows(std::string_view table, Work work);
  void problem(Place place, std::string detail);
  Item& make(std::string const& type, Record const& row);
  /// The thing of that type and the id in that cell. A problem when there is none, unless the cell is empty.
  Item* thing(std::string const& type, Record const& row, std::string_view column);
  /// The first that a cell of these columns names.
  Item* owner(Record const& row, std::vector<std::pair<std::string_view, std::string>> const& columns);
  /// The service at the location that a row names by service_id and location_id.
  Item* at_location(Record const& row);
  void text(Item& item, std::string const& field, Record const& row, std::string_view column);
  void shared(Item& item, std::string const& field, Record const& row, std::string_view column);
  void link(Item& item, std::string const& field, std::string const& type, Record const& row,
            std::string_view column);

  struct Contact {
    Item* item = nullptr; ///< None: it has no place in the directory.
    json::object value = {};
    Place place = {};
  };
  Package const& package_;
  tandem::Locale locale_;
  tandem::Locale const shared_ = tandem::Locale::shared();
  Source& source_;
  std::map<std::pair<std::string, std::string>, Item> items_; ///< By type and id; stays where it is.
  std::vector<Item*> order_;
  std::map<std::string, json::array> phone_languages_;
  std::map<std::string, Contact> contacts_;
};

template <class Work> void HsdsReader::rows(std::string_view table, Work work) {
  auto const found = package_.find(table);
  if (found == package_.end()) return;
  for (CsvRow const& row : found->second.csv.rows) {
    Record const record(found->second, row);
    (void)record.text("id");
    work(record);
  }
}

} // namespace directory::importing
