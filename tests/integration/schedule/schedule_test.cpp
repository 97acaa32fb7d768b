#include "editing/verify.hpp"
#include "nodes.hpp"

namespace tandem {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// What a scheduled bundle is before its time, and what becomes of it.
class Scheduling : public Nodes {
protected:
  access::Actor coordinator = account("gemeenschapscoordinator");
};

TEST_F(Scheduling, TheRevisionsOfTheMomentGoOutAndNotWhatWasWrittenSince) {
  EntryId const one = authority("Gemeenschapscommissie");
  Uuid const id = schedule(coordinator, test::publish({{one}}, "vanaf april"));
  change(one, {{"description", "Later geschreven."}});
  EXPECT_EQ(carry_out_all(), 0) << "it is not due";
  make_due(id);
  EXPECT_EQ(carry_out_all(), 1);
  EXPECT_EQ(public_revision(one), 1);
  EXPECT_EQ(state(id), "done");
  EXPECT_EQ(cell("select string_agg(actor || ' ' || action || ' ' || locale, ', ' order by id) from audit "
                 "where detail ->> 'scheduled' = $1",
                 {id.text()}),
            "gemeenschapscoordinator bundle.publish nl, gemeenschapscoordinator bundle.publish shared");
  EXPECT_EQ(cell("select count(*) from outbox where bundle = $1", {id.text()}), "2");
  EXPECT_EQ(cell("select message from bundle where id = $1", {id.text()}), "vanaf april");
}

TEST_F(Scheduling, WhatCameDueWhileNobodyWasThereIsCarriedOutInTheOrderOfItsTimes) {
  EntryId const one = authority("Gemeenschapscommissie");
  change(one, {{"description", "Tweede versie."}});
  Uuid const last = schedule(coordinator, test::withdraw({{one, nl}}));
  Uuid const second = schedule(coordinator, test::publish({{one, nl, 2}}));
  Uuid const first = schedule(coordinator, test::publish({{one, nl, 1}, {one, shared}}));
  make_due(last, 1);
  make_due(second, 2);
  make_due(first, 3);
  Timestamp const before = now();
  EXPECT_EQ(carry_out_all(), 3);
  for (Uuid const& id : {first, second, last}) EXPECT_EQ(state(id), "done");
  EXPECT_EQ(cell("select string_agg(revision::text, ' ' order by during) from publication where locale = 'nl'"),
            "1 2");
  EXPECT_EQ(public_revision(one), std::nullopt);
  EXPECT_EQ(cell("select bool_and(lower(during) >= $1) from publication", {format_timestamp(before)}), "t")
      << "what the public saw meanwhile is not rewritten";
}

TEST_F(Scheduling, ADisabledAuthorsBundleFailsAndSaysSo) {
  EntryId const one = authority("Gemeenschapscommissie");
  Uuid const id = schedule(coordinator, test::publish({{one}}));
  site->services().accounts.disable(hand, coordinator.name).value();
  make_due(id);
  EXPECT_EQ(carry_out_all(), 1);
  EXPECT_EQ(state(id), "failed");
  EXPECT_THAT(row(id).problem->detail, HasSubstr("disabled"));
  EXPECT_EQ(public_revision(one), std::nullopt);
  EXPECT_EQ(cell("select actor || ': ' || (detail -> 'before' ->> 'state') || ' to ' || (detail -> 'after' ->> "
                 "'state') || ', ' || (detail -> 'after' ->> 'problem') from audit where action = 'bundle.failed'"),
            coordinator.name + ": waiting to failed, the account is disabled");
  EXPECT_EQ(carry_out_all(), 0) << "it is not tried again";
}

TEST_F(Scheduling, AGrantThatIsGoneWhenTheTimeComesIsNamed) {
  EntryId const one = authority("Gemeenschapscommissie");
  Uuid const id = schedule(coordinator, test::publish({{one}}));
  in<bool>([&](auto& tx) { return store::set_roles(tx, *coordinator.account, {{"reader"}}), true; });
  make_due(id);
  carry_out_all();
  ASSERT_EQ(state(id), "failed");
  EXPECT_EQ(row(id).problem->code, ErrorCode::forbidden);
  EXPECT_EQ(row(id).problem->meta.at("grant").at("permission"), "entry.publish");
}

TEST_F(Scheduling, WhoMayNotPublishCannotScheduleItNorCanTheCommandLine) {
  EntryId const one = authority("Gemeenschapscommissie");
  auto const before = everything();
  auto const refused = scheduler.schedule(account("redacteur", "editor"), test::publish({{one}}), tomorrow);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::forbidden);
  EXPECT_FALSE(scheduler.schedule(hand, test::publish({{one}}), tomorrow)) << "it is nobody's account";
  EXPECT_EQ(everything().at("scheduled_bundle"), before.at("scheduled_bundle"));
}

TEST_F(Scheduling, ARevisionThatDoesNotExistIsRefusedAtOnce) {
  EntryId const one = authority("Gemeenschapscommissie");
  auto const before = everything();
  auto const refused = scheduler.schedule(coordinator, test::publish({{one, nl, 2}}), tomorrow);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::not_found);
  EXPECT_EQ(refused.error().meta.at("entry").as_string(), one.text());
  EXPECT_EQ(everything(), before);
}

TEST_F(Scheduling, WhatWouldRefuseItNowIsToldAndDoesNotHinder) {
  EntryId const target = authority("Vlaamse Gemeenschap"), referrer = recognition(target);
  auto const answer = scheduler.schedule(coordinator, test::publish({{referrer}}), tomorrow).value();
  ASSERT_THAT(answer.problems, SizeIs(1));
  EXPECT_EQ(answer.problems[0].meta.at("target").as_string(), target.text());
  publisher.make(hand, test::publish({{target}})).value();
  make_due(answer.scheduled.bundle.id);
  carry_out_all();
  EXPECT_EQ(state(answer.scheduled.bundle.id), "done");
}

TEST_F(Scheduling, OneThatFailsDoesNotHoldUpThoseBehindIt) {
  EntryId const target = authority("Vlaamse Gemeenschap"), referrer = recognition(target),
                free = authority("Franse Gemeenschap");
  Uuid const bad = schedule(coordinator, test::publish({{referrer}}));
  Uuid const good = schedule(coordinator, test::publish({{free}}));
  make_due(bad, 2);
  make_due(good, 1);
  EXPECT_EQ(carry_out_all(), 2);
  EXPECT_EQ(state(bad), "failed");
  EXPECT_EQ(row(bad).problem->meta.at("target").as_string(), target.text());
  EXPECT_EQ(state(good), "done");
  EXPECT_EQ(cell("select count(*) from bundle where id = $1", {bad.text()}), "0");
}

TEST_F(Scheduling, AHookThatThrowsWhatIsNoExceptionHoldsUpNobody) {
  Uuid const id = schedule(coordinator, test::publish({{authority("Gemeenschapscommissie")}}));
  make_due(id);
  editing::Context context = site->editing();
  context.hooks.before_publish = [](auto const&...) -> Result<void> { throw 42; };
  auto const attempt = editing::Scheduler(context).carry_out_next(site->services().gate).value();
  ASSERT_TRUE(attempt && attempt->again);
  EXPECT_EQ(attempt->bundle, id);
  EXPECT_FALSE(attempt->cause.empty()) << "for the log";
  EXPECT_EQ(state(id), "waiting");
  run("update scheduled_bundle set next_try = now() where id = $1", {id.text()});
  EXPECT_EQ(carry_out_all(), 1);
  EXPECT_EQ(state(id), "done");
}

TEST_F(Scheduling, AFaultOfOurOwnIsTriedAgainBehindTheOthersAndThenCounts) {
  EntryId const one = authority("Gemeenschapscommissie"), free = authority("Franse Gemeenschap");
  Uuid const broken = schedule(coordinator, test::publish({{one}}));
  Uuid const good = schedule(coordinator, test::publish({{free}}));
  run("update scheduled_bundle set items = '[{\"entry\": \"geen id\"}]' where id = $1", {broken.text()});
  make_due(broken, 2);
  make_due(good, 1);
  auto const attempt = scheduler.carry_out_next(site->services().gate).value();
  ASSERT_TRUE(attempt && attempt->again);
  EXPECT_EQ(attempt->bundle, broken);
  EXPECT_FALSE(attempt->cause.empty()) << "for the log";
  carry_out_all();
  EXPECT_EQ(state(good), "done");
  for (int more = 0; more < 4; ++more) {
    EXPECT_EQ(state(broken), "waiting");
    run("update scheduled_bundle set next_try = now() where id = $1", {broken.text()});
    EXPECT_EQ(carry_out_all(), 1);
  }
  EXPECT_EQ(state(broken), "failed");
  EXPECT_EQ(row(broken).problem->code, ErrorCode::internal);
}

TEST_F(Scheduling, ACancelledBundleIsNeverCarriedOut) {
  EntryId const one = authority("Gemeenschapscommissie");
  Uuid const id = schedule(coordinator, test::publish({{one}}));
  EXPECT_EQ(scheduler.cancel(coordinator, id, "toch niet").value().bundle.state, store::BundleState::cancelled);
  make_due(id);
  EXPECT_EQ(carry_out_all(), 0);
  EXPECT_EQ(public_revision(one), std::nullopt);
  EXPECT_EQ(cell("select (detail -> 'before' ->> 'state') || ' to ' || (detail -> 'after' ->> 'state') || ': ' || "
                 "(detail ->> 'message') from audit where action = 'bundle.cancel'"),
            "waiting to cancelled: toch niet");
  for (auto const& again : {scheduler.cancel(coordinator, id, ""), scheduler.cancel(hand, id, "")}) {
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::conflict);
  }
}

TEST_F(Scheduling, WhatWaitsIsCancelledAndWhatIsDoneIsUndone) {
  EntryId const one = authority("Gemeenschapscommissie");
  Uuid const id = schedule(coordinator, test::publish({{one}}));
  auto const early = publisher.undo(coordinator, id, "");
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error().code, ErrorCode::conflict);
  EXPECT_THAT(early.error().detail, HasSubstr("cancel"));
  make_due(id);
  carry_out_all();
  auto const late = scheduler.cancel(coordinator, id, "");
  ASSERT_FALSE(late);
  EXPECT_THAT(late.error().detail, HasSubstr("undo"));
  Uuid const undo = publisher.undo(coordinator, id, "").value().bundle.id;
  EXPECT_EQ(public_revision(one), std::nullopt);
  EXPECT_EQ(scheduler.cancel(coordinator, undo, "").error().code, ErrorCode::conflict) << "it never waited";
}

TEST_F(Scheduling, WhoSeesAPartOfABundleSeesThatPartAndCannotCancelIt) {
  EntryId const one = authority("Gemeenschapscommissie"),
                audience =
                    editor
                        .create(hand,
                                {"audience", {{shared, {{"position", 1}}}, {nl, {{"name", "Geïnterneerden"}}}}, ""})
                        .value()
                        .front()
                        .entry;
  Uuid const id = schedule(coordinator, test::publish({{one}, {audience}}));
  auto const of_types = [&](std::string const& type) {
    access::Actor actor = hand;
    actor.grants = {{"coordinator", {}, {std::set{type}}}};
    return actor;
  };
  auto const find = [&](access::Actor const& actor) {
    return site->database().transact([&](store::Transaction& tx) { return scheduler.find(tx, actor, id); });
  };
  EXPECT_THAT(find(coordinator)->items, SizeIs(4));
  EXPECT_THAT(find(of_types("authority"))->items, SizeIs(2));
  EXPECT_THAT(find(of_types("authority"))->replaces, SizeIs(2));
  EXPECT_EQ(find(of_types("news")).error().code, ErrorCode::not_found);
  EXPECT_EQ(scheduler.cancel(of_types("authority"), id, "").error().code, ErrorCode::forbidden);
  EXPECT_EQ(scheduler.cancel(of_types("news"), id, "").error().code, ErrorCode::not_found);
  EXPECT_EQ(publisher.undo(of_types("news"), id, "").error().code, ErrorCode::not_found);
  auto const listed = [&](access::Actor const& actor) {
    return in<std::size_t>([&](auto& tx) { return scheduler.list(tx, actor, {}, {}, 10).size(); });
  };
  EXPECT_EQ(listed(of_types("authority")), 1U);
  EXPECT_EQ(listed(of_types("news")), 0U);
  EXPECT_EQ(state(id), "waiting");
}

TEST_F(Scheduling, BundlesThatTouchTheSameVariantNameEachOther) {
  EntryId const one = authority("Gemeenschapscommissie"), two = authority("Franse Gemeenschap");
  Uuid const whole = schedule(coordinator, test::withdraw({{one}}));
  schedule(coordinator, test::publish({{two}}));
  auto const answer = scheduler.schedule(coordinator, test::publish({{one, nl}}), tomorrow).value();
  EXPECT_THAT(answer.overlaps, ElementsAre(whole));
  EXPECT_THAT(scheduler.schedule(coordinator, test::publish({{one, shared}}), tomorrow)->overlaps, ElementsAre(whole))
      << "another variant of the same entry is no overlap";
}

TEST_F(Scheduling, AnEntryWithdrawnAsAWholeLosesAlsoTheVariantsItGotSince) {
  EntryId const one = authority("Gemeenschapscommissie");
  publisher.make(hand, test::publish({{one}})).value();
  Uuid const id = schedule(coordinator, test::withdraw({{one}}));
  json::object const words{{"name", "Commission communautaire commune"}};
  editor.save(hand, {one, fr, words, {}, "", {}, false}).value();
  publisher.make(hand, test::publish({{one, fr}})).value();
  make_due(id);
  carry_out_all();
  EXPECT_EQ(state(id), "done");
  EXPECT_EQ(cell("select count(*) from published"), "0");
}

TEST_F(Scheduling, AMixedBundleHandsOverASlugSendsReadersOnAndIsUndoneAsOne) {
  EntryId const old = authority("Sociale zaken", "sociale-zaken"), third = authority("Duitstalige Gemeenschap");
  publisher.make(hand, test::publish({{old}, {third}})).value();
  publisher.make(hand, test::withdraw({{old, nl}}, false, third)).value(); // an earlier successor
  publisher.make(hand, test::publish({{old, nl}})).value();
  EntryId const heir = authority("Welzijn en sociale zaken", "sociale-zaken"), guide = recognition(heir);
  editing::BundleOrder order = test::publish({{heir}, {guide}}, "fusie");
  order.items.push_back({old, {}, {}, editing::Action::unpublish, heir});
  EXPECT_FALSE(publisher.make(hand, test::publish({{heir}}))) << "the slug is another's";
  Uuid const id = schedule(coordinator, order);
  EXPECT_EQ(row(id).kind, "mixed");
  make_due(id);
  carry_out_all();
  ASSERT_EQ(state(id), "done") << row(id).problem->detail;
  EXPECT_EQ(successor(old), heir);
  EXPECT_EQ(cell("select string_agg(entry::text, ' ') from published where data ->> 'slug' = 'sociale-zaken'"),
            heir.text());
  EXPECT_EQ(cell("select (detail ->> 'before') || ' ' || (detail ->> 'after') from audit where action = "
                 "'entry.successor' and detail ->> 'bundle' = $1",
                 {id.text()}),
            third.text() + " " + heir.text());
  auto const undone = publisher.undo(coordinator, id, "te vroeg").value();
  EXPECT_EQ(successor(old), third) << "as it was before";
  EXPECT_EQ(cell("select string_agg(entry::text, ' ') from published where data ->> 'slug' = 'sociale-zaken'"),
            old.text());
  EXPECT_EQ(public_revision(guide), std::nullopt);
  publisher.undo(coordinator, undone.bundle.id, "").value();
  EXPECT_EQ(successor(old), heir) << "taking back what was taken back";
  EXPECT_THAT(editing::verify(site->editing())->problems, IsEmpty());
}

TEST_F(Scheduling, AReferenceToWhatIsWithdrawnIsJudgedAfterTheWholeBundle) {
  EntryId const target = authority("Vlaamse Gemeenschap"), heir = authority("Gewest"), referrer = recognition(target);
  publisher.make(hand, test::publish({{target}, {referrer}})).value();
  editing::BundleOrder order = test::publish({{heir}});
  order.items.push_back({target, {}, {}, editing::Action::unpublish, heir});
  auto const refused = publisher.make(hand, order);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().meta.at("referrers").at(0).at("id").as_string(), referrer.text());
  auto const head = in<std::string>([&](auto& tx) { return store::find_variant(tx, referrer, shared)->head_hash; });
  editor.save(hand, {referrer, shared, {{"authority", heir.text()}}, head, "", {}, false}).value();
  order.items.push_back({referrer, shared});
  EXPECT_TRUE(publisher.make(hand, order)) << "it points at the successor now";
}

TEST_F(Scheduling, ADryRunTellsEverythingAndChangesNothing) {
  EntryId const target = authority("Vlaamse Gemeenschap"), referrer = recognition(target),
                half = authority("Half af"), old = authority("Vroegere commissie");
  publisher.make(hand, test::publish({{target}, {old}})).value();
  change(target, {{"description", "Nieuw."}});
  editing::BundleOrder order = test::publish({{target, nl}, {half, nl}, {recognition(half)}}, "proef");
  order.items.push_back({old, {}, {}, editing::Action::unpublish, target});
  auto const before = everything();
  auto const outcome = publisher.try_out(coordinator, order).value();
  EXPECT_EQ(everything(), before);
  ASSERT_THAT(outcome.problems, SizeIs(2)) << "not complete, and pointing at what is not";
  std::vector<std::string> effects;
  for (auto const& effect : outcome.effects)
    effects.push_back(effect.type + " " + effect.change.locale.text() + " " +
                      std::to_string(effect.public_revision.value_or(0)) + "→" +
                      std::to_string(effect.change.revision.value_or(0)));
  EXPECT_THAT(effects, ElementsAre("authority nl 1→2", "authority nl 0→1", "recognition nl 0→1",
                                   "recognition shared 0→1", "authority nl 1→0", "authority shared 1→0"));
  auto const good = publisher.try_out(coordinator, test::publish({{target, nl}, {referrer}})).value();
  EXPECT_THAT(good.problems, IsEmpty());
  EXPECT_EQ(everything(), before);
  EXPECT_FALSE(publisher.try_out(account("redacteur", "editor"), order)) << "one who may not publish learns nothing";
}

TEST_F(Scheduling, WhatAnItemMayNotSayIsRefusedWithItsPlace) {
  EntryId const one = authority("Gemeenschapscommissie"), two = authority("Franse Gemeenschap");
  using editing::Action;
  auto const refused = [&](editing::BundleOrder const& order) {
    auto const made = publisher.make(hand, order);
    return made ? std::string("was taken") : made.error().pointer;
  };
  std::string const items = "/data/attributes/items/";
  EXPECT_EQ(refused({{{one, nl, 1, Action::unpublish}}}), items + "0/revision");
  EXPECT_EQ(refused({{{one}, {two, {}, {}, Action::publish, one}}}), items + "1/successor");
  EXPECT_EQ(refused({{{one, {}, 1}}}), items + "0");
  EXPECT_EQ(refused({{{one}}, "", false, two}), "/data/attributes/successor");
  EXPECT_EQ(refused({{{one, {}, {}, Action::unpublish, Uuid::make()}}}), items + "0/successor");
  EXPECT_EQ(refused({{{one, nl, {}, Action::unpublish, two}, {one, shared, {}, Action::unpublish}}}), items + "1")
      << "two successors of one entry";
}

} // namespace
} // namespace tandem
