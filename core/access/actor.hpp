#pragma once
/// Who is asking, and the only answer to "may they?".

#include "access/grant.hpp"
#include "content/error.hpp"

#include <map>

namespace tandem::access {

/// An authenticated caller (or the public, without name and grants), as of this request.
struct Actor {
  std::string name;                 ///< Account name; "" for the public; "command line" for the program itself.
  std::optional<Uuid> account = {}; ///< None for the public and the command line.
  std::optional<EntryId> organisation = {}; ///< The account's; what is "own".
  std::vector<std::string> roles = {};
  std::vector<Grant> grants = {};
  /// Permissions it would have, were it not for the reason given: one-time password, second factor.
  std::map<std::string, std::string> withheld = {};
  std::string address = {};    ///< Peer address, or login name at the command line; for the audit.
  std::string user_agent = {}; ///< What the caller's program says it is.
  std::string request_id = {}; ///< For the audit.
  json::object through = {};   ///< What it acts through, like a plugin's command; part of each line of the audit.

  bool must_change = false;         ///< Has a one-time password: may do nothing until it is changed.
  bool second_factor = false;       ///< The account has one, whether it was given this time or not.
  std::optional<Uuid> session = {}; ///< That it came with; none with an API token.

  [[nodiscard]] bool signed_in() const { return account.has_value(); }
  /// In some scope at least.
  [[nodiscard]] bool may(std::string const& permission) const;
  [[nodiscard]] bool may(std::string const& permission, Target const& target) const;
  /// On at least one variant of the entry.
  [[nodiscard]] bool may_on_some_variant(std::string const& permission, Target const& target) const;
  /// Write this field of the target.
  [[nodiscard]] bool may_write(std::string const& permission, Target const& target, std::string const& field) const;
  /// In whose name it may sign: of all authorities those of the grants that hold entry.sign, there or in some scope.
  [[nodiscard]] std::set<std::string> signs_for() const;
  [[nodiscard]] std::set<std::string> signs_for(Target const& target) const;
  /// Every permission held in some scope.
  [[nodiscard]] std::set<std::string> permissions() const;
};

/// The program itself, run by someone with access to the machine: may do everything. Its address is that person's
/// login name (through sudo: who called sudo).
[[nodiscard]] Actor command_line();

/// `forbidden` that says which grant is missing (detail, meta.grant), or `unauthenticated` for the public.
/// The first asks for the permission in any scope.
[[nodiscard]] Result<void> require(Actor const& actor, std::string const& permission);
[[nodiscard]] Result<void> require(Actor const& actor, std::string const& permission, Target const& target);
/// `forbidden` for who did not sign in: an API token that leaked must not make others, or end sessions. Nor for who
/// has a one-time password.
[[nodiscard]] Result<void> require_session(Actor const& actor);

} // namespace tandem::access
