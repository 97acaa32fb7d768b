#include "services_directory/import/hsds.hpp"

#include <gtest/gtest.h>

namespace directory::importing {
namespace {

tandem::Locale const fr = tandem::Locale::parse("fr").value(), shared = tandem::Locale::shared();

/// A package of these tables, beside one organisation, one service and one location at which it is.
Source read(std::map<std::string, std::string> tables) {
  tables.emplace("organization", "id,name\no1,L’Œuvre de la Sœur Françoise\n");
  tables.emplace("service", "id,organization_id,name\ns1,o1,Accueil des proches\n");
  tables.emplace("location", "id,name\nl1,Maison de l’Œuvre\n");
  tables.emplace("service_at_location", "id,service_id,location_id\nx1,s1,l1\n");
  Source source{"hsds"};
  Package package;
  for (auto const& [name, text] : tables)
    package.emplace(name, Table(name + ".csv", read_csv(name + ".csv", text, ',', source.problems)));
  read_hsds(package, fr, source);
  return source;
}
std::string problems(Source const& source) {
  std::string all;
  for (Problem const& one : source.problems) all += text_of(one.place) + ": " + one.detail + "\n";
  return all;
}
Item const& item(Source const& source, std::string const& type) {
  for (Item const& one : source.items)
    if (one.type == type) return one;
  throw std::logic_error("no " + type);
}
json::value field(Source const& source, std::string const& type, char const* name,
                  tandem::Locale const& locale = shared) {
  auto const& fields = item(source, type).fields;
  auto const data = fields.find(locale);
  json::value const* value = data == fields.end() ? nullptr : data->second.if_contains(name);
  return value == nullptr ? json::value() : *value;
}

TEST(Hsds, ThingsBecomeItemsThatPointAtEachOther) {
  Source const source = read({});
  EXPECT_EQ(problems(source), "");
  ASSERT_EQ(source.items.size(), 4U);
  EXPECT_EQ(field(source, "organisation", "name", fr), "L’Œuvre de la Sœur Françoise");
  EXPECT_EQ(item(source, "service").links.at("organisation").at(0).id, "o1");
  EXPECT_EQ(item(source, "service_at_location").links.at("location").at(0).id, "l1");
}

TEST(Hsds, AShortDescriptionIsTheSummaryALongOneTheText) {
  std::string const brief = "Écoute et conseils.", full(400, 'x');
  EXPECT_EQ(field(read({{"service", "id,name,description\ns1,Accueil," + brief + "\n"}}), "service", "summary", fr),
            json::value(brief));
  Source const source = read({{"service", "id,name,description\ns1,Accueil," + full + "\n"}});
  EXPECT_EQ(field(source, "service", "help", fr), json::value(full));
  EXPECT_EQ(field(source, "service", "summary", fr), json::value());
}

TEST(Hsds, ThePlaceThatPeopleComeToIsTheAddress) {
  Source const source = read({{"address", "id,location_id,address_1,city,postal_code,country,address_type\n"
                                          "a1,l1,Boîte postale 9,Bruxelles,1040,BE,postal\n"
                                          "a2,l1,\"12, rue Haute\",Bruxelles,1000,BE,physical\n"}});
  EXPECT_EQ(problems(source), "");
  EXPECT_EQ(field(source, "location", "street", fr), "rue Haute");
  EXPECT_EQ(field(source, "location", "postcode"), "1000");
  EXPECT_EQ(problems(read({{"address", "id,location_id,address_1\na1,l1,rue Haute 1\na2,l1,rue Haute 2\n"}})),
            "address.csv, line 3: is a second address of the same location: make it a location of its own\n");
}

TEST(Hsds, TelephonesGoWhereTheirRowSays) {
  Source const source = read(
      {{"contact", "id,service_id,organization_id,name,title,department\n"
                   "c1,s1,,Ann,,Secrétariat\nc2,s1,,Ann,,\n"},
       {"phone",
        "id,service_at_location_id,service_id,contact_id,number,type\n"
        "p1,x1,s1,,02 537 59 28,fax\np2,,s1,,0470 12 34 56,cell\np3,,,c1,02 537 10 93,\np4,,,c2,02 537 10 94,\n"},
       {"language", "id,phone_id,service_id,code\ng1,p2,,nld\ng2,,s1,fr\n"}});
  EXPECT_EQ(problems(source), "");
  EXPECT_EQ(field(source, "service_at_location", "phones"),
            (json::value{{{"number", "+3225375928"}, {"kind", "fax"}}}));
  EXPECT_EQ(field(source, "service", "phones"),
            (json::value{{{"number", "+32470123456"}, {"kind", "mobile"}, {"languages", {"nl"}}}}));
  EXPECT_EQ(field(source, "service", "contacts"),
            (json::value{{{"department", "Secrétariat"}, {"phone", "+3225371093"}}}))
      << "no persons, nor their numbers";
  EXPECT_EQ(field(source, "service", "languages_spoken"), (json::value{"fr"}));
  EXPECT_TRUE(source.ignored.at("contact.csv").contains("name"));
}

TEST(Hsds, HoursStandWithTheServiceAtThePlace) {
  Source const source =
      read({{"schedule", "id,service_id,location_id,freq,byday,opens_at,closes_at\nh1,s1,l1,WEEKLY,MO,09:00,12:00\n"
                         "h2,s1,,WEEKLY,TU,09:00,12:00\n"}});
  EXPECT_EQ(problems(source), "");
  EXPECT_EQ(field(source, "service_at_location", "hours").at("weekly").at(0).at("days"), (json::value{"MO"}));
  EXPECT_EQ(field(source, "service", "hours").at("weekly").at(0).at("days"), (json::value{"TU"}));
  EXPECT_EQ(
      problems(read({{"schedule", "id,location_id,freq,byday,opens_at,closes_at\nh1,l1,WEEKLY,MO,09:00,12:00\n"}})),
      "schedule.csv, line 2, column 2 (location_id): hours of a location without a service have no place in the "
      "directory\n");
}

TEST(Hsds, ThePriceIsKnownWhenEveryOptionSaysIt) {
  auto const cost = [](std::string const& amounts) {
    std::string table = "id,service_id,amount\n";
    for (char const amount : amounts)
      table += std::string("k,s1,") + (amount == '?' ? "" : std::string(1, amount)) + "\n";
    return field(read({{"cost_option", table}}), "service", "cost");
  };
  EXPECT_EQ(cost("0"), "free");
  EXPECT_EQ(cost("5"), "paid");
  EXPECT_EQ(cost("05"), "partly_free");
  EXPECT_EQ(cost("0?"), json::value());
}

TEST(Hsds, EveryBadCellIsNamed) {
  EXPECT_EQ(problems(read({{"location", "id,name,latitude\nl1,Maison,au nord\nl1,Bureau,\n,Cave,\n"}})),
            "location.csv, line 2, column 3 (latitude): is no number of degrees\n"
            "location.csv, line 3, column 1 (id): the id stands twice in this table\n"
            "location.csv, line 4, column 1 (id): every row has an id\n");
  EXPECT_EQ(problems(read({{"language", "id,service_id,code,name\ng1,s2,fr,\ng2,s1,,patois d’ici\n"}})),
            "language.csv, line 2, column 2 (service_id): the package has no service with this id\n"
            "language.csv, line 3, column 4 (name): is no language\n");
  EXPECT_EQ(problems(read(
                {{"phone",
                  "id,service_id,number,type\np1,s1,02 537,voice\np2,s1,02 537 59 28,pager\np3,,02 537 59 28,\n"}})),
            "phone.csv, line 2, column 3 (number): is no telephone number\n"
            "phone.csv, line 3, column 4 (type): a telephone of the type pager has no place in the directory\n"
            "phone.csv, line 4: belongs to nothing: none of its columns names what it is about\n");
}

} // namespace
} // namespace directory::importing
