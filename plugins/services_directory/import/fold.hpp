#pragma once
/// Text in the form in which names and addresses are compared.

#include <optional>
#include <string>
#include <string_view>

namespace directory::importing {

/// Lower-case Latin letters and digits, with single spaces between words: case, accents, ligatures and punctuation do
/// not count. "Service d’Aide Sœur-Émilie" and "service d'aide soeur emilie" become the same.
[[nodiscard]] std::string folded(std::string_view text);

/// A street with the number in it, taken apart.
struct StreetAddress {
  std::string street, house_number, box;
};
/// "Stalingradlaan 54 bus 3" and "54, avenue de Stalingrad, boîte 3". A number that cannot be told from the street's
/// name stays in it ("Rue du 8 Mai").
[[nodiscard]] StreetAddress street_address(std::string_view written);

/// The BCP 47 tag (RFC 5646) of a language given as a tag, as an ISO 639 code of two or three letters, or by its name
/// in English, Dutch or French: "fra", "FR", "Frans", "français" → "fr"; "nl-be" → "nl-BE". Nothing for others.
[[nodiscard]] std::optional<std::string> language_tag(std::string_view written);

} // namespace directory::importing
