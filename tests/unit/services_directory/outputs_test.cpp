#include "services_directory/outputs/csv.hpp"
#include "services_directory/outputs/hsds.hpp"
#include "services_directory/outputs/hsds_filters.hpp"
#include "services_directory/outputs/hsds_parts.hpp"
#include "services_directory/outputs/icalendar.hpp"
#include "services_directory/outputs/ids.hpp"
#include "services_directory/outputs/lines.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>

namespace directory::outputs {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string const service = "014170e2-9700-7013-8000-000000000004";

TEST(Lines, WhatSeparatesIsEscaped) {
  EXPECT_EQ(escaped("hulp, raad; een\\twee"), "hulp\\, raad\\; een\\\\twee");
  EXPECT_EQ(escaped("één\ntwee\r\ndrie\rvier"), "één\\ntwee\\ndrie\\nvier");
  EXPECT_EQ(escaped("a\x01\x7f\tb"), "a\tb") << "controls may not stand in a text";
  EXPECT_EQ(escaped("Gevangenis: \"Haren\""), "Gevangenis: \"Haren\"");
}

TEST(Lines, NoPartIsLongerThan75OctetsAndNoCharacterIsCut) {
  EXPECT_EQ(folded(std::string(75, 'a')), std::string(75, 'a') + "\r\n");
  EXPECT_EQ(folded(std::string(76, 'a')), std::string(75, 'a') + "\r\n a\r\n");
  EXPECT_EQ(folded(std::string(75 + 74 + 1, 'a')),
            std::string(75, 'a') + "\r\n " + std::string(74, 'a') + "\r\n a\r\n");
  for (std::string const character : {"é", "’", "😀"}) {
    for (std::size_t before = 70; before < 76; ++before) {
      std::string const line = std::string(before, 'x') + character + character + "œuvre";
      std::string const parts = folded(line);
      std::string unfolded;
      for (std::size_t start = 0; start < parts.size();) {
        std::size_t const end = parts.find("\r\n", start);
        std::string_view part = std::string_view(parts).substr(start, end - start);
        EXPECT_LE(part.size(), 75U);
        if (start > 0) part.remove_prefix(1);
        EXPECT_NE(static_cast<unsigned char>(part.front()) & 0xc0U, 0x80U) << "begins within a character";
        unfolded += part;
        start = end + 2;
      }
      EXPECT_EQ(unfolded, line);
    }
  }
}

TEST(Lines, ALineWithoutAValueIsNone) {
  Lines lines;
  lines.add_text("NOTE", "");
  lines.add_text("NOTE;LANGUAGE=fr", "à toute heure");
  EXPECT_EQ(lines.written(), "NOTE;LANGUAGE=fr:à toute heure\r\n");
}

// The values are those of Python's uuid.uuid5.
TEST(Ids, PartsHaveUuidsOfVersion5) {
  EXPECT_EQ(derived_id(service, "phone/0"), "d2b3ccca-a614-5f16-8fb5-001a896f3b1e");
  EXPECT_EQ(derived_id("6ba7b811-9dad-11d1-80b4-00c04fd430c8", "urn:tandem:services_directory:audience"),
            audiences_taxonomy);
  EXPECT_EQ(derived_id("6ba7b811-9dad-11d1-80b4-00c04fd430c8", "urn:tandem:services_directory:authority"),
            authorities_taxonomy);
}

TEST(Csv, CellsAreQuotedWhereTheyMustBe) {
  EXPECT_EQ(cell("Brussel", ','), "Brussel");
  EXPECT_EQ(cell("", ','), "");
  EXPECT_EQ(cell("hulp, raad", ','), "\"hulp, raad\"");
  EXPECT_EQ(cell("hulp, raad", ';'), "hulp, raad");
  EXPECT_EQ(cell("hulp; raad", ';'), "\"hulp; raad\"");
  EXPECT_EQ(cell("zeg \"hulp\"", ','), "\"zeg \"\"hulp\"\"\"");
  EXPECT_EQ(cell("een\ntwee", ','), "\"een\ntwee\"");
  EXPECT_EQ(cell(" spatie", ','), "\" spatie\"");
}

TEST(Csv, NoCellIsAFormula) {
  EXPECT_EQ(cell("=1+1", ','), "'=1+1");
  EXPECT_EQ(cell("=SOM(1,2)", ','), "\"'=SOM(1,2)\"");
  for (std::string const first : {"+", "-", "@", "\t"}) EXPECT_EQ(cell(first + "18", ','), "'" + first + "18");
  EXPECT_EQ(cell("\r18", ','), "\"'\r18\"");
  EXPECT_EQ(cell("18+", ','), "18+");
}

json::object open_on_fridays() {
  return json::
      parse(R"({"id": "014170e2-9700-7013-8000-000000000004", "locale": "nl", "name": "Onthaal", "modified": "2026-01-01T00:00:00Z",
                         "hours": {"weekly": [{"days": ["FR"], "opens": "22:00", "closes": "02:00"}]}})")
          .as_object();
}

TEST(Calendar, ARuleEndsWithTheLastDayOnWhichItHolds) {
  Period const june{day_of("2026-06-01").value(), day_of("2026-06-30").value()};
  std::string const text = icalendar(open_on_fridays(), {day_of("2026-06-12").value()}, june);
  EXPECT_THAT(text, HasSubstr("\r\nDTSTART;TZID=Europe/Brussels:20260605T220000\r\n"
                              "DTEND;TZID=Europe/Brussels:20260606T020000\r\n"
                              "RRULE:FREQ=WEEKLY;BYDAY=FR;UNTIL=20260626T200000Z\r\n"
                              "EXDATE;TZID=Europe/Brussels:20260612T220000\r\n"
                              "SUMMARY;"));
  EXPECT_THAT(text, Not(HasSubstr("DESCRIPTION")));
}

TEST(Calendar, OneDayIsNoRuleAndNoDayNoEvent) {
  Day const first = day_of("2026-06-05").value();
  std::string const once = icalendar(open_on_fridays(), {}, {first, first});
  EXPECT_THAT(once, HasSubstr("DTSTART;TZID=Europe/Brussels:20260605T220000"));
  EXPECT_THAT(once, Not(HasSubstr("FREQ=WEEKLY")));
  EXPECT_THAT(icalendar(open_on_fridays(), {first}, {first, first}), Not(HasSubstr("VEVENT")));
}

TEST(Hsds, WhatIsNotKnownIsNotTold) {
  json::object const apo =
      json::parse(
          R"({"id": "014170e2-9700-7013-8000-000000000001", "locale": "nl", "name": "APO", "summary": "Hulp."})")
          .as_object();
  EXPECT_EQ(json::serialize(hsds::service(apo, hsds::Detail::full)),
            R"({"id":"014170e2-9700-7013-8000-000000000001","name":"APO","status":"active","description":"Hulp."})");
}

TEST(Hsds, AnAddressIsWholeOrNone) {
  json::object place =
      json::parse(R"({"id": "014170e2-9700-7014-8000-000000000001", "locale": "nl", "street": "Stalingradlaan",
                                       "house_number": "54", "box": "3", "postcode": "1000", "municipality": "Brussel"})")
          .as_object();
  json::array const whole = hsds::addresses({place, "location_id", "nl"});
  ASSERT_EQ(whole.size(), 1U);
  EXPECT_EQ(whole[0].at("address_1"), "Stalingradlaan 54 bus 3");
  place.erase("street");
  EXPECT_TRUE(hsds::addresses({place, "location_id", "nl"}).empty());
  EXPECT_EQ(address_of(place).line(), "1000 Brussel") << "a number alone leads nowhere";
}

TEST(Hsds, LanguagesHaveTheirNamesInTheReadersLanguage) {
  EXPECT_EQ(hsds::language_name("ar", "nl"), "Arabisch");
  EXPECT_EQ(hsds::language_name("ar", "fr"), "arabe");
  EXPECT_EQ(hsds::language_name("ti", "fr"), "tigrigna");
}

TEST(Hsds, InstantsAreThoseOfRfc3339) {
  for (char const* right : {"2026-03-01", "2026-03-01T09:00:00Z", "2026-03-01T09:00:00.5+02:00"})
    EXPECT_TRUE(is_instant(right)) << right;
  for (char const* wrong : {"", "gisteren", "2026-02-30", "2026-03-01T24:00:00Z", "2026-03-01T09:00:00",
                            "2026-03-01 09:00:00Z", "0000-01-01", "2026-03-01T09:00:00+25:00"})
    EXPECT_FALSE(is_instant(wrong)) << wrong;
}

TEST(Reading, CoordinatesHaveNoExponent) {
  json::object const place{{"latitude", 50.8405}, {"longitude", -0.00001}};
  EXPECT_EQ(coordinates_of(place).latitude, "50.8405");
  EXPECT_EQ(coordinates_of(place).longitude, "-0.00001");
  EXPECT_EQ(coordinates_of({{"latitude", 4}, {"longitude", 50}}).longitude, "50") << "a zero before the point stays";
  EXPECT_FALSE(coordinates_of({{"latitude", 50.8}}).known());
}

} // namespace
} // namespace directory::outputs
