#include "access/tokens.hpp"

#include "access/audit.hpp"
#include "access/secrets.hpp"
#include "content/canonical_json.hpp"

#include <algorithm>

namespace tandem::access {
namespace {

std::string const attributes = "/data/attributes";

/// Nobody gets more by a token than they have: what is withheld from a session (second factor) stays withheld.
Result<void> check_within(Actor const& maker, std::optional<json::object> const& scope) {
  if (!scope) {
    if (maker.withheld.empty()) return {};
    return Error{ErrorCode::forbidden,
                 "without scope the token would hold " + maker.withheld.begin()->first + "; " +
                     maker.withheld.begin()->second,
                 attributes + "/scope"};
  }
  json::array const& permissions = scope->at("permissions").as_array();
  for (std::size_t i = 0; i < permissions.size(); ++i)
    if (auto ok = require(maker, std::string(permissions[i].as_string())); !ok)
      return ok.error().at(attributes + "/scope/permissions/" + std::to_string(i));
  return {};
}

} // namespace

json::object token_json(store::TokenRow const& token) {
  auto const instant = [](std::optional<Timestamp> const& at) {
    return at ? json::value(format_timestamp(*at)) : json::value(nullptr);
  };
  return {{"account", token.account},
          {"label", token.label},
          {"scope", token.scope ? json::value(*token.scope) : json::value(nullptr)},
          {"created_at", format_timestamp(token.created_at)},
          {"last_used_at", instant(token.last_used_at)},
          {"expires_at", instant(token.expires_at)}};
}

Result<void> Tokens::check(std::string const& label, std::optional<Timestamp> expires_at,
                           std::optional<json::object> const& scope) const {
  if (label.empty() || label.size() > 200)
    return Error{ErrorCode::invalid_content, "must be text of 1 to 200 bytes", attributes + "/label"};
  if (scope) {
    for (auto const& member : *scope)
      if (member.key() == "fields" || member.key() == "except_fields" || member.key() == "plugin")
        return Error{ErrorCode::invalid_content, "is not for tokens",
                     attributes + "/scope/" + std::string(member.key())};
    if (auto const grant = read_grant(*scope, attributes + "/scope", roles_.vocabulary()); !grant)
      return grant.error();
  }
  Timestamp const present = now();
  if (expires_at && *expires_at <= present)
    return Error{ErrorCode::invalid_content, "must be in the future", attributes + "/expires_at"};
  if (rule_.max_days > 0 && (!expires_at || *expires_at > present + std::chrono::days{rule_.max_days}))
    return Error{ErrorCode::invalid_content, "must be within " + std::to_string(rule_.max_days) + " days",
                 attributes + "/expires_at"};
  return {};
}

Result<Secret> Tokens::create(Actor const& actor, std::string const& name, std::string const& label,
                              std::optional<Timestamp> expires_at, std::optional<json::object> const& scope) const {
  if (auto ok = check(label, expires_at, scope); !ok) return ok.error();
  if (actor.signed_in())
    if (auto ok = check_within(actor, scope); !ok) return ok.error();
  std::string const secret = "tandem_" + random_secret();
  store::TokenRow const token{Uuid::make(), label, name, scope, expires_at};
  return database_.transact([&](store::Transaction& tx) -> Result<Secret> {
    auto const account = store::find_account(tx, name);
    if (!account) return no_account(name);
    if (account->disabled) return is_disabled(name);
    if (store::lock_and_count_tokens(tx, account->id) >= rule_.per_account)
      return Error{ErrorCode::conflict, "the account has " + std::to_string(rule_.per_account) +
                                            " tokens in force, and no more are allowed: revoke one"};
    store::insert_token(tx, token, sha256_hex(secret), account->id);
    json::object after = token_json(token);
    for (char const* unknown : {"created_at", "last_used_at", "account"}) after.erase(unknown);
    audit(tx, actor,
          {"token.create", {}, "", {}, {{"account", name}, {"token", token.id.text()}, {"after", std::move(after)}}});
    return Secret{token.id.text(), secret};
  });
}

Result<std::vector<store::TokenRow>> Tokens::list(std::optional<std::string> const& name) const {
  using All = Result<std::vector<store::TokenRow>>;
  return database_.transact([&](store::Transaction& tx) -> All {
    if (!name) return store::list_tokens(tx);
    auto const account = store::find_account(tx, *name);
    return account ? All(store::list_tokens(tx, account->id)) : no_account(*name);
  });
}

Result<void> Tokens::revoke(Actor const& actor, Uuid const& id, std::optional<Uuid> const& account) const {
  return database_.transact([&](store::Transaction& tx) -> Result<void> {
    auto const token = store::revoke_token(tx, id, account);
    if (!token) return Error{ErrorCode::not_found, "there is no such token in force"};
    audit(tx, actor,
          {"token.revoke",
           {},
           "",
           {},
           {{"account", token->account}, {"token", id.text()}, {"before", token_json(*token)}}});
    return {};
  });
}

} // namespace tandem::access
