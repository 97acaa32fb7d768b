#pragma once
/// Reads and checks config/roles.json. For roles.cpp.

#include "access/roles.hpp"

namespace tandem::access {

struct RolesFile {
  std::map<std::string, Roles::Role> roles;
  std::map<std::string, json::object> authorities;
};
[[nodiscard]] Result<RolesFile> read_roles_file(json::value const& document, Vocabulary const& vocabulary);

} // namespace tandem::access
