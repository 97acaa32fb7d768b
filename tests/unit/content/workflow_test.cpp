#include "content/content_type.hpp"
#include "content/workflow.hpp"

#include <gmock/gmock.h>

namespace tandem {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> const authorities{"communaute-francaise", "ggc-cocom", "vlaamse-gemeenschap"};

Workflow review(int approvals, bool own = false) {
  Workflow workflow;
  workflow.review = Workflow::Review{approvals, {}, own};
  return workflow;
}
Workflow sign_off() {
  Workflow workflow;
  workflow.each_authority = true;
  return workflow;
}
Workflow both(int approvals) {
  Workflow workflow = review(approvals);
  workflow.each_authority = true;
  return workflow;
}

Uuid account_of(std::string const& name) {
  static std::map<std::string, Uuid> accounts;
  return accounts.try_emplace(name, Uuid::make()).first->second;
}

WorkflowEvent event(std::string const& who, Decision decision, std::string const& authority = "", int revision = 2) {
  return {revision, decision, who, account_of(who), authority};
}

RevisionInWorkflow const second{2, "lien", 1};

WorkflowState after(Workflow const& workflow, std::vector<WorkflowEvent> const& events,
                    RevisionInWorkflow const& revision = second) {
  return state_of(workflow, revision, events, authorities);
}

std::vector<std::string> names(std::vector<WorkflowEvent> const& events) {
  std::vector<std::string> all;
  for (WorkflowEvent const& one : events) all.push_back(one.actor);
  return all;
}

using enum Decision;

TEST(Workflow, ARevisionStartsAsADraftWithNothing) {
  for (Workflow const& workflow : {review(1), sign_off(), both(2)}) {
    WorkflowState const state = after(workflow, {});
    EXPECT_EQ(state.state, State::draft);
    EXPECT_FALSE(state.ready());
    EXPECT_FALSE(state.agreed_to());
  }
  EXPECT_EQ(after(both(2), {}).needed, 2);
  EXPECT_EQ(after(sign_off(), {}).needed, 0);
  EXPECT_EQ(after(sign_off(), {}).missing, authorities);
  EXPECT_THAT(after(review(1), {}).missing, IsEmpty());
}

TEST(Workflow, SubmittedIsInReviewAndWithdrawnIsADraft) {
  EXPECT_EQ(after(review(1), {event("lien", submitted)}).state, State::in_review);
  WorkflowState const withdrawn =
      after(both(1), {event("lien", submitted), event("noor", approved), event("noor", signed_, "ggc-cocom"),
                      event("lien", Decision::withdrawn)});
  EXPECT_EQ(withdrawn.state, State::draft);
  EXPECT_FALSE(withdrawn.agreed_to()) << "the decisions were about what was submitted";
}

TEST(Workflow, EnoughApprovalsMakeItApproved) {
  std::vector<WorkflowEvent> events{event("lien", submitted), event("noor", approved)};
  EXPECT_EQ(after(review(2), events).state, State::in_review);
  EXPECT_FALSE(after(review(2), events).ready());
  events.push_back(event("benoît", approved));
  EXPECT_EQ(after(review(2), events).state, State::approved);
  EXPECT_TRUE(after(review(2), events).ready());
  EXPECT_THAT(names(after(review(2), events).approvals), ElementsAre("noor", "benoît"));
}

TEST(Workflow, WhatIsNotSubmittedCanBeAgreedInAMeeting) {
  EXPECT_EQ(after(review(1), {event("noor", approved)}).state, State::approved);
  EXPECT_EQ(after(sign_off(), {event("noor", signed_, "ggc-cocom")}).state, State::in_review);
}

TEST(Workflow, ApprovalsAndSignaturesOfOtherRevisionsDoNotCount) {
  WorkflowState const state =
      after(both(1), {event("lien", submitted, "", 1), event("noor", approved, "", 1),
                      event("noor", signed_, "ggc-cocom", 1), event("benoît", approved, "", 3)});
  EXPECT_EQ(state.state, State::draft);
  EXPECT_THAT(state.approvals, IsEmpty());
  EXPECT_EQ(state.missing, authorities);
}

TEST(Workflow, WhatWasSupersededBeforeItWentOutHasNothingThatCounts) {
  std::vector<WorkflowEvent> events{event("lien", submitted), event("noor", approved)};
  for (std::string const& authority : authorities) events.push_back(event("noor", signed_, authority));
  ASSERT_TRUE(after(both(1), events).ready());
  WorkflowState const state = after(both(1), events, {2, "lien", 1, true});
  EXPECT_EQ(state.state, State::draft);
  EXPECT_FALSE(state.agreed_to());
  EXPECT_FALSE(state.ready());
}

TEST(Workflow, OneAccountCountsOnce) {
  std::vector<WorkflowEvent> const twice{event("noor", approved), event("noor", approved)};
  EXPECT_THAT(names(after(review(2), twice).approvals), ElementsAre("noor"));
  EXPECT_EQ(check_decision(review(2), second, after(review(2), {twice[0]}), twice[1]).error().code,
            ErrorCode::conflict);
}

TEST(Workflow, TheAuthorsOwnApprovalCountsOnlyWhereItIsDeclared) {
  WorkflowEvent const own = event("lien", approved);
  EXPECT_THAT(after(review(1), {own}).approvals, IsEmpty());
  EXPECT_EQ(check_decision(review(1), second, after(review(1), {}), own).error().code, ErrorCode::forbidden);
  EXPECT_EQ(after(review(1, true), {own}).state, State::approved);
  EXPECT_TRUE(check_decision(review(1, true), second, after(review(1, true), {}), own));
}

TEST(Workflow, TheAuthorMaySignInTheNameOfAnAuthority) {
  EXPECT_TRUE(check_decision(sign_off(), second, after(sign_off(), {}), event("lien", signed_, "ggc-cocom")));
}

TEST(Workflow, ARequestForChangesCancelsApprovalsGivenBeforeIt) {
  std::vector<WorkflowEvent> events{event("lien", submitted), event("noor", approved),
                                    event("benoît", changes_requested)};
  WorkflowState state = after(review(1), events);
  EXPECT_EQ(state.state, State::changes_requested);
  EXPECT_THAT(state.approvals, IsEmpty());
  EXPECT_THAT(names(state.objections), ElementsAre("benoît"));
  EXPECT_FALSE(state.ready());
  events.push_back(event("noor", approved));
  EXPECT_FALSE(after(review(1), events).ready()) << "benoît still wants changes";
  events.push_back(event("benoît", approved));
  EXPECT_THAT(names(after(review(2), events).approvals), ElementsAre("noor", "benoît"));
  EXPECT_EQ(after(review(2), events).state, State::approved) << "who then approves objects no more";
}

TEST(Workflow, SubmittingAgainAnswersTheRequestForChanges) {
  std::vector<WorkflowEvent> const events{event("noor", signed_, "ggc-cocom"), event("benoît", changes_requested),
                                          event("lien", submitted)};
  WorkflowState const state = after(sign_off(), events);
  EXPECT_EQ(state.state, State::in_review);
  EXPECT_THAT(state.objections, IsEmpty());
  EXPECT_EQ(state.signatures.size(), 1U) << "it is the same text that was signed";
  EXPECT_TRUE(check_decision(sign_off(), second, after(sign_off(), {events[0], events[1]}), events[2]));
}

TEST(Workflow, EachAuthoritySignsOnce) {
  std::vector<WorkflowEvent> events{event("noor", signed_, "ggc-cocom"),
                                    event("benoît", signed_, "communaute-francaise")};
  WorkflowState const two = after(sign_off(), events);
  EXPECT_EQ(two.state, State::in_review);
  EXPECT_THAT(two.missing, ElementsAre("vlaamse-gemeenschap"));
  WorkflowEvent const again = event("zoé", signed_, "ggc-cocom");
  Error const refused = check_decision(sign_off(), second, two, again).error();
  EXPECT_EQ(refused.code, ErrorCode::conflict);
  EXPECT_THAT(refused.detail, HasSubstr("by noor"));
  events.push_back(again);
  EXPECT_EQ(after(sign_off(), events).signatures.at("ggc-cocom").actor, "noor") << "the first one stays";
  events.push_back(event("zoé", signed_, "vlaamse-gemeenschap"));
  EXPECT_EQ(after(sign_off(), events).state, State::approved);
  EXPECT_TRUE(after(sign_off(), events).ready());
}

TEST(Workflow, ASignatureInTheNameOfAnAuthorityThatIsNoneDoesNotCount) {
  WorkflowState const state = after(sign_off(), {event("noor", signed_, "cocof")});
  EXPECT_THAT(state.signatures, testing::IsEmpty());
  EXPECT_EQ(state.state, State::draft);
}

TEST(Workflow, OnlyOnesOwnSignatureIsTakenBack) {
  std::vector<WorkflowEvent> events{event("noor", signed_, "ggc-cocom"), event("zoé", unsigned_, "ggc-cocom")};
  EXPECT_EQ(after(sign_off(), events).signatures.size(), 1U);
  EXPECT_EQ(check_decision(sign_off(), second, after(sign_off(), {events[0]}), events[1]).error().code,
            ErrorCode::conflict);
  events.push_back(event("noor", unsigned_, "ggc-cocom"));
  EXPECT_TRUE(check_decision(sign_off(), second, after(sign_off(), {events[0]}), events[2]));
  EXPECT_EQ(after(sign_off(), events).state, State::draft);
  events.push_back(event("zoé", signed_, "ggc-cocom"));
  EXPECT_EQ(after(sign_off(), events).signatures.at("ggc-cocom").actor, "zoé");
}

TEST(Workflow, ApprovedIsNotReadyBeforeAllHaveSigned) {
  std::vector<WorkflowEvent> events{event("noor", approved)};
  WorkflowState const unsigned_yet = after(both(1), events);
  EXPECT_EQ(unsigned_yet.state, State::approved);
  EXPECT_FALSE(unsigned_yet.ready());
  for (std::string const& authority : authorities) events.push_back(event("noor", signed_, authority));
  EXPECT_TRUE(after(both(1), events).ready());
  EXPECT_FALSE(after(both(2), events).ready()) << "signatures are no approvals";
}

TEST(Workflow, WhatIsPublicIsPublishedAndNothingIsDecidedAboutIt) {
  RevisionInWorkflow const shown{2, "lien", 2};
  WorkflowState const state = after(both(1), {event("lien", submitted)}, shown);
  EXPECT_EQ(state.state, State::published);
  for (Decision const decision : {submitted, withdrawn, approved, changes_requested, signed_, unsigned_})
    EXPECT_EQ(check_decision(both(1), shown, state, event("noor", decision, "ggc-cocom")).error().code,
              ErrorCode::conflict);
}

TEST(Workflow, WhatIsDoneAlreadyOrWasNeverAskedForIsRefused) {
  auto const refused = [](Workflow const& workflow, std::vector<WorkflowEvent> const& before, Decision decision) {
    return check_decision(workflow, second, after(workflow, before), event("noor", decision, "ggc-cocom"))
        .has_error();
  };
  EXPECT_TRUE(refused(review(1), {event("lien", submitted)}, submitted));
  EXPECT_TRUE(refused(review(1), {}, withdrawn));
  EXPECT_TRUE(refused(review(1), {event("noor", changes_requested)}, changes_requested));
  EXPECT_TRUE(refused(review(1), {}, signed_)) << "nobody signs";
  EXPECT_TRUE(refused(sign_off(), {}, approved)) << "nobody approves";
  EXPECT_FALSE(refused(sign_off(), {}, changes_requested));
  EXPECT_FALSE(refused(review(1), {event("lien", submitted), event("noor", approved)}, withdrawn));
}

TEST(Workflow, OneSignsForTheAuthorityOneNamesOrTheOnlyOneOneHas) {
  EXPECT_EQ(authority_to_sign({"ggc-cocom"}, "").value(), "ggc-cocom");
  EXPECT_EQ(authority_to_sign({"ggc-cocom", "vlaamse-gemeenschap"}, "vlaamse-gemeenschap").value(),
            "vlaamse-gemeenschap");
  Error const unclear = authority_to_sign({"ggc-cocom", "vlaamse-gemeenschap"}, "").error();
  EXPECT_EQ(unclear.code, ErrorCode::invalid_content);
  EXPECT_EQ(unclear.pointer, "/authority");
  EXPECT_EQ(authority_to_sign({"ggc-cocom"}, "vlaamse-gemeenschap").error().code, ErrorCode::forbidden);
  EXPECT_EQ(authority_to_sign({}, "ggc-cocom").error().code, ErrorCode::forbidden);
}

TEST(Workflow, NamesGoThereAndBack) {
  for (Decision const decision : {submitted, withdrawn, approved, changes_requested, signed_, unsigned_})
    EXPECT_EQ(decision_named(name_of(decision)), decision);
  EXPECT_EQ(name_of(signed_), "signed");
  EXPECT_EQ(name_of(State::changes_requested), "changes_requested");
  EXPECT_FALSE(decision_named("published"));
}

TEST(Workflow, ADeclarationIsReadWithItsDefaults) {
  Workflow const whole =
      read_workflow(json::parse(R"({"review": {"approvals": 2, "by": ["reviewer", "coordinator"], "own": true},
                                    "sign_off": "each_authority"})"),
                    "")
          .value();
  EXPECT_EQ(whole.review->approvals, 2);
  EXPECT_THAT(whole.review->by, ElementsAre("reviewer", "coordinator"));
  EXPECT_TRUE(whole.review->own);
  EXPECT_TRUE(whole.each_authority);
  Workflow const least = read_workflow(json::parse(R"({"review": {}})"), "").value();
  EXPECT_EQ(least.review->approvals, 1);
  EXPECT_THAT(least.review->by, IsEmpty());
  EXPECT_FALSE(least.review->own);
  EXPECT_FALSE(least.each_authority);
  EXPECT_FALSE(read_workflow(json::parse(R"({"sign_off": "each_authority"})"), "").value().review);
}

TEST(Workflow, MistakesInADeclarationAreNamedWithTheirPlace) {
  for (auto const& [declared, pointer] : std::vector<std::pair<std::string, std::string>>{
           {"true", ""},
           {"{}", ""},
           {R"({"reviews": {}})", "/reviews"},
           {R"({"review": 1})", "/review"},
           {R"({"review": {"approval": 1}})", "/review/approval"},
           {R"({"review": {"approvals": 0}})", "/review/approvals"},
           {R"({"review": {"approvals": 11}})", "/review/approvals"},
           {R"({"review": {"approvals": "2"}})", "/review/approvals"},
           {R"({"review": {"by": "reviewer"}})", "/review/by"},
           {R"({"review": {"by": []}})", "/review/by"},
           {R"({"review": {"by": ["reviewer", 1]}})", "/review/by/1"},
           {R"({"review": {"by": ["reviewer", "reviewer"]}})", "/review/by/1"},
           {R"({"review": {"own": "no"}})", "/review/own"},
           {R"({"sign_off": true})", "/sign_off"},
           {R"({"sign_off": "one_authority"})", "/sign_off"}}) {
    Result<Workflow> const read = read_workflow(json::parse(declared), "/x-tandem/workflow");
    ASSERT_FALSE(read) << declared;
    EXPECT_EQ(read.error().pointer, "/x-tandem/workflow" + pointer) << declared;
  }
  EXPECT_TRUE(read_workflow(json::parse(R"({"review": {"approvals": 10}})"), "")) << "the most there are";
}

TEST(Workflow, AContentTypeDeclaresItAndItsRolesMustExist) {
  auto const type = [](std::string const& workflow) {
    return ContentType::from_schema(
        json::parse(R"({"type": "object", "x-tandem": {"type": "advice", "title": "name", "workflow": )" + workflow +
                    R"(}, "properties": {"name": {"type": "string"}}})"));
  };
  EXPECT_EQ(type(R"({"sign_off": 3})").error().pointer, "/x-tandem/workflow/sign_off");
  ContentTypes types;
  types.add(type(R"({"review": {"by": ["reviewer", "lector"]}, "sign_off": "each_authority"})").value()).value();
  EXPECT_TRUE(types.find("advice")->workflow()->each_authority);
  EXPECT_TRUE(types.check_workflows({"reviewer", "lector"}, authorities));
  Error const role = types.check_workflows({"reviewer"}, authorities).error();
  EXPECT_EQ(role.pointer, "/x-tandem/workflow/review/by/1");
  EXPECT_THAT(role.detail, HasSubstr("lector"));
  EXPECT_EQ(types.check_workflows({"reviewer", "lector"}, {}).error().pointer, "/x-tandem/workflow/sign_off");
}

} // namespace
} // namespace tandem
