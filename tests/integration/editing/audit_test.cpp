#include "access/audit.hpp"
#include "content/revision.hpp"
#include "editing/publisher.hpp"
#include "editing/transfer.hpp"
#include "editing/verify.hpp"
#include "editing/witness.hpp"
#include "store/entries.hpp"
#include "support/orders.hpp"
#include "support/site.hpp"

#include <gmock/gmock.h>
#include <thread>

namespace tandem::editing {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Audit : public testing::Test {
protected:
  std::unique_ptr<app::Site> site = test::make_site();
  Editor editor{site->editing()};
  Publisher publisher{site->editing()};
  access::Actor hand = test::somebody("coordinator");
  Locale const nl = Locale::parse("nl").value();

  EntryId audience(std::string const& name) {
    return editor.create(hand, {"audience", {{nl, {{"name", name}}}, {Locale::shared(), {{"position", 1}}}}, "nieuw"})
        .value()
        .front()
        .entry;
  }
  std::vector<std::string> problems(std::optional<store::AuditEnd> const& noted = {}) {
    return verify(site->editing(), noted).value().problems;
  }
  store::AuditEnd end() { return verify(site->editing()).value().audit_end; }
  void behind_its_back(std::string const& sql) {
    site->database()
        .transact([&](store::Transaction& tx) -> Result<void> {
          tx.query("set local session_replication_role = replica");
          tx.script(sql);
          return {};
        })
        .value();
  }
  std::vector<AuditLine> lines(store::AuditFilter const& filter = {}) {
    using Lines = Result<std::vector<AuditLine>>;
    return site->database()
        .transact([&](store::Transaction& tx) -> Lines { return store::list_audit(tx, filter, 1000); })
        .value();
  }
};

TEST_F(Audit, TellsWhatWasBeforeAndAfter) {
  EntryId const one = audience("Verdachten");
  auto const first = publisher.make(hand, test::publish({{one, {}, {}}}, "nagelezen")).value();
  BundleOrder away = test::withdraw({{one, {}, {}}});
  away.message = "klopt niet meer";
  auto const withdrawn = publisher.make(hand, away).value();
  store::AuditFilter filter;
  filter.entry = one;
  auto told = lines(filter); // newest first
  std::erase_if(told, [](AuditLine const& line) { return line.locale != "nl"; });
  ASSERT_EQ(told.size(), 3U);
  EXPECT_EQ(told[0].action, "bundle.unpublish");
  EXPECT_EQ(told[0].detail.at("before").at("until").as_string(),
            format_timestamp(withdrawn.closed.front().until.value()));
  EXPECT_EQ(told[0].detail.at("message"), "klopt niet meer");
  EXPECT_EQ(told[1].action, "bundle.publish");
  EXPECT_EQ(told[1].detail.at("after").at("from").as_string(), format_timestamp(first.opened.front().from));
  EXPECT_EQ(told[2].action, "entry.edit");
  EXPECT_EQ(told[2].detail.at("message"), "nieuw");
  EXPECT_THAT(problems(), IsEmpty());
}

TEST_F(Audit, IsOneChainWithoutHolesWhateverHappensAtOnce) {
  std::vector<std::thread> hands;
  for (int i = 0; i < 8; ++i)
    hands.emplace_back([&, i] {
      for (int round = 0; round < 5; ++round) {
        EntryId const one = audience("Groep " + std::to_string(i) + "-" + std::to_string(round));
        publisher.make(hand, test::publish({{one, {}, {}}})).value();
        EXPECT_FALSE(publisher.make(hand, test::publish({{one, {}, {}}}))) << "refused: no line, no number";
      }
    });
  for (std::thread& one : hands) one.join();
  auto const told = lines();
  ASSERT_EQ(told.size(), 160U);
  for (std::size_t i = 0; i < told.size(); ++i) EXPECT_EQ(told[i].number, static_cast<std::int64_t>(160 - i));
  EXPECT_THAT(problems(), IsEmpty());
}

TEST_F(Audit, ALineThatWasChangedRemovedOrCutOffIsNamed) {
  audience("Beklaagden");
  EntryId const one = audience("Veroordeelden");
  publisher.make(hand, test::publish({{one, {}, {}}})).value();
  store::AuditEnd const noted = end();
  EXPECT_THAT(problems(noted), IsEmpty());
  behind_its_back("create table kept as select * from audit");
  auto const put_back = [&] {
    behind_its_back("delete from audit; insert into audit overriding system value select * from kept");
  };
  behind_its_back("update audit set actor = 'iemand anders' where id = 2");
  EXPECT_THAT(problems(), Contains(HasSubstr("audit line 2: it does not fit its hash")));
  put_back();
  behind_its_back("delete from audit where id = 2");
  EXPECT_THAT(problems(), Contains(HasSubstr("audit line 3")));
  put_back();
  behind_its_back("delete from audit where id = 6");
  EXPECT_THAT(problems(), Contains(HasSubstr("it ends at line 5, but 6 were written")));
  behind_its_back("update audit_end set number = 5, hash = (select hash from audit where id = 5)");
  EXPECT_THAT(problems(noted), Contains(HasSubstr("does not lead through line 6 as it was noted")));
}

TEST_F(Audit, APublicationThatWasChangedAfterwardsIsNamed) {
  EntryId const one = audience("Geïnterneerden");
  publisher.make(hand, test::publish({{one, {}, {}}})).value();
  publisher.make(hand, test::withdraw({{one, {}, {}}})).value();
  ASSERT_THAT(problems(), IsEmpty());
  behind_its_back("update publication set during = tstzrange(lower(during), upper(during) + interval '1 hour')");
  EXPECT_THAT(problems(), Contains(HasSubstr("the audit tells of revision 1 until")));
  behind_its_back("delete from publication");
  EXPECT_THAT(problems(), Contains(HasSubstr("stored is nothing")));
}

TEST_F(Audit, ARevisionWhoseWholeChainWasComputedAnewIsNamed) {
  EntryId const one = audience("Slachtoffers");
  site->database()
      .transact([&](store::Transaction& tx) -> Result<void> {
        Revision forged = store::find_revision(tx, one, nl, 1).value();
        forged.data["name"] = "Daders";
        std::string const hash = revision_hash(forged, "");
        tx.query("set local session_replication_role = replica");
        tx.query("update revision set data = $2, hash = decode($3, 'hex') where entry = $1 and locale = 'nl'",
                 {one.text(), json::serialize(forged.data), hash});
        tx.query("update variant set head_hash = decode($2, 'hex') where entry = $1 and locale = 'nl'",
                 {one.text(), hash});
        return {};
      })
      .value();
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("nl revision 1: is not the one that the audit tells of")));
}

TEST_F(Audit, WhatWasThereBeforeTheChainIsSealed) {
  import_folder(site->editing(), access::command_line(), TANDEM_SOURCE_DIR "/config/sample", false).value();
  audience("Familie en naasten");
  // As an older version left it: no hashes, and lines that do not tell of publications.
  behind_its_back("update audit set hash = null, detail = '{}'; delete from audit where action = 'entry.import'; "
                  "update audit_end set hash = null, number = (select max(id) from audit)");
  EXPECT_FALSE(problems().empty());
  EXPECT_EQ(seal(site->database()).value(), 3U);
  EXPECT_THAT(problems(), IsEmpty());
  EXPECT_EQ(seal(site->database()).value(), 0U) << "once";
}

TEST_F(Audit, RefusesChangesBySql) {
  audience("Naasten");
  for (std::string const sql : {"update audit set actor = 'x'", "delete from audit", "truncate audit"})
    EXPECT_ANY_THROW((void)site->database().transact([&](store::Transaction& tx) -> Result<void> {
      tx.query(sql);
      return {};
    })) << sql;
}

} // namespace
} // namespace tandem::editing
