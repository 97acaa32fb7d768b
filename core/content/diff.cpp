#include "content/diff.hpp"

#include "content/canonical_json.hpp"

#include <set>

namespace tandem {
namespace {

std::set<std::string> member_names(json::object const& a, json::object const& b) {
  std::set<std::string> names;
  for (auto const& member : a) names.emplace(member.key());
  for (auto const& member : b) names.emplace(member.key());
  return names;
}

std::optional<json::value> member(json::object const& object, std::string const& name) {
  json::value const* found = object.if_contains(name);
  return found == nullptr ? std::nullopt : std::optional<json::value>(*found);
}

bool same(std::optional<json::value> const& a, std::optional<json::value> const& b) {
  return a.has_value() == b.has_value() && (!a || same_content(*a, *b));
}

void append_diff(std::vector<FieldChange>& changes, std::string const& prefix, json::object const& before,
                 json::object const& after) {
  for (std::string const& name : member_names(before, after)) {
    std::string const pointer = prefix + "/" + pointer_token(name);
    auto old_value = member(before, name);
    auto new_value = member(after, name);
    if (old_value && new_value && old_value->is_object() && new_value->is_object())
      append_diff(changes, pointer, old_value->get_object(), new_value->get_object());
    else if (!same(old_value, new_value)) changes.push_back({pointer, std::move(old_value), std::move(new_value)});
  }
}

} // namespace

bool same_content(json::value const& a, json::value const& b) { return canonical_json(a) == canonical_json(b); }

std::vector<FieldChange> diff(json::object const& before, json::object const& after) {
  std::vector<FieldChange> changes;
  append_diff(changes, "", before, after);
  return changes;
}

std::vector<ThreeWayField> three_way(json::object const& base, json::object const& theirs,
                                     json::object const& yours) {
  std::vector<ThreeWayField> fields;
  std::set<std::string> names = member_names(base, theirs);
  names.merge(member_names(yours, yours));
  for (std::string const& name : names) {
    ThreeWayField field{name, member(base, name), member(theirs, name), member(yours, name), false};
    bool const they_changed = !same(field.base, field.theirs);
    bool const you_changed = !same(field.base, field.yours);
    if (!they_changed && !you_changed) continue;
    field.conflict = they_changed && you_changed && !same(field.theirs, field.yours);
    fields.push_back(std::move(field));
  }
  return fields;
}

} // namespace tandem
