#include "access/roles_file.hpp"

#include <functional>

namespace tandem::access {
namespace {

Error mistake(std::string detail, std::string pointer) {
  return {ErrorCode::invalid_content, std::move(detail), std::move(pointer)};
}

std::string below(std::string const& pointer, std::string_view key) { return pointer + "/" + pointer_token(key); }

Result<void> only_members(json::object const& object, std::vector<std::string_view> const& known,
                          std::string const& pointer) {
  if (auto const name = unknown_member(object, known)) return mistake("is not a known member", below(pointer, *name));
  return {};
}

/// A list of names, each of which `check` knows; absent when the member is.
Result<std::optional<std::set<std::string>>> names_in(json::object const& grant, std::string_view key,
                                                      std::string const& pointer,
                                                      std::function<std::string(std::string const&)> const& problem) {
  json::value const* list = grant.if_contains(key);
  if (list == nullptr) return std::optional<std::set<std::string>>{};
  std::string const here = below(pointer, key);
  if (!list->is_array() || list->get_array().empty()) return mistake("must be a list of at least one name", here);
  std::set<std::string> names;
  for (std::size_t i = 0; i < list->get_array().size(); ++i) {
    json::value const& name = list->get_array()[i];
    std::string const place = here + "/" + std::to_string(i);
    if (!name.is_string()) return mistake("must be a name", place);
    std::string const text(name.get_string());
    if (std::string const wrong = problem(text); !wrong.empty()) return mistake(wrong, place);
    names.insert(text);
  }
  return std::optional(std::move(names));
}

/// Why a field cannot be named: none of the types that the grant speaks of has it.
std::string field_problem(std::string const& field, std::optional<std::set<std::string>> const& types,
                          Vocabulary const& vocabulary) {
  if (vocabulary.types == nullptr) return "";
  for (auto const& [name, type] : vocabulary.types->all())
    if ((!types || types->contains(name)) && type.field(field) != nullptr) return "";
  return "no content type that this grant speaks of has the field " + field;
}

Result<Scope> read_scope(json::object const& grant, std::string const& pointer, Vocabulary const& vocabulary) {
  Scope scope;
  auto types =
      names_in(grant, "types", pointer, [&](std::string const& name) { return vocabulary.type_problem(name); });
  if (!types) return types.error();
  auto locales =
      names_in(grant, "locales", pointer, [&](std::string const& name) { return vocabulary.locale_problem(name); });
  if (!locales) return locales.error();
  scope.types = std::move(*types);
  scope.locales = std::move(*locales);
  auto const field = [&](std::string const& name) { return field_problem(name, scope.types, vocabulary); };
  auto fields = names_in(grant, "fields", pointer, field);
  if (!fields) return fields.error();
  auto except = names_in(grant, "except_fields", pointer, field);
  if (!except) return except.error();
  scope.fields = std::move(*fields);
  if (*except) scope.except_fields = std::move(**except);
  return scope;
}

/// Permissions that are asked for an entry; the others extend to everything or nothing.
bool has_scope(std::string const& permission) { return permission.starts_with("entry."); }

Result<json::object> read_label(json::object const& holder, std::string const& pointer) {
  json::value const* label = holder.if_contains("label");
  if (label == nullptr) return json::object{};
  if (!label->is_object()) return mistake("must be an object of language to name", below(pointer, "label"));
  for (auto const& member : label->get_object())
    if (!member.value().is_string()) return mistake("must be a name", below(below(pointer, "label"), member.key()));
  return label->get_object();
}

Result<Roles::Role> read_role(std::string const& name, json::value const& value, std::string const& pointer,
                              Vocabulary const& vocabulary) {
  if (!value.is_object()) return mistake("a role is an object", pointer);
  json::object const& role = value.get_object();
  if (auto ok = only_members(role, {"label", "grants"}, pointer); !ok) return ok.error();
  Result<json::object> label = read_label(role, pointer);
  if (!label) return label.error();
  Roles::Role read{std::move(*label), {}};
  json::value const* grants = role.if_contains("grants");
  if (grants == nullptr || !grants->is_array()) return mistake("must be a list of grants", below(pointer, "grants"));
  for (std::size_t i = 0; i < grants->get_array().size(); ++i) {
    json::value const& one = grants->get_array()[i];
    std::string const place = below(pointer, "grants") + "/" + std::to_string(i);
    // A grant about a plugin's types holds while that plugin is loaded.
    if (one.is_object() && one.get_object().contains("plugin")) {
      json::value const& plugin = one.get_object().at("plugin");
      if (!plugin.is_string()) return mistake("must be the name of a plugin", below(place, "plugin"));
      if (!vocabulary.plugins.contains(std::string(plugin.get_string()))) continue;
    }
    Result<Roles::RoleGrant> granted = read_grant(one, place, vocabulary);
    if (!granted) return granted.error();
    granted->grant.role = name;
    read.grants.push_back(std::move(*granted));
  }
  return read;
}

} // namespace

Result<Roles::RoleGrant> read_grant(json::value const& value, std::string const& pointer,
                                    Vocabulary const& vocabulary) {
  if (!value.is_object()) return mistake("a grant is an object", pointer);
  json::object const& object = value.get_object();
  if (auto ok = only_members(
          object, {"permissions", "types", "locales", "organisation", "fields", "except_fields", "plugin"}, pointer);
      !ok)
    return ok.error();
  Roles::RoleGrant granted;
  auto permissions = names_in(object, "permissions", pointer, [&](std::string const& name) {
    return vocabulary.permissions.contains(name) ? "" : "is not a permission that the core or a plugin knows";
  });
  if (!permissions) return permissions.error();
  if (!*permissions) return mistake("must be a list of permissions", below(pointer, "permissions"));
  granted.grant.permissions = std::move(*permissions);
  if (json::value const* organisation = object.if_contains("organisation")) {
    if (*organisation != "own" && *organisation != "any")
      return mistake("must be own or any", below(pointer, "organisation"));
    granted.own = *organisation == "own";
  }
  Result<Scope> scope = read_scope(object, pointer, vocabulary);
  if (!scope) return scope.error();
  granted.grant.scope = std::move(*scope);
  bool const limited = granted.own || granted.grant.scope.types || granted.grant.scope.locales ||
                       granted.grant.scope.fields || !granted.grant.scope.except_fields.empty();
  if (limited)
    for (std::string const& name : *granted.grant.permissions)
      if (!has_scope(name))
        return mistake(
            name + " is not about entries: give it in a grant without types, locales, organisation and fields",
            below(pointer, "permissions"));
  return granted;
}

Result<RolesFile> read_roles_file(json::value const& document, Vocabulary const& vocabulary) {
  if (!document.is_object()) return mistake("must be an object", "");
  json::object const& root = document.get_object();
  if (auto ok = only_members(root, {"roles", "authorities"}, ""); !ok) return ok.error();
  json::value const* roles = root.if_contains("roles");
  if (roles == nullptr || !roles->is_object()) return mistake("must be an object of roles", "/roles");
  RolesFile file;
  for (auto const& member : roles->get_object()) {
    std::string const name(member.key());
    Result<Roles::Role> role = read_role(name, member.value(), below("/roles", name), vocabulary);
    if (!role) return role.error();
    file.roles.emplace(name, std::move(*role));
  }
  json::value const* authorities = root.if_contains("authorities");
  if (authorities == nullptr) return file;
  if (!authorities->is_object()) return mistake("must be an object of authorities", "/authorities");
  for (auto const& member : authorities->get_object()) {
    std::string const here = below("/authorities", member.key());
    if (!member.value().is_object()) return mistake("an authority is an object", here);
    if (auto ok = only_members(member.value().get_object(), {"label"}, here); !ok) return ok.error();
    Result<json::object> label = read_label(member.value().get_object(), here);
    if (!label) return label.error();
    file.authorities.emplace(member.key(), std::move(*label));
  }
  return file;
}

} // namespace tandem::access
