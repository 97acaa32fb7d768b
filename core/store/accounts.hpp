#pragma once
/// Accounts with the roles they hold, and the links that invite their holders: rows in and out.

#include "content/identity.hpp"
#include "content/json.hpp"
#include "store/database.hpp"

namespace tandem::store {

/// An account holds a role, perhaps narrowed. What is absent is not narrowed.
struct Assignment {
  std::string role;
  std::optional<EntryId> organisation = {}; ///< Only what is this organisation's; also what is "own" here.
  std::optional<std::vector<std::string>> types = {};
  std::optional<std::vector<std::string>> locales = {}; ///< Of what is written; reading is not narrowed by it.
  std::optional<std::vector<std::string>> entries = {};
  std::string authority = {}; ///< In whose name the holder signs; "" for none.
};

struct AccountRow {
  Uuid id;
  std::string name;
  std::string password_hash; ///< "": no password yet.
  std::vector<Assignment> roles;
  bool disabled = false;
  bool must_change = false;                    ///< Signed in with a one-time password.
  std::optional<EntryId> organisation = {};    ///< Whose content is its "own".
  bool second_factor = false;                  ///< One is set up and confirmed.
  Timestamp created_at = {};                   ///< Set by the database.
  std::optional<Timestamp> invited_until = {}; ///< A link is out that can be used until then.
};

[[nodiscard]] std::optional<AccountRow> find_account(Transaction& tx, std::string const& name);
[[nodiscard]] std::optional<AccountRow> find_account(Transaction& tx, Uuid const& id);
/// By name; those after the name `after`, at most so many.
[[nodiscard]] std::vector<AccountRow> list_accounts(Transaction& tx, std::string const& after = "",
                                                    std::optional<std::size_t> most = {});
void insert_account(Transaction& tx, AccountRow const& account);
/// Replaces the roles that an account holds.
void set_roles(Transaction& tx, Uuid const& id, std::vector<Assignment> const& roles);
void set_account_organisation(Transaction& tx, Uuid const& id, std::optional<EntryId> const& organisation);
void set_password(Transaction& tx, Uuid const& id, std::string const& password_hash, bool must_change);
void set_disabled(Transaction& tx, Uuid const& id, bool disabled);

/// Keeps accounts and their roles as they are, for everybody else, until the transaction ends. To be taken first.
void lock_accounts(Transaction& tx);

/// A link by which the holder of an account sets a password.
struct InvitationRow {
  std::string account; ///< Its name.
  std::string made_by; ///< Account name, or "command line".
  Timestamp expires_at;
};
/// `secret_hash` is 64 hex digits of SHA-256. The account's earlier links hold no longer.
void insert_invitation(Transaction& tx, std::string const& secret_hash, Uuid const& account,
                       std::string const& made_by, Timestamp expires_at);
/// One that is neither used nor expired, of an account that is not disabled.
[[nodiscard]] std::optional<InvitationRow> find_invitation(Transaction& tx, std::string const& secret_hash);
/// The same, and uses it up: of several at once, one gets it.
[[nodiscard]] std::optional<InvitationRow> take_invitation(Transaction& tx, std::string const& secret_hash);

} // namespace tandem::store
