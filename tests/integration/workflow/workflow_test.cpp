#include "editing/publisher.hpp"
#include "editing/verify.hpp"
#include "integration/workflow/meeting.hpp"
#include "support/orders.hpp"

#include <gmock/gmock.h>
#include <thread>

namespace tandem {
namespace {

using test::Item;
using test::Meeting;
using test::Reply;
using testing::ElementsAre;
using testing::HasSubstr;

std::string const about = "014170e2-9700-7001-8000-000000000001";
std::vector<std::string> const coordinators{"ggc", "vg", "cf"};

class WorkflowOverHttp : public testing::Test {
protected:
  static void SetUpTestSuite() { meeting = new Meeting; }
  static void TearDownTestSuite() { delete std::exchange(meeting, nullptr); }
  static std::vector<Item> all_of(std::string const& page) {
    return {{page, "fr", 1}, {page, "nl", 1}, {page, "shared", 1}};
  }
  inline static Meeting* meeting = nullptr;
};

TEST_F(WorkflowOverHttp, ACorrectionAfterTwoSignaturesVoidsBothAndTheAuditShowsWhy) {
  int const typed = meeting->edit("auteur", about, "nl", {{"summary", "Zes diensten, drie overhedden, één stem."}});
  ASSERT_EQ(meeting->decide("auteur", "submitted", {{about, "nl", typed}}).status, 201);
  for (std::string const who : {"ggc", "vg"})
    ASSERT_EQ(meeting->decide(who, "signed", {{about, "nl", typed}}).status, 201);
  json::object const two = meeting->state(about, "nl");
  EXPECT_EQ(two.at("state"), "in_review");
  EXPECT_EQ(two.at("missing_authorities"), json::array({"communaute-francaise"}));

  int const corrected =
      meeting->edit("auteur", about, "nl", {{"summary", "Zes diensten, drie overheden, één stem."}});
  json::object const none = meeting->state(about, "nl");
  EXPECT_EQ(none.at("revision"), corrected);
  EXPECT_EQ(none.at("state"), "draft");
  EXPECT_EQ(none.at("missing_authorities").as_array().size(), 3U);
  EXPECT_TRUE(none.at("signatures").as_array().empty());
  auto const told = meeting->audit(about, "signoff.void");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].at("actor"), "auteur");
  EXPECT_EQ(told[0].at("revision"), typed);
  json::object const detail = told[0].at("detail").as_object();
  EXPECT_EQ(detail.at("signatures"), (json::object{{"ggc-cocom", "ggc"}, {"vlaamse-gemeenschap", "vg"}}));
  EXPECT_EQ(detail.at("new_revision"), corrected);
  EXPECT_EQ(detail.at("new_hash"), none.at("etag"));
  EXPECT_EQ(detail.at("hash"), two.at("etag"));

  EXPECT_EQ(meeting->decide("cf", "signed", {{about, "nl", typed}}).status, 409) << "the third comes too late";
  EXPECT_EQ(meeting->publish("ggc", {about}).status, 409);
  for (std::string const& who : coordinators)
    ASSERT_EQ(meeting->decide(who, "signed", {{about, "nl", corrected}}).status, 201);
  EXPECT_EQ(meeting->state(about, "nl").at("state"), "approved");
  ASSERT_EQ(meeting->publish("cf", {about}).status, 201);
  EXPECT_EQ(meeting->state(about, "nl").at("state"), "published");
  meeting->edit("auteur", about, "nl", {{"summary", "Zes diensten."}});
  EXPECT_EQ(meeting->audit(about, "signoff.void").size(), 1U) << "those of what is public have done their work";
}

TEST_F(WorkflowOverHttp, PublishingIsRefusedWithWhatIsLackingAndThenAccepted) {
  std::string const page = meeting->make_page("Onthaal in de gevangenis", "L’accueil en prison", 810);
  ASSERT_EQ(meeting->decide("vg", "signed", {{page, "nl", 1}}).status, 201);
  Reply const refused = meeting->publish("ggc", {page});
  ASSERT_EQ(refused.status, 409) << refused.body;
  json::object const french = Meeting::error(refused, 0), dutch = Meeting::error(refused, 1);
  EXPECT_EQ(french.at("code"), "not_agreed");
  EXPECT_EQ(french.at("meta"),
            (json::object{{"entry", page},
                          {"locale", "fr"},
                          {"revision", 1},
                          {"state", "draft"},
                          {"approvals", {{"have", 0}, {"needed", 0}}},
                          {"missing_authorities", {"communaute-francaise", "ggc-cocom", "vlaamse-gemeenschap"}}}));
  EXPECT_EQ(dutch.at("meta").at("state"), "in_review");
  EXPECT_EQ(dutch.at("meta").at("missing_authorities"), json::array({"communaute-francaise", "ggc-cocom"}));
  EXPECT_THAT(dutch.at("detail").as_string(), HasSubstr("the signatures of communaute-francaise, ggc-cocom"));
  EXPECT_FALSE(meeting->is_public("page", page));

  ASSERT_EQ(meeting->decide("vg", "signed", {{page, "fr", 1}, {page, "shared", 1}}).status, 201);
  for (std::string const who : {"ggc", "cf"})
    ASSERT_EQ(meeting->decide(who, "signed", all_of(page), {{"message", "besproken op 3 maart"}}).status, 201);
  ASSERT_EQ(meeting->publish("ggc", {page}).status, 201);
  EXPECT_TRUE(meeting->is_public("page", page));
}

TEST_F(WorkflowOverHttp, WhatIsVoidCannotGoOutByItsNumberAndWhatWentOutMayComeBackByIt) {
  std::string const news = meeting->make_news("Gewijzigde bezoekuren");
  auto const publish = [&](int revision) {
    json::array items{{{"entry", news}, {"locale", "nl"}, {"revision", revision}},
                      json::object{{"entry", news}, {"locale", "shared"}}};
    return meeting->as("ggc", "POST", "/edit/v1/bundles",
                       Meeting::document("bundle", {{"kind", "publish"}, {"items", std::move(items)}}));
  };
  ASSERT_EQ(meeting->decide("nalezer", "approved", {{news, "nl", 1}, {news, "shared", 1}}).status, 201);
  ASSERT_EQ(meeting->edit("auteur", news, "nl", {{"summary", "Vanaf 1 april ook op zaterdag."}}), 2);
  Reply const refused = publish(1);
  ASSERT_EQ(refused.status, 409);
  EXPECT_EQ(Meeting::error(refused).at("meta").at("state"), "draft");
  EXPECT_EQ(Meeting::error(refused).at("meta").at("approvals"), (json::object{{"have", 0}, {"needed", 1}}));
  ASSERT_EQ(meeting->decide("nalezer", "approved", {{news, "nl", 2}}).status, 201);
  ASSERT_EQ(publish(2).status, 201);
  ASSERT_EQ(meeting->edit("auteur", news, "nl", {{"summary", "Ook op zaterdag en zondag."}}), 3);
  ASSERT_EQ(meeting->decide("nalezer", "approved", {{news, "nl", 3}}).status, 201);
  ASSERT_EQ(publish(3).status, 201);
  EXPECT_EQ(publish(2).status, 201) << "it was agreed, and went out";
}

TEST_F(WorkflowOverHttp, NewsNeedsTheApprovalOfSomeoneElseThanItsAuthor) {
  std::string const news = meeting->make_news("Nieuwe brochure voor naasten");
  std::vector<Item> const both{{news, "nl", 1}, {news, "shared", 1}};
  ASSERT_EQ(meeting->decide("auteur", "submitted", both).status, 201);
  Reply const refused = meeting->publish("ggc", {news});
  EXPECT_EQ(Meeting::error(refused).at("meta").at("approvals"), (json::object{{"have", 0}, {"needed", 1}}));
  EXPECT_EQ(Meeting::error(refused).at("meta").at("missing_authorities"), json::array());
  Reply const signing = meeting->decide("ggc", "signed", both);
  EXPECT_EQ(signing.status, 409) << "nobody signs news";
  Reply const approved = meeting->decide("nalezer", "approved", both);
  ASSERT_EQ(approved.status, 201) << approved.body;
  json::value const first = approved.document().at("data").at(0).at("attributes");
  EXPECT_EQ(first.at("state"), "approved");
  EXPECT_EQ(first.at("ready"), true);
  EXPECT_EQ(first.at("approvals").at("given").at(0).at("by"), "nalezer");
  ASSERT_EQ(meeting->publish("ggc", {news}).status, 201);

  meeting->edit("ggc", news, "nl", {{"summary", "De brochure telt 76 bladzijden."}});
  Reply const own = meeting->decide("ggc", "approved", {{news, "nl", 2}});
  EXPECT_EQ(own.status, 403) << own.body;
  EXPECT_THAT(Meeting::error(own).at("detail").as_string(), HasSubstr("others than the author"));
  EXPECT_EQ(meeting->decide("cf", "approved", {{news, "nl", 2}}).status, 201);
  EXPECT_EQ(meeting->publish("ggc", {news}).status, 201);
}

TEST_F(WorkflowOverHttp, ARequestForChangesStopsPublicationUntilItIsAnswered) {
  std::string const news = meeting->make_news("Het arresthuis verhuist");
  std::vector<Item> const both{{news, "nl", 1}, {news, "shared", 1}};
  ASSERT_EQ(meeting->decide("cf", "approved", both).status, 201);
  ASSERT_EQ(
      meeting->decide("nalezer", "changes_requested", {{news, "nl", 1}}, {{"message", "welke gevangenis?"}}).status,
      201);
  json::object const state = meeting->state(news, "nl");
  EXPECT_EQ(state.at("state"), "changes_requested");
  EXPECT_EQ(state.at("changes_requested").at(0).at("message"), "welke gevangenis?");
  EXPECT_EQ(meeting->publish("ggc", {news}).status, 409);
  EXPECT_EQ(meeting->edit("auteur", news, "nl", {{"title", "Het arresthuis van Sint-Gillis verhuist"}}), 2);
  EXPECT_EQ(meeting->state(news, "nl").at("state"), "draft");
  EXPECT_TRUE(meeting->audit(news, "signoff.void").empty()) << "there was no approval any more";
  ASSERT_EQ(meeting->decide("nalezer", "approved", {{news, "nl", 2}}).status, 201);
  EXPECT_EQ(meeting->publish("ggc", {news}).status, 201);
}

TEST_F(WorkflowOverHttp, WhoSignsAnythingButTheHeadIsToldWhatTheHeadIs) {
  std::string const page = meeting->make_page("Wie kan helpen", "Qui peut aider", 820);
  meeting->edit("auteur", page, "nl", {{"summary", "Wie u kan helpen, ook buiten de gevangenis."}});
  for (int const revision : {1, 3}) {
    Reply const late = meeting->decide("ggc", "signed", {{page, "fr", 1}, {page, "nl", revision}});
    ASSERT_EQ(late.status, 409);
    json::object const error = Meeting::error(late);
    EXPECT_EQ(error.at("code"), "conflict");
    EXPECT_EQ(error.at("source").at("pointer"), "/data/attributes/items/1");
    EXPECT_EQ(error.at("meta").at("head"), 2);
    EXPECT_EQ(error.at("meta").at("etag"), meeting->state(page, "nl").at("etag"));
    EXPECT_EQ(error.at("meta").at("locale"), "nl");
  }
  EXPECT_EQ(meeting->state(page, "fr").at("state"), "draft") << "all or nothing";
  EXPECT_TRUE(meeting->audit(page, "workflow.*").empty());
}

TEST_F(WorkflowOverHttp, ManyWhoSignAtOnceGiveOneSignatureOfEachAuthority) {
  std::string const page = meeting->make_page("Acht principes", "Huit principes", 830);
  std::atomic<int> made = 0, refused = 0;
  std::vector<std::thread> hands;
  for (int i = 0; i < 12; ++i)
    hands.emplace_back([&, who = coordinators[static_cast<std::size_t>(i) % 3], turned = i % 2 == 1] {
      std::vector<Item> items = all_of(page);
      if (turned) std::swap(items.front(), items.back());
      int const status = meeting->decide(who, "signed", items).status;
      ++(status == 201 ? made : refused);
      EXPECT_TRUE(status == 201 || status == 409) << status;
    });
  for (std::thread& hand : hands) hand.join();
  EXPECT_EQ(made, 3);
  EXPECT_EQ(refused, 9);
  for (std::string const locale : {"fr", "nl", "shared"}) {
    EXPECT_EQ(meeting->state(page, locale).at("history").as_array().size(), 3U);
    EXPECT_EQ(meeting->state(page, locale).at("ready"), true);
  }
  EXPECT_EQ(meeting->audit(page, "workflow.signed").size(), 9U);
}

TEST_F(WorkflowOverHttp, SigningAndEditingAtOnceNeverLetOutWhatNobodySigned) {
  std::string const page = meeting->make_page("Vrijwillige bezoekers", "Visiteurs bénévoles", 840);
  for (std::string const& who : coordinators)
    for (std::string const locale : {"fr", "shared"})
      ASSERT_EQ(meeting->decide(who, "signed", {{page, locale, 1}}).status, 201);
  std::vector<std::thread> hands;
  for (std::string const& who : coordinators)
    hands.emplace_back([&, who] {
      for (int i = 0; i < 10; ++i) {
        int const head = static_cast<int>(meeting->state(page, "nl").at("revision").as_int64());
        meeting->decide(who, "signed", {{page, "nl", head}});
        Reply const out = meeting->publish(who, {page});
        EXPECT_TRUE(out.status == 201 || out.status == 409) << out.body;
      }
    });
  hands.emplace_back([&] {
    for (int i = 0; i < 10; ++i) meeting->edit("auteur", page, "nl", {{"summary", "Versie " + std::to_string(i)}});
  });
  for (std::thread& hand : hands) hand.join();
  int const last = static_cast<int>(meeting->state(page, "nl").at("revision").as_int64());
  for (std::string const& who : coordinators) meeting->decide(who, "signed", {{page, "nl", last}}); // who has not yet
  meeting->publish("ggc", {page});
  EXPECT_EQ(meeting->state(page, "nl").at("state"), "published");
  json::object const publications =
      meeting->as("lezer", "GET", "/edit/v1/entries/" + page + "/publications").document();
  json::array const history = meeting->state(page, "nl").at("history").as_array();
  for (json::value const& one : publications.at("data").as_array()) {
    if (one.at("attributes").at("locale") != "nl") continue;
    std::set<std::string> signed_by;
    for (json::value const& event : history)
      if (event.at("revision") == one.at("attributes").at("revision"))
        signed_by.emplace(event.at("authority").as_string());
    EXPECT_EQ(signed_by.size(), 3U) << "revision " << one.at("attributes").at("revision");
  }
}

TEST_F(WorkflowOverHttp, ABundleIsRefusedAsAWholeWhenOnePartIsNotAgreed) {
  std::string const agreed = meeting->make_page("Instellingen", "Institutions", 850);
  std::string const open = meeting->make_page("Overlegorganen", "Organes de concertation", 851);
  std::string const note =
      meeting->make("note", {{"nl", {{"title", "Goed om te weten"}, {"body", "Hulp is gratis."}}},
                             {"shared", {{"pages", json::array{agreed}}, {"position", 1}}}});
  for (std::string const& who : coordinators) {
    ASSERT_EQ(meeting->decide(who, "signed", all_of(agreed)).status, 201);
    if (who == "vg") continue;
    ASSERT_EQ(meeting->decide(who, "signed", all_of(open)).status, 201);
  }
  Reply const refused = meeting->publish("ggc", {note, agreed, open});
  ASSERT_EQ(refused.status, 409) << refused.body;
  EXPECT_EQ(refused.document().at("errors").as_array().size(), 3U) << "each variant of the one that is not agreed";
  for (std::string const& entry : {agreed, open}) EXPECT_FALSE(meeting->is_public("page", entry));
  EXPECT_FALSE(meeting->is_public("note", note));
  EXPECT_EQ(meeting->publish("ggc", {note, agreed}).status, 201);
}

TEST_F(WorkflowOverHttp, WhatWasAgreedOnceComesBackAndTheMachineNeedsNoSignatures) {
  std::string const page = meeting->make_page("Over deze site", "À propos de ce site", 860);
  editing::Publisher const publisher(meeting->site->editing());
  ASSERT_TRUE(publisher.make(access::command_line(), test::publish({{Uuid::parse(page).value()}}, "hersteld")));
  Reply const withdrawn = meeting->as(
      "ggc", "POST", "/edit/v1/bundles",
      Meeting::document("bundle", {{"kind", "unpublish"}, {"items", json::array{json::object{{"entry", page}}}}}));
  ASSERT_EQ(withdrawn.status, 201) << withdrawn.body;
  EXPECT_EQ(meeting->publish("ggc", {page}).status, 409) << "it is not a withdrawal that is taken back";
  EXPECT_EQ(meeting->as("ggc", "POST", withdrawn.headers.at("location") + "/undo").status, 201);
  EXPECT_TRUE(meeting->is_public("page", page));
  std::string const note = meeting->make("note", {{"nl", {{"title", "Beroepsgeheim"}, {"body", "Wij zwijgen."}}},
                                                  {"shared", {{"pages", json::array{page}}, {"position", 1}}}});
  EXPECT_EQ(meeting->publish("ggc", {page, note}).status, 201) << "what is public already may be named beside it";
}

TEST_F(WorkflowOverHttp, EachDecisionTakesItsPermission) {
  std::string const page = meeting->make_page("Groepsactiviteiten", "Activités de groupe", 870);
  std::string const news = meeting->make_news("Infodag voor advocaten");
  std::string const service = "014170e2-9700-7013-8000-000000000004";
  struct Case {
    std::string who, kind;
    Item item;
    int status;
  };
  for (Case const& c : std::vector<Case>{
           {"", "submitted", {page, "nl"}, 401},
           {"lezer", "submitted", {page, "nl"}, 403},
           {"nalezer", "submitted", {page, "nl"}, 403},
           {"vertaler", "submitted", {page, "shared"}, 403},
           {"vertaler", "submitted", {page, "fr"}, 201},
           {"auteur", "submitted", {page, "nl"}, 201},
           {"auteur", "submitted", {page, "nl"}, 409},
           {"lezer", "withdrawn", {page, "nl"}, 403},
           {"ggc", "withdrawn", {page, "nl"}, 201},
           {"ggc", "withdrawn", {page, "nl"}, 409},
           {"auteur", "approved", {news, "nl"}, 403},
           {"vertaler", "approved", {news, "nl"}, 403},
           {"nalezer", "approved", {page, "nl"}, 409},
           {"nalezer", "approved", {news, "nl"}, 201},
           {"nalezer", "approved", {news, "nl"}, 409},
           {"lezer", "changes_requested", {news, "nl"}, 403},
           {"nalezer", "changes_requested", {page, "nl"}, 201},
           {"nalezer", "signed", {page, "nl"}, 403},
           {"zonder", "signed", {page, "nl"}, 403},
           {"invaller", "signed", {page, "nl"}, 422},
           {"cf", "unsigned", {page, "nl"}, 409},
           {"cf", "signed", {page, "nl"}, 201},
           {"vg", "unsigned", {page, "nl"}, 409},
           {"cf", "unsigned", {page, "nl"}, 201},
           {"ggc", "signed", {service, "nl"}, 409},
           {"ggc", "signed", {page, "de"}, 404},
           {"ggc", "signed", {Uuid::make().text(), "nl"}, 404},
       }) {
    Reply const reply = meeting->decide(c.who, c.kind, {c.item});
    EXPECT_EQ(reply.status, c.status) << c.who << " " << c.kind << " " << c.item.locale << "\n" << reply.body;
  }
}

TEST_F(WorkflowOverHttp, WhoStandsInForTwoAuthoritiesNamesOne) {
  std::string const page = meeting->make_page("Vrijlating voorbereiden", "Préparer la libération", 880);
  Reply const unclear = meeting->decide("invaller", "signed", {{page, "nl"}});
  EXPECT_EQ(Meeting::error(unclear).at("source").at("pointer"), "/data/attributes/authority");
  EXPECT_EQ(meeting->decide("invaller", "signed", {{page, "nl"}}, {{"authority", "communaute-francaise"}}).status,
            403);
  EXPECT_EQ(meeting->decide("invaller", "signed", {{page, "nl"}}, {{"authority", "vlaamse-gemeenschap"}}).status,
            201);
  EXPECT_EQ(meeting->state(page, "nl").at("missing_authorities"), json::array({"communaute-francaise", "ggc-cocom"}));
  EXPECT_EQ(meeting->decide("auteur", "submitted", {{page, "nl"}}, {{"authority", "ggc-cocom"}}).status, 400);
}

TEST_F(WorkflowOverHttp, AnAuthorityGoesWithTheRoleThatSignsForItOnlyAndOnlyAsFarAsThat) {
  std::string const page = meeting->make_page("Slachtoffers", "Victimes", 890);
  for (char const* other : {"communaute-francaise", "vlaamse-gemeenschap"}) {
    Reply const refused = meeting->decide("lid", "signed", {{page, "nl"}}, {{"authority", other}});
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(Meeting::error(refused).at("detail").as_string(),
              "you sign in the name of ggc-cocom, not of " + std::string(other));
  }
  EXPECT_EQ(meeting->decide("lid", "signed", {{page, "nl"}}).status, 201) << "there is one, so it need not be named";
  EXPECT_EQ(meeting->state(page, "nl").at("missing_authorities"),
            json::array({"communaute-francaise", "vlaamse-gemeenschap"}));
  EXPECT_EQ(meeting->as("lid", "GET", "/edit/v1/me").document().at("data").at("attributes").at("authorities"),
            json::array({"ggc-cocom", "vlaamse-gemeenschap"}));
}

TEST_F(WorkflowOverHttp, WhatWasDecidedCannotBeChangedAndAForgedSignatureIsFound) {
  std::string const page = meeting->make_page("Gezinnen", "Familles", 920);
  ASSERT_EQ(meeting->decide("ggc", "signed", {{page, "nl"}}).status, 201);
  auto const run = [](std::string const& statement) {
    return meeting->site->database().transact([&](store::Transaction& tx) -> Result<void> {
      tx.script(statement);
      return {};
    });
  };
  for (std::string const statement : {"update workflow_event set authority = 'vlaamse-gemeenschap'",
                                      "delete from workflow_event", "truncate workflow_event"})
    EXPECT_ANY_THROW((void)run(statement)) << statement;
  EXPECT_EQ(meeting->state(page, "nl").at("signatures").as_array().size(), 1U);

  auto const problems = [] { return editing::verify(meeting->site->editing()).value().problems; };
  EXPECT_THAT(problems(), testing::IsEmpty());
  run("insert into workflow_event (entry, locale, revision, kind, actor, account, authority, at) select entry, "
      "locale, "
      "revision, kind, actor, account, 'communaute-francaise', at from workflow_event where entry = '" +
      page + "'")
      .value();
  EXPECT_THAT(problems(), ElementsAre(page + " nl revision 1 signed in the name of communaute-francaise by ggc: the "
                                             "audit does not tell of it"));
  run("set local session_replication_role = replica; delete from workflow_event where entry = '" + page + "'")
      .value();
  EXPECT_THAT(problems(), ElementsAre(page + " nl revision 1 signed in the name of ggc-cocom by ggc: the audit tells "
                                             "of it, but it is not stored"));
}

} // namespace
} // namespace tandem
