#include "editing/visible.hpp"

#include <algorithm>

namespace tandem::editing {
namespace {

template <class Value> std::optional<std::vector<std::string>> texts(std::optional<std::set<Value>> const& values) {
  if (!values) return std::nullopt;
  std::vector<std::string> all;
  all.reserve(values->size());
  for (Value const& value : *values)
    if constexpr (std::is_same_v<Value, std::string>) all.push_back(value);
    else all.push_back(value.text());
  return all;
}

} // namespace

access::Target target_of(store::EntryRow const& entry, std::optional<Locale> locale) {
  return {entry.type, entry.id, entry.organisation, std::move(locale)};
}

Error no_entry() { return {ErrorCode::not_found, "there is no such entry"}; }

Result<store::EntryRow> visible_entry(store::Transaction& tx, access::Actor const& actor, EntryId const& id,
                                      store::Lock lock) {
  auto entry = store::find_present_entry(tx, id, lock);
  if (!entry || !actor.may_on_some_variant("entry.read", target_of(*entry))) return no_entry();
  return std::move(*entry);
}

Result<store::EntryRow> visible_variant(store::Transaction& tx, access::Actor const& actor, EntryId const& id,
                                        Locale const& locale) {
  auto entry = store::find_present_entry(tx, id);
  if (!entry || !actor.may("entry.read", target_of(*entry, locale))) return no_entry();
  return std::move(*entry);
}

Result<void> require_on(access::Actor const& actor, std::string const& permission, store::EntryRow const& entry,
                        std::optional<Locale> const& locale) {
  if (!actor.may_on_some_variant("entry.read", target_of(entry))) return no_entry();
  return access::require(actor, permission, target_of(entry, locale));
}

std::vector<std::string> permissions_to_write(Locale const& locale) {
  if (locale.is_shared()) return {"entry.edit"};
  return {"entry.edit", "entry.translate"};
}

bool may_write(access::Actor const& actor, access::Target const& target) {
  std::vector<std::string> const permissions = permissions_to_write(*target.locale);
  return std::any_of(permissions.begin(), permissions.end(),
                     [&](std::string const& permission) { return actor.may(permission, target); });
}

std::vector<store::Visible> visible_to(access::Actor const& actor) {
  std::vector<store::Visible> all;
  for (access::Grant const& grant : actor.grants)
    if (grant.has("entry.read"))
      all.push_back({texts(grant.scope.types), texts(grant.scope.organisations), texts(grant.scope.entries)});
  return all;
}

} // namespace tandem::editing
