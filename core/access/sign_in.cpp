#include "access/sign_in.hpp"

#include "access/accounts.hpp"
#include "access/audit.hpp"
#include "access/second_factor.hpp"
#include "access/secrets.hpp"
#include "content/canonical_json.hpp"

#include <memory>

namespace tandem::access {
namespace {

using FoundAccount = Result<std::optional<store::AccountRow>>;

/// What the caller's program says it is: at most 200 bytes of printable ASCII, whatever came.
std::string shown_agent(std::string_view sent) {
  std::string agent(sent.substr(0, 200));
  for (char& c : agent)
    if (c < ' ' || c > '~') c = '?';
  return agent;
}

} // namespace

FoundAccount SignIn::with_password(std::string const& name, std::string_view password, Actor const& from) const {
  // Each check takes a core for a while and 64 MiB: a flood of them must not take the server.
  if (!checking_.try_acquire()) return Error{ErrorCode::too_many_requests, "many sign in at this moment; try again"};
  std::unique_ptr<std::counting_semaphore<>, void (*)(std::counting_semaphore<>*)> const held(
      &checking_, [](std::counting_semaphore<>* semaphore) { semaphore->release(); });
  FoundAccount found = database_.transact([&](store::Transaction& tx) -> FoundAccount {
    if (auto ok = begin_attempt(tx, lockout_, name, from.address); !ok) return ok.error();
    return store::find_account(tx, name);
  });
  if (!found) return found;
  std::optional<store::AccountRow> const& account = *found;
  bool const right = password_matches(password, account ? account->password_hash : "");
  return right && !account->disabled ? found : FoundAccount(std::nullopt);
}

Result<void> SignIn::take_back(std::string const& name, Actor const& from) const {
  return database_.transact([&](store::Transaction& tx) -> Result<void> {
    take_back_attempt(tx, lockout_, name, from.address);
    return {};
  });
}

Result<void> SignIn::tell_refused(Actor const& from, json::object detail) const {
  return database_.transact([&](store::Transaction& tx) -> Result<void> {
    audit(tx, from, {"session.refused", {}, "", {}, detail});
    return {};
  });
}

Result<SignedIn> SignIn::start(std::string const& name, Proof const& proof, int hours, Actor const& from) const {
  FoundAccount const account = with_password(name, proof.password, from);
  if (!account) return account.error();
  if (!*account) {
    // The name is kept only where there is such an account: people type passwords into the wrong box.
    Result<bool> const known = database_.transact(
        [&](store::Transaction& tx) -> Result<bool> { return store::find_account(tx, name).has_value(); });
    if (!known) return known.error();
    if (auto ok = tell_refused(from, {{"account", *known ? name : ""}}); !ok) return ok.error();
    return Error{ErrorCode::unauthenticated, "name or password is not right"};
  }
  Result<SignedIn> session = database_.transact([&](store::Transaction& tx) -> Result<SignedIn> {
    Result<bool> const second_factor = use_code(tx, (*account)->id, proof.code);
    if (!second_factor) return second_factor.error();
    forget_attempts(tx, name, from.address);
    return start_session(tx, **account, hours, from, *second_factor);
  });
  if (session) return session;
  if (session.error().code == ErrorCode::second_factor_required) {
    if (auto ok = take_back(name, from); !ok) return ok.error();
  } else if (session.error().code == ErrorCode::unauthenticated) {
    if (auto ok = tell_refused(from, {{"account", name}, {"reason", "second factor"}}); !ok) return ok.error();
  }
  return session;
}

SignedIn SignIn::start_session(store::Transaction& tx, store::AccountRow const& account, int hours, Actor const& from,
                               bool second_factor, json::object how) {
  SignedIn session{random_secret(), random_secret(), account.must_change};
  Uuid const id = Uuid::make();
  store::insert_session(tx, sha256_hex(session.cookie),
                        {id, account.id, session.csrf, second_factor, from.address, shown_agent(from.user_agent),
                         now() + std::chrono::hours{hours}});
  Actor actor = from;
  actor.name = account.name;
  how["session"] = id.text();
  audit(tx, actor, {"session.start", {}, "", {}, std::move(how)});
  return session;
}

Result<void> SignIn::sign_out(Actor const& actor) const {
  return actor.session ? end_session(actor, actor.name, *actor.session) : Result<void>{};
}

Result<void> SignIn::check_own_password(Actor const& actor, std::string const& name,
                                        std::string_view password) const {
  FoundAccount const account = with_password(name, password, actor);
  if (!account) return account.error();
  if (!*account)
    return Error{ErrorCode::invalid_content, "the present password is not right", "/data/attributes/password"};
  return take_back(name, actor); // not forgotten: that would let codes be guessed without end
}

Result<void> SignIn::change_password(Actor const& actor, std::string const& name, std::string_view old_password,
                                     std::string_view new_password) const {
  if (auto ok = check_password(new_password); !ok) return ok.error().at("/data/attributes/new_password");
  if (new_password == old_password)
    return Error{ErrorCode::invalid_content, "must be another than the present one", "/data/attributes/new_password"};
  if (auto ok = check_own_password(actor, name, old_password); !ok) return ok;
  std::string const hash = hash_password(new_password);
  return database_.transact([&](store::Transaction& tx) -> Result<void> {
    auto const account = store::find_account(tx, name);
    if (!account) return no_account(name);
    store::set_password(tx, account->id, hash, false);
    std::size_t const ended = store::delete_sessions_of(tx, account->id, actor.session);
    audit(tx, actor, {"account.password", {}, "", {}, {{"account", name}, {"sessions_ended", ended}}});
    return {};
  });
}

Result<void> SignIn::with_code(Actor const& actor, std::string_view code,
                               std::function<void(store::Transaction&)> const& work) const {
  Result<void> const begun = database_.transact(
      [&](store::Transaction& tx) -> Result<void> { return begin_attempt(tx, lockout_, actor.name, actor.address); });
  if (!begun) return begun;
  return database_.transact([&](store::Transaction& tx) -> Result<void> {
    Result<bool> const used = use_code(tx, *actor.account, code);
    if (!used) return Error{ErrorCode::invalid_content, "the code is not right", "/data/attributes/code"};
    if (!*used) return Error{ErrorCode::conflict, "the account has no second factor"};
    take_back_attempt(tx, lockout_, actor.name, actor.address);
    work(tx);
    return {};
  });
}

Result<std::vector<store::SessionRow>> SignIn::sessions(std::string const& name) const {
  using All = Result<std::vector<store::SessionRow>>;
  return database_.transact([&](store::Transaction& tx) -> All {
    auto const account = store::find_account(tx, name);
    return account ? All(store::sessions_of(tx, account->id)) : no_account(name);
  });
}

Result<void> SignIn::end_session(Actor const& actor, std::string const& name, Uuid const& id) const {
  return database_.transact([&](store::Transaction& tx) -> Result<void> {
    auto const account = store::find_account(tx, name);
    if (!account) return no_account(name);
    if (store::delete_session(tx, account->id, id) == 0)
      return Error{ErrorCode::not_found, "there is no such session (any more)"};
    audit(tx, actor, {"session.end", {}, "", {}, {{"account", name}, {"session", id.text()}}});
    return {};
  });
}

Result<void> SignIn::end_sessions(Actor const& actor, std::string const& name) const {
  return database_.transact([&](store::Transaction& tx) -> Result<void> {
    auto const account = store::find_account(tx, name);
    if (!account) return no_account(name);
    std::size_t const ended = store::delete_sessions_of(tx, account->id, actor.session);
    audit(tx, actor, {"session.end", {}, "", {}, {{"account", name}, {"sessions_ended", ended}}});
    return {};
  });
}

} // namespace tandem::access
