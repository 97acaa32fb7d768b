#include "editing/publisher.hpp"
#include "editing/transfer.hpp"
#include "editing/verify.hpp"
#include "store/entries.hpp"
#include "support/orders.hpp"
#include "support/site.hpp"

#include <atomic>
#include <fstream>
#include <gmock/gmock.h>
#include <thread>

namespace tandem {
namespace {

using testing::HasSubstr;

Locale const nl = Locale::parse("nl").value(), fr = Locale::parse("fr").value(), shared = Locale::shared();

/// What a bundle may do, and what must hold afterwards.
class Publishing : public testing::Test {
protected:
  EntryId page(std::string const& title, std::string const& slug = "") {
    json::object words{{"title", title}, {"summary", "Één zin."}, {"body", "Tekst."}};
    if (!slug.empty()) words["slug"] = slug;
    return editor.create(hand, {"page", {{shared, {{"section", "presentation"}, {"position", 1}}}, {nl, words}}, ""})
        .value()
        .front()
        .entry;
  }
  EntryId note(EntryId const& about) {
    return editor
        .create(hand, {"note",
                       {{shared, {{"pages", {about.text()}}, {"position", 1}}},
                        {nl, {{"title", "Goed om te weten"}, {"body", "Hulp is gratis."}}}},
                       ""})
        .value()
        .front()
        .entry;
  }
  void rename(EntryId const& entry, json::object fields) {
    auto const head = site->database()
                          .transact([&](store::Transaction& tx) -> Result<std::string> {
                            return store::find_variant(tx, entry, nl)->head_hash;
                          })
                          .value();
    ASSERT_TRUE(editor.save(hand, {entry, nl, std::move(fields), head, "", {}, false}));
  }
  std::map<EntryId, std::string> slugs() {
    using Slugs = Result<std::map<EntryId, std::string>>;
    return site->database()
        .transact([&](store::Transaction& tx) -> Slugs {
          std::map<EntryId, std::string> all;
          for (auto const& row : tx.query("select entry, data ->> 'slug' from published where type = 'page'"))
            all[Uuid::parse(*row[0]).value()] = *row[1];
          return all;
        })
        .value();
  }
  std::unique_ptr<app::Site> site = test::make_site();
  access::Actor hand = access::command_line();
  editing::Editor editor{site->editing()};
  editing::Publisher publisher{site->editing()};
};

TEST_F(Publishing, AVariantNamedTwiceInABundleIsRefusedAndNamed) {
  EntryId const one = page("Onthaal");
  auto const refused = publisher.make(hand, test::publish({{one, {}, {}}, {one, nl, 1}}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::invalid_content);
  EXPECT_EQ(refused.error().pointer, "/data/attributes/items/1");
}

TEST_F(Publishing, SlugsChangeHandsWithinABundleAndItsUndo) {
  EntryId const one = page("Eerste", "onthaal"), two = page("Tweede", "begeleiding");
  publisher.make(hand, test::publish({{one, {}, {}}, {two, {}, {}}})).value();
  rename(one, {{"slug", "begeleiding"}});
  rename(two, {{"slug", "onthaal"}});
  EXPECT_FALSE(publisher.make(hand, test::publish({{one, {}, {}}}))) << "alone it would take another's";
  auto const swapped = publisher.make(hand, test::publish({{one, {}, {}}, {two, {}, {}}}));
  ASSERT_TRUE(swapped) << swapped.error().detail;
  EXPECT_EQ(slugs().at(one), "begeleiding");
  EXPECT_EQ(slugs().at(two), "onthaal");
  auto const undone = publisher.undo(hand, swapped->bundle.id, "");
  ASSERT_TRUE(undone) << undone.error().detail;
  EXPECT_EQ(slugs().at(one), "onthaal");
}

TEST_F(Publishing, AnEntryWhoseTargetWasWithdrawnByForceIsNotFrozen) {
  EntryId const target = page("Doel"), referrer = note(target);
  publisher.make(hand, test::publish({{target, {}, {}}, {referrer, {}, {}}})).value();
  publisher.make(hand, test::withdraw({{target, {}, {}}}, true)).value();
  rename(referrer, {{"title", "Goed om weten"}});
  auto const published = publisher.make(hand, test::publish({{referrer, nl, {}}}));
  EXPECT_TRUE(published) << published.error().detail;
  EXPECT_TRUE(publisher.make(hand, test::withdraw({{referrer, nl, {}}})));
  EXPECT_FALSE(publisher.make(hand, test::publish({{note(target), {}, {}}})))
      << "a new reference to what is not public";
}

TEST_F(Publishing, ASuccessorHoldsForTheWithdrawalItWasGivenWith) {
  EntryId const old = page("Oud"), heir = page("Nieuw"), gone = page("Weg");
  publisher.make(hand, test::publish({{old, {}, {}}, {heir, {}, {}}})).value();
  auto const successor = [&] {
    return site->database()
        .transact([&](store::Transaction& tx) -> Result<std::optional<EntryId>> {
          return store::find_entry(tx, old)->successor;
        })
        .value();
  };
  auto const withdrawn = publisher.make(hand, test::withdraw({{old, {}, {}}}, false, heir)).value();
  EXPECT_EQ(successor(), heir);
  publisher.undo(hand, withdrawn.bundle.id, "").value();
  publisher.make(hand, test::withdraw({{old, {}, {}}})).value();
  EXPECT_EQ(successor(), std::nullopt);
  editor.remove(hand, gone).value();
  for (EntryId const& wrong : {old, gone, Uuid::make()}) {
    auto const refused = publisher.make(hand, test::withdraw({{old, {}, {}}}, false, wrong));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().pointer, "/data/attributes/successor");
  }
}

TEST_F(Publishing, WhoMayOnlyWithdrawCannotPublishByUndoing) {
  EntryId const one = page("Onthaal");
  auto const published = publisher.make(hand, test::publish({{one, {}, {}}})).value();
  access::Actor support;
  support.name = "ondersteuning";
  support.grants = {{"support", std::set<std::string>{"entry.read", "entry.unpublish"}}};
  auto const withdrawn = publisher.undo(support, published.bundle.id, "");
  ASSERT_TRUE(withdrawn) << "to take back a publication is to withdraw";
  auto const again = publisher.undo(support, withdrawn->bundle.id, "");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::forbidden);
}

TEST_F(Publishing, EntriesThatPointAtEachOtherAreEditedByManyHands) {
  EntryId const one = page("Eerste"), two = page("Tweede");
  std::atomic<int> made = 0;
  std::vector<std::thread> hands;
  for (int i = 0; i < 8; ++i)
    hands.emplace_back([&, i] {
      for (int round = 0; round < 5; ++round) {
        EntryId const& entry = i % 2 == 0 ? one : two;
        while (true) { // as a client does: read the head, save, begin again when it was too late
          auto const head = site->database()
                                .transact([&](store::Transaction& tx) -> Result<std::string> {
                                  return store::find_variant(tx, entry, shared)->head_hash;
                                })
                                .value();
          auto const saved =
              editor.save(hand, {entry,
                                 shared,
                                 {{"position", i * 10 + round}, {"parent", (i % 2 == 0 ? two : one).text()}},
                                 head,
                                 "",
                                 {},
                                 false});
          if (saved) break;
          EXPECT_EQ(saved.error().code, ErrorCode::stale) << saved.error().detail;
        }
        ++made;
      }
    });
  for (std::thread& one_hand : hands) one_hand.join();
  EXPECT_EQ(made, 40);
}

TEST_F(Publishing, ADeletedEntryComesBackAndLeavesWithItsHistory) {
  EntryId const one = page("Onthaal");
  publisher.make(hand, test::publish({{one, {}, {}}})).value();
  publisher.make(hand, test::withdraw({{one, {}, {}}})).value();
  editor.remove(hand, one).value();
  EXPECT_FALSE(editor.remove(hand, one));
  std::filesystem::path const folder = "/tmp/tandem-deleted-" + std::to_string(::getpid());
  EXPECT_EQ(editing::export_folder(site->editing(), folder).value(), 1U)
      << "what the public saw is part of the export";
  auto const other = test::make_site();
  editing::import_folder(other->editing(), hand, folder, false).value();
  std::filesystem::remove_all(folder);
  EXPECT_FALSE(editing::Editor(other->editing()).remove(hand, one)) << "it is deleted there too";
  EXPECT_TRUE(editing::Editor(other->editing()).undelete(hand, one));
  EXPECT_FALSE(editing::Editor(other->editing()).undelete(hand, one)) << "it is not deleted any more";
  EXPECT_TRUE(editing::Publisher(other->editing()).make(hand, test::publish({{one, {}, {}}})));
}

TEST_F(Publishing, VerifyNoticesWhatWasTakenOutAndReindexMendsWhatCanBeDerived) {
  EntryId const target = page("Doel"), referrer = note(target);
  publisher.make(hand, test::publish({{target, {}, {}}, {referrer, {}, {}}})).value();
  auto const problems = [&] { return editing::verify(site->editing()).value().problems; };
  auto const behind_its_back = [&](std::string const& sql) {
    site->database()
        .transact([&](store::Transaction& tx) -> Result<void> {
          tx.script("set local session_replication_role = replica; " + sql);
          return {};
        })
        .value();
  };
  ASSERT_THAT(problems(), testing::IsEmpty());
  behind_its_back("delete from reference");
  EXPECT_THAT(problems(), testing::ElementsAre(HasSubstr(referrer.text() + ": its references differ")));
  behind_its_back("update published set search = ''");
  EXPECT_THAT(problems(), testing::SizeIs(3)) << "the reference, and a projection for each entry";
  EXPECT_EQ(editing::reindex(site->editing()).value(), 2U);
  EXPECT_THAT(problems(), testing::IsEmpty());
  EXPECT_FALSE(publisher.make(hand, test::withdraw({{target, {}, {}}}))) << "the reference guards its target again";
  behind_its_back("delete from variant where entry = '" + target.text() + "' and locale = 'nl'");
  EXPECT_THAT(problems(), testing::Contains(HasSubstr(target.text() + " nl: has revisions, but no variant")));
}

TEST_F(Publishing, APublicationInOneLanguageLeavesWhatIsPublicInTheOtherAlone) {
  EntryId const one = page("Onthaal");
  auto const added = editor.save(
      hand, {one, fr, {{"title", "Accueil"}, {"summary", "Une phrase."}, {"body", "Texte."}}, {}, "", {}, false});
  ASSERT_TRUE(added) << added.error().detail;
  publisher.make(hand, test::publish({{one, {}, {}}})).value();
  auto const versions = [&] { // of the rows: PostgreSQL gives one that is written a new place
    using Versions = Result<std::map<std::string, std::string>>;
    return site->database()
        .transact([&](store::Transaction& tx) -> Versions {
          std::map<std::string, std::string> all;
          for (auto const& row : tx.query("select locale, ctid::text || xmin::text from published"))
            all[*row[0]] = *row[1];
          return all;
        })
        .value();
  };
  auto const before = versions();
  rename(one, {{"title", "Onthaal van nieuwkomers"}});
  publisher.make(hand, test::publish({{one, nl, 2}})).value();
  auto const after = versions();
  EXPECT_NE(after.at("nl"), before.at("nl"));
  EXPECT_EQ(after.at("fr"), before.at("fr"));
  EXPECT_THAT(editing::verify(site->editing()).value().problems, testing::IsEmpty());
}

TEST_F(Publishing, TwoPublicationsOfAVariantNeverOverlapWhoeverWritesThem) {
  EntryId const one = page("Onthaal");
  publisher.make(hand, test::publish({{one, {}, {}}})).value();
  auto const again = site->database().transact([&](store::Transaction& tx) -> Result<void> {
    tx.query("insert into publication (entry, locale, revision, during, bundle) select entry, locale, revision, "
             "tstzrange(lower(during) + interval '1 hour', null), bundle from publication where locale = 'nl'");
    return {};
  });
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::conflict);
}

TEST_F(Publishing, AFolderFromTheFutureOrOfAnotherKindIsNotImported) {
  std::filesystem::path const folder = "/tmp/tandem-future-" + std::to_string(::getpid());
  std::filesystem::create_directories(folder / "entries/audience");
  auto const import = [&] {
    auto const done = editing::import_folder(site->editing(), hand, folder, false);
    return done ? std::string("was taken") : done.error().detail;
  };
  EXPECT_THAT(import(), HasSubstr("tandem.json"));
  std::ofstream(folder / "tandem.json") << R"({"format": 2})";
  EXPECT_THAT(import(), HasSubstr("tandem.json at /format"));
  std::ofstream(folder / "tandem.json") << R"({"format": 1})";
  std::ofstream(folder / "entries/audience/een.json")
      << R"({"id": "01900000-0000-7000-8000-00000000000a", "type": "audience", "created_at": "2020-01-01",)"
      << R"("variants": {"shared": [{"created_at": "2020-01-01", "data": {"position": 1}}]},)"
      << R"("publications": [{"locale": "shared", "revision": 1, "from": "2099-01-01"}]})";
  EXPECT_THAT(import(), HasSubstr("een.json at /publications/0/from: lies in the future"));
  std::filesystem::remove_all(folder);
}

} // namespace
} // namespace tandem
