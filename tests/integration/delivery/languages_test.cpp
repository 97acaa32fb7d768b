/// In which languages an entry is public: the links of an entry, and the sitemap.

#include "editing/publisher.hpp"
#include "support/orders.hpp"
#include "support/served.hpp"

#include <gmock/gmock.h>

namespace tandem {
namespace {

using test::Reply;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

Locale const nl = Locale::parse("nl").value(), fr = Locale::parse("fr").value(), shared = Locale::shared();

class Languages : public testing::Test {
protected:
  static void SetUpTestSuite() { served = new test::Served(test::Settings{{"delivery.sitemap_size", "10"}}); }
  static void TearDownTestSuite() { delete std::exchange(served, nullptr); }

  static EntryId page(std::map<Locale, std::string> const& titles) {
    editing::NewEntry entry{"page", {{shared, {{"section", "news"}, {"position", 700}}}}, ""};
    for (auto const& [locale, title] : titles)
      entry.variants[locale] = {{"title", title}, {"summary", "Één zin."}, {"body", "Tekst."}};
    EntryId const made =
        editing::Editor(served->site->editing()).create(access::command_line(), entry).value().front().entry;
    carry_out(test::publish({{made, {}, {}}}));
    return made;
  }
  static void carry_out(editing::BundleOrder const& order) {
    editing::Publisher(served->site->editing()).make(access::command_line(), order).value();
  }
  static Reply get(std::string const& target, test::Headers const& headers = {}) {
    return served->ask("", "GET", target, "", headers);
  }
  static json::object links(EntryId const& entry, std::string const& query) {
    return get("/api/v1/page/" + entry.text() + query).document().at("data").at("links").as_object();
  }
  static std::vector<std::string> names(json::object const& links) {
    std::vector<std::string> all;
    for (auto const& link : links) all.emplace_back(link.key());
    return all;
  }
  static std::string href(json::object const& links, std::string const& name) {
    return std::string(links.at(name).at("href").as_string());
  }
  /// Every entry of the sitemap, page by page.
  static std::vector<json::object> sitemap(std::string target) {
    std::vector<json::object> all;
    while (!target.empty()) {
      Reply const reply = get(target);
      EXPECT_EQ(reply.status, 200) << reply.body;
      json::object const document = reply.document();
      EXPECT_LE(document.at("data").as_array().size(), 10U);
      for (json::value const& one : document.at("data").as_array()) all.push_back(one.as_object());
      json::value const next = document.at("links").at("next");
      target = next.is_null() ? "" : std::string(next.as_string());
    }
    return all;
  }
  static std::optional<json::object> mapped(EntryId const& entry) {
    for (json::object const& one : sitemap("/api/v1/sitemap"))
      if (one.at("id").as_string() == entry.text()) return one;
    return std::nullopt;
  }
  inline static test::Served* served = nullptr;
};

TEST_F(Languages, AnEntrySaysWhereItCanBeReadInEachLanguageItIsPublicIn) {
  EntryId const both = page({{nl, "Bezoek op zondag"}, {fr, "Visites du dimanche"}});
  json::object const found = links(both, "?locale=nl");
  EXPECT_THAT(names(found), ElementsAre("self", "alternate-nl", "alternate-fr"));
  EXPECT_EQ(href(found, "alternate-fr"), "/api/v1/page/visites-du-dimanche?locale=fr");
  EXPECT_EQ(found.at("alternate-nl").at("meta").at("slug"), "bezoek-op-zondag");
  Reply const there = get(href(found, "alternate-fr"));
  EXPECT_EQ(there.document().at("data").at("id").as_string(), both.text());
  EXPECT_EQ(there.document().at("data").at("links"), found) << "whichever is read";
  auto const list = get("/api/v1/page?locale=fr&alternates=true&filter[id]=" + both.text()).document();
  EXPECT_EQ(list.at("data").at(0).at("links"), found);
}

TEST_F(Languages, APageInOneLanguageAndAWithdrawnVariantAreNotAlternates) {
  EntryId const alone = page({{fr, "Seulement en français"}});
  EXPECT_THAT(names(links(alone, "?locale=nl")), ElementsAre("self", "alternate-fr"));
  EntryId const halved = page({{nl, "Halve bladzijde"}, {fr, "Demi-page"}});
  auto const before = format_timestamp(now());
  carry_out(test::withdraw({{halved, nl, {}}}));
  EXPECT_THAT(names(links(halved, "?locale=nl")), ElementsAre("self", "alternate-fr"));
  json::object const then = links(halved, "?locale=fr&at=" + before);
  EXPECT_THAT(names(then), ElementsAre("self", "alternate-nl", "alternate-fr")) << "as it was";
  EXPECT_EQ(get(href(then, "alternate-nl")).document().at("data").at("attributes").at("title"), "Halve bladzijde")
      << "the address is of that time too";
  EXPECT_THAT(names(mapped(halved)->at("links").as_object()), ElementsAre("self", "alternate-fr"));
  carry_out(test::withdraw({{halved, shared, {}}, {halved, fr, {}}}));
  EXPECT_FALSE(mapped(halved)) << "nothing of it is public";
}

TEST_F(Languages, OfListsAndOfWhatIsIncludedTheyAreThereWhenAskedFor) {
  EXPECT_THAT(names(get("/api/v1/note?locale=nl").document().at("data").at(0).at("links").as_object()),
              ElementsAre("self"));
  EXPECT_EQ(get("/api/v1/note?locale=nl&alternates=ja").status, 400);
  auto const notes = get("/api/v1/note?locale=nl&include=pages&alternates=true").document();
  json::value const& note = notes.at("data").at(0);
  std::string const id(note.at("id").as_string());
  EXPECT_EQ(note.at("links").at("alternate-fr").at("href"), json::value("/api/v1/note/" + id + "?locale=fr"));
  EXPECT_FALSE(note.at("links").at("alternate-fr").at("meta").as_object().contains("slug"));
  for (json::value const& page : notes.at("included").as_array())
    EXPECT_TRUE(page.at("links").at("alternate-nl").at("meta").as_object().contains("slug"));
}

TEST_F(Languages, TheSitemapHasEveryPublicEntryOnceWithTheLinksOfTheEntry) {
  EntryId const fresh = page({{nl, "Nieuw op de kaart"}, {fr, "Nouveau sur la carte"}});
  std::map<std::string, std::size_t> types;
  std::set<std::string> ids;
  for (json::object const& one : sitemap("/api/v1/sitemap")) {
    EXPECT_TRUE(ids.emplace(one.at("id").as_string()).second) << "no entry twice";
    ++types[std::string(one.at("type").as_string())];
    EXPECT_FALSE(one.contains("attributes"));
  }
  EXPECT_EQ(types.size() + 1, served->site->types().all().size()) << "all but media, of which there is none";
  EXPECT_EQ(types.at("service"), 6U);
  EXPECT_EQ(mapped(fresh)->at("links"), links(fresh, "?locale=nl"));
  auto const read = get("/api/v1/page/" + fresh.text()).document();
  EXPECT_EQ(mapped(fresh)->at("meta").at("published_at"), read.at("data").at("meta").at("published_at"));
  EXPECT_EQ(sitemap("/api/v1/sitemap?filter[type]=service&page[size]=4").size(), 6U);
  EXPECT_EQ(sitemap("/api/v1/sitemap?filter[type][in]=service,page").size(), 6U + types.at("page"));
}

TEST_F(Languages, TheSitemapIsAskedConditionallyFromAnySiteAndRefusesWhatItDoesNotKnow) {
  Reply const first = get("/api/v1/sitemap");
  EXPECT_EQ(first.headers.at("access-control-allow-origin"), "*");
  Reply const again = get("/api/v1/sitemap", {{"If-None-Match", first.headers.at("etag")}});
  EXPECT_EQ(again.status, 304);
  EXPECT_THAT(again.body, IsEmpty());
  page({{nl, "Verandert de kaart"}});
  EXPECT_EQ(get("/api/v1/sitemap?page[after]=00000000-0000-7000-8000-000000000000").status, 200);
  EXPECT_EQ(served->ask("", "OPTIONS", "/api/v1/sitemap").status, 204);
  Reply const wrong = get("/api/v1/sitemap?page[size]=11");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_EQ(wrong.document().at("errors").at(0).at("source").at("parameter"), "page[size]");
  EXPECT_EQ(get("/api/v1/sitemap?at=2019-01-01").status, 400);
  EXPECT_EQ(get("/api/v1/sitemap/over-ons").status, 404);
}

} // namespace
} // namespace tandem
