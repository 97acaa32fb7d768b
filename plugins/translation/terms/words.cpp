#include "terms/words.hpp"

#include <algorithm>
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

namespace translation::terms {
namespace {

bool is_space(UChar32 c) { return u_isUWhiteSpace(c) != 0; }
bool ends_address(UChar32 c) { return is_space(c) || c == ')' || c == '>' || c == '<' || c == '"'; }
bool in_word(UChar32 c) {
  return c >= 0 && (u_isalnum(c) != 0 || (U_GET_GC_MASK(c) & (U_GC_MN_MASK | U_GC_MC_MASK)) != 0);
}

/// The characters of a text, and where each begins in it; the last place is its end.
struct Characters {
  std::vector<UChar32> all;
  std::vector<std::size_t> at;
};

Characters characters_of(std::string_view text) {
  Characters characters;
  characters.all.reserve(text.size());
  characters.at.reserve(text.size() + 1);
  auto const* const bytes = reinterpret_cast<std::uint8_t const*>(text.data());
  auto const size = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < size;) {
    characters.at.push_back(static_cast<std::size_t>(i));
    UChar32 c = 0;
    U8_NEXT(bytes, i, size, c);
    characters.all.push_back(c);
  }
  characters.at.push_back(text.size());
  return characters;
}

std::string folded(std::vector<UChar32> const& characters, std::size_t from, std::size_t to) {
  icu::UnicodeString text =
      icu::UnicodeString::fromUTF32(characters.data() + from, static_cast<std::int32_t>(to - from));
  UErrorCode status = U_ZERO_ERROR;
  if (auto const* const composing = icu::Normalizer2::getNFCInstance(status); U_SUCCESS(status))
    text = composing->normalize(text, status);
  std::string bytes;
  text.toLower(icu::Locale::getRoot()).toUTF8String(bytes);
  return bytes;
}

bool in_name(UChar32 c) { return in_word(c) || c == ':' || c == '.' || c == '-' || c == '+' || c == '_'; }

/// Whether what stands before `end`, a run of characters that names of addresses have, begins one: "https" before
/// "://", "mailto:hulp" before "@example.org".
bool begins_address(std::vector<UChar32> const& text, std::size_t end) {
  if (end + 1 >= text.size() || ends_address(text[end + 1])) return false;
  return text[end] == '@' || (text[end - 1] == ':' && text[end] == '/' && text[end + 1] == '/');
}

} // namespace

std::vector<Word> words_of(std::string_view text) {
  Characters const characters = characters_of(text);
  std::vector<UChar32> const& all = characters.all;
  std::vector<Word> words;
  for (std::size_t i = 0; i < all.size();) {
    if (!in_word(all[i])) {
      ++i;
      continue;
    }
    std::size_t run = i; // each is looked at once: text without spaces may be long
    while (run < all.size() && in_name(all[run])) ++run;
    if (begins_address(all, run)) {
      i = run;
      while (i < all.size() && !ends_address(all[i])) ++i;
      continue;
    }
    while (i < run) {
      std::size_t const start = i;
      while (i < run && in_word(all[i])) ++i;
      if (i == start) ++i;
      else
        words.push_back({folded(all, start, i), start, i - start, u_isupper(all[start]) != 0, characters.at[start],
                         characters.at[i]});
    }
  }
  return words;
}

} // namespace translation::terms
