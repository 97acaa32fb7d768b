/// The matrix over HTTP: kept by clients, exact after a publication, in both languages.

#include "editing/changes.hpp"
#include "editing/publisher.hpp"
#include "support/orders.hpp"
#include "support/served.hpp"

#include <gmock/gmock.h>

namespace tandem {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(MatrixOfServices, ClientsKeepItUntilSomethingChanges) {
  test::Served served;
  for (std::string const form : {"matrix", "matrix.html", "matrix.svg"}) {
    std::string const address = "/services/v1/" + form + "?locale=fr";
    test::Reply const first = served.ask("", "GET", address);
    ASSERT_EQ(first.status, 200) << first.body;
    EXPECT_EQ(first.headers.at("content-language"), "fr");
    EXPECT_EQ(first.headers.at("access-control-allow-origin"), "*");
    EXPECT_THAT(first.body, HasSubstr("Service Laïque d’Aide aux Justiciables et aux Victimes"));
    test::Reply const again = served.ask("", "GET", address, "", {{"If-None-Match", first.headers.at("etag")}});
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(again.body, "");
    EXPECT_NE(served.ask("", "GET", "/services/v1/" + form + "?locale=nl").headers.at("etag"),
              first.headers.at("etag"));
  }
  std::string const address = "/services/v1/matrix?locale=nl";
  test::Reply const before = served.ask("", "GET", address);
  editing::NewEntry entry{"audience", {}, ""};
  entry.variants[Locale::shared()] = {{"position", 9}};
  entry.variants[Locale::parse("nl").value()] = {{"name", "Kinderen van gedetineerden"}};
  EntryId const id =
      editing::Editor(served.site->editing()).create(access::command_line(), entry).value().front().entry;
  EXPECT_EQ(served.ask("", "GET", address, "", {{"If-None-Match", before.headers.at("etag")}}).status, 304)
      << "a draft changes nothing";
  editing::Publisher(served.site->editing()).make(access::command_line(), test::publish({{id}})).value();
  test::Reply const after = served.ask("", "GET", address, "", {{"If-None-Match", before.headers.at("etag")}});
  ASSERT_EQ(after.status, 200);
  json::object const data = after.document();
  EXPECT_EQ(data.at("columns").as_array().back().at("name"), "Kinderen van gedetineerden");
  for (json::value const& row : data.at("rows").as_array())
    EXPECT_TRUE(row.at("cells").as_array().back().is_null()) << "nobody said anything of the group";
  EXPECT_THAT(served.ask("", "GET", "/services/v1/matrix.html?locale=fr").body,
              HasSubstr("<th scope=\"col\" lang=\"nl\">Kinderen van gedetineerden</th>"));
}

TEST(MatrixOfServices, WrongQuestionsAreNamed) {
  test::Served const served;
  for (auto const& [query, parameter] : std::map<std::string, std::string>{
           {"locale=de", "locale"}, {"locale=nl&locale=fr", "locale"}, {"taal=nl", "taal"}}) {
    test::Reply const reply = served.ask("", "GET", "/services/v1/matrix.svg?" + query);
    EXPECT_EQ(reply.status, 400) << query;
    EXPECT_EQ(reply.document().at("errors").at(0).at("source").at("parameter"), json::value(parameter));
  }
}

} // namespace
} // namespace tandem
