#include "store/migrations.hpp"
#include "support/site.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <thread>

namespace tandem::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Migrations : public testing::Test {
protected:
  Migrations() { std::filesystem::create_directories(folder_); }
  ~Migrations() override { std::filesystem::remove_all(folder_); }
  void write(std::string const& name, std::string const& sql) const { std::ofstream(folder_ / name) << sql; }
  std::string ask(std::string const& sql) {
    return database_
        .transact([&](Transaction& tx) -> Result<std::string> { return tx.query(sql)[0][0].value_or("null"); })
        .value();
  }
  std::filesystem::path const folder_ = "/tmp/tandem-migrations-" + std::to_string(::getpid());
  Database database_{test::Cluster::get().fresh_database(), 4};
};

TEST_F(Migrations, RunInOrderAndOnce) {
  write("0002_b.sql", "insert into a values (2);");
  write("0001_a.sql", "create table a (n int);");
  EXPECT_THAT(pending_migrations(database_, "tandem_reading_room", folder_).value(),
              ElementsAre("0001_a.sql", "0002_b.sql"));
  EXPECT_THAT(migrate(database_, "tandem_reading_room", folder_).value(), ElementsAre("0001_a.sql", "0002_b.sql"));
  write("0003_c.sql", "insert into a values (3);");
  EXPECT_THAT(migrate(database_, "tandem_reading_room", folder_).value(), ElementsAre("0003_c.sql"));
  EXPECT_THAT(migrate(database_, "tandem_reading_room", folder_).value(), IsEmpty());
  EXPECT_EQ(ask("select string_agg(n::text, ' ' order by n) from tandem_reading_room.a"), "2 3");
}

TEST_F(Migrations, AFileThatFailsIsNamedAndNothingIsKept) {
  write("0001_a.sql", "create table a (n int);");
  write("0002_b.sql", "insert into bestaat_niet values (1);");
  auto const failed = migrate(database_, "tandem_reading_room", folder_);
  ASSERT_FALSE(failed);
  EXPECT_THAT(failed.error().detail, HasSubstr("0002_b.sql"));
  EXPECT_EQ(ask("select to_regclass('tandem_reading_room.a')::text"), "null");
}

TEST_F(Migrations, AFileThatWasChangedOrIsGoneIsRefused) {
  write("0001_a.sql", "create table a (n int);");
  migrate(database_, "tandem_reading_room", folder_).value();
  write("0001_a.sql", "create table a (n bigint);");
  EXPECT_THAT(migrate(database_, "tandem_reading_room", folder_).error().detail, HasSubstr("0001_a.sql was changed"));
  std::filesystem::remove(folder_ / "0001_a.sql");
  EXPECT_THAT(migrate(database_, "tandem_reading_room", folder_).error().detail, HasSubstr("newer Tandem"));
}

TEST_F(Migrations, TwoNodesThatStartAtOnceRunEachFileOnce) {
  write("0001_a.sql", "create table a (n int);");
  write("0002_b.sql", "insert into a select 1 from pg_sleep(0.2);");
  std::size_t ran = 0;
  std::thread other([&] { ran = migrate(database_, "tandem_reading_room", folder_).value().size(); });
  std::size_t const here = migrate(database_, "tandem_reading_room", folder_).value().size();
  other.join();
  EXPECT_EQ(ran + here, 2U);
  EXPECT_EQ(ask("select count(*) from tandem_reading_room.a"), "1");
}

} // namespace
} // namespace tandem::store
