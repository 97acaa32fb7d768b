#include "services_directory/matrix/markup.hpp"
#include "services_directory/matrix/matrix.hpp"
#include "services_directory/matrix/text_width.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>

namespace directory::matrix {
namespace {

namespace json = boost::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

json::array groups() {
  return json::parse(R"([
    {"id": "a", "slug": "gedetineerden", "name": "Gedetineerden", "locale": "nl"},
    {"id": "b", "slug": "geinterneerden", "name": "Geïnterneerden", "locale": "nl"},
    {"id": "c", "slug": "victimes", "name": "Victimes", "locale": "fr"}])")
      .as_array();
}

Service service(char const* text, std::vector<std::string> groups = {}) {
  return {json::parse(text).as_object(), std::move(groups)};
}

Matrix three_services(char const* locale = "nl") {
  return make_matrix({service(R"({"id": "1", "name": "APO & <partners>", "locale": "nl", 
                   "places_of_work": ["outside", "prison"],
                   "locations": [{"location": {"id": "l1", "name": "Gevangenis van Haren", "kind": "prison", "locale": "nl"}},
                                 {"location": {"id": "l1", "name": "Gevangenis van Haren", "kind": "prison", "locale": "nl"}},
                                 {"location": {"id": "l2", "name": "Kantoor", "kind": "office", "locale": "nl"}}]})",
                              {"a", "b"}),
                      service(R"({"id": "2", "name": "Rizome-Bxl", "locale": "fr"})", {"b"}),
                      service(R"({"id": "3", "name": "SLAJ-V", "locale": "nl"})")},
                     groups(), locale);
}

TEST(Matrix, ACellIsUnknownUnlessSomebodySaidOtherwise) {
  Matrix const matrix = three_services();
  EXPECT_THAT(matrix.rows[0].helps, ElementsAre(true, true, false));
  EXPECT_THAT(matrix.rows[1].helps, ElementsAre(false, true, false));
  EXPECT_THAT(matrix.rows[2].helps, ElementsAre(false, false, false));
  json::object const data = matrix_json(matrix);
  EXPECT_EQ(json::serialize(data.at("rows").at(1).at("cells")), R"([null,{"places":null},null])");
  EXPECT_EQ(spoken_cell(matrix.rows[2], 0, "nl"), "niet bekend of de dienst deze groep helpt");
  EXPECT_EQ(spoken_cell(matrix.rows[1], 1, "fr"), "aide ce public ; le lieu n’est pas connu");
}

TEST(Matrix, PlacesAreThoseSaidAndThoseOfItsLocations) {
  Matrix const matrix = three_services();
  EXPECT_EQ(spoken_cell(matrix.rows[0], 0, "nl"), "in de gevangenis: Gevangenis van Haren; op kantoor: Kantoor; "
                                                  "buiten de gevangenis");
  EXPECT_EQ(json::serialize(matrix_json(matrix).at("rows").at(0).at("cells").at(0).at("places").at(0)),
            R"({"kind":"prison","locations":[{"id":"l1","name":"Gevangenis van Haren","locale":"nl"}]})");
}

TEST(Matrix, HtmlEscapesAndSaysLanguages) {
  std::string const html = matrix_html(three_services());
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\">APO &amp; &lt;partners&gt;</th>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\" lang=\"fr\">Rizome-Bxl</th>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"col\" lang=\"fr\">Victimes</th>"));
  EXPECT_THAT(html, HasSubstr("<abbr title=\"in de gevangenis: Gevangenis van Haren\">G</abbr>"));
  EXPECT_THAT(matrix_html({"fr", {}, {}}), HasSubstr("Il n’y a pas encore de services"));
  EXPECT_THAT(matrix_html({"fr", {}, {}}), Not(HasSubstr("<table")));
  EXPECT_EQ(escaped("l'\"œ\"\x01"), "l&#39;&quot;œ&quot;");
}

TEST(Matrix, LongNamesAreWrappedOrShortened) {
  Wrapped const short_name = wrapped("Rizome-Bxl", 200, 14, 3);
  EXPECT_THAT(short_name.lines, ElementsAre("Rizome-Bxl"));
  EXPECT_FALSE(short_name.shortened);
  Wrapped const two = wrapped("Stichting voor Morele Bijstand aan Gevangenen", 270, 14, 3);
  EXPECT_EQ(two.lines.size(), 2U);
  EXPECT_FALSE(two.shortened);
  std::string const name = "Gerechtelijk arrondissement Brussel-Halle-Vilvoorde, cliënten en naasten, ook ’s avonds";
  Wrapped const cut = wrapped(name, 150, 14, 2);
  EXPECT_EQ(cut.lines.size(), 2U);
  EXPECT_TRUE(cut.shortened);
  EXPECT_THAT(cut.lines[1], testing::EndsWith("…"));
  for (std::string const& line : cut.lines) EXPECT_LE(text_width(line, 14), 150) << line;
  Wrapped const word = wrapped("Psychosocialebegeleidingsdienst éééééééééé", 120, 14, 2);
  EXPECT_TRUE(word.shortened);
  for (std::string const& line : word.lines) EXPECT_LE(text_width(line, 14), 120) << line;
  Matrix matrix = three_services();
  matrix.rows[0].name = name + " " + name;
  EXPECT_THAT(matrix_svg(matrix), HasSubstr("<title>" + name + " " + name + "</title>"));
}

} // namespace
} // namespace directory::matrix
