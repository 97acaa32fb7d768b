#include "delivery/statement.hpp"
#include "integration/preview/previewed.hpp"

#include <algorithm>

namespace tandem {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

using Shown = test::Previewed;

TEST_F(Shown, ADraftIsSeenWithTheTokenOnlyInBothLanguagesWithWhatTheyShare) {
  EntryId const entry = page({{"nl", {"Bezoek", "Wie komt er op bezoek?"}}, {"fr", {"Visites", "Qui vient ?"}}});
  publish(entry);
  edit(entry, "nl", {{"summary", "Één bezoeker per dag, ook ’s zondags."}});
  edit(entry, "shared", {{"section", "inside_prison"}});
  Link const both =
      link("[" + item(entry, R"(, "locale": "nl")") + "," + item(entry, R"(, "locale": "shared")") + "]");
  std::string const address = "/api/v1/page/" + entry.text() + "?locale=";

  EXPECT_EQ(attribute(get(both, address + "nl"), "summary"), "Één bezoeker per dag, ook ’s zondags.");
  EXPECT_EQ(attribute(get(both, address + "nl"), "section"), "inside_prison");
  EXPECT_EQ(attribute(get(both, address + "fr"), "summary"), "Qui vient ?") << "not in the preview: as it is public";
  EXPECT_EQ(attribute(get(both, address + "fr"), "section"), "inside_prison") << "but with what the languages share";
  for (std::string const language : {"nl", "fr"}) EXPECT_EQ(attribute(get(address + language), "section"), "news");
  EXPECT_EQ(attribute(get(address + "nl"), "summary"), "Wie komt er op bezoek?");

  json::object const drafted = get(both, address + "nl").document();
  EXPECT_EQ(drafted.at("meta").at("preview"), json::value(true));
  EXPECT_EQ(drafted.at("data").at("meta").at("revision"), 2);
  EXPECT_FALSE(drafted.at("data").at("meta").as_object().contains("published_at")) << "it was not published";
  EXPECT_FALSE(get(address + "nl").document().contains("meta"));
  EXPECT_EQ(
      both.links,
      json::object({{entry.text(),
                     {{"nl", address + "nl&preview=" + both.token}, {"fr", address + "fr&preview=" + both.token}}}}));
}

TEST_F(Shown, TheLanguagesOfAnEntryAreThoseItWouldBePublicIn) {
  EntryId const entry =
      page({{"nl", {"Bezoek met kinderen", "Zo gaat het."}}, {"fr", {"Visites d’enfants", "Voici."}}});
  editing::Publisher(served->site->editing())
      .make(access::command_line(), test::publish({{entry, locale("nl"), {}}, {entry, Locale::shared(), {}}}))
      .value();
  Link const both = link("[" + item(entry, R"(, "locale": "fr")") + "]");
  std::string const address = "/api/v1/page/" + entry.text() + "?locale=nl";
  json::object const shown = get(both, address).document().at("data").at("links").as_object();
  EXPECT_EQ(shown.at("alternate-fr").at("meta"), json::value({{"slug", "visites-d-enfants"}})) << "never published";
  EXPECT_TRUE(shown.at("alternate-nl").at("meta").as_object().contains("published_at"));
  EXPECT_FALSE(get(address).document().at("data").at("links").as_object().contains("alternate-fr"))
      << "the public sees it not yet";
}

TEST_F(Shown, WithoutRevisionALinkFollowsTheHeadAndWithOneItIsFrozen) {
  EntryId const entry = page({{"nl", {"Telefoneren", "Eerste versie."}}});
  Link const head = link("[" + item(entry) + "]");
  Link const frozen = link("[" + item(entry, R"(, "locale": "nl", "revision": 1)") + "," +
                           item(entry, R"(, "locale": "shared")") + "]");
  edit(entry, "nl", {{"summary", "Tweede versie."}});
  std::string const address = "/api/v1/page/" + entry.text() + "?locale=nl";
  EXPECT_EQ(attribute(get(head, address), "summary"), "Tweede versie.");
  EXPECT_EQ(attribute(get(frozen, address), "summary"), "Eerste versie.");
  EXPECT_EQ(get(address).status, 404);
  publish(entry);
  EXPECT_TRUE(get(head, address).document().at("data").at("meta").as_object().contains("published_at"));
  EXPECT_FALSE(get(frozen, address).document().at("data").at("meta").as_object().contains("published_at"));
}

TEST_F(Shown, ADraftThatIsNotCompleteYetIsShownAsFarAsItGoes) {
  EntryId const alone = page({{"fr", {"Brouillon", "Sans les champs communs."}}}, {});
  Link const one = link("[" + item(alone) + "]");
  EXPECT_EQ(attribute(get(one, "/api/v1/page/" + alone.text() + "?locale=fr"), "title"), "Brouillon");
  EXPECT_THAT(ids(get(one, "/api/v1/page?locale=fr&page[size]=100")), Contains(alone.text()));
  EXPECT_EQ(attribute(get(one, "/api/v1/page/" + alone.text() + "?locale=nl"), "title"), "Brouillon")
      << "languages fall back as they do for the public";
}

TEST_F(Shown, ABundleAsAWholeWithAWithdrawalAndARenamedAddress) {
  EntryId const moved = page({{"nl", {"Gevangenis van Vorst", "Een gevangenis."}}}),
                gone = page({{"nl", {"Gevangenis van Berkendaal", "Een andere."}}}),
                heir = page({{"nl", {"Gevangenis van Haren", "De nieuwe."}}});
  publish(moved);
  publish(gone);
  edit(moved, "nl", {{"title", "Huis van Vorst"}, {"slug", "huis-van-vorst"}});
  edit(heir, "nl", {{"slug", "gevangenis-van-berkendaal"}});
  Link const bundle =
      link("[" + item(moved) + "," + item(heir) + "," + item(gone, R"(, "action": "unpublish")") + "]");
  std::string const list = "/api/v1/page?locale=nl&page[size]=100&page[total]=true";

  EXPECT_EQ(attribute(get(bundle, "/api/v1/page/huis-van-vorst?locale=nl"), "title"), "Huis van Vorst");
  EXPECT_EQ(get("/api/v1/page/huis-van-vorst?locale=nl").status, 404);
  test::Reply const old = get(bundle, "/api/v1/page/gevangenis-van-vorst?locale=nl");
  EXPECT_EQ(old.status, 301);
  EXPECT_EQ(old.headers.at("location"), "/api/v1/page/huis-van-vorst?locale=nl&preview=" + bundle.token);
  EXPECT_EQ(old.headers.at("cache-control"), "private, no-store");

  EXPECT_EQ(get(bundle, "/api/v1/page/" + gone.text() + "?locale=nl").status, 404);
  EXPECT_EQ(attribute(get(bundle, "/api/v1/page/gevangenis-van-berkendaal?locale=nl"), "title"),
            "Gevangenis van Haren")
      << "an address that comes free goes over";
  EXPECT_EQ(attribute(get("/api/v1/page/gevangenis-van-berkendaal?locale=nl"), "title"), "Gevangenis van Berkendaal");
  EXPECT_FALSE(bundle.links.contains(gone.text())) << "there is nothing to see of it";

  auto const shown = ids(get(bundle, list)), open = ids(get(list));
  EXPECT_THAT(shown, Contains(heir.text()));
  EXPECT_THAT(shown, Not(Contains(gone.text())));
  EXPECT_THAT(open, Contains(gone.text()));
  EXPECT_THAT(open, Not(Contains(heir.text())));
  json::object const document = get(bundle, list).document();
  EXPECT_EQ(document.at("meta").at("total").as_int64(), static_cast<std::int64_t>(shown.size()));
  EXPECT_EQ(document.at("meta").at("preview"), json::value(true));
}

TEST_F(Shown, AScheduledBundleIsSeenBeforeItsTime) {
  EntryId const before = page({{"nl", {"Werk voor Sociale Wederaanpassing", "Sinds 1922."}}}),
                after = page({{"nl", {"Rizome-Bxl, samen", "Twee diensten in één."}}});
  publish(before);
  auto const order = [&](std::string const& at) {
    return served->ask(coordinator, "POST", "/edit/v1/bundles",
                       R"({"data": {"type": "bundle", "attributes": {"at": ")" + at + R"(", "items": [)" +
                           item(after, R"(, "action": "publish")") + "," +
                           item(before, R"(, "action": "unpublish")") + "]}}}");
  };
  test::Reply const scheduled = order(format_timestamp(now() + std::chrono::hours{24}));
  ASSERT_EQ(scheduled.status / 100, 2) << scheduled.body;
  std::string const id(scheduled.document().at("data").at("id").as_string());
  edit(after, "nl", {{"summary", "Later nog gewijzigd."}});

  test::Reply const made = make(coordinator, R"("bundle": ")" + id + "\"");
  ASSERT_EQ(made.status, 201) << made.body;
  std::string const token(made.document().at("data").at("attributes").at("token").as_string());
  Link const one{"", token, {}};
  EXPECT_EQ(attribute(get(one, "/api/v1/page/" + after.text() + "?locale=nl"), "summary"), "Twee diensten in één.")
      << "the revision that the bundle publishes";
  EXPECT_EQ(get(one, "/api/v1/page/" + before.text() + "?locale=nl").status, 404);
  EXPECT_EQ(get("/api/v1/page/" + before.text() + "?locale=nl").status, 200);

  std::string const author = served->account("auteur-elders", {{"author"}}, before);
  EXPECT_EQ(make(author, R"("bundle": ")" + id + "\"").status, 404) << "who may read none of it learns of none";
  test::Reply const twice = make(coordinator, R"("bundle": ")" + id + R"(", "items": [)" + item(after) + "]");
  EXPECT_EQ(twice.status, 422);
  EXPECT_EQ(error(twice).at("source").at("pointer"), "/data/attributes/bundle");
  for (std::string const wrong : {"\"morgen\"", "7"})
    EXPECT_EQ(make(coordinator, "\"bundle\": " + wrong).status, 400);
  EXPECT_EQ(make(coordinator, R"("bundle": ")" + Uuid::make().text() + "\"").status, 404);
  execute("update scheduled_bundle set state = 'cancelled', finished_at = now() where id = $1", {id});
  EXPECT_EQ(make(coordinator, R"("bundle": ")" + id + "\"").status, 409);
}

TEST_F(Shown, WithdrawingWhatTheLanguagesShareWithdrawsThem) {
  EntryId const entry = page({{"nl", {"Kort", "Kort."}}, {"fr", {"Bref", "Bref."}}});
  publish(entry);
  Link const french = link("[" + item(entry, R"(, "locale": "fr", "action": "unpublish")") + "]");
  json::object const fallen = get(french, "/api/v1/page/" + entry.text() + "?locale=fr").document();
  EXPECT_EQ(fallen.at("data").at("meta").at("locale"), "nl") << "the other language stays";
  Link const all = link("[" + item(entry, R"(, "locale": "shared", "action": "unpublish")") + "]");
  for (std::string const language : {"nl", "fr"})
    EXPECT_EQ(get(all, "/api/v1/page/" + entry.text() + "?locale=" + language).status, 404);
}

TEST_F(Shown, RelatedEntriesAreIncludedAsTheyWouldBe) {
  EntryId const organisation = Uuid::parse("014170e2-9700-7012-8000-000000000004").value(),
                service = Uuid::parse("014170e2-9700-7013-8000-000000000004").value();
  edit(organisation, "fr", {{"name", "Fondation pour l’Assistance Morale aux Détenus – nouvelle adresse"}});
  Link const one = link("[" + item(organisation, R"(, "locale": "fr")") + "]");
  std::string const address = "/api/v1/service/" + service.text() + "?locale=fr&include=organisation";
  auto const name = [](test::Reply const& reply) {
    return std::string(reply.document().at("included").at(0).at("attributes").at("name").as_string());
  };
  EXPECT_EQ(name(get(one, address)), "Fondation pour l’Assistance Morale aux Détenus – nouvelle adresse");
  EXPECT_EQ(name(get(address)), "Fondation pour l’Assistance Morale aux Détenus");
  Link const without = link("[" + item(organisation, R"(, "action": "unpublish")") + "]");
  EXPECT_TRUE(get(without, address).document().at("included").as_array().empty());
}

TEST_F(Shown, SearchFiltersAndSortSeeWhatIsDrafted) {
  EntryId const entry = page({{"nl", {"Zonnepanelen", "Op het dak van de œconomie."}}});
  publish(entry);
  edit(entry, "nl",
       {{"title", "Aardwarmte"}, {"slug", "aardwarmte"}, {"body", "Onder de binnenplaats liggen dertig boorgaten."}});
  Link const one = link("[" + item(entry) + "]");
  auto const found = [&](std::string const& query) { return ids(get(one, "/api/v1/page?locale=nl&" + query)); };
  auto const open = [&](std::string const& query) { return ids(get("/api/v1/page?locale=nl&" + query)); };

  EXPECT_THAT(found("q=boorgat"), testing::ElementsAre(entry.text())) << "through the dictionary of the language";
  EXPECT_TRUE(open("q=boorgat").empty());
  EXPECT_TRUE(found("q=zonnepanelen").empty());
  EXPECT_THAT(open("q=zonnepanelen"), testing::ElementsAre(entry.text()));
  EXPECT_EQ(found("q=gevangenis&page[size]=100"), open("q=gevangenis&page[size]=100"))
      << "the others are as they are";

  EXPECT_THAT(found("filter[title]=Aardwarmte"), testing::ElementsAre(entry.text()));
  EXPECT_TRUE(open("filter[title]=Aardwarmte").empty());
  EXPECT_EQ(found("sort=title&page[size]=1").front(), entry.text());
}

TEST_F(Shown, PagesLinkToEachOtherWithTheToken) {
  EntryId const entry = page({{"nl", {"Aalmoezenier", "Een gesprek."}}});
  Link const one = link("[" + item(entry) + "]");
  std::set<std::string> seen;
  std::string next = "/api/v1/page?locale=nl&page[size]=5&preview=" + one.token;
  while (!next.empty()) {
    json::object const document = get(next).document();
    EXPECT_THAT(std::string(document.at("links").at("first").as_string()), HasSubstr("preview=" + one.token));
    for (json::value const& each : document.at("data").as_array())
      EXPECT_TRUE(seen.insert(std::string(each.at("id").as_string())).second) << "each once";
    json::value const& link = document.at("links").at("next");
    next = link.is_null() ? "" : std::string(link.as_string());
  }
  EXPECT_TRUE(seen.contains(entry.text()));
  EXPECT_EQ(seen.size(), ids(get(one, "/api/v1/page?locale=nl&page[size]=100")).size());
}

TEST_F(Shown, ADeletedDraftIsNotShown) {
  EntryId const entry = page({{"nl", {"Vergist", "Dit was niet de bedoeling."}}});
  Link const one = link("[" + item(entry) + "]");
  EXPECT_EQ(get(one, "/api/v1/page/" + entry.text() + "?locale=nl").status, 200);
  editing::Editor(served->site->editing()).remove(access::command_line(), entry).value();
  EXPECT_EQ(get(one, "/api/v1/page/" + entry.text() + "?locale=nl").status, 404);
}

TEST_F(Shown, APreviewLeavesTheProjectionItsIndexes) {
  EntryId const entry = page({{"nl", {"Bibliotheek", "Boeken lenen."}}});
  Link const one = link("[" + item(entry) + "]");
  delivery::Settings settings;
  settings.fallback = {{"nl", {"fr"}}};
  auto const plan_of = [&](std::string const& id_or_slug, std::vector<http::Parameter> const& query,
                           std::string const& without) {
    delivery::Question const question{"page", id_or_slug, query, "nl", "", Uuid::parse(one.id).value()};
    auto const statement =
        delivery::page_statement(delivery::make_plan(question, served->site->types(), settings, now()).value());
    std::string text;
    auto const taken_back = served->site->database().transact([&](store::Transaction& tx) -> Result<void> {
      tx.script("set local enable_seqscan = off;" + without); // so few rows would be read whole
      for (auto const& row : tx.query("explain " + statement.sql, statement.values)) text += row[0].value() + "\n";
      return Error{ErrorCode::conflict, "take it back"};
    });
    EXPECT_FALSE(taken_back);
    EXPECT_THAT(text, Not(HasSubstr("Seq Scan on published"))) << "not for the languages to fall back to either";
    return text;
  };
  EXPECT_THAT(plan_of("over-ons", {}, ""), HasSubstr("published_by_slug"));
  EXPECT_THAT(plan_of(entry.text(), {}, ""), HasSubstr("published_pkey"));
  settings.fallback.clear(); // or the key would be needed beside it; languages are looked up by the entry alone
  EXPECT_THAT(plan_of("", {{"q", "hulp"}},
                      "drop index published_by_slug; drop index published_by_type; "
                      "alter table published drop constraint published_pkey; "
                      "do $$ declare i text; begin for i in select indexname from pg_indexes where indexname like "
                      "'published:%' loop execute format('drop index %I', i); end loop; end $$; "
                      "create index published_by_entry on published using hash (entry)"),
              HasSubstr("published_search"));
}

TEST_F(Shown, AnEmptyDifferenceIsWhatThePublicSees) {
  // Every entry that is public, frozen at what is public: the derived rows must be those of the projection.
  execute("insert into preview (id, secret, account, note, created_at, expires_at) select "
          "'0169d5c4-3700-7000-8000-0000000000aa', sha256('alles'), id, '', now(), now() + interval '1 hour' from "
          "account where name = 'coordinator'",
          {});
  execute("insert into preview_item select '0169d5c4-3700-7000-8000-0000000000aa', entry, locale, revision, false "
          "from publication where upper_inf(during)",
          {});
  auto const differences =
      served->site->database()
          .transact([](store::Transaction& tx) -> Result<store::Rows> {
            std::string const columns = "select entry, locale, type, organisation, data, revision, shared_revision, "
                                        "since, created_at, search from ";
            std::string const derived = columns + "published_in_preview('0169d5c4-3700-7000-8000-0000000000aa')";
            return tx.query("(" + derived + " except all " + columns + "published) union all (" + columns +
                            "published except all " + derived + ")");
          })
          .value();
  EXPECT_EQ(differences.size(), 0U);
  EXPECT_GT(ids(get({"", "alles", {}}, "/api/v1/page?locale=fr")).size(), 10U);
}

} // namespace
} // namespace tandem
