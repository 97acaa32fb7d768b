#include "checks/messages.hpp"

#include <unicode/locid.h>
#include <unicode/unistr.h>

namespace translation::checks {
namespace {

/// A word in Dutch, French and English.
struct Words {
  std::string_view nl, fr, en;
};

/// In the order of Kind, with their articles where a sentence needs them; none for kinds that have sentences of their
/// own.
constexpr std::array<Words, kind_names.size()> lacking{
    {{"Het telefoonnummer", "Le numéro de téléphone", "The telephone number"},
     {"Het e-mailadres", "L’adresse e-mail", "The e-mail address"},
     {"Het webadres", "L’adresse web", "The web address"},
     {"Het uur", "L’heure", "The hour"},
     {"De datum", "La date", "The date"},
     {"Het bedrag", "Le montant", "The amount"},
     {"Het getal", "Le nombre", "The number"},
     {},
     {},
     {},
     {"De plaatshouder", "Le champ variable", "The placeholder"}}};

/// In the order of Part: for one, and for any other number.
constexpr std::array<std::array<Words, 2>, 5> parts{
    {{{{"tussentitel", "intertitre", "heading"}, {"tussentitels", "intertitres", "headings"}}},
     {{{"lijst", "liste", "list"}, {"lijsten", "listes", "lists"}}},
     {{{"tabel", "tableau", "table"}, {"tabellen", "tableaux", "tables"}}},
     {{{"link", "lien", "link"}, {"links", "liens", "links"}}},
     {{{"afbeelding", "image", "image"}, {"afbeeldingen", "images", "images"}}}}};

/// In the order of Measure.
constexpr std::array<std::array<Words, 2>, 3> measures{
    {{{{"punt", "point", "item"}, {"punten", "points", "items"}}},
     {{{"kolom", "colonne", "column"}, {"kolommen", "colonnes", "columns"}}},
     {{{"rij", "ligne", "row"}, {"rijen", "lignes", "rows"}}}}};

/// The name of a language in another, by ICU: "Frans", "français", "French".
std::string name_in(std::string_view locale, char const* in) {
  icu::UnicodeString name;
  std::string const tag(locale);
  icu::Locale(tag.c_str()).getDisplayLanguage(icu::Locale(in), name);
  std::string text;
  return name.toUTF8String(text);
}

/// "het Frans", "en français", "French".
struct Language {
  explicit Language(std::string_view locale)
      : nl("het " + name_in(locale, "nl")), fr("en " + name_in(locale, "fr")), en(name_in(locale, "en")) {}
  std::string nl, fr, en;
};

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}
/// French counts none as one.
std::string counted_fr(std::size_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count <= 1 ? one : many);
}

std::string text(std::string_view one) { return std::string(one); }

} // namespace

Message lacking_message(Kind kind, std::string_view written, std::string_view locale, std::string_view other) {
  Words const& what = lacking.at(static_cast<std::size_t>(kind));
  Language const here(locale), there(other);
  return {text(what.nl) + " " + text(written) + " staat in " + there.nl + ", maar niet in " + here.nl + ".",
          text(what.fr) + " " + text(written) + " figure " + there.fr + ", mais pas " + here.fr + ".",
          text(what.en) + " " + text(written) + " stands in the text in " + there.en + " but not in the one in " +
              here.en + "."};
}

Message count_message(Part part, std::size_t here, std::string_view locale, std::size_t there,
                      std::string_view other) {
  auto const& [one, many] = parts.at(static_cast<std::size_t>(part));
  Language const in(locale), out(other);
  return {"De tekst heeft in " + in.nl + " " + counted(here, one.nl, many.nl) + " en in " + out.nl + " " +
              std::to_string(there) + ".",
          "Le texte a " + counted_fr(here, one.fr, many.fr) + " " + in.fr + " et " + std::to_string(there) + " " +
              out.fr + ".",
          "The text has " + counted(here, one.en, many.en) + " in " + in.en + " and " + std::to_string(there) +
              " in " + out.en + "."};
}

Message level_message(Heading const& here, std::string_view locale, Heading const& there, std::string_view other) {
  Language const in(locale), out(other);
  std::string const level = std::to_string(here.level), expected = std::to_string(there.level);
  return {"De tussentitel “" + here.text + "” staat in " + in.nl + " op niveau " + level + ", “" + there.text +
              "” in " + out.nl + " op niveau " + expected + ".",
          "L’intertitre « " + here.text + " » est de niveau " + level + " " + in.fr + ", « " + there.text +
              " » de niveau " + expected + " " + out.fr + ".",
          "The heading “" + here.text + "” is of level " + level + " in " + in.en + ", “" + there.text +
              "” of level " + expected + " in " + out.en + "."};
}

Message measure_message(Measure measure, std::size_t position, std::size_t here, std::string_view locale,
                        std::size_t there, std::string_view other) {
  auto const& [one, many] = measures.at(static_cast<std::size_t>(measure));
  Words const whole = parts.at(static_cast<std::size_t>(measure == Measure::items ? Part::lists : Part::tables))[0];
  Language const in(locale), out(other);
  std::string const number = std::to_string(position);
  return {"De " + text(whole.nl) + " met nummer " + number + " heeft in " + in.nl + " " +
              counted(here, one.nl, many.nl) + " en in " + out.nl + " " + std::to_string(there) + ".",
          (measure == Measure::items ? "La " : "Le ") + text(whole.fr) + " numéro " + number + " a " +
              counted_fr(here, one.fr, many.fr) + " " + in.fr + " et " + std::to_string(there) + " " + out.fr + ".",
          "The " + text(whole.en) + " number " + number + " has " + counted(here, one.en, many.en) + " in " + in.en +
              " and " + std::to_string(there) + " in " + out.en + "."};
}

Message numbering_message(std::size_t position, std::string_view numbered, std::string_view other) {
  Language const in(numbered), out(other);
  std::string const number = std::to_string(position);
  return {"De lijst met nummer " + number + " is in " + in.nl + " genummerd en in " + out.nl + " niet.",
          "La liste numéro " + number + " est numérotée " + in.fr + " et ne l’est pas " + out.fr + ".",
          "The list number " + number + " is numbered in " + in.en + " and not in " + out.en + "."};
}

Message language_message(std::string_view locale, std::string_view found) {
  Language const in(locale), out(found);
  return {"Wat in " + in.nl + " hoort te staan, staat er in " + out.nl + ".",
          "Ce qui devrait être " + in.fr + " est " + out.fr + ".",
          "What should be in " + in.en + " is in " + out.en + "."};
}

Message passage_message(std::string_view locale, std::string_view found) {
  Language const in(locale), out(found);
  return {"Een alinea van de tekst in " + in.nl + " staat er in " + out.nl + ".",
          "Un paragraphe du texte " + in.fr + " est " + out.fr + ".",
          "A paragraph of the text in " + in.en + " is in " + out.en + "."};
}

Message identical_message(std::string_view locale, std::string_view other) {
  Language const in(locale), out(other);
  return {"De tekst is in " + in.nl + " en in " + out.nl + " dezelfde.",
          "Le texte est le même " + in.fr + " et " + out.fr + ".",
          "The text is the same in " + in.en + " and in " + out.en + "."};
}

} // namespace translation::checks
