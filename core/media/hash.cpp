#include "media/hash.hpp"

#include <array>
#include <fstream>
#include <memory>
#include <openssl/evp.h>
#include <vector>

namespace tandem::media {

Result<std::string> sha256_of(std::filesystem::path const& file) {
  Error const unreadable{ErrorCode::unavailable, "a file cannot be read"};
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> const context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  if (context == nullptr || EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) != 1) return unreadable;
  std::ifstream in(file, std::ios::binary);
  if (!in) return unreadable;
  std::vector<char> piece(256 << 10);
  while (in) {
    in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    if (EVP_DigestUpdate(context.get(), piece.data(), static_cast<std::size_t>(in.gcount())) != 1) return unreadable;
  }
  if (!in.eof()) return unreadable;
  std::array<unsigned char, 32> digest{};
  if (EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) != 1) return unreadable;
  std::string text;
  for (unsigned char const byte : digest) {
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 15];
  }
  return text;
}

} // namespace tandem::media
