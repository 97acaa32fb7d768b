#include "match.hpp"

#include "fold.hpp"

#include <algorithm>

namespace directory::importing {
namespace {

using tandem::EntryHeads;
using Kind = Decision::Kind;

std::string text_of_value(json::value const* value) {
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : "";
}

/// Folded texts of a field, in all languages; the members of lists.
template <class Variants, class Data>
std::set<std::string> words_of(Variants const& variants, std::vector<std::string_view> const& fields, Data data) {
  std::set<std::string> words;
  auto const add = [&](json::value const& value) {
    if (value.is_string() && !value.get_string().empty())
      words.insert(folded({value.get_string().data(), value.get_string().size()}));
  };
  for (auto const& [locale, variant] : variants)
    for (std::string_view const field : fields)
      if (json::value const* value = data(variant).if_contains(field)) {
        add(*value);
        if (value->is_array())
          for (json::value const& one : value->get_array()) add(one);
      }
  return words;
}
std::set<std::string> words(EntryHeads const& entry, std::vector<std::string_view> const& fields) {
  return words_of(entry.variants, fields, [](tandem::Head const& head) -> json::object const& { return head.data; });
}
std::set<std::string> words(Item const& item, std::vector<std::string_view> const& fields) {
  return words_of(item.fields, fields, [](json::object const& data) -> json::object const& { return data; });
}

bool overlap(std::set<std::string> const& a, std::set<std::string> const& b) {
  return std::any_of(a.begin(), a.end(), [&](std::string const& one) { return b.contains(one); });
}

/// Postcode, number and the street in each language.
template <class Thing> std::set<std::string> addresses(Thing const& thing) {
  std::string const postcode = folded(text_of_value(value_of(thing, "postcode"))),
                    number = folded(text_of_value(value_of(thing, "house_number")));
  std::set<std::string> all;
  if (postcode.empty() || number.empty()) return all;
  for (std::string const& street : words(thing, {"street"})) all.insert(postcode + "|" + street + "|" + number);
  return all;
}

/// What entries are compared by: folded once, since all items are compared with all.
struct Words {
  std::set<std::string> name, names, addresses;
};

class Matcher {
public:
  Matcher(Source& source, Known const& known)
      : source_(source), known_(known), links_(source, known), decisions_(source.items.size()) {}

  std::vector<Decision> run() {
    // In this order, because services are told apart by their organisation, and so on.
    for (char const* type :
         {"organisation", "taxonomy", "taxonomy_term", "location", "service", "service_at_location"})
      for (std::size_t i = 0; i < source_.items.size(); ++i)
        if (source_.items[i].type == type) decide(i);
    one_item_an_entry();
    for (bool changed = true; changed;) {
      changed = false;
      for (std::size_t i = 0; i < source_.items.size(); ++i) changed = inherit_doubt(i) || changed;
    }
    find_dead_links();
    for (Decision& decision : decisions_)
      if (decision.kind == Kind::match) decision.id = decision.entry->entry;
      else if (decision.kind == Kind::fresh) decision.id = tandem::Uuid::make();
    return std::move(decisions_);
  }

private:
  void doubt(Decision& decision, std::string reason, std::vector<EntryHeads const*> candidates) {
    decision.kind = Kind::doubtful;
    decision.entry = nullptr;
    decision.reason = std::move(reason);
    decision.candidates = std::move(candidates);
  }

  void settle(std::size_t index, std::vector<EntryHeads const*> const& clear, std::vector<EntryHeads const*> partial,
              std::string const& what_is_partial) {
    Decision& decision = decisions_[index];
    if (clear.size() == 1) {
      decision.kind = Kind::match;
      decision.entry = clear.front();
    } else if (clear.size() > 1) {
      doubt(decision, "several entries fit", clear);
    } else if (!partial.empty()) {
      doubt(decision, what_is_partial, std::move(partial));
    }
  }

  void decide(std::size_t index) {
    Item const& item = source_.items[index];
    std::set<EntryHeads const*> identified;
    if (item.keep_id)
      for (EntryHeads const* entry : known_.identified(item.type, source_.scheme, item.id)) identified.insert(entry);
    for (Identifier const& one : item.identifiers)
      for (EntryHeads const* entry : known_.identified(item.type, one.scheme, one.identifier))
        identified.insert(entry);
    if (!identified.empty()) return settle(index, {identified.begin(), identified.end()}, {}, "");
    if (item.type == "service_at_location") decide_by_ends(index);
    else if (item.type == "location") decide_by_address(index);
    else decide_by_name(index);
  }

  [[nodiscard]] Words const& words_of_entry(EntryHeads const& entry) {
    auto const [at, added] = words_.try_emplace(&entry);
    if (added)
      at->second = {words(entry, {"name"}), words(entry, {"name", "short_name", "alternate_names"}),
                    addresses(entry)};
    return at->second;
  }

  /// An entry that this source calls by another id is another thing.
  [[nodiscard]] bool has_other_id(Item const& item, EntryHeads const& entry) const {
    json::value const* list = value_of(entry, "identifiers");
    if (!item.keep_id || list == nullptr || !list->is_array()) return false;
    return std::any_of(list->get_array().begin(), list->get_array().end(), [&](json::value const& one) {
      return one.is_object() && tandem::string_member(one.get_object(), "scheme") == source_.scheme;
    });
  }

  void decide_by_name(std::size_t index) {
    Item const& item = source_.items[index];
    char const* parent = item.type == "service"         ? "organisation"
                         : item.type == "taxonomy_term" ? "taxonomy"
                                                        : nullptr;
    std::set<std::string> const name = words(item, {"name"}), names = words(item, {"name", "alternate_names"});
    std::vector<EntryHeads const*> clear, partial;
    for (EntryHeads const& entry : known_.of(item.type)) {
      bool const same = overlap(name, words_of_entry(entry).name);
      bool const alike = same || overlap(names, words_of_entry(entry).names);
      bool const inside = parent == nullptr || points_alike(item, entry, parent);
      if (same && inside && !has_other_id(item, entry)) clear.push_back(&entry);
      else if (alike && (inside || item.type != "taxonomy_term")) partial.push_back(&entry);
    }
    settle(index, clear, partial, "the name fits in part, or what it belongs to does not");
  }

  void decide_by_address(std::size_t index) {
    Item const& item = source_.items[index];
    std::set<std::string> const name = words(item, {"name"}), address = addresses(item);
    std::vector<EntryHeads const*> clear, partial;
    for (EntryHeads const& entry : known_.of(item.type)) {
      std::set<std::string> const& theirs = words_of_entry(entry).addresses;
      bool const same_name = overlap(name, words_of_entry(entry).name), same_place = overlap(address, theirs);
      bool const no_place = address.empty() && theirs.empty();
      if (same_name && (same_place || no_place) && !has_other_id(item, entry)) clear.push_back(&entry);
      else if (same_name || same_place) partial.push_back(&entry);
    }
    settle(index, clear, partial, "the name or the address fits, but not both");
  }

  /// By the service and the location.
  void decide_by_ends(std::size_t index) {
    Item const& item = source_.items[index];
    std::vector<EntryHeads const*> clear;
    for (EntryHeads const& entry : known_.of(item.type))
      if (points_alike(item, entry, "service") && points_alike(item, entry, "location")) clear.push_back(&entry);
    settle(index, clear, {}, "");
  }

  /// Whether both point at the same entry with that field; or neither points anywhere.
  [[nodiscard]] bool points_alike(Item const& item, EntryHeads const& entry, std::string const& field) const {
    std::string const theirs = text_of_value(value_of(entry, field));
    auto const link = item.links.find(field);
    if (link == item.links.end()) return theirs.empty();
    Link const& to = link->second.front();
    auto const other = links_.item(to);
    EntryHeads const* target = other ? decisions_[*other].entry : links_.entry(to);
    return target != nullptr && target->entry.text() == theirs;
  }

  /// Two items that would be the same entry are told apart by people.
  void one_item_an_entry() {
    std::map<EntryHeads const*, std::vector<std::size_t>> claimed;
    for (std::size_t i = 0; i < decisions_.size(); ++i)
      if (decisions_[i].kind == Kind::match) claimed[decisions_[i].entry].push_back(i);
    for (auto const& [entry, items] : claimed)
      for (std::size_t const i : items)
        if (items.size() > 1) doubt(decisions_[i], "other rows fit the same entry", {entry});
  }

  bool inherit_doubt(std::size_t index) {
    if (decisions_[index].kind == Kind::doubtful) return false;
    for (auto const& [field, all] : source_.items[index].links)
      for (Link const& link : all) {
        auto const other = links_.item(link);
        if (!other || decisions_[*other].kind != Kind::doubtful) continue;
        doubt(decisions_[index], "its " + field + " is doubtful: " + source_.items[*other].title(), {});
        return true;
      }
    return false;
  }

  void find_dead_links() {
    for (Item const& item : source_.items)
      for (auto const& [field, all] : item.links)
        for (Link const& link : all)
          if (!links_.item(link) && links_.entry(link) == nullptr)
            source_.problems.push_back(
                {link.place, "there is no " + link.type + " \"" + link.id + "\" here nor in the directory"});
  }

  Source& source_;
  Known const& known_;
  Links links_;
  std::vector<Decision> decisions_;
  std::map<EntryHeads const*, Words> words_;
};

} // namespace

std::vector<EntryHeads> const& Known::of(std::string const& type) const {
  static std::vector<EntryHeads> const none;
  auto const found = by_type_.find(type);
  return found == by_type_.end() ? none : found->second;
}

EntryHeads const* Known::find(std::string const& type, tandem::EntryId const& id) const {
  auto const& all = of(type);
  auto const found = std::find_if(all.begin(), all.end(), [&](EntryHeads const& one) { return one.entry == id; });
  return found == all.end() ? nullptr : &*found;
}

std::vector<EntryHeads const*> Known::identified(std::string const& type, std::string const& scheme,
                                                 std::string const& identifier) const {
  std::vector<EntryHeads const*> found;
  auto const own = tandem::Uuid::parse(identifier);
  for (EntryHeads const& entry : of(type)) {
    json::value const* list = value_of(entry, "identifiers");
    bool const listed = list != nullptr && list->is_array() &&
                        std::any_of(list->get_array().begin(), list->get_array().end(), [&](json::value const& one) {
                          return one.is_object() && tandem::string_member(one.get_object(), "scheme") == scheme &&
                                 tandem::string_member(one.get_object(), "identifier") == identifier;
                        });
    if (listed || (own && entry.entry == *own)) found.push_back(&entry);
  }
  return found;
}

Links::Links(Source const& source, Known const& known) : source_(source), known_(known) {
  for (std::size_t i = 0; i < source.items.size(); ++i)
    if (!source.items[i].id.empty()) items_.emplace(std::pair(source.items[i].type, source.items[i].id), i);
}

std::optional<std::size_t> Links::item(Link const& link) const {
  auto const found = items_.find({link.type, link.id});
  return found == items_.end() ? std::nullopt : std::optional(found->second);
}

EntryHeads const* Links::entry(Link const& link) const {
  auto const found = known_.identified(link.type, source_.scheme, link.id);
  return found.size() == 1 ? found.front() : nullptr;
}

json::value const* value_of(EntryHeads const& entry, std::string_view field) {
  for (auto const& [locale, head] : entry.variants)
    if (json::value const* value = head.data.if_contains(field)) return value;
  return nullptr;
}

json::value const* value_of(Item const& item, std::string_view field) {
  for (auto const& [locale, data] : item.fields)
    if (json::value const* value = data.if_contains(field)) return value;
  return nullptr;
}

std::vector<Decision> match(Source& source, Known const& known) { return Matcher(source, known).run(); }

} // namespace directory::importing
