#include "access/secrets.hpp"

#include <array>
#include <sodium.h>
#include <stdexcept>

namespace tandem::access {
namespace {

void ready() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
}

std::string base64_of(std::string_view bytes, int variant) {
  std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(),
                    variant);
  text.pop_back(); // the final NUL
  return text;
}

std::optional<std::string> bytes_of(std::string_view text, int variant) {
  std::string bytes(text.size(), '\0');
  std::size_t length = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(), text.size(),
                        nullptr, &length, nullptr, variant) != 0)
    return std::nullopt;
  bytes.resize(length);
  return bytes;
}

} // namespace

std::string hash_password(std::string_view password) {
  ready();
  std::array<char, crypto_pwhash_STRBYTES> text{};
  if (crypto_pwhash_str(text.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                        crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
    throw std::runtime_error("not enough memory to hash a password");
  return text.data();
}

bool password_matches(std::string_view password, std::string const& hash) {
  ready();
  static std::string const nobody = hash_password("the hash that is compared when there is no account");
  std::string const& compared = hash.empty() ? nobody : hash;
  bool const same = crypto_pwhash_str_verify(compared.c_str(), password.data(), password.size()) == 0;
  return same && !hash.empty();
}

Result<void> check_password(std::string_view password) {
  if (password.size() < 12) return Error{ErrorCode::invalid_content, "a password has at least 12 characters"};
  if (password.size() > 256) return Error{ErrorCode::invalid_content, "a password has at most 256 characters"};
  return {};
}

std::string random_secret() { return base64url(random_bytes(32)); }

std::string random_bytes(std::size_t count) {
  ready();
  std::string bytes(count, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

std::string readable_secret(int groups) {
  ready();
  constexpr std::string_view alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
  std::string secret;
  for (int i = 0; i < 5 * groups; ++i) {
    if (i > 0 && i % 5 == 0) secret += '-';
    secret += alphabet[randombytes_uniform(static_cast<std::uint32_t>(alphabet.size()))];
  }
  return secret;
}

std::string one_time_password() { return readable_secret(4); }

std::string base64(std::string_view bytes) { return base64_of(bytes, sodium_base64_VARIANT_ORIGINAL); }
std::string base64url(std::string_view bytes) { return base64_of(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING); }

std::optional<std::string> from_base64(std::string_view text) {
  return bytes_of(text, sodium_base64_VARIANT_ORIGINAL);
}
std::optional<std::string> from_base64url(std::string_view text) {
  return bytes_of(text, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool equal_secrets(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

} // namespace tandem::access
