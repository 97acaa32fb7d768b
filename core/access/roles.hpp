#pragma once
/// Roles and permissions, from config/roles.json:
/// `{"roles": {"author": {"label": {"nl": …, "fr": …}, "permissions": ["entry.read", …]}, …}}`.

#include "content/json.hpp"

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace tandem::access {

/// Permissions of the core, with what each allows. Plugins add their own before roles are loaded.
[[nodiscard]] std::map<std::string, std::string> core_permissions();

class Roles {
public:
  /// Checks a roles document: unknown members, unknown permissions and bad shapes are errors with pointers.
  [[nodiscard]] static Result<Roles> from_json(json::value const& document,
                                               std::map<std::string, std::string> const& known_permissions);
  [[nodiscard]] static Result<Roles> load(std::filesystem::path const& file,
                                          std::map<std::string, std::string> const& known_permissions);

  [[nodiscard]] bool has(std::string const& role) const { return roles_.contains(role); }
  [[nodiscard]] std::vector<std::string> names() const;
  /// Union of the permissions of these roles; unknown roles give none.
  [[nodiscard]] std::set<std::string> permissions_of(std::vector<std::string> const& roles) const;

private:
  std::map<std::string, std::set<std::string>> roles_;
};

} // namespace tandem::access
