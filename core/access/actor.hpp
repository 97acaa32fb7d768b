#pragma once
/// Who is asking, and the only answer to "may they?".

#include "content/error.hpp"
#include "content/identity.hpp"
#include "store/database.hpp"

#include <set>

namespace tandem::access {

/// An authenticated caller (or the public, without name and permissions), as of this request.
struct Actor {
  std::string name;                  ///< Account name; "" for the public; "command line" for the program itself.
  std::optional<Uuid> account;       ///< None for the public and the command line.
  std::set<std::string> permissions; ///< Union of those of the account's roles.
  std::vector<std::string> roles;
  std::string address;    ///< Peer address, for the audit.
  std::string request_id; ///< For the audit.

  bool must_change = false; ///< Has a one-time password: may do nothing until it is changed.

  [[nodiscard]] bool signed_in() const { return account.has_value(); }
  [[nodiscard]] bool may(std::string const& permission) const { return permissions.contains(permission); }
};

/// The program itself, run by someone with access to the machine: may do everything.
[[nodiscard]] Actor command_line();

/// `forbidden` with the name of the missing permission, or `unauthenticated` for the public.
[[nodiscard]] Result<void> require(Actor const& actor, std::string const& permission);

/// One line of the audit, written in the transaction of what it tells.
struct AuditLine {
  std::string action; ///< "entry.edit", "bundle.publish", "account.add", …
  std::optional<EntryId> entry = {};
  std::string locale = {}; ///< "" when it concerns no variant.
  std::optional<int> revision = {};
  boost::json::object detail = {};
};
void audit(store::Transaction& tx, Actor const& actor, AuditLine const& line);

} // namespace tandem::access
