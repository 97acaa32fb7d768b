#pragma once
/// Whether a word is another's plural or feminine, as far as it can be told from the two. Pure.

#include <string_view>

namespace translation::terms {

/// `language` is "nl", "fr" or another. Dictionaries also bring together what is no form of a word: "condamné" and
/// "condamnation", "interné" and "interne" have one stem. Of words with one stem these are forms of one another: they
/// differ only in an ending of number or gender. Both in lower case. In other languages what has one stem counts.
[[nodiscard]] bool is_form_of(std::string_view language, std::string_view one, std::string_view other);

} // namespace translation::terms
