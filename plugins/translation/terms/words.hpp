#pragma once
/// The words of a text as terms are looked for, with the places where they stand. Pure.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace translation::terms {

struct Word {
  std::string text;       ///< In lower case, composed (NFC).
  std::size_t start = 0;  ///< In characters (Unicode code points) from the beginning of the text.
  std::size_t length = 0; ///< In characters.
  bool capital = false;   ///< Written with a capital.
  std::size_t begin = 0;  ///< Where it begins, in bytes.
  std::size_t end = 0;    ///< Where it ends, in bytes.
  bool operator==(Word const&) const = default;
};

/// Runs of letters and digits, as `tandem_translation.words_of` splits terms: "l’aide" is two, "rendez-vous" too.
/// Web and e-mail addresses are passed over, since nobody translates them. What is not UTF-8 parts words.
[[nodiscard]] std::vector<Word> words_of(std::string_view text);

} // namespace translation::terms
