#pragma once
/// The name of a file: the SHA-256 of its bytes.

#include "content/error.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace tandem::media {

/// Computes a SHA-256 while bytes come by.
class Sha256 {
public:
  Sha256();
  void add(std::string_view bytes);
  /// 64 lower-case hexadecimal digits of all that was added; nothing may be added after it.
  [[nodiscard]] std::string text();

private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

/// That of a file, read in pieces.
[[nodiscard]] Result<std::string> sha256_of(std::filesystem::path const& file);

} // namespace tandem::media
