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

std::vector<UChar32> characters_of(std::string_view text) {
  std::vector<UChar32> characters;
  characters.reserve(text.size());
  auto const* const bytes = reinterpret_cast<std::uint8_t const*>(text.data());
  auto const size = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < size;) {
    UChar32 c = 0;
    U8_NEXT(bytes, i, size, c);
    characters.push_back(c);
  }
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

/// Where the address ends that begins at `at`; `at` when there is none.
std::size_t end_of_address(std::vector<UChar32> const& text, std::size_t at) {
  auto const end = static_cast<std::size_t>(
      std::find_if(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), ends_address) - text.begin());
  for (std::size_t i = at; i < end; ++i) {
    bool const scheme = text[i] == ':' && i + 2 < end && text[i + 1] == '/' && text[i + 2] == '/';
    // Such as "mailto:hulp@example.org": something before the @ and after it.
    bool const mail = text[i] == '@' && i > at && i + 1 < end;
    if (scheme || mail) return end;
    // A word ends here: what follows is looked at by itself.
    if (!in_word(text[i]) && text[i] != ':' && text[i] != '.' && text[i] != '-' && text[i] != '+' && text[i] != '_')
      break;
  }
  return at;
}

} // namespace

std::vector<Word> words_of(std::string_view text) {
  std::vector<UChar32> const characters = characters_of(text);
  std::vector<Word> words;
  for (std::size_t i = 0; i < characters.size();) {
    if (!in_word(characters[i])) {
      ++i;
      continue;
    }
    if (std::size_t const end = end_of_address(characters, i); end > i) {
      i = end;
      continue;
    }
    std::size_t const start = i;
    while (i < characters.size() && in_word(characters[i])) ++i;
    words.push_back({folded(characters, start, i), start, i - start, u_isupper(characters[start]) != 0});
  }
  return words;
}

} // namespace translation::terms
