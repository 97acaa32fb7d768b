#include "access/roles.hpp"

#include <fstream>
#include <sstream>

namespace tandem::access {
namespace {

Error mistake(std::string detail, std::string pointer) {
  return {ErrorCode::invalid_content, std::move(detail), std::move(pointer)};
}

Result<std::set<std::string>> permissions_in(json::value const& role, std::string const& pointer,
                                             std::map<std::string, std::string> const& known) {
  if (!role.is_object()) return mistake("a role is an object", pointer);
  for (auto const& member : role.get_object())
    if (member.key() != "label" && member.key() != "permissions")
      return mistake("a role has label and permissions only", pointer + "/" + pointer_token(member.key()));
  json::value const* list = role.get_object().if_contains("permissions");
  if (list == nullptr || !list->is_array())
    return mistake("must be an array of permissions", pointer + "/permissions");
  std::set<std::string> permissions;
  for (std::size_t i = 0; i < list->get_array().size(); ++i) {
    json::value const& name = list->get_array()[i];
    if (!name.is_string() || !known.contains(std::string(name.get_string())))
      return mistake("is not a permission that the core or a plugin knows",
                     pointer + "/permissions/" + std::to_string(i));
    permissions.emplace(name.get_string());
  }
  return permissions;
}

} // namespace

std::map<std::string, std::string> core_permissions() {
  return {{"entry.read", "read drafts and their history"},
          {"entry.create", "make new entries"},
          {"entry.edit", "save revisions of any variant"},
          {"entry.translate", "save revisions of a locale's variant, not of shared fields"},
          {"entry.review", "review drafts"},
          {"entry.publish", "publish bundles"},
          {"entry.unpublish", "withdraw entries and undo bundles"},
          {"entry.delete", "delete entries that are not public"},
          {"audit.read", "read the audit"},
          {"account.manage", "add and disable accounts, make and revoke tokens"},
          {"operate", "see how the server is doing"}};
}

Result<Roles> Roles::from_json(json::value const& document, std::map<std::string, std::string> const& known) {
  if (!document.is_object()) return mistake("must be an object", "");
  for (auto const& member : document.get_object())
    if (member.key() != "roles") return mistake("is not a known member", "/" + pointer_token(member.key()));
  json::value const* roles = document.get_object().if_contains("roles");
  if (roles == nullptr || !roles->is_object()) return mistake("must be an object of roles", "/roles");
  Roles read;
  for (auto const& member : roles->get_object()) {
    Result<std::set<std::string>> permissions =
        permissions_in(member.value(), "/roles/" + pointer_token(member.key()), known);
    if (!permissions) return permissions.error();
    read.roles_.emplace(member.key(), std::move(*permissions));
  }
  return read;
}

Result<Roles> Roles::load(std::filesystem::path const& file, std::map<std::string, std::string> const& known) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  if (!in) return mistake("the roles file " + file.string() + " cannot be read", "");
  Result<json::value> document = parse_json(text.str());
  Result<Roles> roles = document ? from_json(*document, known) : Result<Roles>(document.error());
  if (roles) return roles;
  Error error = roles.error();
  error.detail = file.string() + (error.pointer.empty() ? ": " : " at " + error.pointer + ": ") + error.detail;
  return error;
}

std::vector<std::string> Roles::names() const {
  std::vector<std::string> all;
  for (auto const& [name, permissions] : roles_) all.push_back(name);
  return all;
}

std::set<std::string> Roles::permissions_of(std::vector<std::string> const& roles) const {
  std::set<std::string> all;
  for (std::string const& role : roles)
    if (auto const found = roles_.find(role); found != roles_.end())
      all.insert(found->second.begin(), found->second.end());
  return all;
}

} // namespace tandem::access
