#include "services_directory/import/mapping.hpp"

#include <gtest/gtest.h>

namespace directory::importing {
namespace {

tandem::Locale const nl = tandem::Locale::parse("nl").value(), fr = tandem::Locale::parse("fr").value(),
                     shared = tandem::Locale::shared();

std::string refusal(std::string_view text) {
  auto const mapping = read_mapping(text, nl);
  return mapping ? "read" : mapping.error().pointer + " " + mapping.error().detail;
}
std::string field(std::string const& rule) {
  return refusal(R"({"entries": [{"type": "service", "fields": [)" + rule + "]}]}");
}

Source read(std::string_view mapping, std::string_view csv) {
  auto const rules = read_mapping(mapping, nl);
  Source source{"lijst"};
  Known const known({{"audience", {{tandem::Uuid::make(), {{nl, {1, "e", {{"name", "Familie en naasten"}}}}}}}}});
  Table const table("lijst.csv", read_csv("lijst.csv", csv, rules.value().separator, source.problems));
  read_mapped(table, *rules, known, source);
  return source;
}
std::string problems(Source const& source) {
  std::string all;
  for (Problem const& one : source.problems) all += text_of(one.place) + ": " + one.detail + "\n";
  return all;
}

constexpr char const* services = R"({"separator": ";", "entries": [
  {"type": "organisation", "fields": [{"field": "name", "column": "Huis"}]},
  {"type": "service", "id": "Nr", "fields": [
    {"field": "name", "column": "Dienst"}, {"field": "name", "locale": "fr", "column": "Service"},
    {"field": "organisation", "entry": "organisation"},
    {"field": "phones", "column": "Tel", "split": "/"},
    {"field": "audiences", "column": "Voor", "split": ","},
    {"field": "voluntary", "column": "Vrij", "values": {"ja": true, "nee": false, "?": null}},
    {"field": "places_of_work", "value": "office"}]}]})";
constexpr char const* header = "Nr;Huis;Dienst;Service;Tel;Voor;Vrij\n";

TEST(MappingFile, SaysWhereItIsWrong) {
  EXPECT_EQ(refusal("{"), read_mapping("{", nl).error().pointer + " " + read_mapping("{", nl).error().detail);
  EXPECT_EQ(refusal(R"({"entries": [], "delimiter": ","})"), "/delimiter is not known here");
  EXPECT_EQ(refusal(R"({"entries": []})"), "/entries must be a list of entries");
  EXPECT_EQ(refusal(R"({"separator": "|", "entries": []})"), "/separator is a comma, a semicolon or a tab");
  EXPECT_EQ(refusal(R"({"entries": [{"type": "page", "fields": []}]})").substr(0, 15), "/entries/0/type");
  EXPECT_EQ(field(R"({"field": "prijs", "column": "Prijs"})"),
            "/entries/0/fields/0/field is no field of service that a mapping can fill");
  EXPECT_EQ(field(R"({"field": "name"})"), "/entries/0/fields/0 takes one of column, value and entry");
  EXPECT_EQ(field(R"({"field": "name", "column": "a", "value": "b"})"),
            "/entries/0/fields/0 takes one of column, value and entry");
  EXPECT_EQ(field(R"({"field": "email", "locale": "fr", "column": "a"})"),
            "/entries/0/fields/0/locale the field is the same in every language");
  EXPECT_EQ(field(R"({"field": "organisation", "entry": "location"})"),
            "/entries/0/fields/0/entry the field does not point at a location");
  EXPECT_EQ(field(R"({"field": "organisation", "entry": "organisation"})"),
            "/entries/0/fields a row has no organisation before this one");
  EXPECT_EQ(field(R"({"field": "name", "column": "a"})"), "read");
}

TEST(MappedRows, GiveEntriesOfEachType) {
  Source const source =
      read(services, std::string(header) +
                         "7;De Brug;Onthaal;Accueil des proches;02 537 59 28/0470 12 34 56;Familie en naasten;ja\n"
                         "8;De brug;Schuldhulp;;;;?\n");
  ASSERT_EQ(problems(source), "");
  ASSERT_EQ(source.items.size(), 3U) << "both rows are about one organisation";
  Item const &house = source.items[0], &service = source.items[1], &other = source.items[2];
  EXPECT_FALSE(house.keep_id);
  EXPECT_EQ(service.id, "7");
  EXPECT_EQ(service.fields.at(fr).at("name"), "Accueil des proches");
  EXPECT_EQ(service.fields.at(shared).at("phones").at(1).at("number"), "+32470123456");
  EXPECT_EQ(service.fields.at(shared).at("voluntary"), true);
  EXPECT_EQ(service.fields.at(shared).at("places_of_work"), (json::value{"office"}));
  EXPECT_EQ(service.links.at("audiences").size(), 1U);
  EXPECT_EQ(service.links.at("organisation").at(0).id, house.id);
  EXPECT_FALSE(other.fields.at(shared).contains("voluntary")) << "null: not known";
  EXPECT_FALSE(other.fields.contains(fr));
}

TEST(MappedRows, NameEachBadCell) {
  Source const source = read(services, std::string(header) + "7;De Brug;Onthaal;;02 537;Vrienden;soms\n"
                                                             "7;De Brug;Ontvangst;;;;ja\n");
  EXPECT_EQ(problems(source), "lijst.csv, line 2, column 5 (Tel): is no telephone number\n"
                              "lijst.csv, line 2, column 6 (Voor): there is no audience called \"Vrienden\"\n"
                              "lijst.csv, line 2, column 7 (Vrij): \"soms\" is none of the values of the mapping\n"
                              "lijst.csv, line 3, column 3 (Dienst): line 2 says otherwise about the same service\n");
}

TEST(MappedRows, TellOfColumnsThatAreNotThere) {
  EXPECT_EQ(problems(read(services, "Nr;Huis;Dienst;Service;Tel;Voor\n7;De Brug;Onthaal;;;\n")),
            "lijst.csv, line 1: has no column Vrij, which the mapping names\n");
}

} // namespace
} // namespace directory::importing
