#include "access/totp.hpp"

#include "access/secrets.hpp"
#include "content/canonical_json.hpp"

#include <algorithm>
#include <array>
#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <cstdio>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdexcept>

namespace tandem::access::totp {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::size_t secret_bytes = 20;
constexpr int recovery_codes = 10, recovery_groups = 3;

std::string encoded(std::string_view text) {
  return boost::urls::encode(boost::core::string_view(text.data(), text.size()), boost::urls::unreserved_chars);
}

std::string without(std::string_view ignored, std::string_view text) {
  std::string kept(text);
  std::erase_if(kept, [&](char c) { return ignored.find(c) != std::string_view::npos; });
  return kept;
}

} // namespace

Step step_at(Timestamp at) {
  return std::chrono::floor<std::chrono::duration<Step, std::ratio<30>>>(at).time_since_epoch().count();
}

std::string make_secret() { return base32(random_bytes(secret_bytes)); }

std::string code(std::string_view secret, Step step) {
  std::optional<std::string> const key = from_base32(secret);
  if (!key || key->empty()) throw std::invalid_argument("a secret for one-time passwords is not base32");
  std::array<unsigned char, 8> counter{}; // the step, most significant byte first
  for (std::size_t i = 0; i < counter.size(); ++i)
    counter[i] = static_cast<unsigned char>(static_cast<std::uint64_t>(step) >> (8 * (7 - i)));
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned length = 0;
  if (HMAC(EVP_sha1(), key->data(), static_cast<int>(key->size()), counter.data(), counter.size(), hash.data(),
           &length) == nullptr)
    throw std::runtime_error("HMAC-SHA-1 is not to be had");
  // Dynamic truncation, RFC 4226 section 5.3.
  std::size_t const offset = hash.at(length - 1) & 0x0fU;
  std::uint32_t const number = (hash.at(offset) & 0x7fU) << 24U |
                               static_cast<std::uint32_t>(hash.at(offset + 1)) << 16U |
                               static_cast<std::uint32_t>(hash.at(offset + 2)) << 8U | hash.at(offset + 3);
  std::array<char, 16> digits{};
  std::snprintf(digits.data(), digits.size(), "%06u", number % 1'000'000U);
  return digits.data();
}

std::optional<Step> check(std::string_view secret, std::string_view typed, Timestamp now,
                          std::optional<Step> last_used_step) {
  std::string const digits = without(" \t", typed);
  Step const present = step_at(now);
  std::optional<Step> found;
  for (Step const step : {present - 1, present, present + 1}) // all of them, so that time does not tell which
    if (equal_secrets(code(secret, step), digits) && (!last_used_step || step > *last_used_step) && !found)
      found = step;
  return found;
}

std::string uri(std::string_view issuer, std::string_view account, std::string_view secret) {
  std::string const from = encoded(issuer);
  return "otpauth://totp/" + from + ":" + encoded(account) + "?secret=" + std::string(secret) + "&issuer=" + from +
         "&algorithm=SHA1&digits=6&period=30";
}

std::vector<std::string> make_recovery_codes() {
  std::vector<std::string> codes(recovery_codes);
  std::generate(codes.begin(), codes.end(), [] { return readable_secret(recovery_groups); });
  return codes;
}

std::string recovery_hash(std::string_view typed) {
  std::string plain = without(" \t\r\n-", typed);
  for (char& c : plain)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return sha256_hex(plain);
}

std::string base32(std::string_view bytes) {
  std::string text;
  std::uint32_t buffer = 0;
  unsigned bits = 0;
  for (char const byte : bytes) {
    buffer = (buffer << 8U | static_cast<unsigned char>(byte)) & 0xffffU;
    for (bits += 8; bits >= 5; bits -= 5) text += alphabet[buffer >> (bits - 5) & 31U];
  }
  if (bits > 0) text += alphabet[buffer << (5 - bits) & 31U];
  return text;
}

std::optional<std::string> from_base32(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  std::string bytes;
  std::uint32_t buffer = 0;
  unsigned bits = 0;
  for (char const c : text) {
    std::size_t const value = alphabet.find(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
    if (value == std::string_view::npos) return std::nullopt;
    buffer = (buffer << 5U | static_cast<std::uint32_t>(value)) & 0xffffU;
    if ((bits += 5) < 8) continue;
    bits -= 8;
    bytes += static_cast<char>(buffer >> bits & 0xffU);
  }
  // A tail that is no whole byte must be zeros, and shorter than a character (RFC 4648 section 3.5).
  bool const whole = bits < 5 && (buffer & ((1U << bits) - 1U)) == 0;
  return whole ? std::optional(std::move(bytes)) : std::nullopt;
}

} // namespace tandem::access::totp
