#pragma once
/// Roles, from config/roles.json: what each may do, and to what. See config/README.md for the file.

#include "access/grant.hpp"
#include "content/content_type.hpp"
#include "store/accounts.hpp"

#include <filesystem>
#include <map>

namespace tandem::access {

/// Permissions of the core, with what each allows. Plugins add their own before roles are loaded.
[[nodiscard]] std::map<std::string, std::string> core_permissions();

/// What a file of roles may speak of.
struct Vocabulary {
  std::map<std::string, std::string> permissions = core_permissions();
  ContentTypes const* types = nullptr; ///< None: names of types and fields are not checked.
  std::vector<std::string> locales = {"nl", "fr"};
  std::set<std::string> plugins = {}; ///< Those loaded: grants for other plugins' types are left out.

  /// Why a grant or an assignment cannot be limited to this content type, or variant; "" when it can.
  [[nodiscard]] std::string type_problem(std::string const& name) const;
  [[nodiscard]] std::string locale_problem(std::string const& name) const;
};

class Roles {
public:
  /// Checks a roles document: unknown members, permissions, types, fields and locales are errors with pointers.
  [[nodiscard]] static Result<Roles> from_json(json::value const& document, Vocabulary const& vocabulary);
  [[nodiscard]] static Result<Roles> load(std::filesystem::path const& file, Vocabulary const& vocabulary);

  [[nodiscard]] bool has(std::string const& role) const { return roles_.contains(role); }
  [[nodiscard]] std::vector<std::string> names() const;
  /// Those in whose name coordinators sign: name → label per language, in the order of their names.
  [[nodiscard]] std::map<std::string, json::object> const& authorities() const { return authorities_; }
  [[nodiscard]] std::vector<std::string> authority_names() const;
  /// Label per language of a role that exists.
  [[nodiscard]] json::object const& label(std::string const& role) const { return roles_.at(role).label; }
  /// What a role that exists grants, as nobody's in particular: with `own` for what is limited to that.
  [[nodiscard]] json::array shown(std::string const& role) const;

  /// What the file was checked against; tokens and assignments are checked against the same.
  [[nodiscard]] Vocabulary const& vocabulary() const { return vocabulary_; }

  /// What an account may do by all the roles it holds; a role that is not in the file gives nothing.
  [[nodiscard]] std::vector<Grant> grants_of(std::vector<store::Assignment> const& held,
                                             std::optional<EntryId> const& organisation) const;

  /// A role's grant before it is somebody's.
  struct RoleGrant {
    Grant grant;
    bool own = false; ///< Extends to what is the holder's organisation's only.
  };
  struct Role {
    json::object label;
    std::vector<RoleGrant> grants;
  };

private:
  std::map<std::string, Role> roles_;
  std::map<std::string, json::object> authorities_;
  Vocabulary vocabulary_;
};

/// Reads the `grants` of a role or one scope of a token: what both files and API speak. Pointers start at `pointer`.
[[nodiscard]] Result<Roles::RoleGrant> read_grant(json::value const& value, std::string const& pointer,
                                                  Vocabulary const& vocabulary);

} // namespace tandem::access
