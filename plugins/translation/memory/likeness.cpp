#include "memory/likeness.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace translation::memory {
namespace {

using segments::Code;
using segments::Content;

UChar32 plain_form(UChar32 c) {
  switch (c) {
  case 0x2018:
  case 0x2019:
  case 0x02BC: return '\'';
  case 0x201C:
  case 0x201D:
  case 0x201E:
  case 0x00AB:
  case 0x00BB: return '"';
  case 0x2010:
  case 0x2011:
  case 0x2013:
  case 0x2014: return '-';
  default: return c;
  }
}

icu::UnicodeString folded(std::string_view plain) {
  icu::UnicodeString text = icu::UnicodeString::fromUTF8({plain.data(), static_cast<std::int32_t>(plain.size())});
  UErrorCode status = U_ZERO_ERROR;
  if (auto const* const composing = icu::Normalizer2::getNFCInstance(status); U_SUCCESS(status))
    text = composing->normalize(text, status);
  return text.toLower(icu::Locale::getRoot());
}

struct Words {
  std::vector<std::string> words;
  std::vector<std::string> numbers; ///< Those of the words that have a digit.
  std::string punctuation;
};

Words words_of(std::string_view normal) {
  icu::UnicodeString const text =
      icu::UnicodeString::fromUTF8({normal.data(), static_cast<std::int32_t>(normal.size())});
  Words found;
  for (std::int32_t i = 0; i < text.length();) {
    icu::UnicodeString word;
    bool digit = false;
    for (; i < text.length() && u_isalnum(text.char32At(i)) != 0; i = text.moveIndex32(i, 1)) {
      word.append(text.char32At(i));
      digit = digit || u_isdigit(text.char32At(i)) != 0;
    }
    std::string bytes;
    if (!word.isEmpty()) {
      word.toUTF8String(bytes);
      if (digit) found.numbers.push_back(bytes);
      found.words.push_back(std::move(bytes));
      continue;
    }
    if (UChar32 const c = text.char32At(i); c != ' ') {
      icu::UnicodeString(c).toUTF8String(bytes);
      found.punctuation += bytes;
    }
    i = text.moveIndex32(i, 1);
  }
  std::sort(found.numbers.begin(), found.numbers.end());
  return found;
}

constexpr int whole_word = 3, inflected = 1; // what a change costs

/// "gedetineerde" and "gedetineerden": most of it in common, and short endings.
int replacing(std::string const& one, std::string const& other) {
  if (one == other) return 0;
  auto const same = std::mismatch(one.begin(), one.end(), other.begin(), other.end());
  auto const common = same.first - one.begin();
  bool const endings = one.end() - same.first <= 3 && other.end() - same.second <= 3;
  bool const digits = std::any_of(one.begin(), one.end(), [](char c) { return c >= '0' && c <= '9'; });
  return common >= 4 && endings && !digits ? inflected : whole_word;
}

/// The least that it costs to make one out of the other, word by word.
int distance(std::vector<std::string> const& one, std::vector<std::string> const& other) {
  std::vector<int> row(other.size() + 1);
  for (std::size_t j = 0; j <= other.size(); ++j) row[j] = static_cast<int>(j) * whole_word;
  for (std::size_t i = 1; i <= one.size(); ++i) {
    int diagonal = row[0];
    row[0] = static_cast<int>(i) * whole_word;
    for (std::size_t j = 1; j <= other.size(); ++j) {
      int const best =
          std::min({row[j] + whole_word, row[j - 1] + whole_word, diagonal + replacing(one[i - 1], other[j - 1])});
      diagonal = std::exchange(row[j], best);
    }
  }
  return row.back();
}

/// How many codes one of them has more, kind by kind.
int codes_apart(Content const& one, Content const& other) {
  std::map<std::pair<segments::CodeKind, segments::CodeRole>, int> balance;
  auto const count = [&](Content const& content, int step) {
    for (segments::Part const& part : content)
      if (auto const* code = std::get_if<Code>(&part); code != nullptr && code->role != segments::CodeRole::close)
        balance[{code->kind, code->role}] += step;
  };
  count(one, 1);
  count(other, -1);
  int apart = 0;
  for (auto const& [kind, left] : balance) apart += std::abs(left);
  return apart;
}

} // namespace

std::string normalised(std::string_view plain) {
  icu::UnicodeString const text = folded(plain);
  icu::UnicodeString result;
  bool space = false;
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    UChar32 const c = text.char32At(i);
    if (u_isUWhiteSpace(c) != 0) {
      space = !result.isEmpty();
      continue;
    }
    if (space) result.append(UChar32{' '});
    space = false;
    result.append(plain_form(c));
  }
  std::string bytes;
  result.toUTF8String(bytes);
  return bytes;
}

std::size_t word_count(std::string_view normal) { return words_of(normal).words.size(); }

int likeness(Content const& asked, Content const& kept) {
  std::string const asked_text = segments::plain_text(asked), kept_text = segments::plain_text(kept);
  int const codes = codes_apart(asked, kept);
  if (asked_text == kept_text && codes == 0) return 100;
  std::string const one = normalised(asked_text), other = normalised(kept_text);
  if (one == other && codes == 0) return 99;
  Words const a = words_of(one), b = words_of(other);
  auto const longest = static_cast<int>(std::max(a.words.size(), b.words.size()));
  if (longest == 0) return one == other ? 99 : 0;
  int const cost = distance(a.words, b.words);
  int score = 100 - (100 * cost + longest * whole_word - 1) / (longest * whole_word); // rounded down
  if (cost == 0) score = one == other ? 99 : 98;
  if (cost > 0 && a.punctuation != b.punctuation) score -= 1;
  if (a.numbers != b.numbers) score -= 2;
  score -= std::min(10, 2 * codes);
  return std::clamp(score, 0, 99);
}

} // namespace translation::memory
