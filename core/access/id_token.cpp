#include "access/id_token.hpp"

#include "access/secrets.hpp"

#include <algorithm>
#include <cjose/cjose.h>
#include <memory>
#include <optional>

namespace tandem::access {
namespace {

using Jwk = std::unique_ptr<cjose_jwk_t, decltype([](cjose_jwk_t* key) { cjose_jwk_release(key); })>;
using Jws = std::unique_ptr<cjose_jws_t, decltype([](cjose_jws_t* jws) { cjose_jws_release(jws); })>;

constexpr std::size_t least_rsa_bits = 2048; // RFC 7518 section 3.3

/// The kind of key that an algorithm takes (RFC 7518 section 3.1); "" for those that are not accepted.
std::string_view kind_for(std::string_view algorithm) {
  for (std::string_view const rsa : {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
    if (algorithm == rsa) return "RSA";
  if (algorithm == "ES256") return "P-256";
  if (algorithm == "ES384") return "P-384";
  if (algorithm == "ES512") return "P-521";
  return "";
}

Error refused(std::string why) { return {ErrorCode::unauthenticated, "the ID token " + std::move(why)}; }

struct TokenHeader {
  std::string algorithm, key;
};

Result<TokenHeader> header_of(std::string_view token) {
  std::optional<std::string> const text = from_base64url(token.substr(0, token.find('.')));
  if (!text) return refused("is no signed token");
  Result<json::value> const header = parse_json(*text, 8);
  if (!header || !header->is_object()) return refused("has no readable header");
  json::object const& members = header->get_object();
  // Extensions that must be understood (RFC 7515 section 4.1.11): none is.
  if (members.contains("crit")) return refused("asks for extensions");
  TokenHeader read{std::string(string_member(members, "alg")), std::string(string_member(members, "kid"))};
  if (kind_for(read.algorithm).empty()) return refused("is not signed with an algorithm that is accepted");
  return read;
}

/// What is signed, when one of the keys has signed it.
std::optional<std::string> signed_by(std::string_view token, std::vector<KeySet::Key> const& keys) {
  for (KeySet::Key const& key : keys) {
    Jwk const jwk(cjose_jwk_import(key.json.data(), key.json.size(), nullptr));
    Jws const jws(cjose_jws_import(token.data(), token.size(), nullptr));
    if (!jwk || !jws || !cjose_jws_verify(jws.get(), jwk.get(), nullptr)) continue;
    std::uint8_t* bytes = nullptr;
    std::size_t length = 0;
    if (cjose_jws_get_plaintext(jws.get(), &bytes, &length, nullptr))
      return std::string(reinterpret_cast<char const*>(bytes), length);
  }
  return std::nullopt;
}

/// A NumericDate (RFC 7519 section 2): seconds since the epoch, with a fraction or without.
std::optional<Timestamp> instant(json::object const& claims, std::string_view name) {
  json::value const* value = claims.if_contains(name);
  if (value == nullptr || !value->is_number()) return std::nullopt;
  double const seconds = value->to_number<double>();
  if (!(seconds >= 0 && seconds < 1e11)) return std::nullopt; // beyond, microseconds do not fit
  return Timestamp{std::chrono::microseconds{static_cast<std::int64_t>(seconds * 1e6)}};
}

/// `aud` is a name or a list of names.
std::vector<std::string> audience_of(json::object const& claims) {
  json::value const* audience = claims.if_contains("aud");
  if (audience == nullptr) return {};
  if (audience->is_string()) return {std::string(audience->get_string())};
  std::vector<std::string> all;
  if (audience->is_array())
    for (json::value const& one : audience->get_array())
      all.push_back(one.is_string() ? std::string(one.get_string()) : std::string());
  return all;
}

Result<void> check_parties(json::object const& claims, ExpectedToken const& expected) {
  if (string_member(claims, "iss") != expected.issuer) return refused("is of another issuer");
  std::vector<std::string> const audience = audience_of(claims);
  if (std::find(audience.begin(), audience.end(), expected.client_id) == audience.end())
    return refused("is meant for somebody else");
  bool const has_party = claims.contains("azp");
  if ((has_party || audience.size() > 1) && string_member(claims, "azp") != expected.client_id)
    return refused("was given to somebody else");
  if (expected.nonce.empty() || !equal_secrets(string_member(claims, "nonce"), expected.nonce))
    return refused("answers another sign-in");
  return {};
}

Result<void> check_times(json::object const& claims, Timestamp now) {
  auto const expires = instant(claims, "exp"), issued = instant(claims, "iat"), begins = instant(claims, "nbf");
  if (!expires || !issued || (claims.contains("nbf") && !begins)) return refused("does not say when it holds");
  if (now >= *expires + clock_tolerance) return refused("has expired");
  if (*issued > now + clock_tolerance || (begins && *begins > now + clock_tolerance))
    return refused("is of the future");
  if (now - *issued > oldest_token + clock_tolerance) return refused("is too old");
  return {};
}

} // namespace

Result<KeySet> KeySet::parse(std::string_view text) {
  Result<json::value> const document = parse_json(text);
  json::value const* keys = document && document->is_object() ? document->get_object().if_contains("keys") : nullptr;
  if (keys == nullptr || !keys->is_array())
    return Error{ErrorCode::unavailable, "the provider's keys cannot be read"};
  KeySet set;
  for (json::value const& one : keys->get_array()) {
    if (!one.is_object()) continue;
    json::object const& key = one.get_object();
    std::string_view const type = string_member(key, "kty");
    if ((type != "RSA" && type != "EC") || string_member(key, "use", "sig") != "sig") continue;
    std::string const json = json::serialize(key);
    Jwk const jwk(cjose_jwk_import(json.data(), json.size(), nullptr));
    if (!jwk || (type == "RSA" && cjose_jwk_get_keysize(jwk.get(), nullptr) < least_rsa_bits)) continue;
    set.keys_.push_back({std::string(string_member(key, "kid")), std::string(string_member(key, "alg")),
                         std::string(type == "RSA" ? type : string_member(key, "crv")), json});
  }
  return set;
}

std::vector<KeySet::Key> KeySet::fitting(std::string_view algorithm, std::string_view id) const {
  std::vector<Key> fit;
  std::copy_if(keys_.begin(), keys_.end(), std::back_inserter(fit), [&](Key const& key) {
    return key.kind == kind_for(algorithm) && (key.algorithm.empty() || key.algorithm == algorithm) &&
           (id.empty() || key.id == id);
  });
  return fit;
}

bool KeySet::has_key_of(std::string_view token) const {
  Result<TokenHeader> const header = header_of(token);
  return header && !fitting(header->algorithm, header->key).empty();
}

bool IdToken::used_one_of(std::vector<std::string> const& methods) const {
  json::value const* used = claims.if_contains("amr");
  if (used == nullptr || !used->is_array()) return false;
  return std::any_of(used->get_array().begin(), used->get_array().end(), [&](json::value const& method) {
    return method.is_string() &&
           std::find(methods.begin(), methods.end(), std::string_view(method.get_string())) != methods.end();
  });
}

Result<IdToken> check_id_token(std::string_view token, KeySet const& keys, ExpectedToken const& expected,
                               Timestamp now) {
  Result<TokenHeader> const header = header_of(token);
  if (!header) return header.error();
  std::vector<KeySet::Key> const fitting = keys.fitting(header->algorithm, header->key);
  if (fitting.empty()) return refused("is signed with a key that the provider does not publish");
  std::optional<std::string> const payload = signed_by(token, fitting);
  if (!payload) return refused("has a signature that does not hold");
  Result<json::value> const claims = parse_json(*payload);
  if (!claims || !claims->is_object()) return refused("cannot be read");
  if (auto ok = check_parties(claims->get_object(), expected); !ok) return ok.error();
  if (auto ok = check_times(claims->get_object(), now); !ok) return ok.error();
  IdToken checked{std::string(string_member(claims->get_object(), "sub")), claims->get_object()};
  // At most 255 ASCII characters (Core 1.0 section 2).
  if (checked.subject.empty() || checked.subject.size() > 255) return refused("names nobody");
  return checked;
}

} // namespace tandem::access
