#include "access/grant.hpp"

#include <algorithm>
#include <iterator>

namespace tandem::access {
namespace {

template <class Value> bool allows(std::optional<std::set<Value>> const& limit, std::optional<Value> const& value) {
  return !limit || (value && limit->contains(*value));
}

template <class Value>
std::optional<std::set<Value>> both(std::optional<std::set<Value>> const& a,
                                    std::optional<std::set<Value>> const& b) {
  if (!a || !b) return a ? a : b;
  std::set<Value> common;
  std::set_intersection(a->begin(), a->end(), b->begin(), b->end(), std::inserter(common, common.end()));
  return common;
}

json::array texts(std::set<std::string> const& values) {
  json::array all;
  for (std::string const& value : values) all.emplace_back(value);
  return all;
}

json::array texts(std::set<EntryId> const& ids) {
  json::array all;
  for (EntryId const& id : ids) all.emplace_back(id.text());
  return all;
}

} // namespace

bool Scope::covers_some_variant(Target const& target) const {
  return allows(types, std::optional<std::string>(target.type)) && allows(organisations, target.organisation) &&
         allows(entries, target.entry);
}

bool Scope::covers(Target const& target) const {
  std::optional<std::string> locale;
  if (target.locale) locale = target.locale->text();
  return covers_some_variant(target) && allows(locales, locale);
}

bool Scope::covers_field(std::string const& field) const {
  return (!fields || fields->contains(field)) && !except_fields.contains(field);
}

Scope narrowed(Scope const& scope, Scope const& by) {
  Scope result{
      both(scope.types, by.types),     both(scope.locales, by.locales), both(scope.organisations, by.organisations),
      both(scope.entries, by.entries), both(scope.fields, by.fields),   scope.except_fields};
  result.except_fields.insert(by.except_fields.begin(), by.except_fields.end());
  return result;
}

Grant narrowed(Grant const& grant, Grant const& by) {
  return {grant.role, both(grant.permissions, by.permissions), narrowed(grant.scope, by.scope), grant.authority};
}

json::object grant_json(Grant const& grant) {
  json::object shown{{"role", grant.role}};
  Scope const& scope = grant.scope;
  if (grant.permissions) shown["permissions"] = texts(*grant.permissions);
  if (scope.types) shown["types"] = texts(*scope.types);
  if (scope.locales) shown["locales"] = texts(*scope.locales);
  if (scope.organisations) shown["organisations"] = texts(*scope.organisations);
  if (scope.entries) shown["entries"] = texts(*scope.entries);
  if (scope.fields) shown["fields"] = texts(*scope.fields);
  if (!scope.except_fields.empty()) shown["except_fields"] = texts(scope.except_fields);
  if (!grant.authority.empty()) shown["authority"] = grant.authority;
  return shown;
}

} // namespace tandem::access
