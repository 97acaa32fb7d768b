#pragma once
/// The facts that a text states: what must be equal in every language, whatever the words around it. Pure.
///
/// Plugins compare with it what the languages of one thing say (differences.hpp). Part of the SDK: no library shows
/// in it.
///
///   "Bel 02 274 15 51, elke dag van 8.30 tot 13 uur."
///      ─► phone +3222741551 · time 08:30 · time 13:00
///
/// Reads Dutch and French as they are written in Belgium. Each fact has a value that does not depend on the way it is
/// written, so that "8.30 uur", "8 h 30" and "08:30" are one.

#include <string>
#include <string_view>
#include <vector>

namespace tandem::facts {

enum class FactKind {
  phone,  ///< E.164; the digits as written when it cannot be a number.
  email,  ///< In lower case.
  web,    ///< Host and path, without scheme, "www." and the slash at the end.
  time,   ///< "08:30"; 24:00 is the end of a day.
  date,   ///< "2019-04-01", "2019-04", "--04-01" (ISO 8601:2000 section 5.2.1.3: no year) or "2019".
  amount, ///< Euros, as a number.
  number, ///< "1250.5"; registration and account numbers with their letters.
};

struct Fact {
  FactKind kind;
  std::string value;
  std::string written;  ///< As it stands in the text, composed (NFC).
  bool possible = true; ///< False for a telephone number that there cannot be.
};

/// In the order in which they are looked for: addresses, telephone numbers, dates, amounts, times, other numbers.
[[nodiscard]] std::vector<Fact> facts_in(std::string_view text);

/// The values that its words state: "deux" is 2, "vijfentwintig" 25, "midi" 12:00. For doubt only: "un" is an article
/// as well.
[[nodiscard]] std::vector<std::string> spoken_in(std::string_view text);

/// What "14/6" may be: a day, or two numbers.
struct SlashedDay {
  std::string date;       ///< "--06-14", as that of a Fact.
  std::string day, month; ///< "14" and "6".
};
[[nodiscard]] std::vector<SlashedDay> days_with_slash(std::string_view text);

/// The web addresses of a text with their scheme, as they would be asked.
[[nodiscard]] std::vector<std::string> links_in(std::string_view text);

} // namespace tandem::facts
