#include "webhooks/signature.hpp"

#include <array>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdexcept>

namespace tandem::webhooks {

std::string signature(std::string_view secret, std::int64_t seconds, std::string_view body) {
  std::string const time = std::to_string(seconds);
  std::string const text = time + "." + std::string(body);
  std::array<unsigned char, EVP_MAX_MD_SIZE> code{};
  unsigned size = 0;
  if (HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
           reinterpret_cast<unsigned char const*>(text.data()), text.size(), code.data(), &size) == nullptr)
    throw std::runtime_error("OpenSSL computes no HMAC-SHA-256");
  std::string header = "t=" + time + ",v1=";
  for (unsigned i = 0; i < size; ++i) {
    constexpr std::string_view digits = "0123456789abcdef";
    header += digits[code.at(i) >> 4U];
    header += digits[code.at(i) & 0xFU];
  }
  return header;
}

} // namespace tandem::webhooks
