#include "segments/sentences.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>
#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

namespace translation::segments {
namespace {

// In lower case, with the stop they end with. CLDR has hardly any for Dutch.
constexpr auto dutch = std::to_array<std::string_view>(
    {"a.u.b.", "aanv.", "afd.",   "al.",   "alg.",  "arr.",   "art.",   "blz.",   "bv.",    "bijv.",  "bijl.",
     "b.s.",   "ca.",   "cf.",    "dd.",   "d.d.",  "d.i.",   "dhr.",   "dir.",   "dr.",    "drs.",   "d.w.z.",
     "e.a.",   "e.d.",  "enz.",   "etc.",  "evt.",  "excl.",  "gem.",   "gsm.",   "i.p.v.", "i.v.m.", "incl.",
     "inl.",   "ir.",   "i.s.m.", "jl.",   "k.b.",  "m.a.w.", "m.b.t.", "max.",   "mevr.",  "min.",   "mr.",
     "m.i.v.", "mw.",   "nl.",    "nr.",   "nrs.",  "n.v.t.", "o.a.",   "o.l.v.", "o.m.",   "ong.",   "p.",
     "par.",   "pag.",  "plv.",   "prof.", "resp.", "s.v.p.", "st.",    "t.a.v.", "t.e.m.", "t.o.v.", "tel.",
     "t.n.v.", "vb.",   "verg.",  "vgl.",  "v.u.",  "zgn.",   "z.g."});
constexpr auto french = std::to_array<std::string_view>(
    {"al.",   "adm.",   "adr.",  "apr.",   "arr.",  "art.", "av.",   "bd.",    "boul.", "c.-à-d.", "c.à.d.",
     "ca.",   "cf.",    "chap.", "coord.", "dir.",  "dr.",  "éd.",   "env.",   "etc.",  "ex.",     "excl.",
     "fig.",  "gén.",   "hab.",  "incl.",  "m.",    "max.", "mb.",   "me.",    "min.",  "mm.",     "mme.",
     "mlle.", "n.b.",   "nb.",   "no.",    "nos.",  "p.",   "p.ex.", "p.-ex.", "pp.",   "prof.",   "réf.",
     "resp.", "s.v.p.", "st.",   "ste.",   "suiv.", "tél.", "vol.",  "mme",    "mlle"});
constexpr auto english = std::to_array<std::string_view>(
    {"approx.", "art.", "cf.",  "dept.", "dr.", "e.g.",  "etc.", "fig.", "i.e.", "mr.", "mrs.",
     "ms.",     "no.",  "nos.", "p.",    "pp.", "prof.", "st.",  "tel.", "vol.", "vs."});

bool is_abbreviation(std::string_view word, std::string_view language) {
  auto const among = [&](auto const& list) { return std::find(list.begin(), list.end(), word) != list.end(); };
  if (language == "nl") return among(dutch);
  if (language == "fr") return among(french);
  return language == "en" && among(english);
}

std::unique_ptr<icu::BreakIterator> iterator_for(tandem::Locale const& language, bool sentences) {
  UErrorCode status = U_ZERO_ERROR;
  icu::Locale const locale(language.text().c_str());
  std::unique_ptr<icu::BreakIterator> iterator(sentences ? icu::BreakIterator::createSentenceInstance(locale, status)
                                                         : icu::BreakIterator::createWordInstance(locale, status));
  if (U_FAILURE(status)) throw std::runtime_error("ICU has no rules for boundaries of text");
  return iterator;
}

/// ICU counts in bytes of the UTF-8 text itself.
class Utf8 {
public:
  explicit Utf8(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    utext_openUTF8(&text_, text.data(), static_cast<std::int64_t>(text.size()), &status);
    if (U_FAILURE(status)) throw std::runtime_error("ICU cannot read a text");
  }
  ~Utf8() { utext_close(&text_); }
  Utf8(Utf8 const&) = delete;
  Utf8& operator=(Utf8 const&) = delete;
  void give_to(icu::BreakIterator& iterator) {
    UErrorCode status = U_ZERO_ERROR;
    iterator.setText(&text_, status);
    if (U_FAILURE(status)) throw std::runtime_error("ICU cannot take a text");
  }

private:
  UText text_ = UTEXT_INITIALIZER;
};

std::string lower(std::string_view word) {
  std::string result;
  icu::UnicodeString::fromUTF8({word.data(), static_cast<std::int32_t>(word.size())}).toLower().toUTF8String(result);
  return result;
}

/// The character that ends at `end`: where it begins, and which it is. U8_PREV of ICU does not compile without
/// warnings.
std::pair<std::size_t, UChar32> character_before(std::string_view text, std::size_t end) {
  std::size_t begin = end - 1;
  while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U) --begin;
  auto const* const bytes = reinterpret_cast<std::uint8_t const*>(text.data());
  auto at = static_cast<std::int32_t>(begin);
  UChar32 c = 0;
  U8_NEXT(bytes, at, static_cast<std::int32_t>(end), c);
  return {begin, c};
}

/// The last word before `end`, with the stops and hyphens in it: what stands behind white space, brackets, quotes.
std::string last_word(std::string_view text, std::size_t end) {
  end -= trailing_space(text.substr(0, end));
  std::size_t begin = end;
  while (begin > 0) {
    auto const [before, c] = character_before(text, begin);
    if (!u_isalnum(c) && c != '.' && c != '-') break;
    begin = before;
  }
  return lower(text.substr(begin, end - begin));
}

} // namespace

std::vector<std::size_t> sentence_starts(std::string_view text, tandem::Locale const& language) {
  auto const iterator = iterator_for(language, true);
  Utf8 utf8(text);
  utf8.give_to(*iterator);
  std::string const code = language.text().substr(0, language.text().find('-'));
  std::vector<std::size_t> starts;
  for (auto at = iterator->next(); at != icu::BreakIterator::DONE; at = iterator->next()) {
    auto const start = static_cast<std::size_t>(at);
    if (start < text.size() && !is_abbreviation(last_word(text, start), code)) starts.push_back(start);
  }
  return starts;
}

std::size_t words_in(std::string_view text, tandem::Locale const& language) {
  auto const iterator = iterator_for(language, false);
  Utf8 utf8(text);
  utf8.give_to(*iterator);
  std::size_t words = 0;
  for (auto at = iterator->next(); at != icu::BreakIterator::DONE; at = iterator->next())
    if (iterator->getRuleStatus() != UBRK_WORD_NONE) ++words;
  return words;
}

bool has_letter_or_digit(std::string_view text) {
  auto const* const bytes = reinterpret_cast<std::uint8_t const*>(text.data());
  auto const size = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < size;) {
    UChar32 c = 0;
    U8_NEXT(bytes, i, size, c);
    if (u_isalnum(c)) return true;
  }
  return false;
}

std::size_t leading_space(std::string_view text) {
  auto const* const bytes = reinterpret_cast<std::uint8_t const*>(text.data());
  auto const size = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < size;) {
    std::int32_t const before = i;
    UChar32 c = 0;
    U8_NEXT(bytes, i, size, c);
    if (!u_isUWhiteSpace(c)) return static_cast<std::size_t>(before);
  }
  return text.size();
}

std::size_t trailing_space(std::string_view text) {
  std::size_t end = text.size();
  while (end > 0) {
    auto const [before, c] = character_before(text, end);
    if (!u_isUWhiteSpace(c)) break;
    end = before;
  }
  return text.size() - end;
}

} // namespace translation::segments
