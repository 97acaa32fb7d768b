#pragma once
/// The public glossary asked about a text: PostgreSQL's dictionaries read its words, recognition.hpp does the rest.

#include "terms/recognition.hpp"

#include <tandem/plugin.hpp>

namespace translation::terms {

/// A term that stands in a text, with what the other language has for it.
struct TermInText {
  std::string entry;
  std::size_t start = 0, length = 0; ///< In characters (Unicode code points).
  std::string written;            ///< In the form of the glossary: "gedetineerde" where the text has "gedetineerden".
  std::vector<std::string> use;   ///< In the other language, the preferred one first; empty where it has none.
  std::vector<std::string> avoid; ///< Words for it that the other language forbids.
  std::string definition, usage;  ///< In the language of the text; "" without one.
};

/// From left to right. For a translator's file: notes and glossary.
[[nodiscard]] tandem::Result<std::vector<TermInText>>
terms_in(tandem::Storage& storage, std::string_view text, std::string const& locale, std::string const& other_locale);

struct Pair {
  std::string source, target, source_locale, target_locale;
};
/// See `findings`.
[[nodiscard]] tandem::Result<std::vector<Finding>> check(tandem::Storage& storage, Pair const& pair);

} // namespace translation::terms
