#pragma once
/// What a file is by its first bytes. Internal to core/media.

#include "content/error.hpp"

#include <filesystem>
#include <string>

namespace tandem::media {

/// The media type that libmagic finds, without parameters; "application/octet-stream" when it finds none.
[[nodiscard]] Result<std::string> media_type_of_content(std::filesystem::path const& file);

} // namespace tandem::media
