#include "content/identity.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <sys/random.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/unistr.h>

namespace tandem {

namespace {

/// Time since the Unix epoch in 1/4096 milliseconds: the 48 and 12 bits that a version 7 UUID begins with.
/// Never the same twice: when the clock has not moved on, the next step is borrowed from the future.
std::uint64_t next_tick() {
  static std::atomic<std::uint64_t> last{0};
  auto const since_epoch = std::chrono::system_clock::now().time_since_epoch();
  auto const microseconds =
      static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(since_epoch).count());
  std::uint64_t const clock = (microseconds / 1000) * 4096 + (microseconds % 1000) * 4096 / 1000;
  std::uint64_t before = last.load();
  std::uint64_t tick = 0;
  do tick = std::max(clock, before + 1);
  while (!last.compare_exchange_weak(before, tick));
  return tick;
}

} // namespace

Uuid Uuid::make() {
  std::array<unsigned char, 16> bytes{};
  if (getrandom(bytes.data() + 8, 8, 0) != 8) throw std::runtime_error("the system gives no random bytes");
  std::uint64_t const tick = next_tick();
  for (std::size_t i = 0; i < 6; ++i) bytes[i] = static_cast<unsigned char>(tick >> (52 - 8 * i));
  bytes[6] = static_cast<unsigned char>(0x70 | ((tick >> 8) & 0x0f)); // version 7
  bytes[7] = static_cast<unsigned char>(tick);
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3f) | 0x80); // variant of RFC 9562
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
  return !after_hyphen && !Uuid::parse(text); // an address in the form of an id is read as one
}

std::string make_slug(std::string_view title) {
  title = title.substr(0, 2000); // more than 96 characters need, and transliteration is slow

  static std::mutex transliterating; // ICU's transliterators are not safe to share between threads
  static std::unique_ptr<icu::Transliterator> const transliterator = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> made(
        icu::Transliterator::createInstance("Any-Latin; NFKC; Latin-ASCII; Lower", UTRANS_FORWARD, status));
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
  return Uuid::parse(slug) ? "id-" + slug : slug;
}

std::string composed(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  icu::Normalizer2 const* normalizer = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU cannot normalise to NFC");
  icu::UnicodeString const unicode =
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  std::string form;
  normalizer->normalize(unicode, status).toUTF8String(form);
  return form;
}

} // namespace tandem
