#include "store/indexes.hpp"
#include "store/migrations.hpp"
#include "support/site.hpp"

#include <gmock/gmock.h>
#include <thread>

namespace tandem::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Indexes that come and go with what content types declare.
class IndexesTest : public testing::Test {
protected:
  IndexesTest() { migrate(database_, "tandem", TANDEM_SOURCE_DIR "/core/store/migrations").value(); }
  std::vector<std::string> apply(std::vector<Index> const& wanted) {
    std::vector<std::string> told;
    apply_indexes(database_, wanted, [&](std::string const& line) { told.push_back(line); }).value();
    return told;
  }
  std::string ask(std::string const& sql) {
    return database_.transact([&](Transaction& tx) -> Result<Rows> { return tx.query(sql); })
        .value()[0][0]
        .value_or("");
  }
  std::string valid(std::string const& name) {
    return ask("select bool_and(indisvalid) from pg_index where indexrelid = to_regclass('\"" + name + "\"')");
  }
  Index const title_{"published:page:title:nl", "using btree ((data ->> 'title'), entry) where type = 'page'"};
  std::string const connection_ = test::Cluster::get().fresh_database();
  Database database_{connection_, 4};
};

TEST_F(IndexesTest, AreMadeOnceChangedWithTheirDefinitionAndDroppedWhenDeclaredNoLonger) {
  EXPECT_THAT(apply({title_}), ElementsAre("index published:page:title:nl"));
  EXPECT_EQ(valid(title_.name), "t");
  EXPECT_THAT(apply({title_}), IsEmpty());
  Index changed = title_;
  changed.definition = "using btree ((data ->> 'title') collate \"fr-x-icu\", entry) where type = 'page'";
  EXPECT_THAT(apply({changed}), ElementsAre("index published:page:title:nl"));
  EXPECT_THAT(apply({}), ElementsAre("index published:page:title:nl is dropped, it is declared no longer"));
  EXPECT_EQ(valid(title_.name), "");
  EXPECT_EQ(ask("select count(*) from pg_indexes where indexname = 'published_by_slug'"), "1") << "of the migrations";
}

TEST_F(IndexesTest, OneThatWasInterruptedIsMadeAgain) {
  apply({title_});
  ask("update pg_index set indisvalid = false where indexrelid = '\"published:page:title:nl\"'::regclass returning "
      "1");
  EXPECT_THAT(apply({title_}), ElementsAre("index published:page:title:nl"));
  EXPECT_EQ(valid(title_.name), "t");
  ask("with gone as (delete from pg_description where objoid = '\"published:page:title:nl\"'::regclass returning 1) "
      "select count(*) from gone");
  EXPECT_THAT(apply({title_}), ElementsAre("index published:page:title:nl")) << "before it was noted what it is";
}

TEST_F(IndexesTest, TwoNodesMakeThemOneAfterTheOther) {
  std::vector<std::string> here, there;
  std::thread other([&] { there = apply({title_}); });
  here = apply({title_});
  other.join();
  EXPECT_EQ(here.size() + there.size(), 1U);
  EXPECT_EQ(valid(title_.name), "t");
}

} // namespace
} // namespace tandem::store
