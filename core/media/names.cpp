#include "media/names.hpp"

#include "content/identity.hpp"
#include "http/target.hpp"

#include <array>
#include <unicode/unistr.h>
#include <utility>

namespace tandem::media {
namespace {

constexpr std::string_view refused = "<>:\"|?*\\/%#";

/// No control characters, nor those that turn the direction of text: they can make an extension look like another.
bool may_stand_in_a_name(UChar32 character) {
  bool const control = character < 0x20 || (character >= 0x7F && character < 0xA0);
  bool const turns = (character >= 0x200E && character <= 0x200F) || (character >= 0x2028 && character <= 0x202E) ||
                     (character >= 0x2066 && character <= 0x2069) || character == 0xFEFF;
  return !control && !turns && !(character < 0x80 && refused.find(static_cast<char>(character)) != refused.npos);
}

bool ends_with_space_or_dot(std::string_view text) { return text.ends_with(' ') || text.ends_with('.'); }

/// Whole characters of the beginning that fit into so many bytes.
std::string_view cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return text.substr(0, most);
}

} // namespace

std::string cleaned_name(std::string_view name) {
  if (std::size_t const slash = name.find_last_of("/\\"); slash != std::string_view::npos)
    name = name.substr(slash + 1);
  if (!http::is_utf8(name)) return "";
  icu::UnicodeString const all =
      icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<std::int32_t>(name.size())));
  icu::UnicodeString clean;
  for (std::int32_t at = 0; at < all.length(); at = all.moveIndex32(at, 1))
    if (UChar32 const character = all.char32At(at); may_stand_in_a_name(character)) clean.append(character);
  std::string kept;
  clean.toUTF8String(kept);
  kept = composed(kept);
  while (kept.starts_with('.') || kept.starts_with(' ')) kept.erase(0, 1);
  while (ends_with_space_or_dot(kept)) kept.pop_back();
  std::size_t const dot = kept.rfind('.');
  std::string const extension = dot != std::string::npos && kept.size() - dot <= 12 ? kept.substr(dot) : "";
  std::string stem(
      cut(std::string_view(kept).substr(0, kept.size() - extension.size()), longest_name - extension.size()));
  while (ends_with_space_or_dot(stem)) stem.pop_back();
  return stem + extension;
}

std::string_view extension_for(std::string_view media_type) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 16> known{{
      {"application/pdf", "pdf"},
      {"application/vnd.oasis.opendocument.text", "odt"},
      {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"},
      {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"},
      {"application/zip", "zip"},
      {"audio/mpeg", "mp3"},
      {"audio/ogg", "ogg"},
      {"image/avif", "avif"},
      {"image/gif", "gif"},
      {"image/jpeg", "jpg"},
      {"image/png", "png"},
      {"image/svg+xml", "svg"},
      {"image/webp", "webp"},
      {"text/plain", "txt"},
      {"video/mp4", "mp4"},
      {"video/webm", "webm"},
  }};
  for (auto const& [type, extension] : known)
    if (type == media_type) return extension;
  return "bin";
}

} // namespace tandem::media
