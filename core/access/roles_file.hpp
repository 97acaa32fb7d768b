#pragma once
/// Reads and checks config/roles.json. For roles.cpp.

#include "access/roles.hpp"

namespace tandem::access {

struct RolesFile {
  struct Role {
    json::object label;
    std::vector<Roles::RoleGrant> grants;
  };
  std::map<std::string, Role> roles;
  std::map<std::string, json::object> authorities;
};
[[nodiscard]] Result<RolesFile> read_roles_file(json::value const& document, Vocabulary const& vocabulary);

} // namespace tandem::access
