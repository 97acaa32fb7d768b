#include "plan.hpp"

#include "fold.hpp"

#include <algorithm>

namespace directory::importing {
namespace {

using tandem::EntryHeads;
using tandem::Locale;

/// Fields that hold a list of ids.
bool is_list_of_ids(std::string_view field) {
  return field == "terms" || field == "audiences" || field == "recognitions";
}

/// `ours` and whatever of `theirs` it does not have.
json::array joined(json::value const* ours, json::array const& theirs) {
  json::array all = ours != nullptr && ours->is_array() ? ours->get_array() : json::array();
  for (json::value const& one : theirs)
    if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
  return all;
}

class Planner {
public:
  Planner(Source const& source, std::vector<Decision> const& decisions, Known const& known)
      : source_(source), decisions_(decisions), known_(known), links_(source, known) {}

  Plan run() {
    Plan plan;
    for (std::size_t i = 0; i < source_.items.size(); ++i) {
      if (decisions_[i].kind == Decision::Kind::doubtful) continue;
      plan.batch.entries.push_back(edit_of(i));
      plan.items.push_back(i);
    }
    return plan;
  }

private:
  tandem::EntryEdit edit_of(std::size_t index) {
    Item const& item = source_.items[index];
    Decision const& decision = decisions_[index];
    tandem::EntryEdit edit{*decision.id, item.type, decision.entry == nullptr};
    for (auto const& [locale, fields] : item.fields)
      if (!fields.empty()) edit.variants[locale].fields = fields;
    set_links(item, edit);
    set_identifiers(item, decision, edit);
    if (edit.create) complete(item, edit);
    else fit(*decision.entry, edit);
    return edit;
  }

  [[nodiscard]] std::string target(Link const& link) const {
    if (auto const other = links_.item(link)) return decisions_[*other].id ? decisions_[*other].id->text() : "";
    EntryHeads const* entry = links_.entry(link);
    return entry == nullptr ? "" : entry->entry.text(); // "" is a problem already
  }

  void set_links(Item const& item, tandem::EntryEdit& edit) const {
    for (auto const& [field, all] : item.links) {
      json::array ids;
      for (Link const& link : all)
        if (std::string const id = target(link); !id.empty()) ids.push_back(json::value(id));
      if (ids.empty()) continue;
      json::object& shared = edit.variants[Locale::shared()].fields;
      if (is_list_of_ids(field)) shared[field] = joined(nullptr, ids);
      else shared[field] = ids.front();
      if (field == "organisation" && edit.create)
        edit.organisation = tandem::Uuid::parse(ids.front().as_string()).value();
    }
  }

  void set_identifiers(Item const& item, Decision const& decision, tandem::EntryEdit& edit) const {
    json::array all;
    if (!item.id.empty() && item.id != decision.id->text() && item.keep_id)
      all.push_back({{"scheme", source_.scheme}, {"identifier", item.id}});
    for (Identifier const& one : item.identifiers)
      all.push_back({{"scheme", one.scheme}, {"identifier", one.identifier}});
    if (!all.empty()) edit.variants[Locale::shared()].fields["identifiers"] = std::move(all);
  }

  /// A new entry comes last in its list; a service at a location gets a title of both names.
  void complete(Item const& item, tandem::EntryEdit& edit) {
    auto const [at, first] = next_position_.try_emplace(item.type, 0);
    if (first)
      for (EntryHeads const& entry : known_.of(item.type))
        if (json::value const* position = value_of(entry, "position"); position != nullptr && position->is_int64())
          at->second = std::max(at->second, position->get_int64() + 1);
    edit.variants[Locale::shared()].fields.emplace("position", at->second++);
    if (item.type != "service_at_location" || !item.links.contains("service") || !item.links.contains("location"))
      return;
    for (std::string const& locale : locales_of(item)) {
      std::string const service = name_of(item.links.at("service").front(), locale),
                        location = name_of(item.links.at("location").front(), locale);
      if (!service.empty() && !location.empty())
        edit.variants[Locale::parse(locale).value()].fields.emplace("title", service + " – " + location);
    }
  }

  /// The languages that its service has a name in, here or in the directory.
  [[nodiscard]] std::set<std::string> locales_of(Item const& item) const {
    std::set<std::string> locales;
    Link const& link = item.links.at("service").front();
    auto const other = links_.item(link);
    EntryHeads const* entry = other ? decisions_[*other].entry : links_.entry(link);
    if (other)
      for (auto const& [locale, fields] : source_.items[*other].fields) locales.insert(locale.text());
    if (entry != nullptr)
      for (auto const& [locale, head] : entry->variants) locales.insert(locale.text());
    locales.erase(Locale::shared().text());
    return locales;
  }

  [[nodiscard]] std::string name_of(Link const& link, std::string const& in) const {
    Locale const locale = Locale::parse(in).value();
    auto const other = links_.item(link);
    EntryHeads const* entry = other ? decisions_[*other].entry : links_.entry(link);
    if (other)
      if (auto const data = source_.items[*other].fields.find(locale); data != source_.items[*other].fields.end())
        if (auto const name = tandem::string_member(data->second, "name"); !name.empty()) return std::string(name);
    if (entry != nullptr)
      if (auto const head = entry->variants.find(locale); head != entry->variants.end())
        return std::string(tandem::string_member(head->second.data, "name"));
    return {};
  }

  /// What is there already is edited from what it is now.
  static void fit(EntryHeads const& entry, tandem::EntryEdit& edit) {
    for (auto& [locale, variant] : edit.variants) {
      auto const head = entry.variants.find(locale);
      for (auto& member : variant.fields)
        if (member.key() == "identifiers" || member.key() == "alternate_names") {
          json::value const* ours =
              head == entry.variants.end() ? nullptr : head->second.data.if_contains(member.key());
          member.value() = joined(ours, member.value().as_array());
        }
      if (head == entry.variants.end()) continue;
      variant.if_match = head->second.etag;
      std::string_view const ours = tandem::string_member(head->second.data, "name"),
                             theirs = tandem::string_member(variant.fields, "name");
      if (theirs.empty() || ours.empty()) continue;
      bool const of_another_language =
          std::any_of(entry.variants.begin(), entry.variants.end(), [&](auto const& other) {
            return folded(tandem::string_member(other.second.data, "name")) == folded(theirs);
          });
      if (of_another_language) variant.fields.erase("name");
    }
  }

  Source const& source_;
  std::vector<Decision> const& decisions_;
  Known const& known_;
  Links links_;
  std::map<std::string, std::int64_t> next_position_;
};

} // namespace

Plan plan(Source const& source, std::vector<Decision> const& decisions, Known const& known) {
  return Planner(source, decisions, known).run();
}

} // namespace directory::importing
