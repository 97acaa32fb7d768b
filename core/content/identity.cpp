#include "content/identity.hpp"

#include <chrono>
#include <memory>
#include <mutex>
#include <sys/random.h>
#include <unicode/translit.h>
#include <unicode/unistr.h>

namespace tandem {

Uuid Uuid::make() {
  std::array<unsigned char, 16> bytes{};
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
    throw std::runtime_error("the system gives no random bytes");
  auto const since_epoch = std::chrono::system_clock::now().time_since_epoch();
  auto milliseconds =
      static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count());
  for (std::size_t i = 6; i-- > 0; milliseconds >>= 8) bytes[i] = static_cast<unsigned char>(milliseconds & 0xff);
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0f) | 0x70);
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3f) | 0x80);
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += "0123456789abcdef"[bytes[i] >> 4];
    text += "0123456789abcdef"[bytes[i] & 0xf];
  }
  return Uuid(std::move(text));
}

bool is_slug(std::string_view text) {
  if (text.empty() || text.size() > 96) return false;
  bool after_hyphen = true; // a leading hyphen is refused like a double one
  for (char const c : text) {
    bool const letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!letter && (c != '-' || after_hyphen)) return false;
    after_hyphen = c == '-';
  }
  return !after_hyphen;
}

std::string make_slug(std::string_view title) {
  static std::mutex transliterating; // ICU's transliterators are not safe to share between threads
  static std::unique_ptr<icu::Transliterator> const transliterator = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> made(
        icu::Transliterator::createInstance("Any-Latin; Latin-ASCII; Lower", UTRANS_FORWARD, status));
    if (U_FAILURE(status)) throw std::runtime_error("ICU cannot transliterate to ASCII");
    return made;
  }();
  icu::UnicodeString unicode =
      icu::UnicodeString::fromUTF8(icu::StringPiece(title.data(), static_cast<int32_t>(title.size())));
  {
    std::lock_guard const lock(transliterating);
    transliterator->transliterate(unicode);
  }
  std::string ascii;
  unicode.toUTF8String(ascii);
  std::string slug;
  for (char const c : ascii) {
    bool const letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (letter) slug += c;
    else if (!slug.empty() && slug.back() != '-') slug += '-';
    if (slug.size() == 96) break;
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug;
}

} // namespace tandem
