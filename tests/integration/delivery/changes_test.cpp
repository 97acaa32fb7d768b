/// /api/v1/changes: for those who keep a copy of what is public.

#include "editing/publisher.hpp"
#include "support/orders.hpp"
#include "support/served.hpp"

#include <gmock/gmock.h>

namespace tandem {
namespace {

using test::Reply;
using testing::ElementsAre;
using testing::IsEmpty;

class Changes : public testing::Test {
protected:
  test::Served served{test::Settings{{"delivery.changes_size", "50"}}};
  [[nodiscard]] Reply get(std::string const& target) const { return served.ask("", "GET", target); }
  void carry_out(editing::BundleOrder const& order) {
    editing::Publisher(served.site->editing()).make(access::command_line(), order).value();
  }
};

TEST_F(Changes, FromTheFirstOnTellOfAllThatIsPublicPageByPage) {
  std::set<std::string> entries;
  std::int64_t number = 0;
  for (std::string target = "/api/v1/changes"; !target.empty();) {
    Reply const reply = get(target);
    ASSERT_EQ(reply.status, 200) << reply.body;
    json::object const document = reply.document();
    EXPECT_LE(document.at("data").as_array().size(), 50U);
    for (json::value const& change : document.at("data").as_array()) {
      EXPECT_EQ(change.at("id").as_string(), std::to_string(++number)) << "without holes";
      json::object const& attributes = change.at("attributes").as_object();
      bool const published = attributes.at("kind").as_string() == "published";
      EXPECT_TRUE(published || attributes.at("kind").as_string() == "withdrawn");
      if (published) entries.emplace(change.at("links").at("entry").as_string());
    }
    EXPECT_EQ(document.at("meta").at("after").as_int64(), number);
    json::value const next = document.at("links").at("next");
    target = next.is_string() ? std::string(next.as_string()) : "";
  }
  std::size_t readable = 0;
  for (std::string const& address : entries) readable += get(address).status == 200;
  EXPECT_EQ(readable, entries.size()) << "where one variant is published, the entry is public";
  EXPECT_GT(entries.size(), 40U);
}

TEST_F(Changes, FollowWhatIsPublishedAndWithdrawnInItsOrder) {
  std::int64_t last = 0;
  for (bool more = true; more;) {
    json::object const document = get("/api/v1/changes?after=" + std::to_string(last)).document();
    more = document.at("links").at("next").is_string();
    last = document.at("meta").at("after").as_int64();
  }
  editing::NewEntry const entry{
      "page",
      {{Locale::shared(), {{"section", "news"}, {"position", 700}}},
       {Locale::parse("nl").value(),
        {{"title", "Kerstmis in de gevangenis"}, {"summary", "Één zin."}, {"body", "Tekst."}}}},
      ""};
  EntryId const made =
      editing::Editor(served.site->editing()).create(access::command_line(), entry).value().front().entry;
  std::string const since = "/api/v1/changes?after=" + std::to_string(last);
  EXPECT_THAT(get(since).document().at("data").as_array(), IsEmpty()) << "a draft is nobody's business";
  carry_out(test::publish({{made, {}, {}}}));
  carry_out(test::withdraw({{made, Locale::parse("nl").value(), {}}}));
  std::vector<std::string> told;
  json::object const document = get(since).document();
  for (json::value const& change : document.at("data").as_array()) {
    json::object const& attributes = change.at("attributes").as_object();
    EXPECT_EQ(attributes.at("entry").as_string(), made.text());
    told.push_back(std::string(attributes.at("kind").as_string()) + " " +
                   std::string(attributes.at("locale").as_string()));
  }
  EXPECT_THAT(told, ElementsAre("published nl", "published shared", "withdrawn nl"));
}

TEST_F(Changes, AreAskedForByNumber) {
  for (std::string const query : {"after=x", "after=1.5", "na=1", "after="})
    EXPECT_EQ(get("/api/v1/changes?" + query).status, 400) << query;
  Reply const beyond = get("/api/v1/changes?after=9000000000");
  EXPECT_EQ(beyond.status, 200);
  EXPECT_THAT(beyond.document().at("data").as_array(), IsEmpty());
}

} // namespace
} // namespace tandem
