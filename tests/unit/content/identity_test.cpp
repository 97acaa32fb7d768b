/// Identifiers: what is accepted, what new ones promise, and slugs made of real titles.

#include "content/identity.hpp"
#include "content/timestamp.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>
#include <set>
#include <thread>
#include <vector>

namespace tandem {
namespace {

TEST(Uuid, IsReadInEitherCaseAndKeptInLowerCase) {
  Result<Uuid> const id = Uuid::parse("014170E2-9700-7012-8000-00000000000A");
  ASSERT_TRUE(id.has_value());
  EXPECT_EQ(id->text(), "014170e2-9700-7012-8000-00000000000a");
  EXPECT_EQ(*id, *Uuid::parse("014170e2-9700-7012-8000-00000000000a"));
  EXPECT_TRUE(Uuid::parse("00000000-0000-0000-0000-000000000000").has_value());
}

TEST(Uuid, RefusesEveryOtherForm) {
  for (std::string_view const text :
       {"", "014170e2-9700-7012-8000-00000000000", "014170e2-9700-7012-8000-00000000000ab",
        "{014170e2-9700-7012-8000-00000000000a}", "urn:uuid:014170e2-9700-7012-8000-00000000000a",
        "014170e297007012800000000000000a", "014170e2-9700-7012-8000-00000000000g",
        "014170e2-9700-7012-80000-0000000000a", "014170e2_9700_7012_8000_00000000000a",
        " 14170e2-9700-7012-8000-00000000000a", "014170e2-9700-7012-8000-00000000000'",
        "-14170e2-9700-7012-8000-00000000000a"})
    EXPECT_FALSE(Uuid::parse(text).has_value()) << text;
}

TEST(Uuid, ANewOneIsOfVersion7AndCarriesItsTime) {
  auto const milliseconds = [](Timestamp at) { return at.time_since_epoch().count() / 1000; };
  auto const before = milliseconds(now());
  std::string const text = Uuid::make().text();
  auto const after = milliseconds(now());
  EXPECT_EQ(text[14], '7');
  EXPECT_NE(std::string("89ab").find(text[19]), std::string::npos);
  EXPECT_TRUE(Uuid::parse(text).has_value());
  auto const stamp = std::stoll(text.substr(0, 8) + text.substr(9, 4), nullptr, 16);
  EXPECT_GE(stamp, before);
  EXPECT_LE(stamp, after + 100); // ids made faster than the clock ticks borrow from the next ticks
}

TEST(Uuid, NewOnesSortInTheOrderOfTheirMaking) {
  std::vector<Uuid> made;
  for (int i = 0; i < 50'000; ++i) made.push_back(Uuid::make());
  EXPECT_EQ(std::adjacent_find(made.begin(), made.end(), [](Uuid const& a, Uuid const& b) { return a >= b; }),
            made.end());
}

TEST(Uuid, NewOnesOfManyThreadsAreDifferentAndInOrderWithinEach) {
  constexpr std::size_t threads = 8, each = 20'000;
  std::vector<std::vector<Uuid>> made(threads);
  {
    std::vector<std::jthread> makers;
    for (std::vector<Uuid>& mine : made)
      makers.emplace_back([&mine] {
        for (std::size_t i = 0; i < each; ++i) mine.push_back(Uuid::make());
      });
  }
  std::set<Uuid> all;
  std::set<std::string> beginnings; // the time alone is different already
  for (std::vector<Uuid> const& mine : made) {
    EXPECT_TRUE(std::is_sorted(mine.begin(), mine.end()));
    all.insert(mine.begin(), mine.end());
    for (Uuid const& id : mine) beginnings.insert(id.text().substr(0, 18));
  }
  EXPECT_EQ(all.size(), threads * each);
  EXPECT_EQ(beginnings.size(), threads * each);
}

TEST(Uuid, TheRandomPartOfNewOnesTakesEveryValueOfEveryDigit) {
  std::vector<std::set<char>> seen(36);
  for (int i = 0; i < 2'000; ++i) {
    std::string const text = Uuid::make().text();
    for (std::size_t at = 20; at < text.size(); ++at) seen[at].insert(text[at]);
  }
  for (std::size_t at = 20; at < 36; ++at) EXPECT_EQ(seen[at].size(), at == 23 ? 1U : 16U) << "digit " << at;
}

TEST(Locale, IsALanguageWithOrWithoutARegion) {
  for (std::string_view const text : {"nl", "fr", "de", "nl-BE", "fr-BE", "ast"}) {
    Result<Locale> const locale = Locale::parse(text);
    ASSERT_TRUE(locale.has_value()) << text;
    EXPECT_EQ(locale->text(), text);
    EXPECT_FALSE(locale->is_shared());
  }
}

TEST(Locale, SharedIsTheOneThatIsNoLanguage) {
  EXPECT_TRUE(Locale::shared().is_shared());
  EXPECT_EQ(*Locale::parse("shared"), Locale::shared());
  EXPECT_NE(*Locale::parse("nl"), Locale::shared());
}

TEST(Locale, RefusesEveryOtherForm) {
  for (std::string_view const text : {"", "n", "NL", "nl-be", "nl_BE", "nl-", "-BE", "nl-BE-x", "nederlands",
                                      "nl-BEL", "nl ", "n1", "é1", "Shared", "nl-B", "*"}) {
    Result<Locale> const locale = Locale::parse(text);
    ASSERT_FALSE(locale.has_value()) << text;
    EXPECT_EQ(locale.error().code, ErrorCode::invalid_content);
  }
}

TEST(Slug, IsMadeOfTitlesInTheirOwnLanguage) {
  for (auto const& [title, slug] : {
           std::pair{"Bien à savoir: l'œuvre d'aide", "bien-a-savoir-l-oeuvre-d-aide"},
           {"Één vraag? Ça va", "een-vraag-ca-va"},
           {"Réinsertion sociale à Saint-Gilles", "reinsertion-sociale-a-saint-gilles"},
           {"L’aide aux détenu·e·s – qui fait quoi ?", "l-aide-aux-detenu-e-s-qui-fait-quoi"},
           {"Coördinatie van de hulp- en dienstverlening", "coordinatie-van-de-hulp-en-dienstverlening"},
           {"Naïeve vragen over de geïnterneerden", "naieve-vragen-over-de-geinterneerden"},
           {"NOËL EN FAMILLE", "noel-en-famille"},
           {"  100 % gratis!  ", "100-gratis"},
           {"Ĳzerlaan & Straße", "ijzerlaan-strasse"},
           {"Ex æquo — 2ᵉ prix", "ex-aequo-2e-prix"},
           {"«Où ?» … «Là-bas»", "ou-la-bas"},
           {"Ελληνικά", "ellenika"},
           {"Помощь семьям", "pomos-sem-am"},
       })
    EXPECT_EQ(make_slug(title), slug) << title;
}

TEST(Slug, IsTheSameForComposedAndDecomposedLetters) {
  EXPECT_EQ(make_slug("Re\u0301insertion c\u0327a et la\u0300"), "reinsertion-ca-et-la");
  EXPECT_EQ(make_slug("R\u00e9insertion \u00e7a et l\u00e0"), "reinsertion-ca-et-la");
}

TEST(Slug, IsEmptyWhenNothingIsLeft) {
  for (std::string_view const title : {"", "   ", "?!…", "😀😀", "—", "\xff\xfe"})
    EXPECT_EQ(make_slug(title), "") << title;
}

TEST(Slug, HasAtMost96CharactersAndNeverEndsInAHyphen) {
  EXPECT_EQ(make_slug(std::string(200, 'a')), std::string(96, 'a'));
  EXPECT_EQ(make_slug(std::string(95, 'a') + " één"), std::string(95, 'a'));
  EXPECT_EQ(make_slug(std::string(95, 'a') + "é"), std::string(95, 'a') + "e");
}

TEST(Slug, OnlyTheFormThatIsMadeIsAccepted) {
  for (std::string_view const text : {"page", "2024", "a-b-c", "een-vraag-ca-va"}) EXPECT_TRUE(is_slug(text)) << text;
  EXPECT_TRUE(is_slug(std::string(96, 'a')));
  EXPECT_FALSE(is_slug(std::string(97, 'a')));
  for (std::string_view const text : {"", "-", "-a", "a-", "a--b", "Page", "één", "a b", "a_b", "a/b", "a.b", "a\n"})
    EXPECT_FALSE(is_slug(text)) << text;
}

TEST(Slug, WhateverIsMadeIsAcceptedOrEmptyAndMadeAgainStaysTheSame) {
  std::mt19937 random(9562);
  constexpr std::string_view parts[] = {"é", "Œ", " ", "-", "'", "’",    "ß", "ç",      "ï",
                                        "1", "a", "Z", "—", "😀", "\xff", "ж", "e\u0301"};
  for (int i = 0; i < 3'000; ++i) {
    std::string title;
    for (auto n = random() % 130; n > 0; --n) title += parts[random() % std::size(parts)];
    std::string const slug = make_slug(title);
    ASSERT_TRUE(slug.empty() || is_slug(slug)) << title << " became " << slug;
    ASSERT_EQ(make_slug(slug), slug) << title;
  }
}

TEST(Slug, IsMadeTheSameOnManyThreadsAtOnce) {
  std::vector<std::string> made(8);
  {
    std::vector<std::jthread> makers;
    for (std::string& mine : made)
      makers.emplace_back([&mine] {
        for (int i = 0; i < 300; ++i) mine = make_slug("Één vraag? L'œuvre d'aide");
      });
  }
  for (std::string const& slug : made) EXPECT_EQ(slug, "een-vraag-l-oeuvre-d-aide");
}

TEST(Composed, TextThatLooksTheSameComparesTheSame) {
  EXPECT_EQ(composed("re\xcc\x81insertion"), "réinsertion") << "e and a combining accent";
  EXPECT_EQ(composed("réinsertion, œuvre"), "réinsertion, œuvre");
  EXPECT_EQ(composed(""), "");
}

} // namespace
} // namespace tandem
