#include "delivery/delivery.hpp"
#include "editing/publisher.hpp"
#include "editing/transfer.hpp"
#include "http/target.hpp"
#include "support/orders.hpp"
#include "support/site.hpp"

#include <gmock/gmock.h>

namespace tandem {
namespace {

using testing::ElementsAre;

Locale const nl = Locale::parse("nl").value(), fr = Locale::parse("fr").value(), shared = Locale::shared();

/// What a web client reads, on the sample content.
class DeliveryTest : public testing::Test {
protected:
  static void SetUpTestSuite() {
    site = test::make_site().release();
    editing::import_folder(site->editing(), access::command_line(), TANDEM_SOURCE_DIR "/config/sample", false)
        .value();
  }
  static void TearDownTestSuite() { delete std::exchange(site, nullptr); }

  static Result<delivery::Answer> read(std::string const& target, std::string const& accept_language = "") {
    delivery::Settings settings;
    settings.fallback = {{"nl", {"fr"}}, {"fr", {"nl"}}};
    delivery::Delivery const delivery(site->database(), site->types(), settings);
    auto const parsed = http::parse_target(target).value();
    std::string const rest = parsed.path.substr(std::string("/api/v1/").size());
    std::size_t const slash = rest.find('/');
    return delivery.read({rest.substr(0, slash), slash == std::string::npos ? "" : rest.substr(slash + 1),
                          parsed.query, accept_language, target});
  }
  static std::vector<std::string> slugs(std::string const& target) {
    std::vector<std::string> all;
    auto const answer = read(target);
    EXPECT_TRUE(answer) << target << ": " << answer.error().detail;
    if (answer)
      for (json::value const& one : answer->document->at("data").as_array())
        all.emplace_back(one.at("attributes").at("slug").as_string());
    return all;
  }
  static EntryId publish_page(Locale const& locale, std::string const& title, std::string const& slug, int position) {
    EntryId const page =
        editing::Editor(site->editing())
            .create(access::command_line(),
                    {"page",
                     {{shared, {{"section", "presentation"}, {"position", position}}},
                      {locale, {{"title", title}, {"slug", slug}, {"summary", "Één zin."}, {"body", "Tekst."}}}},
                     ""})
            .value()
            .front()
            .entry;
    editing::Publisher(site->editing()).make(access::command_line(), test::publish({{page, {}, {}}})).value();
    return page;
  }
  inline static app::Site* site = nullptr;
};

TEST_F(DeliveryTest, ASlugOfTheLanguageAskedForGoesBeforeThatOfAnother) {
  EntryId const dutch = publish_page(nl, "Zelfde", "zelfde-adres", 900);
  EntryId const french = publish_page(fr, "Autre", "zelfde-adres", 1);
  EXPECT_EQ(read("/api/v1/page/zelfde-adres?locale=nl")->document->at("data").at("id").as_string(), dutch.text());
  EXPECT_EQ(read("/api/v1/page/zelfde-adres?locale=fr")->document->at("data").at("id").as_string(), french.text());
}

TEST_F(DeliveryTest, TheApostropheOfABookEndsAWordInSearchesToo) {
  publish_page(fr, "À propos de l’hospitalité", "a-propos-de-l-hospitalite", 950);
  for (std::string const words :
       {"hospitalit%C3%A9", "l%E2%80%99hospitalit%C3%A9", "l'hospitalite", "l%E2%80%99hospitalt%C3%A9"}) {
    auto const answer = read("/api/v1/page?locale=fr&q=" + words);
    ASSERT_TRUE(answer) << answer.error().detail;
    json::array const& found = answer->document->at("data").as_array();
    ASSERT_EQ(found.size(), 1U) << words;
    EXPECT_EQ(found.at(0).at("meta").at("highlight").at("title"), "À propos de l’<mark>hospitalité</mark>") << words;
  }
}

TEST_F(DeliveryTest, AnEntryInOneLanguageOnlyIsReadInThatOneAndSaysSo) {
  EntryId const french = publish_page(fr, "Seulement en français", "seulement-en-francais", 901);
  auto const answer = read("/api/v1/page/" + french.text() + "?locale=nl");
  EXPECT_EQ(answer->locale, "fr");
  EXPECT_EQ(answer->document->at("data").at("meta").at("locale"), "fr");
  EXPECT_EQ(slugs("/api/v1/page?locale=nl&filter[title]=Seulement%20en%20fran%C3%A7ais"),
            (std::vector<std::string>{"seulement-en-francais"}));
}

TEST_F(DeliveryTest, SortingFollowsTheAlphabetOfTheLanguage) {
  publish_page(fr, "Élan", "elan", 902);
  publish_page(fr, "Zone", "zone", 903);
  publish_page(fr, "Eau", "eau", 904);
  publish_page(fr, "œuvre", "oeuvre", 905);
  publish_page(fr, "Oubli", "oubli", 906);
  EXPECT_THAT(slugs("/api/v1/page?locale=fr&sort=title&filter[position][gte]=902&filter[position][lte]=906"),
              ElementsAre("eau", "elan", "oeuvre", "oubli", "zone"))
      << "É beside E, œ beside oe";
}

TEST_F(DeliveryTest, SearchFindsWordsInBothLanguagesThroughTheirDictionaries) {
  EXPECT_FALSE(slugs("/api/v1/page?locale=nl&q=gevangenissen").empty()) << "another form of the word";
  EXPECT_FALSE(slugs("/api/v1/page?locale=fr&q=prisons").empty());
  EXPECT_FALSE(slugs("/api/v1/page?locale=fr&q=detenu").empty()) << "without its accents";
  EXPECT_TRUE(slugs("/api/v1/page?locale=nl&q=zonnepanelen").empty());
  EXPECT_FALSE(slugs("/api/v1/page?locale=nl&q=gevangenis&at=2016-01-01").empty()) << "in the past too";
}

TEST_F(DeliveryTest, SearchIsAnsweredByItsIndex) {
  // What matters is that the planner may use it; on so few rows it needs to be left no other choice.
  std::string text;
  auto const taken_back = site->database().transact([&](store::Transaction& tx) -> Result<void> {
    tx.script("set local enable_seqscan = off; drop index published_by_slug; drop index published_by_type; "
              "alter table published drop constraint published_pkey");
    for (auto const& row : tx.query("explain select entry from published p where (p.locale = 'nl' and p.search @@ "
                                    "websearch_to_tsquery(search_configuration('nl'), $1)) or (p.locale = 'fr' and "
                                    "p.search @@ websearch_to_tsquery(search_configuration('fr'), $1))",
                                    {"hulp"}))
      text += row[0].value() + "\n";
    return Error{ErrorCode::conflict, "take it back"};
  });
  EXPECT_FALSE(taken_back);
  EXPECT_THAT(text, testing::HasSubstr("published_search"));
}

TEST_F(DeliveryTest, IdsAreFoundHoweverTheyAreWrittenAndListsByTheirItems) {
  auto const services = read("/api/v1/service?locale=nl");
  json::value const& first = services->document->at("data").at(0);
  std::string organisation(first.at("relationships").at("organisation").at("data").at("id").as_string());
  std::size_t const of_it = slugs("/api/v1/service?locale=nl&filter[organisation]=" + organisation).size();
  EXPECT_GE(of_it, 1U);
  for (char& c : organisation) c = static_cast<char>(std::toupper(c));
  EXPECT_EQ(slugs("/api/v1/service?locale=nl&filter[organisation]=" + organisation).size(), of_it);
  EXPECT_FALSE(read("/api/v1/service?filter[organisation]=geen-id"));
}

TEST_F(DeliveryTest, ForgedCursorsAndOddValuesAreRefusedNotFailed) {
  auto const hex = [](std::string const& text) {
    std::string digits;
    for (char const c : text) {
      digits += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4];
      digits += "0123456789abcdef"[c & 0xf];
    }
    return digits;
  };
  std::string const id = "014170e2-9700-7001-8000-000000000001";
  for (ContentType const* type :
       {site->types().find("page"), site->types().find("service"), site->types().find("location")})
    for (Field const& field : type->fields()) {
      if (field.kind == FieldKind::object || field.kind == FieldKind::array) continue;
      for (std::string const key :
           {"Infinity", "infinity", "NaN", "-Infinity", "", "true", "1e400", "2016-12-31T23:59:59+23:59", "'; --"}) {
        std::string const cursor = hex(json::serialize(json::array{type->name() + "/nl," + field.name, key, id}));
        auto const answer =
            read("/api/v1/" + type->name() + "?locale=nl&sort=" + field.name + "&page[after]=" + cursor);
        EXPECT_TRUE(answer || answer.error().code == ErrorCode::invalid_cursor)
            << field.name << " " << key << ": " << answer.error().detail;
      }
    }
}

TEST_F(DeliveryTest, AQuestionThatTakesTooLongIsGivenUp) {
  delivery::Settings settings;
  settings.timeout_ms = 1;
  delivery::Delivery const hasty(site->database(), site->types(), settings);
  auto const answer = hasty.read(
      {"page", "", {{"at", "2016-01-01"}, {"q", "hulp OR gevangenis OR dienst"}, {"page[total]", "true"}}, "", "/"});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::unavailable);
  EXPECT_TRUE(read("/api/v1/page")) << "the next one is not affected";
}

} // namespace
} // namespace tandem
