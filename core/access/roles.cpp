#include "access/roles.hpp"

#include "access/roles_file.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace tandem::access {
namespace {

/// Permissions that read; an assignment's languages do not narrow them: who translates must read the source.
bool reads(std::string const& permission) { return permission == "entry.read" || permission == "entry.preview"; }

std::set<std::string> as_set(std::vector<std::string> const& values) { return {values.begin(), values.end()}; }

/// A role's grant as held with one assignment: one grant, or two where languages narrow what it writes.
void hold(std::vector<Grant>& grants, Roles::RoleGrant const& granted, store::Assignment const& held,
          std::optional<EntryId> const& organisation) {
  Scope narrower;
  if (held.types) narrower.types = as_set(*held.types);
  if (held.entries) {
    narrower.entries.emplace();
    for (std::string const& id : *held.entries) narrower.entries->insert(Uuid::parse(id).value());
  }
  std::optional<EntryId> const own = held.organisation ? held.organisation : organisation;
  if (granted.own || held.organisation) {
    narrower.organisations.emplace();
    if (own) narrower.organisations->insert(*own);
  }
  Grant wide = narrowed(granted.grant, {"", std::nullopt, narrower});
  wide.authority = held.authority;
  if (!held.locales || !wide.permissions) {
    grants.push_back(wide);
    return;
  }
  Grant reading = wide, writing = wide;
  std::erase_if(*reading.permissions, [](std::string const& permission) { return !reads(permission); });
  std::erase_if(*writing.permissions, [](std::string const& permission) { return reads(permission); });
  narrower = {};
  narrower.locales = as_set(*held.locales);
  if (!reading.permissions->empty()) grants.push_back(reading);
  if (!writing.permissions->empty()) grants.push_back(narrowed(writing, {"", std::nullopt, narrower}));
}

} // namespace

std::map<std::string, std::string> core_permissions() {
  return {{"entry.read", "read drafts and their history"},
          {"entry.preview", "make links that show the site with drafts"},
          {"entry.create", "make new entries"},
          {"entry.edit", "save revisions of any variant"},
          {"entry.translate", "save revisions of a locale's variant, not of shared fields"},
          {"entry.correct", "say that an edit changes no meaning, so that no translation has to follow"},
          {"entry.transfer", "say whose entry it is"},
          {"entry.review", "comment on drafts, approve them or ask for changes"},
          {"entry.sign", "sign a revision in the name of an authority"},
          {"entry.publish", "publish, now or at a time"},
          {"entry.unpublish", "withdraw, and take back what was published"},
          {"entry.delete", "delete entries that are not public"},
          {"media.upload", "upload files"},
          {"audit.read", "read the audit"},
          {"account.manage", "invite and disable accounts, say what they may do, end their sessions and tokens"},
          {"webhook.manage", "have other programs told of publications"},
          {"operate", "see how the server is doing"}};
}

std::string Vocabulary::type_problem(std::string const& name) const {
  bool const known = types == nullptr || types->find(name) != nullptr;
  return known ? "" : "there is no content type " + name + " (is its plugin loaded?)";
}

std::string Vocabulary::locale_problem(std::string const& name) const {
  bool const known = name == "shared" || std::find(locales.begin(), locales.end(), name) != locales.end();
  return known ? "" : "is neither a language of the site nor \"shared\"";
}

Result<Roles> Roles::from_json(json::value const& document, Vocabulary const& vocabulary) {
  Result<RolesFile> file = read_roles_file(document, vocabulary);
  if (!file) return file.error();
  Roles roles;
  roles.authorities_ = std::move(file->authorities);
  roles.vocabulary_ = vocabulary;
  roles.roles_ = std::move(file->roles);
  return roles;
}

Result<Roles> Roles::load(std::filesystem::path const& file, Vocabulary const& vocabulary) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  if (!in) return Error{ErrorCode::invalid_content, "the roles file " + file.string() + " cannot be read"};
  Result<json::value> document = parse_json(text.str());
  Result<Roles> roles = document ? from_json(*document, vocabulary) : Result<Roles>(document.error());
  if (roles) return roles;
  Error error = roles.error();
  error.detail = file.string() + (error.pointer.empty() ? ": " : " at " + error.pointer + ": ") + error.detail;
  return error;
}

std::vector<std::string> Roles::names() const {
  std::vector<std::string> all;
  for (auto const& [name, role] : roles_) all.push_back(name);
  return all;
}

std::vector<std::string> Roles::authority_names() const {
  std::vector<std::string> all;
  for (auto const& [name, label] : authorities_) all.push_back(name);
  return all;
}

json::array Roles::shown(std::string const& role) const {
  json::array all;
  for (RoleGrant const& granted : roles_.at(role).grants) {
    json::object grant = grant_json(granted.grant);
    grant.erase("role");
    if (granted.own) grant["organisation"] = "own";
    all.push_back(std::move(grant));
  }
  return all;
}

std::vector<Grant> Roles::grants_of(std::vector<store::Assignment> const& held,
                                    std::optional<EntryId> const& organisation) const {
  std::vector<Grant> grants;
  for (store::Assignment const& assignment : held)
    if (auto const role = roles_.find(assignment.role); role != roles_.end())
      for (RoleGrant const& granted : role->second.grants) hold(grants, granted, assignment, organisation);
  return grants;
}

} // namespace tandem::access
