/// What is derived for many services at once is what was derived for one after the other: migration 0001 of the
/// plugin, which did the latter, runs again in a schema of its own, and the tables of both are compared row by row.

#include "support/served.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <sstream>

namespace tandem {
namespace {

using testing::IsEmpty;

std::string const families = "014170e2-9700-7015-8000-000000000004";

std::string file(std::string const& path) {
  std::ifstream const stream(TANDEM_SOURCE_DIR "/" + path);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

/// Replaces each one. There must be some.
std::string replaced(std::string text, std::string const& what, std::string const& by) {
  if (text.find(what) == std::string::npos) throw std::runtime_error("there is no \"" + what + "\"");
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
    text.replace(at, what.size(), by);
  return text;
}

class Refresh : public testing::Test {
protected:
  test::Served served;

  Refresh() {
    run("create schema one_by_one; set local search_path = one_by_one, tandem, public;" +
        replaced(file("plugins/services_directory/migrations/0001_directory.sql"), "tandem_services_directory",
                 "one_by_one"));
    refresh("null");
  }

  void run(std::string const& sql) {
    served.site->database()
        .transact([&](store::Transaction& tx) -> Result<void> {
          tx.script(sql);
          return {};
        })
        .value();
  }
  store::Rows query(std::string const& sql) {
    return served.site->database()
        .transact([&](store::Transaction& tx) -> Result<store::Rows> { return tx.query(sql); })
        .value();
  }

  /// Both ways, of these entries (an expression of SQL).
  void refresh(std::string const& changed) {
    run("select one_by_one.refresh(" + changed + "); select tandem_services_directory.refresh(" + changed + ")");
  }

  /// Adds services to the sample, with what belongs to them, as the benchmark does. Nothing is derived of them.
  void generate(int count) {
    std::string sql = file("tests/bench/generated/services.sql");
    sql = replaced(std::move(sql), ":count", std::to_string(count));
    sql = replaced(std::move(sql), "set session_replication_role = default;\nvacuum analyze;\n", "");
    sql = replaced(std::move(sql), "select tandem_services_directory.refresh(null);\n", "");
    run(replaced(std::move(sql), "set s", "set local s"));
  }

  /// Rows that one of them has and the other has not. When something changed is told by two clocks.
  std::vector<std::string> differences() {
    std::vector<std::string> all;
    std::string const of_services = "select (to_jsonb(s) - 'changed_at')::text from ",
                      passages = "select jsonb_build_array(s.entry, to_jsonb(p))::text from "
                                 "tandem_services_directory.service s join tandem_services_directory.passage p on "
                                 "p.entry = any (s.sources)",
                      passages_before = "select jsonb_build_array(p.service, to_jsonb(p) - 'service')::text from "
                                        "one_by_one.passage p";
    compare(all, of_services + "tandem_services_directory.service s", of_services + "one_by_one.service s");
    compare(all, passages, passages_before);
    for (std::string const table : {"opening", "exception", "spot"})
      compare(all, "select s::text from tandem_services_directory." + table + " s",
              "select s::text from one_by_one." + table + " s");
    return all;
  }

private:
  void compare(std::vector<std::string>& all, std::string const& now, std::string const& before) {
    for (auto const& [sign, first, second] : {std::tuple{"+ ", now, before}, {"- ", before, now}})
      for (auto const& row : query("(" + first + ") except all (" + second + ") limit 3"))
        all.push_back(sign + row[0].value());
  }
};

TEST_F(Refresh, OfTheSampleGivesWhatOneByOneGave) { EXPECT_THAT(differences(), IsEmpty()); }

TEST_F(Refresh, OfHundredsAtOnceGivesWhatOneByOneGave) {
  run("insert into tandem.published select entry, 'en', type, organisation, data, revision, shared_revision, since, "
      "created_at, search, locales from tandem.published where entry = '" +
      families + "' and locale = 'nl'"); // a language of its own, which the services' documents then have too
  generate(60);
  refresh("null");
  EXPECT_THAT(differences(), IsEmpty());
  EXPECT_THAT(query("select documents ? 'en' from tandem_services_directory.service group by 1"), testing::SizeIs(2));

  run("update tandem.published set data = data || '{\"synonyms\": [\"hartsvriendin\"]}' where entry = '" + families +
      "' and locale = 'nl'");
  refresh("array['" + families + "'::uuid]");
  EXPECT_THAT(differences(), IsEmpty()) << "a group was renamed";

  run("update tandem.published set data = data || '{\"hours\": {\"weekly\": [{\"days\": [\"FR\"], \"opens\": "
      "\"22:00\", \"closes\": \"02:00\"}], \"exceptions\": [{\"from\": \"2026-12-24\", \"until\": "
      "\"2026-12-31\"}]}}' "
      "where type = 'service'");
  refresh("array(select entry from tandem.published where type = 'service')");
  EXPECT_THAT(differences(), IsEmpty()) << "all are closed in the holidays";
  for (std::string const table : {"opening", "exception", "spot"})
    EXPECT_NE(query("select count(*) from tandem_services_directory." + table)[0][0], "0") << table;

  run("delete from tandem.published where entry = bench.service_id(1, 7) or entry = bench.service_id(2, 9) or entry "
      "= bench.service_id(3, 11) or entry = '014170e2-9700-7012-8000-000000000004'");
  refresh("array[bench.service_id(1, 7), bench.service_id(2, 9), bench.service_id(3, 11), "
          "'014170e2-9700-7012-8000-000000000004']");
  EXPECT_THAT(differences(), IsEmpty()) << "a place, a service, one at its place and an organisation went";
}

TEST_F(Refresh, ManyAreDerivedAsEachByItself) {
  generate(520); // more than one slice
  std::string const all =
      "select string_agg(md5((to_jsonb(s) - 'changed_at')::text), ' ' order by entry), count(*) from "
      "tandem_services_directory.service s";
  run("select tandem_services_directory.refresh(null)");
  auto const at_once = query(all)[0];
  EXPECT_EQ(at_once[1], query("select count(distinct entry) from tandem.published where type = 'service'")[0][0]);
  run("delete from tandem_services_directory.service; select tandem_services_directory.refresh(array[entry]) from "
      "(select distinct entry from tandem.published where type = 'service') e");
  EXPECT_EQ(query(all)[0], at_once);
}

TEST_F(Refresh, AServiceKeepsTheTimeOfItsLastChange) {
  auto const times = [this] {
    return query(
        "select string_agg(changed_at::text, ' ' order by entry) from tandem_services_directory.service")[0][0];
  };
  store::Cell const before = times();
  EXPECT_EQ(before, query("select string_agg(changed_at::text, ' ' order by entry) from one_by_one.service")[0][0]);
  refresh("null");
  EXPECT_EQ(times(), before);
  run("update tandem.published set data = data || '{\"name\": \"Naasten\"}' where entry = '" + families + "'");
  refresh("array['" + families + "'::uuid]");
  EXPECT_NE(times(), before);
}

} // namespace
} // namespace tandem
