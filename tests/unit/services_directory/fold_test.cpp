#include "services_directory/import/fold.hpp"

#include <gtest/gtest.h>

namespace directory::importing {
namespace {

TEST(Folded, CaseAccentsLigaturesAndPunctuationDoNotCount) {
  EXPECT_EQ(folded("Service d’Aide – Sœur-Émilie"), "service d aide soeur emilie");
  EXPECT_EQ(folded("  SERVICE D'AIDE, soeur émilie. "), "service d aide soeur emilie");
  EXPECT_EQ(folded("Geïnterneerden"), "geinterneerden");
  EXPECT_EQ(folded("Geïnterneerden"), folded("Gei\xcc\x88nterneerden")) << "composed or not";
  EXPECT_EQ(folded("Rizome-Bxl"), folded("RIZOME BXL"));
  EXPECT_NE(folded("APO 1"), folded("APO 2"));
  EXPECT_EQ(folded(" – "), "");
}

TEST(StreetAddress, TakesNumberAndBoxApart) {
  auto const expect = [](char const* written, char const* street, char const* number, char const* box) {
    StreetAddress const address = street_address(written);
    EXPECT_EQ(address.street, street) << written;
    EXPECT_EQ(address.house_number, number) << written;
    EXPECT_EQ(address.box, box) << written;
  };
  expect("Stalingradlaan 54", "Stalingradlaan", "54", "");
  expect("Stalingradlaan 54 bus 3", "Stalingradlaan", "54", "3");
  expect("54, avenue de Stalingrad, boîte 3", "avenue de Stalingrad", "54", "3");
  expect("Rue de l’Été 12A bte 2", "Rue de l’Été", "12A", "2");
  expect("Hoogstraat 12-14", "Hoogstraat", "12-14", "");
  expect("Rue du 8 Mai", "Rue du 8 Mai", "", "");
  expect("Rue du 8 Mai 7", "Rue du 8 Mai", "7", "");
  expect("Gevangenis van Haren", "Gevangenis van Haren", "", "");
  expect("", "", "", "");
}

TEST(LanguageTag, TakesTagsCodesAndNames) {
  for (auto const* written : {"fr", "FR", "fra", "fre", "French", "Frans", "français", "Français"})
    EXPECT_EQ(language_tag(written), "fr") << written;
  EXPECT_EQ(language_tag("nl-be"), "nl-BE");
  EXPECT_EQ(language_tag("dut"), "nl") << "ISO 639-2/B";
  EXPECT_EQ(language_tag("Arabisch"), "ar");
  EXPECT_EQ(language_tag("néerlandais"), "nl");
  EXPECT_EQ(language_tag("Riffijns"), "rif") << "a language without a code of two letters";
  for (auto const* written : {"", "xx", "qqz", "gebarentaal in het kantoor", "nl-NL-x"})
    EXPECT_EQ(language_tag(written), std::nullopt) << written;
}

} // namespace
} // namespace directory::importing
