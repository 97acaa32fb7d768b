#pragma once
/// Which language a text is written in, by CLD2. Pure; thread-safe.
///
/// Says nothing rather than guess. Names keep their language wherever they stand ("de Service Laïque d’Aide aux
/// Justiciables"), so only words without a capital count, and of those it takes some.

#include <string>
#include <string_view>

namespace translation::checks {

/// The words of a text that tell its language: two letters or more and no capital; no numbers, no addresses.
struct TellingWords {
  std::string text; ///< With a space between.
  std::size_t count = 0;
};
[[nodiscard]] TellingWords telling_words(std::string_view text);

/// The language of the words as a BCP 47 language ("nl"), when at least nine of ten bytes are of it and the
/// detector itself calls it reliable; else "".
[[nodiscard]] std::string language_of(TellingWords const& words);

/// Whether two languages are the same, or so much alike in writing that the detector takes one for the other:
/// Bosnian, Croatian, Montenegrin and Serbian; Bokmål, Nynorsk and Norwegian; Indonesian and Malay.
[[nodiscard]] bool look_alike(std::string_view locale, std::string_view other);

/// "nl" of "nl-BE".
[[nodiscard]] std::string_view language_part(std::string_view locale);

} // namespace translation::checks
