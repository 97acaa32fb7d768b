#include "checks/language.hpp"

#include <tandem/plugin.hpp>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace translation::checks {
namespace {

constexpr int least_percent = 90;

bool is_mark(UChar32 c) { return c == U'\'' || c == U'’' || c == U'-'; }

/// Without the punctuation around it.
icu::UnicodeString bare(icu::UnicodeString const& word) {
  int begin = 0, end = word.length();
  while (begin < end && !u_isalnum(word.char32At(begin))) begin = word.moveIndex32(begin, 1);
  while (end > begin && !u_isalnum(word.char32At(word.moveIndex32(end, -1)))) end = word.moveIndex32(end, -1);
  return {word, begin, end - begin};
}

bool tells(icu::UnicodeString const& word) {
  int letters = 0;
  for (int i = 0; i < word.length(); i = word.moveIndex32(i, 1)) {
    UChar32 const c = word.char32At(i);
    if (u_isupper(c) || u_istitle(c) || !(u_isalpha(c) || is_mark(c))) return false;
    if (u_isalpha(c)) ++letters;
  }
  return letters >= 2;
}

/// CLD2 has some codes that ISO 639 gave up long ago.
std::string bcp47(std::string_view code) {
  if (code == "iw") return "he";
  if (code == "jw") return "jv";
  if (code == "mo") return "ro";
  return std::string(code);
}

/// One name for languages that look alike; a language's own where none does.
std::string_view family(std::string_view language) {
  for (std::string_view const one : {"bs", "hr", "sr", "cnr", "sh"})
    if (language == one) return "sh";
  for (std::string_view const one : {"nb", "nn", "no"})
    if (language == one) return "no";
  if (language == "id") return "ms";
  return language == "fil" ? "tl" : language; // Filipino is Tagalog, and CLD2 says "tl"
}

} // namespace

TellingWords telling_words(std::string_view text) {
  TellingWords words;
  // However accents were typed; what is no UTF-8 becomes U+FFFD.
  auto const read = icu::UnicodeString::fromUTF8(tandem::composed(text));
  for (int begin = 0, end = 0; begin < read.length(); begin = end + 1) {
    for (end = begin; end < read.length() && !u_isUWhiteSpace(read.charAt(end));) ++end;
    icu::UnicodeString const word = bare(icu::UnicodeString(read, begin, end - begin));
    if (!tells(word)) continue;
    if (words.count++ > 0) words.text += ' ';
    word.toUTF8String(words.text);
  }
  return words;
}

std::string language_of(TellingWords const& words) {
  CLD2::Language languages[3];
  int percents[3], text_bytes = 0, valid = 0;
  double scores[3];
  bool reliable = false;
  CLD2::CLDHints const none{nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
  CLD2::Language const found =
      CLD2::ExtDetectLanguageSummaryCheckUTF8(words.text.data(), static_cast<int>(words.text.size()), true, &none, 0,
                                              languages, percents, scores, nullptr, &text_bytes, &reliable, &valid);
  if (!reliable || found == CLD2::UNKNOWN_LANGUAGE || found != languages[0] || percents[0] < least_percent) return "";
  return bcp47(language_part(CLD2::LanguageCode(found)));
}

bool look_alike(std::string_view locale, std::string_view other) {
  return family(language_part(locale)) == family(language_part(other));
}

std::string_view language_part(std::string_view locale) { return locale.substr(0, locale.find('-')); }

} // namespace translation::checks
