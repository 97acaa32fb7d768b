#include "convert.hpp"
#include "fields.hpp"
#include "fold.hpp"
#include "mapping.hpp"

#include <algorithm>

namespace directory::importing {
namespace {

using tandem::Locale;

/// The parts of a cell, without white space and empty ones.
std::vector<std::string> parts_of(std::string_view text, std::string const& separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    std::size_t const end = separator.empty() ? std::string_view::npos : text.find(separator);
    if (auto const part = trimmed(text.substr(0, end)); !part.empty()) parts.emplace_back(part);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + separator.size());
  }
  return parts;
}

class Rows {
public:
  Rows(Table const& table, Mapping const& mapping, Known const& known, Source& source)
      : table_(table), mapping_(mapping), known_(known), source_(source) {}

  void read() {
    if (!columns_are_there()) return;
    for (CsvRow const& row : table_.csv.rows) {
      Record const record(table_, row);
      std::map<std::string, std::string> ids; // of this row's entries, by type
      for (EntryRule const& rule : mapping_.entries) read_entry(rule, record, ids);
    }
    for (std::string const& column : table_.ignored()) source_.ignored[table_.file].insert(column);
  }

private:
  void problem(Place place, std::string detail) { source_.problems.push_back({std::move(place), std::move(detail)}); }

  bool columns_are_there() {
    bool all = true;
    auto const need = [&](std::string const& column) {
      if (column.empty() || table_.columns.contains(column)) return;
      problem({table_.file, 1, 0, {}}, "has no column " + column + ", which the mapping names");
      all = false;
    };
    for (EntryRule const& rule : mapping_.entries) {
      need(rule.id);
      for (FieldRule const& field : rule.fields) need(field.column);
    }
    return all;
  }

  void read_entry(EntryRule const& rule, Record const& row, std::map<std::string, std::string>& ids) {
    Item item{rule.type, std::string(rule.id.empty() ? "" : row.text(rule.id)), row.place()};
    item.keep_id = !item.id.empty();
    bool said = false; // by a cell, not only by the mapping
    for (FieldRule const& field : rule.fields) said = fill(item, field, row, ids) || said;
    if (!said && !item.keep_id) return;
    if (!item.keep_id) item.id = key_of(item);
    if (item.id.empty()) return problem(row.place(), "a " + item.type + " without id and name cannot be told apart");
    ids[item.type] = item.id;
    auto const [known, added] = seen_.try_emplace({item.type, item.id}, source_.items.size());
    if (added) source_.items.push_back(std::move(item));
    else merge(source_.items[known->second], item);
  }

  /// What tells items without ids apart: names, or what they join. Never the id of something: it begins with "=".
  static std::string key_of(Item const& item) {
    if (item.type == "service_at_location") {
      if (!item.links.contains("service") || !item.links.contains("location")) return {};
      return "=" + item.links.at("service").front().id + "=" + item.links.at("location").front().id;
    }
    std::string const name = folded(item.title());
    return name.empty() ? "" : "=" + name;
  }

  /// Another row about the same entry: may add to lists, and may not contradict.
  void merge(Item& item, Item const& other) {
    for (auto const& [locale, data] : other.fields)
      for (auto const& member : data) {
        std::string const field(member.key());
        json::value const* before = item.fields[locale].if_contains(field);
        Place const from = other.place_of("/" + field);
        if (field == "name" && !item.keep_id && before != nullptr) continue; // the same when folded: that is its key
        if (before == nullptr) item.set(locale, field, member.value(), from);
        else if (before->is_array())
          for (json::value const& one : member.value().as_array()) item.add(locale, field, one, from);
        else if (*before != member.value())
          problem(from, "line " + std::to_string(item.place.line) + " says otherwise about the same " + item.type);
      }
    for (auto const& [field, links] : other.links)
      for (Link const& link : links) {
        auto& known = item.links[field];
        bool const there =
            std::any_of(known.begin(), known.end(), [&](Link const& one) { return one.id == link.id; });
        if (!there) known.push_back(link);
      }
  }

  /// Whether a cell said something.
  bool fill(Item& item, FieldRule const& rule, Record const& row, std::map<std::string, std::string> const& ids) {
    FieldForm const& form = fields_of(item.type)->at(rule.field);
    if (!rule.entry.empty()) {
      if (auto const id = ids.find(rule.entry); id != ids.end())
        item.links[rule.field].push_back({rule.entry, id->second, row.place()});
      return false;
    }
    Locale const locale = rule.locale.value_or(Locale::shared());
    if (rule.value) {
      bool const list = form.shape == FieldShape::texts || form.shape == FieldShape::languages;
      if (list && !rule.value->is_array()) item.add(locale, rule.field, *rule.value, row.place());
      else item.set(locale, rule.field, *rule.value, row.place());
      return false;
    }
    Place const from = row.place(rule.column);
    auto const parts = parts_of(row.text(rule.column), rule.split);
    for (std::string const& part : parts) {
      if (!rule.values) {
        put(item, rule, form, locale, part, from);
      } else if (auto const translated = rule.values->find(part); translated == rule.values->end()) {
        problem(from, "\"" + part + "\" is none of the values of the mapping");
      } else if (translated->second.is_string()) {
        put(item, rule, form, locale, std::string(translated->second.get_string()), from);
      } else if (!translated->second.is_null()) {
        item.set(locale, rule.field, translated->second, from);
      }
    }
    return !parts.empty();
  }

  void put(Item& item, FieldRule const& rule, FieldForm const& form, Locale const& locale, std::string const& text,
           Place const& from) {
    switch (form.shape) {
    case FieldShape::text: return item.set(locale, rule.field, json::value(text), from);
    case FieldShape::texts: return item.add(locale, rule.field, json::value(text), from);
    case FieldShape::phones: {
      std::string why;
      auto phone = phone_of(text, rule.kind, why);
      return phone ? item.add(locale, rule.field, std::move(*phone), from) : problem(from, why);
    }
    case FieldShape::languages: {
      auto const tag = language_tag(text);
      return tag ? item.add(locale, rule.field, json::value(*tag), from) : problem(from, "is no language");
    }
    case FieldShape::integer: return put_if(item, rule.field, integer_of(text), "is no whole number", from);
    case FieldShape::number: return put_if(item, rule.field, number_of(text), "is no number", from);
    case FieldShape::yes_or_no: return problem(from, "takes a mapping with values that are true or false");
    case FieldShape::address: return put_address(item, locale, text, from);
    case FieldShape::link:
    case FieldShape::links: return put_link(item, rule.field, std::string(form.target), text, from);
    }
  }

  void put_if(Item& item, std::string const& field, std::optional<json::value> value, std::string why,
              Place const& from) {
    if (value) item.set(Locale::shared(), field, std::move(*value), from);
    else problem(from, std::move(why));
  }

  static void put_address(Item& item, Locale const& locale, std::string const& text, Place const& from) {
    StreetAddress const address = street_address(text);
    item.set(locale, "street", json::value(address.street), from);
    if (!address.house_number.empty())
      item.set(Locale::shared(), "house_number", json::value(address.house_number), from);
    if (!address.box.empty()) item.set(Locale::shared(), "box", json::value(address.box), from);
  }

  /// By id or identifier, else by name or slug in any language.
  void put_link(Item& item, std::string const& field, std::string const& type, std::string const& text,
                Place const& from) {
    auto found = known_.identified(type, source_.scheme, text);
    if (found.empty())
      for (tandem::EntryHeads const& entry : known_.of(type)) {
        bool const called = std::any_of(entry.variants.begin(), entry.variants.end(), [&](auto const& variant) {
          return folded(tandem::string_member(variant.second.data, "name")) == folded(text) ||
                 tandem::string_member(variant.second.data, "slug") == text;
        });
        if (called) found.push_back(&entry);
      }
    if (found.size() == 1) item.links[field].push_back({type, found.front()->entry.text(), from});
    else
      problem(from, (found.empty() ? "there is no " : "there are several of the type ") + type + " called \"" + text +
                        "\"");
  }

  Table const& table_;
  Mapping const& mapping_;
  Known const& known_;
  Source& source_;
  std::map<std::pair<std::string, std::string>, std::size_t> seen_;
};

} // namespace

void read_mapped(Table const& table, Mapping const& mapping, Known const& known, Source& source) {
  Rows(table, mapping, known, source).read();
}

} // namespace directory::importing
