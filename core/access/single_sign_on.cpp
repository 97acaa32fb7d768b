#include "access/single_sign_on.hpp"

#include "access/accounts.hpp"
#include "access/audit.hpp"
#include "access/secrets.hpp"
#include "content/canonical_json.hpp"
#include "store/sign_in.hpp"

namespace tandem::access {
namespace {

Error refused(std::string why) { return {ErrorCode::unauthenticated, std::move(why)}; }

/// The account of an identity; at first the one of that name, which is linked.
Result<store::AccountRow> linked_account(store::Transaction& tx, store::Identity const& identity,
                                         std::string const& name, Actor const& from) {
  std::optional<Uuid> const known = store::account_of_identity(tx, identity);
  auto const account = known ? store::find_account(tx, *known) : store::find_account(tx, name);
  if (!account) return refused("there is no account of the name that the provider gives");
  if (account->disabled) return refused("the account " + account->name + " is disabled");
  if (!store::oidc_allowed(tx, account->id))
    return refused("the account " + account->name + " may not sign in with the provider");
  if (known) return *account;
  if (!store::link_identity(tx, identity, account->id))
    return refused("the account " + account->name + " belongs to another identity of the provider");
  Actor actor = from;
  actor.name = account->name;
  audit(tx, actor, {"account.link", {}, "", {}, {{"issuer", identity.issuer}, {"subject", identity.subject}}});
  return *account;
}

/// Who signs in with the provider needs no one-time password: one that is still unused would only lie about.
void void_one_time_password(store::Transaction& tx, store::AccountRow& account, Actor const& from) {
  if (!account.must_change) return;
  store::set_password(tx, account.id, "", false); // matches nothing
  account.must_change = false;
  Actor actor = from;
  actor.name = account.name;
  audit(tx, actor, {"account.password", {}, "", {}, {{"account", account.name}, {"one_time_password", "void"}}});
}

} // namespace

Result<SingleSignOn::Started> SingleSignOn::start() {
  Result<Discovery> const discovery = provider_.discovery(now());
  if (!discovery) {
    bool const busy = discovery.error().code == ErrorCode::too_many_requests;
    return busy ? discovery.error() : Error{ErrorCode::unavailable, "the identity provider cannot be reached"};
  }
  LoginSecrets const secrets{random_secret(), random_secret(), random_secret()};
  std::string const browser = random_secret();
  return database_.transact([&](store::Transaction& tx) -> Result<Started> {
    store::insert_login(tx, sha256_hex(secrets.state), sha256_hex(browser), {secrets.nonce, secrets.verifier},
                        login_lifetime);
    return Started{authorization_url(*discovery, settings(), secrets), browser};
  });
}

Result<SignedIn> SingleSignOn::finish(Answer const& answer, std::string const& browser, Actor const& from) {
  Result<SignedIn> session = checked(answer, browser, from);
  if (session || session.error().code == ErrorCode::too_many_requests) return session;
  auto const told = database_.transact([&](store::Transaction& tx) -> Result<void> {
    audit(tx, from,
          {"session.refused", {}, "", {}, {{"issuer", settings().issuer}, {"reason", session.error().detail}}});
    return {};
  });
  if (!told) return told.error();
  if (session.error().code == ErrorCode::unauthenticated)
    return refused("signing in with the identity provider did not succeed; begin again");
  return Error{session.error().code, "the identity provider does not answer as it should; try again later"};
}

Result<SignedIn> SingleSignOn::checked(Answer const& answer, std::string const& browser, Actor const& from) {
  using Taken = Result<store::PendingLogin>;
  Taken const login = database_.transact([&](store::Transaction& tx) -> Taken {
    auto const found = store::take_login(tx, sha256_hex(answer.state), sha256_hex(browser));
    return found ? Taken(*found) : Taken(refused("no sign-in of this browser waits for this answer"));
  });
  if (!login) return login.error();
  if (!answer.error.empty()) return refused("the provider answers " + known_error(answer.error));
  Result<Discovery> const discovery = provider_.discovery(now());
  if (!discovery) return discovery.error();
  // Who mixes up providers is told by their name in the answer (RFC 9207 section 2.4).
  bool const must_name = discovery->names_itself || !answer.issuer.empty();
  if (must_name && answer.issuer != settings().issuer) return refused("the answer comes from another provider");
  Result<OidcProvider::Tokens> const tokens = provider_.exchange(*discovery, answer.code, login->verifier);
  if (!tokens) return tokens.error();
  Result<KeySet> const keys = provider_.keys_for(*discovery, tokens->id_token, now());
  if (!keys) return keys.error();
  Result<IdToken> const token =
      check_id_token(tokens->id_token, *keys, {settings().issuer, settings().client_id, login->nonce}, now());
  if (!token) return token.error();
  return session_of(*token, *discovery, tokens->access_token, from);
}

Result<SignedIn> SingleSignOn::session_of(IdToken const& token, Discovery const& discovery,
                                          std::string const& access_token, Actor const& from) {
  store::Identity const identity{settings().issuer, token.subject};
  Result<bool> const known = database_.transact(
      [&](store::Transaction& tx) -> Result<bool> { return store::account_of_identity(tx, identity).has_value(); });
  if (!known) return known.error();
  std::string name; // matters for the first time only
  if (!*known) {
    Result<std::string> const told = provider_.account_name(discovery, token, access_token);
    if (!told) return told.error();
    name = *told;
  }
  bool const second_factor = token.used_one_of(settings().second_factor);
  return database_.transact([&](store::Transaction& tx) -> Result<SignedIn> {
    Result<store::AccountRow> account = linked_account(tx, identity, name, from);
    if (!account) return account.error();
    void_one_time_password(tx, *account, from);
    return SignIn::start_session(tx, *account, hours_, from, second_factor, {{"issuer", identity.issuer}});
  });
}

Result<void> allow_single_sign_on(store::Database& database, Actor const& actor, std::string const& name,
                                  bool allowed) {
  return database.transact([&](store::Transaction& tx) -> Result<void> {
    auto const account = store::find_account(tx, name);
    if (!account) return no_account(name);
    store::set_oidc_allowed(tx, account->id, allowed);
    if (!allowed) {
      store::unlink_identities(tx, account->id);
      store::delete_sessions_of(tx, account->id);
    }
    audit(tx, actor, {"account.oidc", {}, "", {}, {{"account", name}, {"allowed", allowed}}});
    return {};
  });
}

} // namespace tandem::access
