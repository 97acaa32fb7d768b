#pragma once
/// A text that is read by one pattern after the other: what a pattern has taken, the next do not see. Pure.

#include <functional>
#include <string>
#include <string_view>
#include <unicode/regex.h>
#include <unicode/unistr.h>
#include <vector>

namespace tandem::facts {

/// A regular expression of ICU, without regard to upper and lower case. The pattern must be a right one.
[[nodiscard]] icu::RegexPattern const* pattern(std::string_view expression);

struct Match {
  int begin, end;                  ///< In UTF-16 code units of the composed text (NFC).
  std::vector<std::string> groups; ///< 0: the whole; "" for a group that took no part. Typographic signs are plain.
};

class Scan {
public:
  explicit Scan(std::string_view text);

  /// All matches in what is left, in order; those for which `take` answers true are taken.
  void each(icu::RegexPattern const* by, std::function<bool(Match const&)> const& take);
  /// The match that ends at `end`, if there is one; `by` must end with "$".
  [[nodiscard]] std::vector<Match> before(icu::RegexPattern const* by, int end) const;
  void take(Match const& match);
  /// Those units as they were written, but composed (NFC).
  [[nodiscard]] std::string written(int begin, int end) const;

private:
  [[nodiscard]] static std::vector<Match> matches(icu::RegexPattern const* by, icu::UnicodeString const& in);
  icu::UnicodeString text_; // as it was written, composed
  icu::UnicodeString left_; // spaces, dashes and apostrophes made plain; U+FFFC for what was taken
};

} // namespace tandem::facts
