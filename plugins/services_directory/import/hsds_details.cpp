#include "convert.hpp"
#include "fold.hpp"
#include "hsds_reader.hpp"
#include "schedule.hpp"

#include <algorithm>

namespace directory::importing {

/// The place that people come to, where it is known; else where letters go.
void HsdsReader::addresses() {
  for (bool const visited : {true, false})
    rows("address", [&](Record const& row) {
      std::string_view const kind = row.text("address_type");
      if (visited != (kind.empty() || kind.find("physical") != std::string_view::npos)) return;
      Item* item = owner(row, {{"location_id", "location"}});
      if (item == nullptr) return;
      if (!item->places.emplace("/address", row.place()).second) {
        if (visited) problem(row.place(), "is a second address of the same location: make it a location of its own");
        return;
      }
      read_address(*item, row);
    });
}

void HsdsReader::read_address(Item& item, Record const& row) {
  StreetAddress const address = street_address(row.text("address_1"));
  Place const from = row.place("address_1");
  if (!address.street.empty()) item.set(locale_, "street", json::value(address.street), from);
  if (!address.house_number.empty()) item.set(shared_, "house_number", json::value(address.house_number), from);
  if (!address.box.empty()) item.set(shared_, "box", json::value(address.box), from);
  text(item, "municipality", row, "city");
  shared(item, "postcode", row, "postal_code");
  std::string_view const country = row.text("country");
  if (!country.empty() && country != "BE") problem(row.place("country"), "addresses here are in Belgium (BE)");
}

void HsdsReader::accessibility() {
  rows("accessibility", [&](Record const& row) {
    if (Item* item = owner(row, {{"location_id", "location"}})) text(*item, "accessibility_note", row, "description");
  });
}

void HsdsReader::service_areas() {
  rows("service_area", [&](Record const& row) {
    Item* item = owner(row, {{"service_id", "service"}});
    std::string_view const name = row.text("name");
    if (item == nullptr || name.empty()) return;
    json::value const* known = item->fields[locale_].if_contains("area");
    std::string const all = known ? std::string(known->get_string()) + ", " + std::string(name) : std::string(name);
    item->set(locale_, "area", json::value(all), row.place("name"));
  });
}

void HsdsReader::required_documents() {
  rows("required_document", [&](Record const& row) {
    Item* item = owner(row, {{"service_id", "service"}});
    std::string_view const document = row.text("document");
    if (item != nullptr && !document.empty())
      item->add(locale_, "required_documents", json::value(document), row.place("document"));
  });
}

/// Free, partly free or paid is known only when every option says its amount.
void HsdsReader::cost_options() {
  struct Costs {
    bool free = false, paid = false, unknown = false;
    Place place;
  };
  std::map<Item*, Costs> all;
  rows("cost_option", [&](Record const& row) {
    Item* item = owner(row, {{"service_id", "service"}});
    if (item == nullptr) return;
    Costs& costs = all[item];
    costs.place = row.place("amount");
    std::string_view const written = row.text("amount");
    auto const amount = number_of(written);
    if (written.empty()) costs.unknown = true;
    else if (!amount || amount->as_double() < 0) problem(row.place("amount"), "is no amount");
    else (amount->as_double() == 0 ? costs.free : costs.paid) = true;
  });
  for (auto const& [item, costs] : all)
    if (!costs.unknown && (costs.free || costs.paid))
      item->set(shared_, "cost",
                costs.free && costs.paid ? "partly_free"
                : costs.free             ? "free"
                                         : "paid",
                costs.place);
}

void HsdsReader::languages() {
  rows("language", [&](Record const& row) {
    std::string_view const code = row.text("code"), name = row.text("name");
    std::string_view const column = code.empty() ? "name" : "code";
    auto const tag = language_tag(code.empty() ? name : code);
    if (!tag) return problem(row.place(column), "is no language");
    if (std::string const phone(row.text("phone_id")); !phone.empty()) {
      phone_languages_[phone].push_back(json::value(*tag));
      (void)row.text("service_id");
    } else if (Item* item = thing("service", row, "service_id")) {
      item->add(shared_, "languages_spoken", json::value(*tag), row.place(column));
    }
  });
}

/// Functions and departments; names of persons are not taken over.
void HsdsReader::contacts() {
  rows("contact", [&](Record const& row) {
    Contact& contact = contacts_[std::string(row.text("id"))]; // also one that has no place: telephones name it
    if (row.text("service_id").empty() && row.text("organization_id").empty()) return;
    Item* item = owner(row, {{"service_id", "service"}, {"organization_id", "organisation"}});
    std::string_view const department = row.text("department"), title = row.text("title");
    if (item == nullptr || (department.empty() && title.empty())) return;
    contact = {item, {{"department", department.empty() ? title : department}}, row.place("department")};
    if (std::string_view const email = row.text("email"); !email.empty()) contact.value["email"] = email;
  });
}

void HsdsReader::phones() {
  rows("phone", [&](Record const& row) {
    std::string why;
    std::string_view const type = row.text("type");
    auto phone = phone_of(row.text("number"), type, why);
    if (!phone) problem(row.place(why.starts_with("a telephone") ? "type" : "number"), why);
    static std::vector<std::pair<std::string_view, std::string>> const owners{
        {"service_at_location_id", "service_at_location"},
        {"service_id", "service"},
        {"location_id", "location"},
        {"organization_id", "organisation"}};
    bool const owned =
        std::any_of(owners.begin(), owners.end(), [&](auto const& one) { return !row.text(one.first).empty(); });
    auto const contact = contacts_.find(std::string(row.text("contact_id")));
    if (contact != contacts_.end() && contact->second.item != nullptr) {
      if (phone) contact->second.value.emplace("phone", phone->at("number"));
      return;
    }
    if (contact != contacts_.end() && !owned) return; // a person's
    Item* item = owner(row, owners);
    if (item == nullptr || !phone) return;
    if (auto const spoken = phone_languages_.find(std::string(row.text("id"))); spoken != phone_languages_.end())
      phone->emplace("languages", spoken->second);
    item->add(shared_, "phones", std::move(*phone), row.place("number"));
  });
  for (auto& [id, contact] : contacts_)
    if (contact.item != nullptr) contact.item->add(shared_, "contacts", contact.value, contact.place);
}

Item* HsdsReader::at_location(Record const& row) {
  if (!row.text("service_at_location_id").empty()) return nullptr;
  for (Item* item : order_) {
    if (item->type != "service_at_location" || !item->links.contains("service") || !item->links.contains("location"))
      continue;
    if (item->links["service"].front().id == row.text("service_id") &&
        item->links["location"].front().id == row.text("location_id"))
      return item;
  }
  return nullptr;
}

void HsdsReader::schedules() {
  rows("schedule", [&](Record const& row) {
    auto const part = hours_part(row, source_.problems);
    if (row.text("service_at_location_id").empty() && row.text("service_id").empty() &&
        !row.text("location_id").empty())
      return problem(row.place("location_id"),
                     "hours of a location without a service have no place in the directory");
    Item* item = at_location(row);
    if (item == nullptr)
      item = owner(row, {{"service_at_location_id", "service_at_location"}, {"service_id", "service"}});
    if (item == nullptr || !part) return;
    json::value& hours = item->fields[shared_]["hours"];
    if (!hours.is_object()) hours = json::object();
    add_hours(hours.get_object(), *part);
    item->places.emplace("/hours", row.place());
    std::string_view const words = row.text("description");
    if (words.empty()) return;
    json::value const* known = item->fields[locale_].if_contains("permanence");
    std::string const before = known ? std::string(known->get_string()) : "";
    if (before.find(words) == std::string::npos)
      item->set(locale_, "permanence",
                json::value(before.empty() ? std::string(words) : before + "\n\n" + std::string(words)),
                row.place("description"));
  });
}

void HsdsReader::attributes() {
  static std::set<std::string_view> const others{
      "organization", "location", "service_at_location", "phone", "address", "schedule", "program", "contact"};
  rows("attribute", [&](Record const& row) {
    std::string_view const entity = row.text("link_entity");
    (void)row.text("link_type");
    if (others.contains(entity)) return; // only services have terms here
    if (entity != "service") return problem(row.place("link_entity"), "is no table whose rows have terms");
    if (Item* item = thing("service", row, "link_id")) link(*item, "terms", "taxonomy_term", row, "taxonomy_term_id");
  });
}

} // namespace directory::importing
