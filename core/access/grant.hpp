#pragma once
/// A grant: permissions, and what they extend to.
///
///   role (config/roles.json)  ∩  assignment (an account holds the role, perhaps narrowed)  ∩  API token's scope
///
/// Each step narrows the one before it; nothing widens. A caller may do what one of their grants allows.

#include "content/identity.hpp"
#include "content/json.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace tandem::access {

/// What a permission is asked for: an entry, or one of its variants.
struct Target {
  std::string type;                         ///< Content type.
  std::optional<EntryId> entry = {};        ///< None for one that is about to be made.
  std::optional<EntryId> organisation = {}; ///< Whose entry it is; none: nobody's.
  std::optional<Locale> locale = {};        ///< None: the entry as a whole, in all its variants.
};

/// What a grant extends to. What is absent is not limited.
struct Scope {
  std::optional<std::set<std::string>> types = {};
  std::optional<std::set<std::string>> locales = {}; ///< `shared` may be among them.
  std::optional<std::set<EntryId>> organisations = {};
  std::optional<std::set<EntryId>> entries = {};
  std::optional<std::set<std::string>> fields = {}; ///< Only these may be written …
  std::set<std::string> except_fields = {};         ///< … and these may not.

  /// Whether all of the target lies in it. A target without locale lies in a scope that is not limited to some.
  [[nodiscard]] bool covers(Target const& target) const;
  /// The same, where one variant is enough: whether an entry may be seen at all.
  [[nodiscard]] bool covers_some_variant(Target const& target) const;
  [[nodiscard]] bool covers_field(std::string const& field) const;
};

struct Grant {
  std::string role;                                      ///< Where it comes from; "" for the command line.
  std::optional<std::set<std::string>> permissions = {}; ///< Absent: all.
  Scope scope = {};
  std::string authority = {}; ///< In whose name it signs; "" for nobody's.

  [[nodiscard]] bool has(std::string const& permission) const {
    return !permissions || permissions->contains(permission);
  }
};

/// What both allow.
[[nodiscard]] Scope narrowed(Scope const& scope, Scope const& by);
[[nodiscard]] Grant narrowed(Grant const& grant, Grant const& by);

/// For people and the desk: role, permissions, and those parts of the scope that limit.
[[nodiscard]] json::object grant_json(Grant const& grant);

} // namespace tandem::access
