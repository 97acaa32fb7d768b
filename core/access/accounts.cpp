#include "access/accounts.hpp"

#include "access/secrets.hpp"
#include "content/canonical_json.hpp"
#include "content/wording.hpp"
#include "store/accounts.hpp"
#include "store/entries.hpp"
#include "store/previews.hpp"

#include <algorithm>
#include <memory>

namespace tandem::access {
namespace {

bool is_account_name(std::string_view name) {
  if (name.empty() || name.size() > 63) return false;
  auto const letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return letter(name.front()) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return letter(c) || c == '.' || c == '_' || c == '-'; });
}

Error is_disabled(std::string const& name) {
  return {ErrorCode::conflict, "the account \"" + name + "\" is disabled (tandem account enable lets it in again)"};
}

Result<void> check_roles(Roles const& roles, std::vector<store::Assignment> const& held) {
  std::string const pointer = "/data/attributes/roles";
  if (held.empty()) return Error{ErrorCode::invalid_content, "an account needs a role", pointer};
  for (std::size_t i = 0; i < held.size(); ++i) {
    std::string const here = pointer + "/" + std::to_string(i);
    if (!roles.has(held[i].role))
      return Error{ErrorCode::invalid_content,
                   "there is no role \"" + held[i].role + "\"; the roles are " + joined(roles.names(), " "), here};
    if (held[i].authority.empty() || roles.authorities().contains(held[i].authority)) continue;
    std::vector<std::string> names;
    for (auto const& [name, label] : roles.authorities()) names.push_back(name);
    return Error{ErrorCode::invalid_content,
                 "there is no authority \"" + held[i].authority + "\"; they are " + joined(names, " "),
                 here + "/authority"};
  }
  return {};
}

/// Whose content is to be "own" must be an entry that is there.
Result<void> check_owners(store::Transaction& tx, std::optional<EntryId> const& organisation,
                          std::vector<store::Assignment> const& held) {
  auto const check = [&](std::optional<EntryId> const& id, std::string const& pointer) -> Result<void> {
    if (!id || store::find_present_entry(tx, *id)) return {};
    return Error{ErrorCode::invalid_content, "there is no entry " + id->text(), pointer};
  };
  if (auto ok = check(organisation, "/data/attributes/organisation"); !ok) return ok;
  for (std::size_t i = 0; i < held.size(); ++i)
    if (auto ok = check(held[i].organisation, "/data/attributes/roles/" + std::to_string(i) + "/organisation"); !ok)
      return ok;
  return {};
}

Error no_account(std::string const& name) { return {ErrorCode::not_found, "there is no account \"" + name + "\""}; }

} // namespace

json::object assignment_json(store::Assignment const& held) {
  auto const list = [](std::vector<std::string> const& values) { return json::array(values.begin(), values.end()); };
  json::object shown{{"role", held.role}};
  if (held.organisation) shown["organisation"] = held.organisation->text();
  if (held.types) shown["types"] = list(*held.types);
  if (held.locales) shown["locales"] = list(*held.locales);
  if (held.entries) shown["entries"] = list(*held.entries);
  if (!held.authority.empty()) shown["authority"] = held.authority;
  return shown;
}

json::object held_json(store::AccountRow const& account) {
  json::array roles;
  for (store::Assignment const& held : account.roles) roles.push_back(assignment_json(held));
  json::object shown{{"roles", std::move(roles)}};
  if (account.organisation) shown["organisation"] = account.organisation->text();
  return shown;
}

Result<Secret> Accounts::add(Actor const& actor, std::string const& name, std::vector<store::Assignment> const& roles,
                             std::optional<EntryId> const& organisation) const {
  if (!is_account_name(name))
    return Error{ErrorCode::invalid_content, "an account name is 1 to 63 of a-z, 0-9, . _ and -",
                 "/data/attributes/name"};
  if (auto ok = check_roles(roles_, roles); !ok) return ok.error();
  std::string const password = one_time_password();
  store::AccountRow const account{Uuid::make(), name, hash_password(password), roles, false, true, organisation};
  return database_.transact([&](store::Transaction& tx) -> Result<Secret> {
    if (store::find_account(tx, name))
      return Error{ErrorCode::conflict, "the account \"" + name + "\" exists already"};
    if (auto ok = check_owners(tx, organisation, roles); !ok) return ok.error();
    store::insert_account(tx, account);
    audit(tx, actor, {"account.add", {}, "", {}, {{"account", name}, {"after", held_json(account)}}});
    return Secret{account.id.text(), password};
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
    store::delete_sessions_of(tx, account->id);
    store::revoke_tokens_of(tx, account->id); // whoever had the password may have made some
    store::revoke_previews_of(tx, account->id);
    audit(tx, actor, {"account.password", {}, "", {}, {{"account", name}}});
    return Secret{account->id.text(), password};
  });
}

Result<void> Accounts::change_password(Actor const& actor, std::string const& name, std::string_view old_password,
                                       std::string_view new_password) const {
  if (auto ok = check_password(new_password); !ok) return ok.error().at("/data/attributes/new_password");
  if (new_password == old_password)
    return Error{ErrorCode::invalid_content, "must be another than the present one", "/data/attributes/new_password"};
  std::string const hash = hash_password(new_password);
  return database_.transact([&](store::Transaction& tx) -> Result<void> {
    auto const account = store::find_account(tx, name);
    if (!account || !password_matches(old_password, account->password_hash))
      return Error{ErrorCode::invalid_content, "the present password is not right", "/data/attributes/password"};
    store::set_password(tx, account->id, hash, false);
    store::delete_sessions_of(tx, account->id);
    audit(tx, actor, {"account.password", {}, "", {}, {{"account", name}}});
    return {};
  });
}

Result<void> Accounts::disable(Actor const& actor, std::string const& name) const {
  return database_.transact([&](store::Transaction& tx) -> Result<void> {
    auto const account = store::find_account(tx, name);
    if (!account) return no_account(name);
    store::set_disabled(tx, account->id, true);
    store::delete_sessions_of(tx, account->id);
    audit(tx, actor, {"account.disable", {}, "", {}, {{"account", name}}});
    return {};
  });
}

Result<void> Accounts::enable(Actor const& actor, std::string const& name) const {
  return database_.transact([&](store::Transaction& tx) -> Result<void> {
    auto const account = store::find_account(tx, name);
    if (!account) return no_account(name);
    store::set_disabled(tx, account->id, false);
    audit(tx, actor, {"account.enable", {}, "", {}, {{"account", name}}});
    return {};
  });
}

Result<std::vector<store::AccountRow>> Accounts::list() const {
  using All = Result<std::vector<store::AccountRow>>;
  return database_.transact([](store::Transaction& tx) -> All { return store::list_accounts(tx); });
}

Result<std::vector<store::TokenRow>> Accounts::list_tokens() const {
  using All = Result<std::vector<store::TokenRow>>;
  return database_.transact([](store::Transaction& tx) -> All { return store::list_tokens(tx); });
}

Result<Secret> Accounts::create_token(Actor const& actor, std::string const& account_name, std::string const& label,
                                      std::optional<Timestamp> expires_at) const {
  Secret const token{Uuid::make().text(), "tandem_" + random_secret()};
  return database_.transact([&](store::Transaction& tx) -> Result<Secret> {
    auto const account = store::find_account(tx, account_name);
    if (!account) return no_account(account_name);
    if (account->disabled) return is_disabled(account_name);
    store::insert_token(tx, Uuid::parse(token.id).value(), label, sha256_hex(token.value), account->id, expires_at);
    audit(tx, actor, {"token.create", {}, "", {}, {{"account", account_name}, {"token", token.id}}});
    return token;
  });
}

Result<void> Accounts::revoke_token(Actor const& actor, Uuid const& id) const {
  return database_.transact([&](store::Transaction& tx) -> Result<void> {
    if (!store::revoke_token(tx, id)) return Error{ErrorCode::not_found, "there is no such token in force"};
    audit(tx, actor, {"token.revoke", {}, "", {}, {{"token", id.text()}}});
    return {};
  });
}

Result<Accounts::SignedIn> Accounts::sign_in(std::string const& name, std::string_view password, int hours,
                                             Actor const& from) const {
  // Each check takes a core for a while and 64 MiB: a flood of them must not take the server.
  if (!checking_.try_acquire()) return Error{ErrorCode::too_many_requests, "many sign in at this moment; try again"};
  std::unique_ptr<std::counting_semaphore<>, void (*)(std::counting_semaphore<>*)> const held(
      &checking_, [](std::counting_semaphore<>* semaphore) { semaphore->release(); });
  using FoundAccount = Result<std::optional<store::AccountRow>>;
  FoundAccount const found = database_.transact([&](store::Transaction& tx) -> FoundAccount {
    if (auto ok = begin_attempt(tx, lockout_, name, from.address); !ok) return ok.error();
    return store::find_account(tx, name);
  });
  if (!found) return found.error();
  std::optional<store::AccountRow> const& account = *found;
  if (!password_matches(password, account ? account->password_hash : "") || account->disabled) {
    // The name is kept only where there is such an account: people type passwords into the wrong box.
    auto const told = database_.transact([&](store::Transaction& tx) -> Result<void> {
      audit(tx, from, {"session.refused", {}, "", {}, {{"account", account ? name : ""}}});
      return {};
    });
    if (!told) return told.error();
    return Error{ErrorCode::unauthenticated, "name or password is not right"};
  }
  return database_.transact([&](store::Transaction& tx) -> Result<SignedIn> {
    forget_attempts(tx, name, from.address);
    return start_session(tx, *account, hours, from, false);
  });
}

Accounts::SignedIn Accounts::start_session(store::Transaction& tx, store::AccountRow const& account, int hours,
                                           Actor const& from, bool second_factor, json::object how) {
  SignedIn session{random_secret(), random_secret(), account.must_change};
  store::insert_session(tx, sha256_hex(session.cookie), {account.id, session.csrf, second_factor},
                        now() + std::chrono::hours{hours});
  Actor actor = from;
  actor.name = account.name;
  audit(tx, actor, {"session.start", {}, "", {}, std::move(how)});
  return session;
}

Result<void> Accounts::sign_out(std::string const& cookie) const {
  return database_.transact([&](store::Transaction& tx) -> Result<void> {
    store::delete_session(tx, sha256_hex(cookie));
    return {};
  });
}

} // namespace tandem::access
