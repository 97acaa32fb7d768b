#include "store/database.hpp"
#include "support/site.hpp"

#include <atomic>
#include <gmock/gmock.h>
#include <thread>

namespace tandem::store {
namespace {

using testing::HasSubstr;

class DatabaseTest : public testing::Test {
protected:
  std::string ask(Database& database, std::string const& sql) {
    return database
        .transact([&](Transaction& tx) -> Result<std::string> { return tx.query(sql)[0][0].value_or("null"); })
        .value();
  }
  std::string const connection_ = test::Cluster::get().fresh_database();
  Database database_{connection_, 2};
};

TEST_F(DatabaseTest, ADatabaseThatIsAwayIsUnavailableAndSaysWhyToTheOneWhoRunsIt) {
  Database away("host=/nergens user=tandem dbname=tandem", 2);
  for (int i = 0; i < 50; ++i) {
    auto const asked = away.transact([](Transaction& tx) -> Result<void> {
      tx.query("select 1");
      return {};
    });
    ASSERT_FALSE(asked);
    EXPECT_EQ(asked.error().code, ErrorCode::unavailable);
    EXPECT_THAT(asked.error().detail, testing::Not(HasSubstr("nergens"))) << "clients see it";
  }
  EXPECT_THAT(*away.connection_problem(), HasSubstr("nergens"));
  EXPECT_EQ(database_.connection_problem(), std::nullopt);
}

TEST_F(DatabaseTest, AConnectionThatWasCutIsReplacedByOneWithTheSameSettings) {
  EXPECT_EQ(ask(database_, "show search_path"), "tandem, public");
  Database other(connection_, 1);
  for (int round = 0; round < 3; ++round) {
    ask(other, "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and "
               "pid <> pg_backend_pid()");
    EXPECT_EQ(ask(database_, "show search_path"), "tandem, public");
    EXPECT_EQ(ask(database_, "show timezone"), "UTC");
  }
}

TEST_F(DatabaseTest, AStatementThatPassesItsTimeIsGivenUp) {
  database_.limit_statements(std::chrono::milliseconds{50});
  auto const slow = database_.transact([](Transaction& tx) -> Result<void> {
    tx.query("select pg_sleep(5)");
    return {};
  });
  ASSERT_FALSE(slow);
  EXPECT_EQ(slow.error().code, ErrorCode::unavailable);
  EXPECT_EQ(ask(database_, "select 1"), "1") << "the connection is good for the next one";
}

TEST_F(DatabaseTest, ARowThatSomebodyElseMadeFirstIsAConflict) {
  database_
      .transact([](Transaction& tx) -> Result<void> {
        tx.script("create table public.naam (naam text primary key); insert into public.naam values ('Réinsertion')");
        return {};
      })
      .value();
  auto const again = database_.transact([](Transaction& tx) -> Result<void> {
    tx.query("insert into public.naam values ('Réinsertion')");
    return {};
  });
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::conflict);
}

TEST_F(DatabaseTest, DeadlocksAreTriedAgainUntilBothAreDone) {
  ask(database_, "select set_config('search_path', 'public', false)");
  database_
      .transact([](Transaction& tx) -> Result<void> {
        tx.script(
            "create table public.rij (id int primary key, n int); insert into public.rij values (1, 0), (2, 0)");
        return {};
      })
      .value();
  auto const both = [&](int first, int second) {
    for (int i = 0; i < 10; ++i) {
      auto const done = database_.transact([&](Transaction& tx) -> Result<void> {
        tx.query("update public.rij set n = n + 1 where id = $1", {std::to_string(first)});
        tx.query("update public.rij set n = n + 1 where id = $1", {std::to_string(second)});
        return {};
      });
      EXPECT_TRUE(done);
    }
  };
  std::thread there(both, 1, 2), back(both, 2, 1);
  there.join();
  back.join();
  EXPECT_EQ(ask(database_, "select sum(n) from public.rij"), "40");
}

TEST_F(DatabaseTest, WhoReadsChangesNothingAndHasATimeoutOfTheirOwn) {
  using std::chrono::milliseconds;
  auto const in = [&](milliseconds most, std::string const& sql) {
    return database_.read(most, [&](Transaction& tx) -> Result<std::string> { return *tx.query(sql)[0][0]; });
  };
  EXPECT_EQ(in(milliseconds{1500}, "show statement_timeout").value(), "1500ms");
  EXPECT_EQ(in(milliseconds{50}, "select pg_sleep(5)").error().code, ErrorCode::unavailable);
  EXPECT_ANY_THROW((void)in(milliseconds{1500}, "create table public.niets (naam text)"));
  EXPECT_EQ(in(milliseconds{1500}, "show transaction_read_only").value(), "on");
  EXPECT_EQ(ask(database_, "show transaction_read_only"), "off") << "for an edit";
  EXPECT_EQ(ask(database_, "show statement_timeout"), "0");
}

TEST_F(DatabaseTest, ReadsAndTransactionsKeepToConnectionsThatAreSetForThem) {
  auto const reader = [&] {
    return database_
        .read(std::chrono::milliseconds{1500},
              [](Transaction& tx) -> Result<std::string> { return *tx.query("select pg_backend_pid()")[0][0]; })
        .value();
  };
  std::string const reads = reader(), edits = ask(database_, "select pg_backend_pid()");
  EXPECT_NE(reads, edits);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(reader(), reads);
    EXPECT_EQ(ask(database_, "select pg_backend_pid()"), edits);
  }
  Database single(connection_, 1);
  std::string const only = ask(single, "select pg_backend_pid()");
  EXPECT_EQ(
      single
          .read(std::chrono::milliseconds{1500},
                [](Transaction& tx) -> Result<std::string> { return *tx.query("select pg_backend_pid()")[0][0]; })
          .value(),
      only)
      << "where there is one connection, it does both";
}

TEST_F(DatabaseTest, AStatementIsPreparedFromItsSecondUseAndTheOldestMakesRoom) {
  Database small(connection_, 1, 3); // the statement that counts is one of them
  auto const run = [&](std::string const& sql) {
    return small
        .transact(
            [&](Transaction& tx) -> Result<std::string> { return tx.query(sql, {"Réinsertion"})[0][0].value(); })
        .value();
  };
  auto const prepared = [&] {
    return ask(small, "select count(*) from pg_prepared_statements where statement not like '%count%'");
  };
  EXPECT_EQ(run("select $1::text"), "Réinsertion");
  EXPECT_EQ(prepared(), "0") << "once is not worth it";
  EXPECT_EQ(run("select $1::text"), "Réinsertion");
  EXPECT_EQ(prepared(), "1");
  for (std::string const other : {"select upper($1::text)", "select lower($1::text)", "select lower($1::text)"})
    run(other);
  EXPECT_EQ(prepared(), "1") << "the first made room";
  EXPECT_EQ(run("select $1::text"), "Réinsertion");
}

TEST_F(DatabaseTest, AStatementWithoutValuesIsPreparedToo) {
  Database one(connection_, 1);
  for (int use = 0; use < 3; ++use) EXPECT_EQ(ask(one, "select 'Réinsertion' || ' sociale'"), "Réinsertion sociale");
  EXPECT_EQ(ask(one, "select count(*) from pg_prepared_statements where statement like '%sociale%' and statement not "
                     "like '%count%'"),
            "1")
      << "planning a list takes longer than reading it";
}

TEST_F(DatabaseTest, APreparedStatementOutlivesAChangedTable) {
  Database one(connection_, 1);
  auto const run = [&](std::string const& sql) {
    one.transact([&](Transaction& tx) -> Result<void> { return tx.script(sql), Result<void>{}; }).value();
  };
  run("create table public.dienst as select 'APO'::text as naam");
  auto const read = [&] {
    return one
        .transact([](Transaction& tx) -> Result<std::string> {
          return tx.query("select * from public.dienst where naam <> $1", {"x"})[0][0].value();
        })
        .value();
  };
  for (int i = 0; i < 3; ++i) EXPECT_EQ(read(), "APO");
  run("alter table public.dienst add column plaats text");
  EXPECT_EQ(read(), "APO");
}

} // namespace
} // namespace tandem::store
