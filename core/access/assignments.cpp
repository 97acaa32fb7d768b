#include "access/assignments.hpp"

#include "content/wording.hpp"
#include "store/entries.hpp"

#include <functional>

namespace tandem::access {
namespace {

Error malformed(std::string detail, std::string pointer) {
  return {ErrorCode::malformed_document, std::move(detail), std::move(pointer)};
}
Error invalid(std::string detail, std::string pointer) {
  return {ErrorCode::invalid_content, std::move(detail), std::move(pointer)};
}

/// A member that is text, or "" where there is none.
Result<std::string> text_in(json::object const& object, std::string_view key, std::string const& pointer) {
  json::value const* value = object.if_contains(key);
  if (value == nullptr) return std::string();
  if (!value->is_string()) return malformed("must be text", pointer + "/" + std::string(key));
  return std::string(value->get_string());
}

using Names = std::optional<std::vector<std::string>>;

/// A member that is a list of at least one text; none where there is no such member.
Result<Names> names_in(json::object const& object, std::string_view key, std::string const& pointer) {
  json::value const* value = object.if_contains(key);
  if (value == nullptr) return Names{};
  std::string const here = pointer + "/" + std::string(key);
  if (!value->is_array() || value->get_array().empty()) return malformed("must be a list of at least one", here);
  std::vector<std::string> names;
  for (json::value const& name : value->get_array()) {
    if (!name.is_string()) return malformed("must be text", here + "/" + std::to_string(names.size()));
    names.emplace_back(name.get_string());
  }
  return Names(std::move(names));
}

Result<store::Assignment> read_assignment(json::value const& value, std::string const& pointer) {
  if (!value.is_object()) return malformed("must be an object with a role", pointer);
  json::object const& object = value.get_object();
  static std::vector<std::string_view> const known{"role",    "organisation", "types",
                                                   "locales", "entries",      "authority"};
  if (auto const name = unknown_member(object, known))
    return malformed("is not known here", pointer + "/" + pointer_token(*name));
  store::Assignment held;
  if (!object.contains("role")) return malformed("must name a role", pointer + "/role");
  for (auto const& [key, to] : {std::pair{"role", &held.role}, std::pair{"authority", &held.authority}}) {
    Result<std::string> text = text_in(object, key, pointer);
    if (!text) return text.error();
    *to = std::move(*text);
  }
  for (auto const& [key, to] :
       {std::pair{"types", &held.types}, std::pair{"locales", &held.locales}, std::pair{"entries", &held.entries}}) {
    Result<Names> names = names_in(object, key, pointer);
    if (!names) return names.error();
    *to = std::move(*names);
  }
  Result<std::string> const organisation = text_in(object, "organisation", pointer);
  if (!organisation) return organisation.error();
  if (!object.contains("organisation")) return held;
  Result<Uuid> const id = Uuid::parse(*organisation);
  if (!id) return malformed("must be the id of an entry", pointer + "/organisation");
  held.organisation = *id;
  return held;
}

/// What is wrong with a name, or "".
using Problem = std::function<std::string(std::string const&)>;

Result<void> check_names(Names const& names, std::string const& pointer, Problem const& problem) {
  if (!names) return {};
  for (std::size_t i = 0; i < names->size(); ++i)
    if (std::string wrong = problem(names->at(i)); !wrong.empty())
      return invalid(std::move(wrong), pointer + "/" + std::to_string(i));
  return {};
}

std::string entry_problem(store::Transaction& tx, std::string const& id) {
  Result<Uuid> const entry = Uuid::parse(id);
  return entry && store::find_present_entry(tx, *entry) ? "" : "there is no entry " + id;
}

Result<void> check_one(store::Transaction& tx, Roles const& roles, store::Assignment const& held,
                       std::string const& pointer) {
  if (!roles.has(held.role))
    return invalid("there is no role \"" + held.role + "\"; the roles are " + joined(roles.names(), " "),
                   pointer + "/role");
  if (!held.authority.empty() && !roles.authorities().contains(held.authority))
    return invalid("there is no authority \"" + held.authority + "\"; they are " +
                       joined(roles.authority_names(), " "),
                   pointer + "/authority");
  Vocabulary const& known = roles.vocabulary();
  if (auto ok = check_names(held.types, pointer + "/types",
                            [&](std::string const& name) { return known.type_problem(name); });
      !ok)
    return ok;
  if (auto ok = check_names(held.locales, pointer + "/locales",
                            [&](std::string const& name) { return known.locale_problem(name); });
      !ok)
    return ok;
  if (auto ok = check_names(held.entries, pointer + "/entries",
                            [&](std::string const& id) { return entry_problem(tx, id); });
      !ok)
    return ok;
  std::string const wrong = held.organisation ? entry_problem(tx, held.organisation->text()) : "";
  return wrong.empty() ? Result<void>{} : invalid(wrong, pointer + "/organisation");
}

} // namespace

json::object assignment_json(store::Assignment const& held) {
  auto const list = [](std::vector<std::string> const& values) { return json::array(values.begin(), values.end()); };
  json::object shown{{"role", held.role}};
  if (held.organisation) shown["organisation"] = held.organisation->text();
  if (held.types) shown["types"] = list(*held.types);
  if (held.locales) shown["locales"] = list(*held.locales);
  if (held.entries) shown["entries"] = list(*held.entries);
  if (!held.authority.empty()) shown["authority"] = held.authority;
  return shown;
}

json::object held_json(store::AccountRow const& account) {
  json::array roles;
  for (store::Assignment const& held : account.roles) roles.push_back(assignment_json(held));
  json::object shown{{"roles", std::move(roles)}};
  if (account.organisation) shown["organisation"] = account.organisation->text();
  return shown;
}

Result<std::vector<store::Assignment>> read_assignments(json::value const& list, std::string const& pointer) {
  if (!list.is_array()) return malformed("must be a list of roles", pointer);
  std::vector<store::Assignment> all;
  for (json::value const& value : list.get_array()) {
    Result<store::Assignment> held = read_assignment(value, pointer + "/" + std::to_string(all.size()));
    if (!held) return held.error();
    all.push_back(std::move(*held));
  }
  return all;
}

Result<void> check_held(store::Transaction& tx, Roles const& roles, std::vector<store::Assignment> const& held,
                        std::optional<EntryId> const& organisation) {
  std::string const pointer = "/data/attributes/roles";
  if (held.empty()) return invalid("an account needs a role", pointer);
  for (std::size_t i = 0; i < held.size(); ++i)
    if (auto ok = check_one(tx, roles, held[i], pointer + "/" + std::to_string(i)); !ok) return ok;
  std::string const wrong = organisation ? entry_problem(tx, organisation->text()) : "";
  return wrong.empty() ? Result<void>{} : invalid(wrong, "/data/attributes/organisation");
}

} // namespace tandem::access
