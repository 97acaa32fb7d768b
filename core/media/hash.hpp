#pragma once
/// The name of a file.

#include "content/error.hpp"

#include <filesystem>
#include <string>

namespace tandem::media {

/// SHA-256 of the bytes of a file, as 64 lower-case hexadecimal digits; read in pieces, never whole in memory. Error
/// `unavailable` when it cannot be read to its end.
[[nodiscard]] Result<std::string> sha256_of(std::filesystem::path const& file);

} // namespace tandem::media
