#pragma once
/// The use cases around accounts: who has one, what it holds, and the links that invite its holder. Signing in,
/// second factors and tokens are next door: sign_in.hpp, second_factor.hpp, tokens.hpp.

#include "access/actor.hpp"
#include "access/assignments.hpp"

namespace tandem::access {

/// A secret that is shown once, and never stored in clear.
struct Secret {
  std::string id; ///< Of the account or token.
  std::string value;
};

struct InvitationRule {
  std::chrono::hours lifetime{72};
  /// What the secret is appended to, with a `#` before it: browsers do not send what follows that to any server, so
  /// it gets into no log.
  std::string link;
};

/// A link by which the holder of an account sets a password, once.
struct Invitation {
  std::string account; ///< Its name.
  Timestamp expires_at;
  std::string link = {}; ///< "" when it is not shown (any more).
};

/// What is to become of an account; what is absent stays as it is.
struct AccountChange {
  std::optional<std::vector<store::Assignment>> roles = {};
  std::optional<std::optional<EntryId>> organisation = {}; ///< The inner one is absent for none.
  std::optional<bool> disabled = {};
};

class Accounts {
public:
  /// Both must outlive it.
  Accounts(store::Database& database, Roles const& roles, InvitationRule invitation)
      : database_(database), roles_(roles), invitation_(std::move(invitation)) {}

  /// Adds an account with a one-time password that has to be changed at the first sign-in.
  [[nodiscard]] Result<Secret> add(Actor const& actor, std::string const& name,
                                   std::vector<store::Assignment> const& roles,
                                   std::optional<EntryId> const& organisation = {}) const;
  /// Adds an account without password, and a link for its holder.
  [[nodiscard]] Result<Invitation> add_invited(Actor const& actor, std::string const& name,
                                               std::vector<store::Assignment> const& roles,
                                               std::optional<EntryId> const& organisation = {}) const;
  /// A new link, also for a password that was lost; the earlier one holds no longer. `conflict` when it is disabled.
  [[nodiscard]] Result<Invitation> invite(Actor const& actor, std::string const& name) const;
  /// Whose the link is; `not_found` when it was used, has expired, or never was.
  [[nodiscard]] Result<Invitation> invitation(std::string const& secret) const;
  /// Sets a password by a link and uses that up; ends the account's sessions and revokes its tokens. `not_found` as
  /// above, also for all but one who do it at once.
  [[nodiscard]] Result<void> accept_invitation(Actor const& from, std::string const& secret,
                                               std::string_view password) const;

  /// Gives an account a new one-time password, ends its sessions and revokes its tokens and previews. `conflict`
  /// when it is disabled.
  [[nodiscard]] Result<Secret> reset_password(Actor const& actor, std::string const& name) const;
  /// Whoever is disabled has no sessions; their tokens and password are refused until they are enabled again.
  /// `conflict` when an account disables itself, or when none that may manage accounts would be left: the command
  /// line may do that, because it can put it right.
  [[nodiscard]] Result<store::AccountRow> change(Actor const& actor, std::string const& name,
                                                 AccountChange const& change) const;
  [[nodiscard]] Result<void> disable(Actor const& actor, std::string const& name) const;
  [[nodiscard]] Result<void> enable(Actor const& actor, std::string const& name) const;

  [[nodiscard]] Result<store::AccountRow> find(std::string const& name) const;
  /// By name; those after the name `after`, at most so many.
  [[nodiscard]] Result<std::vector<store::AccountRow>> list(std::string const& after = "",
                                                            std::optional<std::size_t> most = {}) const;

private:
  /// `conflict` when there is such a name already.
  [[nodiscard]] Result<void> insert(store::Transaction& tx, Actor const& actor,
                                    store::AccountRow const& account) const;
  [[nodiscard]] Invitation make_link(store::Transaction& tx, Actor const& actor, Uuid const& id,
                                     std::string const& name) const;
  [[nodiscard]] bool manages(store::AccountRow const& account) const;
  [[nodiscard]] bool one_manages(store::Transaction& tx) const; ///< Among all accounts.

  store::Database& database_;
  Roles const& roles_;
  InvitationRule invitation_;
};

/// For whoever names an account that is not there.
[[nodiscard]] Error no_account(std::string const& name);
/// `conflict`: what is asked for takes an account that is enabled.
[[nodiscard]] Error is_disabled(std::string const& name);

} // namespace tandem::access
