#pragma once
/// Finds the words and expressions of a glossary in a text, and what a translation lacks. Pure: the dictionaries of
/// PostgreSQL have been asked before (glossary.hpp).
///
///   source ─► spot ─► terms with their places ─┐
///   translation ─► uses ───────────────────────┴─► findings

#include "terms/words.hpp"

#include <map>
#include <optional>
#include <set>

namespace translation::terms {

enum class Standing { preferred, allowed, forbidden };

/// A word or expression for a concept, in one language.
struct Designation {
  std::string entry; ///< Id of the concept.
  Standing standing = Standing::preferred;
  std::string written;
  std::string reason;                            ///< Why it is forbidden; "" where nobody said it.
  bool fixed = false;                            ///< A name: without inflected forms.
  std::vector<std::string> words;                ///< As `Word::text`.
  std::vector<std::vector<std::string>> accepts; ///< Of each word, the lexemes of its forms, sorted.
};

/// Lexemes that the dictionary makes of each word.
using Lexemes = std::map<std::string, std::vector<std::string>, std::less<>>;

/// A text with what the dictionary of its language says of it.
struct ReadText {
  std::string locale;
  std::vector<Word> words;
  Lexemes lexemes;
};

/// A place where a text says something that the glossary has.
struct Spot {
  std::size_t word = 0, words = 0;       ///< First word, and how many.
  std::vector<std::size_t> designations; ///< Indices: several where one word stands for several concepts.
};

/// From left to right, none overlapping: what has more words wins ("aide sociale aux justiciables" is not also
/// "aide"). Only inflected forms of the words are found, and names as they are.
[[nodiscard]] std::vector<Spot> spot(ReadText const& text, std::vector<Designation> const& designations);

/// The concepts for which a text has a preferred or allowed word, wherever and in whatever form the dictionary knows:
/// who translates "geïnterneerde" with "en internement" has said it.
[[nodiscard]] std::set<std::string> said_in(ReadText const& text, std::vector<Designation> const& designations);

enum class FindingKind { missing_term, forbidden_word };
enum class Side { source, target };

struct Finding {
  FindingKind kind = FindingKind::missing_term;
  Side side = Side::source; ///< The text in which `start` and `length` are: of a missing term, the source.
  std::string locale;       ///< Of that text.
  std::string entry;
  std::size_t start = 0, length = 0; ///< In characters (Unicode code points).
  std::size_t begin = 0, end = 0;    ///< The same place in bytes.
  std::vector<std::string> use; ///< What to write: of a missing term in the translation. The preferred one first.
  std::string reason;           ///< Of a forbidden word.
};

/// What is wrong with a translation: terms of the source for which the translation has no word of the glossary (each
/// concept once, where it first stands), and forbidden words in either text, each. `of_source` and `of_target` are
/// the designations in their languages. Passed over: concepts that the other language has no word for, and what
/// stands in both with a capital, as it is: a name, such as that of the service Justitieel Welzijnswerk.
[[nodiscard]] std::vector<Finding> findings(ReadText const& source, std::vector<Designation> const& of_source,
                                            ReadText const& target, std::vector<Designation> const& of_target);

} // namespace translation::terms
