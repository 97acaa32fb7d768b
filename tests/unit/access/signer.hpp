#pragma once
/// Keys as an identity provider has them, and tokens signed with them: real ones, made by libcjose.

#include "access/secrets.hpp"
#include "content/json.hpp"

#include <cjose/cjose.h>
#include <cstdlib>
#include <memory>
#include <stdexcept>

namespace tandem::test {

class Signer {
public:
  static Signer rsa(std::string id, std::size_t bits = 2048) {
    return {std::move(id),
            cjose_jwk_create_RSA_random(bits, reinterpret_cast<std::uint8_t const*>("\x01\x00\x01"), 3, nullptr)};
  }
  static Signer elliptic(std::string id, cjose_jwk_ec_curve curve) {
    return {std::move(id), cjose_jwk_create_EC_random(curve, nullptr)};
  }
  /// A shared secret, as HS256 takes it.
  static Signer secret(std::string id, std::string const& bytes) {
    return {std::move(id),
            cjose_jwk_create_oct_spec(reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size(), nullptr)};
  }

  [[nodiscard]] json::object public_key() const {
    std::unique_ptr<char, decltype(&std::free)> const text(cjose_jwk_to_json(key_.get(), false, nullptr), std::free);
    json::object key = json::parse(text.get()).as_object();
    if (!id_.empty()) key["kid"] = id_;
    return key;
  }

  /// Compact form. Members of `header` come beside alg and kid.
  [[nodiscard]] std::string sign(json::object const& claims, std::string const& algorithm,
                                 json::object const& header = {}) const {
    std::unique_ptr<cjose_header_t, decltype(&cjose_header_release)> const head(cjose_header_new(nullptr),
                                                                                cjose_header_release);
    cjose_header_set(head.get(), "alg", algorithm.c_str(), nullptr);
    if (!id_.empty()) cjose_header_set(head.get(), "kid", id_.c_str(), nullptr);
    for (auto const& member : header)
      cjose_header_set_raw(head.get(), std::string(member.key()).c_str(), json::serialize(member.value()).c_str(),
                           nullptr);
    std::string const payload = json::serialize(claims);
    std::unique_ptr<cjose_jws_t, decltype(&cjose_jws_release)> const jws(
        cjose_jws_sign(key_.get(), head.get(), reinterpret_cast<std::uint8_t const*>(payload.data()), payload.size(),
                       nullptr),
        cjose_jws_release);
    char const* text = nullptr;
    if (!jws || !cjose_jws_export(jws.get(), &text, nullptr)) throw std::runtime_error("cannot sign");
    return text;
  }

private:
  Signer(std::string id, cjose_jwk_t* key) : id_(std::move(id)), key_(key, cjose_jwk_release) {
    if (!key_) throw std::runtime_error("no key");
  }
  std::string id_;
  std::shared_ptr<cjose_jwk_t> key_;
};

/// The document at a provider's jwks_uri.
inline std::string key_set(std::vector<json::object> const& keys) {
  json::array list;
  for (json::object const& key : keys) list.push_back(key);
  return json::serialize(json::object{{"keys", list}});
}

} // namespace tandem::test
