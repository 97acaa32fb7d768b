#include "access/oidc_provider.hpp"

#include <memory>

namespace tandem::access {
namespace {

Result<json::object> object_of(std::string_view text, std::string_view what) {
  Result<json::value> parsed = parse_json(text);
  if (!parsed || !parsed->is_object())
    return Error{ErrorCode::unavailable, "the provider's " + std::string(what) + " cannot be read"};
  return parsed->get_object();
}

} // namespace

Result<ProviderReply> OidcProvider::ask(Question const& question) {
  if (!asking_.try_acquire()) return Error{ErrorCode::too_many_requests, "many sign in at this moment; try again"};
  std::unique_ptr<std::counting_semaphore<>, void (*)(std::counting_semaphore<>*)> const held(
      &asking_, [](std::counting_semaphore<>* semaphore) { semaphore->release(); });
  return ask_(question);
}

Result<std::string> OidcProvider::document(std::string const& url) {
  Result<ProviderReply> reply = ask({url});
  if (!reply) return reply.error();
  if (reply->status != 200)
    return Error{ErrorCode::unavailable, "the provider answers " + std::to_string(reply->status) + " at " + url};
  return std::move(reply->body);
}

Result<Discovery> OidcProvider::discovery(Timestamp now) {
  {
    std::lock_guard const lock(mutex_);
    if (discovery_ && now - discovery_since_ < known_for) return *discovery_;
  }
  Result<std::string> const text = document(discovery_address(settings_.issuer));
  if (!text) return text.error();
  Result<Discovery> found = parse_discovery(*text, settings_.issuer);
  if (!found) return found;
  std::lock_guard const lock(mutex_);
  discovery_ = *found;
  discovery_since_ = now;
  return found;
}

Result<OidcProvider::Tokens> OidcProvider::exchange(Discovery const& discovery, std::string_view code,
                                                    std::string_view verifier) {
  Result<ProviderReply> const reply = ask(token_question(discovery, settings_, code, verifier));
  if (!reply) return reply.error();
  Result<json::object> const answer = object_of(reply->body, "answer with tokens");
  if (reply->status >= 400 && reply->status < 500)
    return Error{ErrorCode::unauthenticated, "the provider does not take the code (" +
                                                 known_error(answer ? string_member(*answer, "error") : "") + ")"};
  if (reply->status != 200)
    return Error{ErrorCode::unavailable, "the provider answers " + std::to_string(reply->status) + " for tokens"};
  if (!answer) return answer.error();
  Tokens tokens{std::string(string_member(*answer, "id_token")), std::string(string_member(*answer, "access_token"))};
  if (tokens.id_token.empty()) return Error{ErrorCode::unavailable, "the provider gives no ID token"};
  return tokens;
}

Result<KeySet> OidcProvider::keys_for(Discovery const& discovery, std::string_view token, Timestamp now) {
  {
    std::lock_guard const lock(mutex_);
    bool const fresh = keys_.size() > 0 && now - keys_since_ < known_for;
    bool const asked_just_now = keys_asked_ && now - *keys_asked_ < keys_again_after;
    if ((fresh && keys_.has_key_of(token)) || asked_just_now) return keys_;
    keys_asked_ = now;
  }
  Result<std::string> const text = document(discovery.jwks_uri);
  if (!text) return text.error();
  Result<KeySet> keys = KeySet::parse(*text);
  if (!keys) return keys;
  std::lock_guard const lock(mutex_);
  keys_ = *keys;
  keys_since_ = now;
  return keys;
}

Result<std::string> OidcProvider::account_name(Discovery const& discovery, IdToken const& token,
                                               std::string const& access_token) {
  if (std::string_view const name = token.text(settings_.claim); !name.empty()) return std::string(name);
  if (discovery.userinfo_endpoint.empty() || access_token.empty()) return std::string();
  Result<ProviderReply> const reply = ask({discovery.userinfo_endpoint, "", "Bearer " + access_token});
  if (!reply) return reply.error();
  if (reply->status != 200) return std::string();
  Result<json::object> const about = object_of(reply->body, "answer about the person");
  if (!about) return about.error();
  // About somebody else (Core 1.0 section 5.3.2)?
  if (string_member(*about, "sub") != token.subject)
    return Error{ErrorCode::unauthenticated, "the provider speaks of somebody else than the ID token"};
  return std::string(string_member(*about, settings_.claim));
}

} // namespace tandem::access
