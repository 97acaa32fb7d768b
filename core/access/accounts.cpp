#include "access/accounts.hpp"

#include "access/audit.hpp"
#include "access/secrets.hpp"
#include "content/canonical_json.hpp"
#include "store/previews.hpp"
#include "store/sessions.hpp"
#include "store/tokens.hpp"

#include <algorithm>

namespace tandem::access {
namespace {

bool is_account_name(std::string_view name) {
  if (name.empty() || name.size() > 63) return false;
  auto const letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return letter(name.front()) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return letter(c) || c == '.' || c == '_' || c == '-'; });
}

Error no_invitation() { return {ErrorCode::not_found, "there is no such invitation, or not any more"}; }

/// Whoever had the old password may have begun sessions and made tokens.
json::object shut_out(store::Transaction& tx, Uuid const& account) {
  store::revoke_previews_of(tx, account);
  return {{"sessions_ended", store::delete_sessions_of(tx, account)},
          {"tokens_revoked", store::revoke_tokens_of(tx, account)}};
}

} // namespace

Error no_account(std::string const& name) { return {ErrorCode::not_found, "there is no account \"" + name + "\""}; }

Error is_disabled(std::string const& name) {
  return {ErrorCode::conflict, "the account \"" + name + "\" is disabled (tandem account enable lets it in again)"};
}

Result<void> Accounts::insert(store::Transaction& tx, Actor const& actor, store::AccountRow const& account) const {
  if (!is_account_name(account.name))
    return Error{ErrorCode::invalid_content, "an account name is 1 to 63 of a-z, 0-9, . _ and -",
                 "/data/attributes/name"};
  if (auto ok = check_held(tx, roles_, account.roles, account.organisation); !ok) return ok;
  if (store::find_account(tx, account.name))
    return Error{ErrorCode::conflict, "the account \"" + account.name + "\" exists already", "/data/attributes/name"};
  store::insert_account(tx, account);
  audit(tx, actor, {"account.add", {}, "", {}, {{"account", account.name}, {"after", held_json(account)}}});
  return {};
}

Result<Secret> Accounts::add(Actor const& actor, std::string const& name, std::vector<store::Assignment> const& roles,
                             std::optional<EntryId> const& organisation) const {
  std::string const password = one_time_password();
  store::AccountRow const account{Uuid::make(), name, hash_password(password), roles, false, true, organisation};
  return database_.transact([&](store::Transaction& tx) -> Result<Secret> {
    if (auto ok = insert(tx, actor, account); !ok) return ok.error();
    return Secret{account.id.text(), password};
  });
}

Result<Invitation> Accounts::add_invited(Actor const& actor, std::string const& name,
                                         std::vector<store::Assignment> const& roles,
                                         std::optional<EntryId> const& organisation) const {
  store::AccountRow const account{Uuid::make(), name, "", roles, false, false, organisation};
  return database_.transact([&](store::Transaction& tx) -> Result<Invitation> {
    if (auto ok = insert(tx, actor, account); !ok) return ok.error();
    return make_link(tx, actor, account.id, name);
  });
}

Invitation Accounts::make_link(store::Transaction& tx, Actor const& actor, Uuid const& id,
                               std::string const& name) const {
  std::string const secret = random_secret();
  Timestamp const expires_at = now() + invitation_.lifetime;
  store::insert_invitation(tx, sha256_hex(secret), id, actor.name, expires_at);
  audit(tx, actor, {"account.invite", {}, "", {}, {{"account", name}, {"expires_at", format_timestamp(expires_at)}}});
  return {name, expires_at, invitation_.link + secret};
}

Result<Invitation> Accounts::invite(Actor const& actor, std::string const& name) const {
  return database_.transact([&](store::Transaction& tx) -> Result<Invitation> {
    auto const account = store::find_account(tx, name);
    if (!account) return no_account(name);
    if (account->disabled) return is_disabled(name);
    return make_link(tx, actor, account->id, name);
  });
}

Result<Invitation> Accounts::invitation(std::string const& secret) const {
  return database_.transact([&](store::Transaction& tx) -> Result<Invitation> {
    auto const found = store::find_invitation(tx, sha256_hex(secret));
    if (!found) return no_invitation();
    return Invitation{found->account, found->expires_at};
  });
}

Result<void> Accounts::accept_invitation(Actor const& from, std::string const& secret,
                                         std::string_view password) const {
  // Whether there is one is asked first: anybody may call this, and hashing is dear.
  if (auto const found = invitation(secret); !found) return found.error();
  if (auto ok = check_password(password); !ok) return ok.error().at("/data/attributes/password");
  std::string const hash = hash_password(password);
  return database_.transact([&](store::Transaction& tx) -> Result<void> {
    auto const taken = store::take_invitation(tx, sha256_hex(secret));
    auto const account = taken ? store::find_account(tx, taken->account) : std::nullopt;
    if (!account) return no_invitation();
    store::set_password(tx, account->id, hash, false);
    Actor holder = from;
    holder.name = account->name;
    json::object detail = shut_out(tx, account->id);
    detail["account"] = account->name;
    detail["invited_by"] = taken->made_by;
    audit(tx, holder, {"account.password", {}, "", {}, std::move(detail)});
    return {};
  });
}

Result<Secret> Accounts::reset_password(Actor const& actor, std::string const& name) const {
  std::string const password = one_time_password();
  std::string const hash = hash_password(password);
  return database_.transact([&](store::Transaction& tx) -> Result<Secret> {
    auto const account = store::find_account(tx, name);
    if (!account) return no_account(name);
    if (account->disabled) return is_disabled(name);
    store::set_password(tx, account->id, hash, true);
    json::object detail = shut_out(tx, account->id);
    detail["account"] = name;
    audit(tx, actor, {"account.password", {}, "", {}, std::move(detail)});
    return Secret{account->id.text(), password};
  });
}

bool Accounts::manages(store::AccountRow const& account) const {
  auto const grants = roles_.grants_of(account.roles, account.organisation);
  return !account.disabled &&
         std::any_of(grants.begin(), grants.end(), [](Grant const& grant) { return grant.has("account.manage"); });
}

bool Accounts::one_manages(store::Transaction& tx) const {
  auto const all = store::list_accounts(tx);
  return std::any_of(all.begin(), all.end(), [&](store::AccountRow const& row) { return manages(row); });
}

Result<store::AccountRow> Accounts::change(Actor const& actor, std::string const& name,
                                           AccountChange const& change) const {
  return database_.transact([&](store::Transaction& tx) -> Result<store::AccountRow> {
    store::lock_accounts(tx); // two who manage accounts could each take that from the other
    auto const before = store::find_account(tx, name);
    if (!before) return no_account(name);
    store::AccountRow after = *before;
    after.roles = change.roles.value_or(before->roles);
    after.organisation = change.organisation.value_or(before->organisation);
    after.disabled = change.disabled.value_or(before->disabled);
    if (change.roles || change.organisation)
      if (auto ok = check_held(tx, roles_, after.roles, after.organisation); !ok) return ok.error();
    if (actor.account == before->id && after.disabled)
      return Error{ErrorCode::conflict, "an account cannot disable itself", "/data/attributes/disabled"};
    store::set_account_organisation(tx, before->id, after.organisation);
    if (change.roles) store::set_roles(tx, before->id, after.roles);
    store::set_disabled(tx, before->id, after.disabled);
    if (after.disabled) store::delete_sessions_of(tx, before->id);
    if (actor.signed_in() && manages(*before) && !one_manages(tx))
      return Error{ErrorCode::conflict, "no account would be left that may manage accounts",
                   before->disabled == after.disabled ? "/data/attributes/roles" : "/data/attributes/disabled"};
    json::object const held_before = held_json(*before), held_after = held_json(after);
    if (held_before != held_after)
      audit(tx, actor,
            {"account.change", {}, "", {}, {{"account", name}, {"before", held_before}, {"after", held_after}}});
    if (before->disabled != after.disabled)
      audit(tx, actor, {after.disabled ? "account.disable" : "account.enable", {}, "", {}, {{"account", name}}});
    return after;
  });
}

Result<void> Accounts::disable(Actor const& actor, std::string const& name) const {
  auto const changed = change(actor, name, {{}, {}, true});
  return changed ? Result<void>{} : changed.error();
}

Result<void> Accounts::enable(Actor const& actor, std::string const& name) const {
  auto const changed = change(actor, name, {{}, {}, false});
  return changed ? Result<void>{} : changed.error();
}

Result<store::AccountRow> Accounts::find(std::string const& name) const {
  return database_.transact([&](store::Transaction& tx) -> Result<store::AccountRow> {
    auto const account = store::find_account(tx, name);
    return account ? Result<store::AccountRow>(*account) : no_account(name);
  });
}

Result<std::vector<store::AccountRow>> Accounts::list(std::string const& after,
                                                      std::optional<std::size_t> most) const {
  using All = Result<std::vector<store::AccountRow>>;
  return database_.transact([&](store::Transaction& tx) -> All { return store::list_accounts(tx, after, most); });
}

} // namespace tandem::access
