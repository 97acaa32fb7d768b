#include "provenance/difference.hpp"
#include "segments/sentences.hpp"

#include <gtest/gtest.h>
#include <random>

using namespace translation::provenance;

namespace {

std::string without(std::vector<Part> const& parts, Change change) {
  std::string text;
  for (Part const& part : parts)
    if (part.change != change) text += part.text;
  return text;
}

} // namespace

TEST(Difference, IsToldInWords) {
  auto const parts = difference("L’aide est gratuite le jeudi.", "L’aide est gratuite le mardi.");
  EXPECT_EQ(parts, (std::vector<Part>{{Change::same, "L’aide est gratuite le "},
                                      {Change::removed, "jeudi"},
                                      {Change::added, "mardi"},
                                      {Change::same, "."}}));
}

TEST(Difference, OfEqualTextsIsOnePartAndOfNothingAllIsNew) {
  EXPECT_EQ(difference("œuvre", "œuvre"), (std::vector<Part>{{Change::same, "œuvre"}}));
  EXPECT_EQ(difference("", "Geïnterneerd"), (std::vector<Part>{{Change::added, "Geïnterneerd"}}));
  EXPECT_EQ(difference("Geïnterneerd", ""), (std::vector<Part>{{Change::removed, "Geïnterneerd"}}));
  EXPECT_TRUE(difference("", "").empty());
}

TEST(Difference, GivesBothTextsBackWhateverTheyAre) {
  std::mt19937 random(7);
  std::vector<std::string> const words{"de ", "gevangenis", " à ", "Saint-Gilles", "’", "\n\n", "1060 ", "ï", "é, "};
  auto const text = [&] {
    std::string all;
    for (auto n = random() % 40; n > 0; --n) all += words[random() % words.size()];
    return all;
  };
  for (int round = 0; round < 2000; ++round) {
    std::string const before = text(), after = text();
    auto const parts = difference(before, after);
    ASSERT_EQ(without(parts, Change::added), before);
    ASSERT_EQ(without(parts, Change::removed), after);
  }
}

TEST(Difference, OfBooksIsNotLookedFor) {
  std::string book, other;
  for (int i = 0; i < 12; ++i) book += "woord ";
  other = book + "mot";
  auto const parts = difference(book, other, 20);
  EXPECT_EQ(parts, (std::vector<Part>{{Change::removed, book}, {Change::added, other}}));
}

TEST(WordCount, CountsWhatHasLettersOrDigits) {
  auto const dutch = tandem::Locale::parse("nl").value(), french = tandem::Locale::parse("fr").value();
  using translation::segments::words_in;
  EXPECT_EQ(words_in("Elke donderdag van 14 tot 16 uur, zonder afspraak.", dutch), 9U);
  EXPECT_EQ(words_in("— …", dutch), 0U);
  EXPECT_EQ(words_in("L’aide aujourd’hui", french), 2U);
}

TEST(TextOf, IsTheStringItselfOrJson) {
  boost::json::value const text = "À propos", list = {"een", "twee"};
  EXPECT_EQ(text_of(&text), "À propos");
  EXPECT_EQ(text_of(&list), R"(["een","twee"])");
  EXPECT_EQ(text_of(nullptr), "");
}
