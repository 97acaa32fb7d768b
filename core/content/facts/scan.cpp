#include "content/facts/scan.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <unicode/normalizer2.h>

namespace tandem::facts {
namespace {

/// Signs of typography and those that keyboards have, of the same length in UTF-16.
char16_t plain(char16_t c) {
  switch (c) {
  case 0x00A0: // no-break space
  case 0x2007: // figure space
  case 0x2009: // thin space
  case 0x202F: // narrow no-break space
  case '\t': return ' ';
  case 0x2010: // hyphen
  case 0x2011: // non-breaking hyphen
  case 0x2012: // figure dash
  case 0x2013: // en dash
  case 0x2014: // em dash
  case 0x2212: // minus sign
    return '-';
  case 0x2019: // apostrophe
    return '\'';
  default: return c;
  }
}

constexpr char16_t taken = 0xFFFC; // OBJECT REPLACEMENT CHARACTER: no letter, digit or space

std::string utf8(icu::UnicodeString const& text) {
  std::string bytes;
  text.toUTF8String(bytes);
  return bytes;
}

/// However accents were typed: some keyboards put them behind their letter.
icu::UnicodeString composed(std::string_view text) {
  auto const unicode = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
  UErrorCode status = U_ZERO_ERROR;
  icu::Normalizer2 const* const nfc = icu::Normalizer2::getNFCInstance(status);
  icu::UnicodeString result = U_SUCCESS(status) ? nfc->normalize(unicode, status) : unicode;
  return U_SUCCESS(status) ? result : unicode;
}

} // namespace

icu::RegexPattern const* pattern(std::string_view expression) {
  UErrorCode status = U_ZERO_ERROR;
  UParseError where{};
  icu::RegexPattern const* const made = icu::RegexPattern::compile(
      icu::UnicodeString::fromUTF8({expression.data(), static_cast<int32_t>(expression.size())}),
      UREGEX_CASE_INSENSITIVE | UREGEX_MULTILINE, where, status);
  if (U_FAILURE(status)) throw std::logic_error("not a regular expression: " + std::string(expression));
  return made;
}

Scan::Scan(std::string_view text) : text_(composed(text)), left_(text_) {
  for (int i = 0; i < left_.length(); ++i)
    if (char16_t const c = plain(left_.charAt(i)); c != left_.charAt(i)) left_.setCharAt(i, c);
}

std::vector<Match> Scan::matches(icu::RegexPattern const* by, icu::UnicodeString const& in) {
  std::vector<Match> all;
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::RegexMatcher> const matcher(by->matcher(in, status));
  if (U_SUCCESS(status)) matcher->setTimeLimit(1'000, status); // steps of about a millisecond
  while (U_SUCCESS(status) && matcher->find(status)) {
    Match match{matcher->start(status), matcher->end(status), {}};
    for (int group = 0; group <= matcher->groupCount(); ++group)
      match.groups.push_back(utf8(matcher->group(group, status)));
    all.push_back(std::move(match));
  }
  // A text on which the engine gives up (time, stack) is a text in which nothing more is found.
  return all;
}

void Scan::each(icu::RegexPattern const* by, std::function<bool(Match const&)> const& take_it) {
  for (Match const& match : matches(by, left_))
    if (take_it(match)) take(match);
}

std::vector<Match> Scan::before(icu::RegexPattern const* by, int end) const {
  // No expression that is asked for looks further back.
  int const from = std::max(0, end - 40);
  std::vector<Match> found = matches(by, icu::UnicodeString(left_, from, end - from));
  for (Match& match : found) {
    match.begin += from;
    match.end += from;
  }
  std::erase_if(found, [&](Match const& match) { return match.end != end; }); // "$" is the end of any line
  return found;
}

void Scan::take(Match const& match) {
  for (int i = match.begin; i < match.end; ++i) left_.setCharAt(i, taken);
}

std::string Scan::written(int begin, int end) const { return utf8(icu::UnicodeString(text_, begin, end - begin)); }

} // namespace tandem::facts
