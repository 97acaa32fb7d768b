#include "integration/workflow/meeting.hpp"

#include <gmock/gmock.h>

namespace tandem {
namespace {

using test::Meeting;
using test::Reply;
using testing::ElementsAre;

class Comments : public testing::Test {
protected:
  static void SetUpTestSuite() { meeting = new Meeting; }
  static void TearDownTestSuite() { delete std::exchange(meeting, nullptr); }
  static Reply say(std::string const& who, std::string const& variant, std::string const& pointer,
                   std::string const& text, json::value const& revision = 1) {
    return meeting->as(who, "POST", "/edit/v1/entries/" + variant + "/comments",
                       Meeting::document("comment", {{"pointer", pointer}, {"text", text}, {"revision", revision}}));
  }
  static std::string id_of(Reply const& made) { return std::string(made.document().at("data").at("id").as_string()); }
  static Reply settle(std::string const& who, std::string const& comment, std::string const& verb) {
    return meeting->as(who, "POST", "/edit/v1/comments/" + comment + "/" + verb);
  }
  static std::vector<std::string> texts(std::string const& variant, std::string const& filters = "") {
    std::vector<std::string> all;
    for (std::string next = "/edit/v1/entries/" + variant + "/comments" + filters; !next.empty();) {
      json::object const page = meeting->as("lezer", "GET", next).document();
      for (json::value const& one : page.at("data").as_array())
        all.emplace_back(one.at("attributes").at("text").as_string());
      json::value const link = page.at("links").at("next");
      next = link.is_null() ? "" : std::string(link.as_string());
    }
    return all;
  }
  inline static Meeting* meeting = nullptr;
};

TEST_F(Comments, AreAnsweredResolvedAndOpenedAgain) {
  std::string const page = meeting->make_page("Permanentie", "Permanence", 810), nl = page + "/nl";
  Reply const first = say("nalezer", nl, "/body", "« œuvre » staat er nog in het Frans.");
  ASSERT_EQ(first.status, 201) << first.body;
  json::value const shown = first.document().at("data").at("attributes");
  EXPECT_EQ(shown.at("author"), "nalezer");
  EXPECT_EQ(shown.at("pointer"), "/body");
  EXPECT_EQ(shown.at("revision"), 1);
  EXPECT_EQ(shown.at("resolved"), false);
  ASSERT_EQ(say("auteur", nl, "/title", "De titel blijft.").status, 201);

  Reply const resolved = settle("auteur", id_of(first), "resolve");
  ASSERT_EQ(resolved.status, 200) << resolved.body;
  EXPECT_EQ(resolved.document().at("data").at("attributes").at("resolved_by"), "auteur");
  EXPECT_EQ(settle("auteur", id_of(first), "resolve").status, 409);
  EXPECT_THAT(texts(nl, "?filter[resolved]=true"), ElementsAre("« œuvre » staat er nog in het Frans."));
  EXPECT_THAT(texts(nl, "?filter[resolved]=false"), ElementsAre("De titel blijft."));
  ASSERT_EQ(settle("nalezer", id_of(first), "reopen").status, 200);
  EXPECT_EQ(settle("nalezer", id_of(first), "reopen").status, 409);
  EXPECT_THAT(texts(nl), ElementsAre("« œuvre » staat er nog in het Frans.", "De titel blijft."));
  EXPECT_TRUE(texts(page + "/fr").empty());

  auto const told = meeting->audit(page, "comment.*");
  ASSERT_EQ(told.size(), 4U);
  EXPECT_EQ(told[0].at("action"), "comment.reopen");
  EXPECT_EQ(told[1].at("action"), "comment.resolve");
  EXPECT_EQ(told[3].at("action"), "comment.add");
  EXPECT_EQ(told[3].at("detail").at("text"), "« œuvre » staat er nog in het Frans.");
  EXPECT_EQ(told[3].at("detail").at("hash"), meeting->state(page, "nl").at("etag"));
}

TEST_F(Comments, HangOnAPlaceThatTheVariantHas) {
  std::string const page = meeting->make_page("Brieven", "Courrier", 820);
  for (std::string const pointer : {"", "body", "/", "/onbekend", "/section", "/body~", "/~1body", "//body"}) {
    Reply const reply = say("nalezer", page + "/nl", pointer, "Waar staat dit?");
    EXPECT_EQ(reply.status, 422) << pointer;
    EXPECT_EQ(Meeting::error(reply).at("source").at("pointer"), "/data/attributes/pointer") << pointer;
  }
  EXPECT_EQ(say("nalezer", page + "/shared", "/section", "Is dit de juiste plaats?").status, 201);
  EXPECT_EQ(say("nalezer", page + "/shared", "/body", "Is dit de juiste plaats?").status, 422);
  EXPECT_EQ(say("nalezer", "014170e2-9700-7013-8000-000000000004/shared", "/phones/0/number", "Klopt dit?").status,
            201)
      << "also where nothing has to be agreed";
}

TEST_F(Comments, HaveALengthAndARevision) {
  std::string const nl = meeting->make_page("Geld en kleren", "Argent et vêtements", 830) + "/nl";
  std::string longest;
  for (int i = 0; i < 2500; ++i) longest += "é"; // 5000 bytes
  EXPECT_EQ(say("nalezer", nl, "/body", longest).status, 201);
  Reply const too_long = say("nalezer", nl, "/body", longest + "!");
  EXPECT_EQ(too_long.status, 422);
  EXPECT_EQ(Meeting::error(too_long).at("source").at("pointer"), "/data/attributes/text");
  EXPECT_EQ(say("nalezer", nl, "/body", "").status, 422);
  EXPECT_EQ(say("nalezer", nl, "/body/" + longest, "Te diep.").status, 422);
  Reply const future = say("nalezer", nl, "/body", "Nog niet geschreven.", 2);
  EXPECT_EQ(future.status, 422);
  EXPECT_EQ(Meeting::error(future).at("source").at("pointer"), "/data/attributes/revision");
  for (json::value const& revision : json::array{"1", 0, 1.5, nullptr})
    EXPECT_EQ(say("nalezer", nl, "/body", "Welke versie?", revision).status, 400);
  EXPECT_EQ(texts(nl).size(), 1U);
}

TEST_F(Comments, AreForThoseWhoReviewOrWriteAndHiddenWithTheDraft) {
  std::string const nl = meeting->make_page("Schulden", "Dettes", 840) + "/nl";
  std::string const comment = id_of(say("vertaler", nl, "/title", "In het Frans is dit meervoud."));
  EXPECT_EQ(say("", nl, "/title", "Hallo").status, 401);
  Reply const refused = say("lezer", nl, "/title", "Mooi.");
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(Meeting::error(refused).at("meta").at("grant").at("permission"), "entry.review");
  EXPECT_EQ(settle("lezer", comment, "resolve").status, 403);
  store::Assignment own{"author"};
  own.organisation = Uuid::parse("014170e2-9700-7012-8000-000000000004").value();
  std::string const outsider = meeting->account("buitenstaander", {own});
  auto const as_outsider = [&](std::string const& method, std::string const& target) {
    return meeting->ask(outsider, method, target).status;
  };
  EXPECT_EQ(as_outsider("GET", "/edit/v1/entries/" + nl + "/comments"), 404);
  EXPECT_EQ(as_outsider("GET", "/edit/v1/entries/" + nl + "/workflow"), 404);
  EXPECT_EQ(as_outsider("POST", "/edit/v1/comments/" + comment + "/resolve"), 404);
  EXPECT_EQ(settle("auteur", Uuid::make().text(), "resolve").status, 404);
  EXPECT_EQ(settle("auteur", "geen-id", "resolve").status, 404);
}

TEST_F(Comments, ComePageByPage) {
  std::string const nl = meeting->make_page("Bezoek", "Visites", 850) + "/nl";
  std::vector<std::string> said;
  for (int i = 0; i < 51; ++i) {
    said.push_back("Opmerking " + std::to_string(i));
    ASSERT_EQ(say("nalezer", nl, "/body", said.back()).status, 201);
  }
  EXPECT_EQ(texts(nl), said);
  EXPECT_EQ(texts(nl, "?filter[resolved]=false"), said);
  for (std::string const query : {"filter[resolved]=ja", "page[after]=51", "kleur=rood"})
    EXPECT_EQ(meeting->as("lezer", "GET", "/edit/v1/entries/" + nl + "/comments?" + query).status, 400) << query;
  std::string const nowhere = nl.substr(0, nl.size() - 2) + "de";
  EXPECT_EQ(meeting->as("lezer", "GET", "/edit/v1/entries/" + nowhere + "/comments").status, 404);
}

} // namespace
} // namespace tandem
