/// The editorial scenarios of the field, replayed over HTTP by those who live them: an author, a translator,
/// coordinators, support, and a client that polls. The merger and the joint sign-off have files of their own, in
/// ../schedule and ../workflow.

#include "editing/publisher.hpp"
#include "support/served.hpp"

#include <atomic>
#include <gmock/gmock.h>
#include <thread>

namespace tandem {
namespace {

using test::Headers;
using test::Reply;
using test::Served;

EntryId const smbg = Uuid::parse("014170e2-9700-7012-8000-000000000004").value();
std::string const sheet = "014170e2-9700-7013-8000-000000000004";

std::string entry(std::string const& id, std::string const& locale) {
  return "/edit/v1/entries/" + id + "/" + locale;
}

json::object fields_of(Reply const& reply) {
  return reply.document().at("data").at("attributes").at("fields").as_object();
}

std::string revision(json::object fields) {
  return json::serialize(
      json::object{{"data", {{"type", "revision"}, {"attributes", {{"fields", std::move(fields)}}}}}});
}

std::string bundle(std::string const& kind, json::array items, std::string const& message = "") {
  return json::serialize(json::object{
      {"data",
       {{"type", "bundle"}, {"attributes", {{"kind", kind}, {"items", std::move(items)}, {"message", message}}}}}});
}

/// Reads the head and sends the changed fields with its ETag.
Reply edit(Served& served, std::string const& token, std::string const& target, json::object const& fields) {
  Reply const head = served.ask(token, "GET", target);
  EXPECT_EQ(head.status, 200) << head.body;
  return served.ask(token, "PATCH", target, revision(fields), {{"If-Match", head.headers.at("etag")}});
}

std::string public_field(Served const& served, std::string const& target, std::string const& field) {
  Reply const reply = served.ask("", "GET", target);
  json::object const attributes = reply.document().at("data").at("attributes").as_object();
  return std::string(string_member(attributes, field));
}

TEST(Editorial, AnAuthorAndATranslatorChangeAPermanenceAndAClientSeesBothOrNeither) {
  Served served;
  std::string const author = served.account("auteur", {{"author"}}, smbg);
  store::Assignment french{"translator"};
  french.locales = {"fr"};
  french.entries = {sheet};
  std::string const translator = served.account("vertaler", {french});
  std::string const coordinator = served.account("coordinator", {{"coordinator"}});
  std::string const nl = "Elke donderdag van 14 tot 16 uur, zonder afspraak.";
  std::string const fr = "Chaque jeudi de 14 à 16 heures, sans rendez-vous.";

  EXPECT_EQ(edit(served, author, entry(sheet, "nl"), {{"permanence", nl}}).status, 201);
  EXPECT_EQ(served.ask(translator, "GET", entry(sheet, "nl")).status, 200) << "who translates reads the source";
  EXPECT_EQ(edit(served, translator, entry(sheet, "nl"), {{"permanence", "anders"}}).status, 403);
  EXPECT_EQ(edit(served, translator, entry(sheet, "fr"), {{"permanence", fr}}).status, 201);
  std::string const publish =
      bundle("publish", {{{"entry", sheet}, {"locale", "nl"}}, {{"entry", sheet}, {"locale", "fr"}}}, "permanentie");
  EXPECT_EQ(served.ask(author, "POST", "/edit/v1/bundles", publish).status, 403);

  std::atomic<bool> done = false;
  std::atomic<int> rounds = 0;
  std::thread client([&] {
    while (!done) {
      // French first: once it is new, the Dutch that is read after it must be new too.
      bool const french_new = public_field(served, "/api/v1/service/" + sheet + "?locale=fr", "permanence") == fr;
      bool const dutch_new = public_field(served, "/api/v1/service/" + sheet + "?locale=nl", "permanence") == nl;
      EXPECT_TRUE(!french_new || dutch_new);
      ++rounds;
      rounds.notify_all();
    }
  });
  rounds.wait(0);
  EXPECT_EQ(served.ask(coordinator, "POST", "/edit/v1/bundles", publish).status, 201);
  int const then = rounds;
  rounds.wait(then);
  done = true;
  client.join();
  EXPECT_EQ(public_field(served, "/api/v1/service/" + sheet + "?locale=nl", "permanence"), nl);
  EXPECT_EQ(public_field(served, "/api/v1/service/" + sheet + "?locale=fr", "permanence"), fr);
}

TEST(Editorial, AnAuthorDoesNotChangeWhoRecognisesTheService) {
  Served served;
  std::string const author = served.account("auteur", {{"author"}}, smbg);
  Reply const refused =
      edit(served, author, entry(sheet, "shared"), {{"recognitions", json::array{}}, {"since", "1990"}});
  EXPECT_EQ(refused.status, 403);
  json::array const errors = refused.document().at("errors").as_array();
  ASSERT_EQ(errors.size(), 1U) << "the other field is theirs";
  EXPECT_EQ(errors[0].at("source").at("pointer"), "/data/attributes/fields/recognitions");
  EXPECT_EQ(errors[0].at("meta").at("grant").at("field"), "recognitions");
}

TEST(Editorial, TwoCoordinatorsOnOnePageSeeThreeColumnsAndKeepBothChanges) {
  Served served;
  std::string const first = served.account("anne", {{"coordinator"}}),
                    second = served.account("jan", {{"coordinator"}});
  std::string const page = entry("014170e2-9700-7001-8000-000000000015", "nl");
  std::string const etag = served.ask(first, "GET", page).headers.at("etag");
  json::object const before = fields_of(served.ask(first, "GET", page));
  std::string const summary = "Ook wie een naaste in de gevangenis heeft, kan zelf om hulp vragen.";
  std::string const title = "Voor familie en naasten";
  ASSERT_EQ(served.ask(first, "PATCH", page, revision({{"summary", summary}}), {{"If-Match", etag}}).status, 201);
  Reply const late = served.ask(second, "PATCH", page, revision({{"title", title}, {"summary", "Hulp voor u."}}),
                                {{"If-Match", etag}});
  ASSERT_EQ(late.status, 412);
  json::object const meta = late.document().at("errors").at(0).at("meta").as_object();
  json::object columns;
  for (json::value const& one : meta.at("fields").as_array()) columns[one.at("field").as_string()] = one;
  EXPECT_EQ(columns.at("summary").at("conflict"), json::value(true));
  EXPECT_EQ(columns.at("summary").at("base"), before.at("summary"));
  EXPECT_EQ(columns.at("summary").at("theirs"), json::value(summary));
  EXPECT_EQ(columns.at("summary").at("yours"), "Hulp voor u.");
  EXPECT_EQ(columns.at("title").at("conflict"), json::value(false));
  std::string const head = "\"" + std::string(meta.at("etag").as_string()) + "\"";
  ASSERT_EQ(served.ask(second, "PATCH", page, revision({{"title", title}}), {{"If-Match", head}}).status, 201);
  json::object const after = fields_of(served.ask(first, "GET", page));
  EXPECT_EQ(after.at("summary"), json::value(summary));
  EXPECT_EQ(after.at("title"), json::value(title));
}

TEST(Editorial, AWrongTelephoneNumberIsTakenBackOnEveryNodeAndTheAuditNamesWhoAndWhy) {
  std::string const database = test::Cluster::get().fresh_database();
  Served one({}, database), other({}, database);
  std::string const coordinator = one.account("coordinator", {{"coordinator"}});
  std::string const support = one.account("ondersteuning", {{"support"}});
  std::string const address = "/api/v1/service/" + sheet + "?locale=nl";
  auto const phones = [&](Served const& node) {
    return json::serialize(node.ask("", "GET", address).document().at("data").at("attributes").at("phones"));
  };
  std::string const right = phones(one);
  json::array wrong = fields_of(one.ask(coordinator, "GET", entry(sheet, "shared"))).at("phones").as_array();
  wrong.at(0).as_object()["number"] = "+3225375982";
  ASSERT_EQ(edit(one, coordinator, entry(sheet, "shared"), {{"phones", wrong}}).status, 201);
  Reply const published =
      one.ask(coordinator, "POST", "/edit/v1/bundles", bundle("publish", {{{"entry", sheet}, {"locale", "shared"}}}));
  ASSERT_EQ(published.status, 201) << published.body;
  EXPECT_NE(phones(other), right);
  std::string const id(published.document().at("data").at("id").as_string());
  Reply const undone = other.ask(
      support, "POST", "/edit/v1/bundles/" + id + "/undo",
      R"({"data": {"type": "bundle", "attributes": {"message": "verkeerd nummer gemeld door een bezoeker"}}})");
  EXPECT_EQ(undone.status, 403) << "support withdraws; making the earlier one public again takes entry.publish";
  auto const taken_back =
      editing::Publisher(other.site->editing())
          .undo(access::command_line(), Uuid::parse(id).value(), "verkeerd nummer gemeld door een bezoeker");
  ASSERT_TRUE(taken_back) << taken_back.error().detail;
  EXPECT_EQ(phones(one), right);
  EXPECT_EQ(phones(other), right);
  json::object const line = one.ask(coordinator, "GET", "/edit/v1/audit?filter[action]=bundle.undo")
                                .document()
                                .at("data")
                                .at(0)
                                .at("attributes")
                                .as_object();
  EXPECT_EQ(line.at("actor"), "command line");
  EXPECT_EQ(line.at("detail").at("message"), "verkeerd nummer gemeld door een bezoeker");
}

/// One coordinator of each authority.
std::vector<std::string> coordinators(Served& served) {
  std::vector<std::string> tokens;
  for (std::string const authority : {"ggc-cocom", "vlaamse-gemeenschap", "communaute-francaise"}) {
    store::Assignment held{"coordinator"};
    held.authority = authority;
    tokens.push_back(served.account("coordinator-" + authority, {held}));
  }
  return tokens;
}

/// The fields in which a word is written otherwise, with the other word.
json::object replaced(json::object const& fields, std::string const& from, std::string const& to) {
  json::object changed;
  for (auto const& field : fields) {
    if (!field.value().is_string() || field.key() == "slug") continue;
    std::string text(field.value().as_string());
    bool found = false;
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
      text.replace(at, from.size(), to);
      found = true;
    }
    if (found) changed[field.key()] = text;
  }
  return changed;
}

TEST(Editorial, EveryTextThatNamesAPrisonIsFoundInBothLanguagesAndChangedAsOneBundle) {
  Served served;
  std::vector<std::string> const hands = coordinators(served);
  std::vector<std::string> const types{"note", "news", "page", "service"};
  auto const naming = [&](std::string const& locale, std::string const& type, std::string const& word) {
    return served.ask("", "GET", "/api/v1/" + type + "?locale=" + locale + "&page[size]=100&q=%22" + word + "%22")
        .document()
        .at("data")
        .as_array();
  };
  json::array items, signed_items;
  for (auto const& [locale, word] : {std::pair{"nl", "Sint-Gillis"}, std::pair{"fr", "Saint-Gilles"}})
    for (std::string const& type : types)
      for (json::value const& one : naming(locale, type, word)) {
        std::string const id(one.at("id").as_string());
        Reply const head = served.ask(hands[0], "GET", entry(id, locale));
        json::object const changed = replaced(fields_of(head), word, "Haren");
        if (changed.empty()) continue;
        Reply const saved = edit(served, hands[0], entry(id, locale), changed);
        ASSERT_EQ(saved.status, 201) << saved.body;
        items.push_back({{"entry", id}, {"locale", locale}});
        signed_items.push_back({{"entry", id},
                                {"locale", locale},
                                {"revision", saved.document().at("data").at("attributes").at("number")}});
      }
  ASSERT_GE(items.size(), 2U) << "in both languages";
  std::string const publish = bundle("publish", items, "de gevangenis verhuist naar Haren");
  EXPECT_EQ(served.ask(hands[0], "POST", "/edit/v1/bundles", publish).status, 409) << "not agreed yet";
  json::object const decision{
      {"data", {{"type", "decision"}, {"attributes", {{"kind", "signed"}, {"items", signed_items}}}}}};
  for (std::string const& hand : hands) {
    Reply const done = served.ask(hand, "POST", "/edit/v1/decisions", json::serialize(decision));
    ASSERT_EQ(done.status, 201) << done.body;
  }
  Reply const published = served.ask(hands[0], "POST", "/edit/v1/bundles", publish);
  ASSERT_EQ(published.status, 201) << published.body;
  for (std::string const& type : types) {
    EXPECT_TRUE(naming("nl", type, "Sint-Gillis").empty());
    EXPECT_TRUE(naming("fr", type, "Saint-Gilles").empty());
  }
}

} // namespace
} // namespace tandem
