#pragma once
/// What a check has to say of one field in two languages, or in one that is not the one it should be. Pure.

#include <array>
#include <string>
#include <string_view>

namespace translation::checks {

enum class Kind {
  phone, ///< The first seven are facts, in the order of tandem::facts::FactKind.
  email,
  link,
  time,
  date,
  amount,
  number,
  structure,   ///< Headings, lists, tables, links and images of Markdown.
  language,    ///< A whole text that is not in the language of its variant, or the same in two.
  passage,     ///< A paragraph of it that is not.
  placeholder, ///< {naam}, {{naam}}, ${naam}, %s: see segments/segment.hpp.
};

/// Every kind with its name in the setting, in answers and in errors.
inline constexpr std::array<std::string_view, 11> kind_names{
    "phone", "email", "link", "time", "date", "amount", "number", "structure", "language", "passage", "placeholder"};
[[nodiscard]] constexpr std::string_view name_of(Kind kind) { return kind_names.at(static_cast<std::size_t>(kind)); }

/// A sentence for people, in their language; in English for programs and logs.
struct Message {
  std::string nl, fr, en;
};

struct Finding {
  Kind kind;
  std::string locale;       ///< The language in which it is to be mended, as far as that can be known.
  std::string other;        ///< The language that it was compared with; "" when with none.
  std::string here;         ///< The part of the text in `locale`; "" when nothing is there.
  std::string there;        ///< The part of the text in `other`.
  Message message;          ///< One sentence.
  std::string field = {};   ///< Its name.
  std::string pointer = {}; ///< JSON Pointer (RFC 6901) into the data of the variant in `locale`.
};

} // namespace translation::checks
