#pragma once
/// What files are called when they are downloaded.

#include <string>
#include <string_view>

namespace tandem::media {

/// The longest download name, in bytes.
inline constexpr std::size_t longest_name = 120;

/// What of a name that came from outside can be the name of a file in any system: its last part after '/' and '\',
/// without control characters and characters that file systems refuse, without dots at its beginning, composed
/// (NFC), cut to `longest_name` bytes with its extension kept. "" when nothing is left, or when it is not UTF-8.
[[nodiscard]] std::string cleaned_name(std::string_view name);

/// The usual extension of a media type, without dot: "pdf", "jpg"; "bin" for those that are not known here.
[[nodiscard]] std::string_view extension_for(std::string_view media_type);

} // namespace tandem::media
