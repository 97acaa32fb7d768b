/// The search of the directory, as people who refer others ask it.

#include "editing/publisher.hpp"
#include "editing/transfer.hpp"
#include "editing/verify.hpp"
#include "support/orders.hpp"
#include "support/served.hpp"

#include <gmock/gmock.h>
#include <thread>

namespace tandem {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Locale const nl = Locale::parse("nl").value(), fr = Locale::parse("fr").value(), shared = Locale::shared();
std::string const families = "014170e2-9700-7015-8000-000000000004",
                  interned = "014170e2-9700-7015-8000-000000000003",
                  psychological = "014170e2-9700-7019-8000-000000000002";

/// Percent-encodes what an address cannot hold.
std::string encoded(std::string const& text) {
  std::string all;
  for (char const c : text)
    if (std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == ',' || c == '.') all += c;
    else {
      constexpr char digits[] = "0123456789ABCDEF";
      all += {'%', digits[static_cast<unsigned char>(c) >> 4], digits[static_cast<unsigned char>(c) & 0xf]};
    }
  return all;
}

class Directory : public testing::Test {
protected:
  static void SetUpTestSuite() {
    served = new test::Served;
    welcome = publish(
        "service", {{shared,
                     {{"organisation", "014170e2-9700-7012-8000-000000000004"},
                      {"audiences", {families, interned}},
                      {"languages_spoken", {"fr", "nl"}},
                      {"custody", {"at_liberty"}},
                      {"cost", "free"},
                      {"position", 50}}},
                    {nl, {{"name", "Onthaal voor naasten"}, {"summary", "Een gesprek met wie iemand mist."}}},
                    {fr, {{"name", "Accueil des proches"}, {"summary", "Un entretien pour ceux qui attendent."}}}});
    office = publish("location",
                     {{shared, {{"kind", "office"}, {"position", 50}, {"latitude", 50.8466}, {"longitude", 4.3528}}},
                      {nl, {{"name", "Kantoor aan de Grote Markt"}}},
                      {fr, {{"name", "Bureau de la Grand-Place"}}}});
    json::object const hours{
        {"weekly",
         {{{"days", {"WE"}}, {"opens", "13:30"}, {"closes", "16:30"}},
          {{"days", {"MO", "TH"}}, {"opens", "09:00"}, {"closes", "12:00"}, {"appointment", true}},
          {{"days", {"FR"}}, {"opens", "22:00"}, {"closes", "02:00"}}}},
        {"exceptions",
         {{{"from", "2026-12-23"}, {"until", "2026-12-24"}},
          {{"from", "2026-12-30"}, {"until", "2026-12-30"}, {"opens", "10:00"}, {"closes", "11:00"}}}}};
    at_office = publish(
        "service_at_location",
        {{shared, {{"service", welcome.text()}, {"location", office.text()}, {"hours", hours}, {"position", 1}}},
         {nl, {{"title", "Onthaal voor naasten op kantoor"}}},
         {fr, {{"title", "Accueil des proches au bureau"}}}});
    dutch_only = publish("service", {{shared,
                                      {{"organisation", "014170e2-9700-7012-8000-000000000006"},
                                       {"terms", {psychological}},
                                       {"languages_spoken", {"nl"}},
                                       {"position", 51}}},
                                     {nl, {{"name", "Praathuis"}, {"summary", "Luisteren zonder oordeel."}}}});
  }
  static void TearDownTestSuite() { delete std::exchange(served, nullptr); }

  static EntryId publish(std::string const& type, std::map<Locale, json::object> variants) {
    EntryId const entry = editing::Editor(served->site->editing())
                              .create(access::command_line(), {type, std::move(variants), ""})
                              .value()
                              .front()
                              .entry;
    editing::Publisher(served->site->editing())
        .make(access::command_line(), test::publish({{entry, {}, {}}}))
        .value();
    return entry;
  }
  static void change(EntryId const& entry, Locale const& locale, json::object fields) {
    editing::Editor const editor(served->site->editing());
    auto const head = served->site->database().transact([&](store::Transaction& tx) -> Result<std::string> {
      for (auto const& variant : store::variants_of(tx, entry))
        if (variant.locale == locale) return variant.head_hash;
      return Error{ErrorCode::not_found, ""};
    });
    editor.save(access::command_line(), {entry, locale, std::move(fields), head.value(), "", {}, false}).value();
    editing::Publisher(served->site->editing())
        .make(access::command_line(), test::publish({{entry, locale, {}}}))
        .value();
  }
  static test::Reply get(std::string const& query) { return served->ask("", "GET", "/services/v1/search?" + query); }
  static std::vector<std::string> ids_in(json::value const& document) {
    std::vector<std::string> all;
    for (json::value const& one : document.at("data").as_array()) all.emplace_back(one.at("id").as_string());
    return all;
  }
  static std::vector<std::string> ids(std::string const& query) {
    test::Reply const reply = get(query);
    EXPECT_EQ(reply.status, 200) << query << ": " << reply.body;
    return reply.status == 200 ? ids_in(reply.document()) : std::vector<std::string>{};
  }
  /// The texts of the reasons that the first service gives for a parameter.
  static std::vector<std::string> reasons(std::string const& query, std::string const& parameter) {
    std::vector<std::string> texts;
    json::value const document = get(query).document();
    for (json::value const& reason : document.at("data").at(0).at("meta").at("matched").as_array())
      if (reason.at("parameter") == json::value(parameter)) texts.emplace_back(reason.at("text").as_string());
    return texts;
  }
  static std::string projection() {
    return served->site->database()
        .transact([](store::Transaction& tx) -> Result<std::string> {
          return tx
              .query(
                  "select md5(string_agg(s::text, '|' order by s.entry)) || (select count(*) || "
                  "md5(string_agg(o::text, '|' order by o::text)) from tandem_services_directory.opening o) || "
                  "(select md5(string_agg(p::text, '|' order by p::text)) from tandem_services_directory.passage p) "
                  "from tandem_services_directory.service s")[0][0]
              .value();
        })
        .value();
  }
  inline static test::Served* served = nullptr;
  inline static EntryId welcome = Uuid::make(), office = Uuid::make(), at_office = Uuid::make(),
                        dutch_only = Uuid::make();
};

TEST_F(Directory, WhoHelpsThePartnerOfAnInternedPersonInFrenchOnWednesdayWithoutAnAppointment) {
  std::string const when = "&language=fr&open_at=2026-12-02T14:00:00%2B01:00&walk_in=true";
  std::string const french = "locale=fr&q=" + encoded("conjointe d’un interné") + when,
                    dutch = "locale=nl&q=" + encoded("partner van een geïnterneerde") + when;
  EXPECT_THAT(ids(french), ElementsAre(welcome.text()));
  EXPECT_EQ(ids(french), ids(dutch));
  EXPECT_THAT(reasons(french, "open_at"),
              ElementsAre("mercredi 2 décembre 2026, 13:30–16:30, Bureau de la Grand-Place (sans rendez-vous)"));
  EXPECT_THAT(reasons(dutch, "open_at"),
              ElementsAre("woensdag 2 december 2026, 13:30–16:30, Kantoor aan de Grote Markt (zonder afspraak)"));
  EXPECT_THAT(reasons(french, "q"), Contains("<mark>conjointe</mark>"));
  EXPECT_THAT(reasons(french, "q"), Contains("<mark>Internés</mark>"));
  EXPECT_THAT(reasons(french, "language"), ElementsAre("fr"));
}

TEST_F(Directory, AFrenchQuestionFindsAServiceDescribedInDutchOnly) {
  EXPECT_THAT(ids("locale=fr&q=psychologue"), Contains(dutch_only.text()));
  json::value const found = get("locale=fr&q=soutien%20psychologique&term=" + psychological).document();
  ASSERT_EQ(found.at("data").as_array().size(), 1U);
  EXPECT_EQ(found.at("data").at(0).at("meta").at("locale"), "nl") << "it says in which language it answers";
  EXPECT_EQ(found.at("data").at(0).at("attributes").at("name"), "Praathuis");
}

TEST_F(Directory, OpeningHoursHoldByWeekByDayAndPastMidnight) {
  auto const open = [&](std::string const& at, std::string const& more = "") {
    std::vector<std::string> const found = ids("open_at=" + encoded(at) + more);
    return std::find(found.begin(), found.end(), welcome.text()) != found.end();
  };
  EXPECT_TRUE(open("2026-12-02T13:30:00+01:00")) << "the first minute belongs to it";
  EXPECT_FALSE(open("2026-12-02T16:30:00+01:00")) << "the last does not";
  EXPECT_TRUE(open("2026-07-01T11:30:00Z")) << "13:30 in summer";
  EXPECT_FALSE(open("2026-12-02T14:00:00+01:00", "&location=kantoor-stalingradlaan")) << "elsewhere";
  EXPECT_TRUE(open("2026-12-03T10:00:00+01:00")) << "on appointment";
  EXPECT_FALSE(open("2026-12-03T10:00:00+01:00", "&walk_in=true"));
  EXPECT_TRUE(open("2026-12-05T01:59:00+01:00")) << "Friday's evening goes on on Saturday";
  EXPECT_FALSE(open("2026-12-05T02:00:00+01:00"));
  EXPECT_FALSE(open("2026-12-23T14:00:00+01:00")) << "an exception";
  EXPECT_FALSE(open("2026-12-30T14:00:00+01:00")) << "instead of what repeats each week";
  EXPECT_TRUE(open("2026-12-30T10:30:00+01:00"));
  EXPECT_FALSE(open("2026-11-11T14:00:00+01:00")) << "the armistice, a Wednesday";
  EXPECT_FALSE(open("2026-05-14T09:30:00+02:00")) << "Ascension Day, a Thursday";
}

TEST_F(Directory, WhatIsClosedAsAWholeIsClosedEverywhereAndItsOwnHoursHoldAtEachPlace) {
  auto const open = [&](std::string const& more = "") {
    std::vector<std::string> const found = ids("open_at=2026-12-16T14:00:00%2B01:00" + more);
    return std::find(found.begin(), found.end(), welcome.text()) != found.end();
  };
  ASSERT_TRUE(open());
  change(welcome, shared, {{"hours", {{"exceptions", {{{"from", "2026-12-14"}, {"until", "2026-12-18"}}}}}}});
  EXPECT_FALSE(open());
  json::object const always{{"days", {"WE"}}, {"opens", "00:00"}, {"closes", "24:00"}};
  change(welcome, shared, {{"hours", {{"weekly", {always}}}}});
  EXPECT_TRUE(open());
  std::string const evening = "open_at=2026-12-16T20:00:00%2B01:00&location=" + office.text();
  EXPECT_THAT(ids(evening), ElementsAre(welcome.text())) << "by telephone, wherever one is";
  EXPECT_THAT(reasons(evening, "open_at"), ElementsAre("woensdag 16 december 2026, 00:00–24:00 (zonder afspraak)"));
  change(welcome, shared, {{"hours", {{"weekly", {{{"days", {"WE"}}, {"opens", "09:00"}, {"closes", "09:00"}}}}}}});
  EXPECT_THAT(ids(evening), IsEmpty()) << "what closes when it opens says nothing";
  EntryId const other = publish("service_at_location",
                                {{shared,
                                  {{"service", welcome.text()},
                                   {"location", office.text()},
                                   {"hours", {{"exceptions", {{{"from", "2026-12-16"}, {"until", "2026-12-16"}}}}}},
                                   {"position", 2}}},
                                 {nl, {{"title", "Tweede loket"}}},
                                 {fr, {{"title", "Deuxième guichet"}}}});
  EXPECT_TRUE(open()) << "another counter at the same place has days of its own";
  editing::Publisher(served->site->editing()).make(access::command_line(), test::withdraw({{other, {}, {}}})).value();
  change(welcome, shared, {{"hours", nullptr}});
}

TEST_F(Directory, ASlugThatTwoHaveInDifferentLanguagesLeadsToTheOneOfTheLanguageAskedFor) {
  auto const group = [](std::string const& dutch, std::string const& french, int position) {
    return publish("audience", {{shared, {{"position", position}}},
                                {nl, {{"name", "Groep " + dutch}, {"slug", dutch}}},
                                {fr, {{"name", "Groupe " + french}, {"slug", french}}}});
  };
  EntryId const one = group("wissel-a", "wissel-b", 90), two = group("wissel-b", "wissel-a", 91);
  change(welcome, shared, {{"audiences", {families, interned, one.text()}}});
  EXPECT_THAT(ids("audience=wissel-a&locale=nl"), ElementsAre(welcome.text()));
  EXPECT_THAT(ids("audience=wissel-a&locale=fr"), IsEmpty());
  EXPECT_THAT(ids("audience=wissel-b&locale=fr"), ElementsAre(welcome.text()));
  editing::Publisher(served->site->editing())
      .make(access::command_line(), test::withdraw({{one, {}, {}}, {two, {}, {}}}, true))
      .value();
  std::string const facets = json::serialize(get("").document().at("meta").at("facets"));
  EXPECT_THAT(facets, Not(HasSubstr(one.text()))) << "what is not public is not offered";
  change(welcome, shared, {{"audiences", {families, interned}}});
}

TEST_F(Directory, AGroupHasTheServicesOfThoseItIsPartOfAndOfItsOwnPartsInSearchAndMatrix) {
  auto const group = [](std::string const& dutch, std::string const& french, json::object fields) {
    return publish("audience", {{shared, std::move(fields)}, {nl, {{"name", dutch}}}, {fr, {{"name", french}}}});
  };
  auto const service = [](std::string const& name, EntryId const& helped) {
    return publish("service", {{shared,
                                {{"organisation", "014170e2-9700-7012-8000-000000000004"},
                                 {"audiences", {helped.text()}},
                                 {"position", 60}}},
                               {nl, {{"name", name}, {"summary", "Hulp op afspraak."}}}});
  };
  EntryId const all = group("Zeelieden", "Marins", {{"position", 92}}),
                some = group("Matrozen", "Matelots", {{"position", 93}, {"parent", all.text()}}),
                few = group("Lichtmatrozen", "Mousses", {{"position", 94}, {"parent", some.text()}}),
                others = group("Kapiteins", "Capitaines", {{"position", 95}, {"parent", all.text()}});
  std::map<std::string, std::string> const names{{service("Voor zeelieden", all).text(), "all"},
                                                 {service("Voor matrozen", some).text(), "some"},
                                                 {service("Voor lichtmatrozen", few).text(), "few"},
                                                 {service("Voor kapiteins", others).text(), "others"}};
  auto const named = [&](std::vector<std::string> const& found) {
    std::set<std::string> texts;
    for (std::string const& id : found) texts.insert(names.contains(id) ? names.at(id) : id);
    return texts;
  };
  auto const in_matrix = [&](EntryId const& of) {
    json::value const matrix = served->ask("", "GET", "/services/v1/matrix?locale=nl").document();
    json::array const& columns = matrix.at("columns").as_array();
    std::size_t column = 0;
    while (columns.at(column).at("id") != json::value(of.text())) ++column;
    std::vector<std::string> helping;
    for (json::value const& row : matrix.at("rows").as_array())
      if (!row.at("cells").at(column).is_null()) helping.emplace_back(row.at("id").as_string());
    return named(helping);
  };
  auto const counted = [&](EntryId const& of) {
    json::value const facets = get("").document().at("meta").at("facets");
    for (json::value const& one : facets.at("audience").as_array())
      if (one.at("value") == json::value(of.text())) return one.at("count").to_number<std::size_t>();
    return std::size_t{0};
  };
  auto const agree = [&](EntryId const& of, std::string const& words, std::set<std::string> const& expected) {
    EXPECT_EQ(named(ids("audience=" + of.text())), expected) << words;
    EXPECT_EQ(in_matrix(of), expected) << words;
    EXPECT_EQ(counted(of), expected.size()) << words;
    EXPECT_EQ(named(ids("q=" + words)), expected) << "in words as well";
  };
  agree(all, "marins", {"all", "some", "few", "others"});
  agree(some, "matelots", {"all", "some", "few"});
  agree(few, "mousses", {"all", "some", "few"});
  agree(others, "capitaines", {"all", "others"});

  change(few, shared, {{"parent", others.text()}});
  agree(some, "matelots", {"all", "some"});
  agree(few, "mousses", {"all", "few", "others"});
  agree(others, "capitaines", {"all", "few", "others"});
  change(all, shared, {{"parent", few.text()}}); // a circle
  agree(few, "mousses", {"all", "some", "few", "others"});

  std::vector<editing::BundleItem> gone;
  for (EntryId const& one : {all, some, few, others}) gone.push_back({one, {}, {}});
  for (auto const& [id, name] : names) gone.push_back({Uuid::parse(id).value(), {}, {}});
  editing::Publisher(served->site->editing()).make(access::command_line(), test::withdraw(gone, true)).value();
  EXPECT_EQ(counted(all), 0U);
}

TEST_F(Directory, WhatACountSaysIsWhatItsFilterFinds) {
  for (std::string const& query :
       std::vector<std::string>{"", "q=familie", "q=aide&custody=in_custody", "audience=" + families,
                                "open_at=2026-12-02T14:00:00%2B01:00", "near=50.8476,4.3572&within=500"}) {
    json::value const facets = get(query).document().at("meta").at("facets");
    for (auto const& [facet, values] : facets.as_object()) {
      if (query.find(std::string(facet)) != std::string::npos) continue; // that filter would be there twice
      for (json::value const& one : values.as_array()) {
        std::string const filtered =
            query + "&" + std::string(facet) + "=" + std::string(one.at("value").as_string());
        EXPECT_EQ(get(filtered).document().at("meta").at("total"), one.at("count")) << filtered;
      }
    }
  }
  EXPECT_THAT(json::serialize(get("locale=fr").document().at("meta").at("facets").at("audience")),
              HasSubstr("Famille et proches"));
}

TEST_F(Directory, PagesGiveEachServiceOnceInEveryOrder) {
  for (std::string const query : {"", "q=hulp", "q=aide", "near=50.85,4.35"}) {
    std::vector<std::string> const all = ids(query + "&page[size]=100");
    std::vector<std::string> paged;
    std::string next = "/services/v1/search?" + query + "&page[size]=1&facets=false";
    for (int pages = 0; !next.empty() && pages < 50; ++pages) {
      json::value const page = served->ask("", "GET", next).document();
      for (std::string const& id : ids_in(page)) paged.push_back(id);
      json::object const& links = page.at("links").as_object();
      next = std::string(string_member(links, "next"));
    }
    EXPECT_EQ(paged, all) << query;
    EXPECT_FALSE(all.empty()) << query;
  }
}

TEST_F(Directory, TheNearestComesFirstAndOnlyWhatHasAPlaceCounts) {
  json::value const near = get("near=50.8476,4.3572&within=500").document();
  ASSERT_THAT(ids_in(near), ElementsAre(welcome.text()));
  std::int64_t const metres = near.at("data").at(0).at("meta").at("matched").at(0).at("metres").as_int64();
  EXPECT_NEAR(static_cast<double>(metres), 328, 5) << "from the cathedral to the Grand-Place";
  EXPECT_THAT(ids("near=50.8476,4.3572&within=300"), IsEmpty());
  EXPECT_THAT(ids("near=50.8476,4.3572&within=500&open_at=2026-12-02T14:00:00%2B01:00"), ElementsAre(welcome.text()));
  EXPECT_THAT(ids("near=50.8476,4.3572&within=500&open_at=2026-12-02T18:00:00%2B01:00"), IsEmpty());
}

TEST_F(Directory, AMistypedWordFindsWhatWasMeantAndSaysSo) {
  json::value const found = get("q=phsychologische").document();
  EXPECT_THAT(ids_in(found), Contains(dutch_only.text()));
  EXPECT_THAT(std::string(found.at("meta").at("corrected").as_string()), HasSubstr("psycholog"));
  EXPECT_THAT(ids("q[prefix]=luist"), Contains(dutch_only.text())) << "while it is being typed";
  EXPECT_THAT(ids("q=praathuis%20-luisteren"), Not(Contains(dutch_only.text())));
}

TEST_F(Directory, APhraseStandsInOneTextAndNotAcrossTwo) {
  EntryId const shelter =
      publish("service", {{shared, {{"organisation", "014170e2-9700-7012-8000-000000000004"}, {"position", 70}}},
                          {nl,
                           {{"name", "Onderdak Noord"},
                            {"alternate_names", {"Huis van de hoop"}},
                            {"summary", "Een bed voor wie alleen is."}}}});
  auto const found = [&](std::string const& typed) {
    std::vector<std::string> const all = ids("facets=false&page[size]=100&q=" + encoded(typed));
    return std::find(all.begin(), all.end(), shelter.text()) != all.end();
  };
  EXPECT_TRUE(found("\"huis van de hoop\""));
  EXPECT_TRUE(found("\"onderdak noord\" \"bed voor wie alleen\"")) << "each in a text of its own";
  EXPECT_TRUE(found("hoop onderdak")) << "words may stand in several";
  EXPECT_FALSE(found("\"hoop onderdak\"")) << "the end of a synonym and the beginning of the name";
  EXPECT_FALSE(found("\"noord een bed\"")) << "the end of the name and the beginning of the summary";
  EXPECT_TRUE(found("onderdak -\"hoop onderdak\""));
  EXPECT_FALSE(found("onderdak -\"huis van de hoop\""));
  auto const total = [&](std::string const& query) {
    return get(query).document().at("meta").at("total").as_int64();
  };
  EXPECT_EQ(total("q=" + encoded("-\"huis van de hoop\"")), total("") - 1);
  editing::Publisher(served->site->editing())
      .make(access::command_line(), test::withdraw({{shelter, {}, {}}}))
      .value();
}

TEST_F(Directory, WordsThatSayNothingArePassedOverAndNamed) {
  json::value const nothing = get("q=" + encoded("de le la")).document().at("meta");
  EXPECT_EQ(nothing.at("total"), 0) << "as by /api/v1";
  EXPECT_EQ(nothing.at("ignored"), (json::array{"de", "le", "la"}));
  json::value const some = get("q=" + encoded("de familie --- \"van het\"")).document().at("meta");
  EXPECT_GT(some.at("total").as_int64(), 0);
  EXPECT_EQ(some.at("ignored"), (json::array{"de", "\"van het\""}));
  EXPECT_FALSE(get("q=familie").document().at("meta").as_object().contains("ignored"));
  EXPECT_FALSE(get("").document().at("meta").as_object().contains("ignored"));
  EXPECT_FALSE(get("q=voor").document().at("meta").as_object().contains("corrected"));
}

TEST_F(Directory, CorrectionsAreWordsOfTheDirectory) {
  ASSERT_EQ(get("q=luisteren").document().at("meta").at("total"), 1);
  EntryId const page = publish("page", {{shared, {{"section", "services"}, {"position", 80}}},
                                        {nl,
                                         {{"title", "Over luisteram"},
                                          {"summary", "Het luisteram is een toestel."},
                                          {"body", "Een luisteram staat in de hal."}}}});
  for (std::string const& typed : std::vector<std::string>{"luisteram", "luisteramm"}) {
    json::value const found = get("q=" + typed).document();
    EXPECT_THAT(ids_in(found), ElementsAre(dutch_only.text()))
        << typed << ": the other word stands elsewhere on the site";
    EXPECT_EQ(found.at("meta").at("corrected"), "luisteren");
  }
  editing::Publisher(served->site->editing()).make(access::command_line(), test::withdraw({{page, {}, {}}})).value();
}

TEST_F(Directory, TheLanguageIsThatOfTheParameterOrElseTheOneThatTheClientPrefers) {
  for (std::string const& path :
       std::vector<std::string>{"search?q=familie", "matrix?", "services.csv?", "hsds/taxonomies?"}) {
    auto const language = [&](std::string const& more, std::string const& accepted) {
      test::Reply const reply =
          served->ask("", "GET", "/services/v1/" + path + more, "", {{"Accept-Language", accepted}});
      EXPECT_EQ(reply.status, 200) << path << more;
      EXPECT_THAT(reply.headers.at("vary"), HasSubstr("Accept-Language"));
      return reply.headers.at("content-language");
    };
    EXPECT_EQ(language("", ""), "nl") << path;
    EXPECT_EQ(language("", "*"), "nl") << path;
    EXPECT_EQ(language("", "de, fr-BE;q=0.8, nl;q=0.5"), "fr") << path;
    EXPECT_EQ(language("&locale=nl", "fr"), "nl") << path;
  }
  test::Reply const found =
      served->ask("", "GET", "/services/v1/search?audience=famille-et-proches", "", {{"Accept-Language", "fr"}});
  EXPECT_THAT(json::serialize(found.document().at("meta").at("facets")), HasSubstr("Famille et proches"));
}

TEST_F(Directory, WhatIsPublishedIsFoundAtOnceAndWhatIsWithdrawnIsNot) {
  EXPECT_THAT(ids("q=hartsvriendin"), IsEmpty());
  change(Uuid::parse(families).value(), nl,
         {{"synonyms", {"partner", "echtgenoot", "echtgenote", "ouder", "kind", "hartsvriendin"}}});
  EXPECT_THAT(ids("q=hartsvriendin"), Contains(welcome.text()));
  EXPECT_THAT(ids("location=" + office.text()), ElementsAre(welcome.text()));
  editing::Publisher const publisher(served->site->editing());
  publisher.make(access::command_line(), test::withdraw({{at_office, {}, {}}})).value();
  EXPECT_THAT(ids("open_at=2026-12-02T14:00:00%2B01:00"), IsEmpty());
  EXPECT_THAT(ids("location=" + office.text()), IsEmpty());
  publisher.make(access::command_line(), test::publish({{at_office, {}, {}}})).value();
  EXPECT_THAT(ids("open_at=2026-12-02T14:00:00%2B01:00"), ElementsAre(welcome.text()));
}

TEST_F(Directory, WhoPublishAtOnceLeaveWhatReindexingGives) {
  std::vector<std::jthread> many;
  for (int who = 0; who < 4; ++who)
    many.emplace_back([who] {
      for (int i = 0; i < 5; ++i) {
        std::string const text = std::to_string(who) + " en " + std::to_string(i);
        if (who == 0) change(welcome, nl, {{"summary", "Een gesprek, " + text}});
        else if (who == 1) change(office, nl, {{"name", "Kantoor " + text}});
        else if (who == 2) change(Uuid::parse(interned).value(), nl, {{"synonyms", {"internering", text}}});
        else change(at_office, nl, {{"description", "Bel aan, " + text}});
      }
    });
  many.clear();
  std::string const before = projection();
  editing::reindex(served->site->editing()).value();
  EXPECT_EQ(projection(), before);
}

TEST_F(Directory, EachServiceSaysWhetherSomebodyHasVerifiedItLately) {
  auto const verification = [](std::string const& query) {
    return get(query).document().at("data").at(0).at("meta").at("verification");
  };
  std::string const query = "term=" + psychological;
  EXPECT_EQ(verification(query), (json::object{{"last_verified_on", nullptr}, {"overdue", true}}));
  std::string const today = format_timestamp(now()).substr(0, 10);
  change(dutch_only, shared, {{"last_verified_on", today}});
  EXPECT_EQ(verification(query), (json::object{{"last_verified_on", today}, {"overdue", false}}));
}

TEST_F(Directory, WhatCannotBeAskedIsRefusedByName) {
  for (auto const& [query, parameter] :
       std::vector<std::pair<std::string, std::string>>{{"kleur=rood", "kleur"},
                                                        {"q=", "q"},
                                                        {"q=" + std::string(201, 'a'), "q"},
                                                        {"q=a&q[prefix]=b", "q[prefix]"},
                                                        {"audience=niemand", "audience"},
                                                        {"audience=" + psychological, "audience"},
                                                        {"term=,", "term"},
                                                        {"place=maan", "place"},
                                                        {"language=n1", "language"},
                                                        {"custody=thuis", "custody"},
                                                        {"voluntary=ja", "voluntary"},
                                                        {"open_at=morgen", "open_at"},
                                                        {"open_at=2026-12-02", "open_at"},
                                                        {"open_at=2026-12-02T25:00:00Z", "open_at"},
                                                        {"open_at=9999-12-31T23:30:00Z", "open_at"},
                                                        {"open_at=1989-12-31T23:30:00Z", "open_at"},
                                                        {"walk_in=true", "walk_in"},
                                                        {"near=50.8", "near"},
                                                        {"near=91,4", "near"},
                                                        {"near=nan,4", "near"},
                                                        {"within=100", "within"},
                                                        {"near=50.8,4.3&within=0", "within"},
                                                        {"locale=de", "locale"},
                                                        {"page[size]=0", "page[size]"},
                                                        {"page[size]=101", "page[size]"},
                                                        {"page[size]=1.5", "page[size]"},
                                                        {"page[after]=zz", "page[after]"},
                                                        {"page[after]=6e616e2c78", "page[after]"},
                                                        {"at=2019-03-31", "at"}}) {
    test::Reply const reply = get(query);
    EXPECT_EQ(reply.status, 400) << query << ": " << reply.body;
    if (reply.status == 400) {
      EXPECT_EQ(reply.document().at("errors").at(0).at("source").at("parameter"), json::value(parameter)) << query;
    }
  }
  EXPECT_EQ(get("q=" + std::string(200, 'a')).status, 200);
  for (std::string const& signs :
       {std::string(200, '-'), std::string("- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -")})
    for (std::string const address :
         {"/services/v1/search?q=", "/api/v1/page?q=", "/services/v1/hsds/services?search="})
      EXPECT_EQ(served->ask("", "GET", address + encoded(signs)).status, 200) << address;
  EXPECT_EQ(get("q=" + encoded("\"&&\" -\"!\" -\"")).status, 200);
  EXPECT_EQ(get("q=" + encoded("\"'&|!:*<>\\ ' or 1=1; --")).status, 200) << "signs are no operators";
}

} // namespace
} // namespace tandem
