/// What `parse_json` lets in and what it refuses.

#include "content/json.hpp"

#include <gmock/gmock.h>
#include <random>

namespace tandem {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string refusal_of(std::string_view text, std::size_t max_depth = 32) {
  Result<json::value> const value = parse_json(text, max_depth);
  if (value) return "(accepted as " + json::serialize(*value) + ")";
  EXPECT_EQ(value.error().code, ErrorCode::malformed_json);
  return value.error().detail;
}

json::value accepted(std::string_view text) {
  Result<json::value> const value = parse_json(text);
  EXPECT_TRUE(value.has_value()) << text << ": " << value.error().detail;
  return value ? *value : json::value();
}

std::string nested(std::size_t depth, char open, char close) {
  std::string text(depth, open);
  if (open == '{') {
    text.clear();
    for (std::size_t i = 0; i < depth; ++i) text += i + 1 < depth ? "{\"in\":" : "{";
  }
  return text + std::string(depth, close);
}

TEST(ParseJson, ReadsEveryKindOfValue) {
  json::value const value = accepted(
      R"( {"titel": "Één vraag?", "aantal": 3, "prijs": 12.5, "open": true, "niets": null,
          "talen": ["nl", "fr"], "l\u0027œuvre": {}} )");
  EXPECT_EQ(value.at("titel").as_string(), "Één vraag?");
  EXPECT_EQ(value.at("aantal").as_int64(), 3);
  EXPECT_EQ(value.at("prijs").as_double(), 12.5);
  EXPECT_TRUE(value.at("open").as_bool());
  EXPECT_TRUE(value.at("niets").is_null());
  EXPECT_EQ(value.at("talen").as_array().size(), 2U);
  EXPECT_TRUE(value.at("l'œuvre").as_object().empty());
}

TEST(ParseJson, NestingIsAllowedUpToTheLimitAndNotOneLevelMore) {
  EXPECT_TRUE(parse_json(nested(32, '[', ']')).has_value());
  EXPECT_TRUE(parse_json(nested(32, '{', '}')).has_value());
  EXPECT_THAT(refusal_of(nested(33, '[', ']')), HasSubstr("nested deeper than 32 levels"));
  EXPECT_THAT(refusal_of(nested(33, '{', '}')), HasSubstr("nested deeper than 32 levels"));
  EXPECT_THAT(refusal_of(std::string(1'000'000, '[')), HasSubstr("nested deeper than 32 levels"));
  EXPECT_TRUE(parse_json(nested(3, '[', ']'), 3).has_value());
  EXPECT_THAT(refusal_of(nested(4, '[', ']'), 3), HasSubstr("nested deeper than 3 levels"));
}

TEST(ParseJson, AMemberThatAppearsTwiceInOneObjectIsRefusedByName) {
  EXPECT_THAT(refusal_of(R"({"titel": "Eén", "tekst": "…", "titel": "Twee"})"),
              HasSubstr("the member \"titel\" appears twice in one object"));
  EXPECT_THAT(refusal_of(R"([{"é": 1, "\u00e9": 2}])"), HasSubstr("the member \"é\" appears twice")); // escaped alike
  EXPECT_THAT(refusal_of(R"({"adres": {"straat": 1, "straat": 2}})"), HasSubstr("straat"));
  accepted(R"({"adres": {"straat": 1}, "straat": 2, "kantoor": {"straat": 3}})"); // one in each object
}

TEST(ParseJson, AVeryLongDuplicateNameIsNotRepeatedInTheMessage) {
  std::string const name(100'000, 'a');
  std::string const refused = refusal_of("{\"" + name + "\":1,\"" + name + "\":2}");
  EXPECT_THAT(refused, HasSubstr("appears twice in one object"));
  EXPECT_LT(refused.size(), 200U);
}

TEST(ParseJson, TextThatIsNotUtf8IsRefused) {
  for (std::string_view const text : {
           "[\"caf\xe9\"]",        // Latin-1
           "\"\xc0\xaf\"",         // overlong
           "\"\xed\xa0\x80\"",     // a surrogate in UTF-8
           "\"\xf4\x90\x80\x80\"", // beyond U+10FFFF
           "\"\xe2\x82x\"",        // cut off
           R"("\ud800")",          // a surrogate without its other half
           R"("\udc00\ud800")",    // in the wrong order
           "\xef\xbb\xbf{}",       // a byte order mark (RFC 8259 section 8.1)
           "{\"caf\xe9\": 1}",
       })
    EXPECT_THAT(refusal_of(text), HasSubstr("not JSON in UTF-8")) << testing::PrintToString(text);
  EXPECT_EQ(accepted(R"("\ud83d\ude00")").as_string(), "😀");
}

TEST(ParseJson, TheCharacterNulIsRefusedInNamesAndInStrings) {
  EXPECT_THAT(refusal_of(R"({"titel": "a\u0000b"})"), HasSubstr("a string contains U+0000"));
  EXPECT_THAT(refusal_of(R"({"tit\u0000el": "ab"})"), HasSubstr("a string contains U+0000"));
  EXPECT_THAT(refusal_of("\"" + std::string(5000, 'x') + "\\u0000\""), HasSubstr("a string contains U+0000"));
  EXPECT_THAT(refusal_of(std::string_view("\"a\0b\"", 5)), HasSubstr("not JSON"));
  EXPECT_THAT(refusal_of(std::string_view("{}\0", 3)), HasSubstr("after the end"));
}

TEST(ParseJson, WhatStopsTooEarlyOrGoesOnTooLongIsRefused) {
  for (std::string_view const text : {"", "   ", "{", R"({"titel")", R"({"titel": "Ça)", "[1, 2", "tru"})
    EXPECT_THAT(refusal_of(text), HasSubstr("ends too early")) << text;
  for (std::string_view const text : {"{} {}", "[] x", "1 2", "null,", "\"ja\"\"nee\""})
    EXPECT_THAT(refusal_of(text), HasSubstr("text after the end")) << text;
}

TEST(ParseJson, WhatLooksLikeJsonButIsNotIsRefused) {
  for (std::string_view const text :
       {"{'titel': 1}", "{titel: 1}", "[1,]", "{\"a\":1,}", "// niets\n1", "[1 2]", "01", "+1", "1.", ".5", "0x10",
        "NaN", "Infinity", "-", "1e", "\"\t\"", "\"\\x41\"", "True", "[\"a\": 1]"})
    EXPECT_FALSE(parse_json(text).has_value()) << text;
}

TEST(ParseJson, ARefusalSaysWhereTheTroubleIs) {
  EXPECT_THAT(refusal_of(R"({"titel": "Ça va", "tekst": nee})"), HasSubstr("(near byte 2"));
}

TEST(ParseJson, IntegersThatNotEveryClientReadsExactlyAreRefused) {
  EXPECT_EQ(accepted("9007199254740991").as_int64(), 9007199254740991);
  EXPECT_EQ(accepted("-9007199254740991").as_int64(), -9007199254740991);
  for (std::string_view const text :
       {"9007199254740992", "-9007199254740992", "9223372036854775807", "-9223372036854775808", "9223372036854775808",
        "18446744073709551615", "18446744073709551616", "-9223372036854775809", "123456789012345678901234567890",
        "9.007199254740992e15", "-1e17", "1e300", "1.7976931348623157e308"})
    EXPECT_THAT(refusal_of("{\"aantal\": " + std::string(text) + "}"), HasSubstr("2^53-1")) << text;
}

TEST(ParseJson, NumbersThatADoubleWouldChangeAreRefused) {
  for (std::string_view const text :
       {"1e400", "-1e400", "1e-400", "1.7976931348623159e308", "1e99999999999999999999", "1e-99999999999999999999",
        "0.12345678901234567890", "3.14159265358979323846", "0.10000000000000001", "9007199254740993.0", "4.9e-325"})
    EXPECT_THAT(refusal_of("[" + std::string(text) + "]"),
                AllOf(HasSubstr("a number is too large"), HasSubstr("double")))
        << text;
  EXPECT_FALSE(parse_json("0e999999999999").has_value()); // zero, but its exponent says otherwise
}

TEST(ParseJson, NumbersThatADoubleKeepsAreAccepted) {
  for (auto const& [text, number] : {std::pair{"9.007199254740991e15", 9007199254740991.0},
                                     {"5e-324", 5e-324},
                                     {"0.1", 0.1},
                                     {"50.850339600000005", 50.850339600000005},
                                     {"1e-23", 1e-23},
                                     {"-12.50", -12.5},
                                     {"2.50E-3", 0.0025},
                                     {"0.000001e6", 1.0},
                                     {"2.2250738585072014e-308", 2.2250738585072014e-308}}) {
    json::value const value = accepted(text);
    EXPECT_EQ(value.to_number<double>(), number) << text;
  }
}

TEST(ParseJson, NumbersAreReadToTheNearestDouble) {
  // Boost.JSON's own conversion is off by one in the last place for some of these.
  std::mt19937_64 random(754);
  for (int i = 0; i < 20'000; ++i) {
    double const number = static_cast<double>(random()) / static_cast<double>(random() | 1);
    if (number > 9e15) continue;
    std::string const text = json::serialize(json::value(number));
    ASSERT_EQ(accepted(text).to_number<double>(), number) << text;
  }
}

TEST(ParseJson, WholeNumbersAreIntegersHoweverTheyAreWritten) {
  for (std::string_view const text : {"3", "3.0", "3e0", "0.3e1", "300e-2"})
    EXPECT_EQ(accepted(text), json::value(3)) << text;
  EXPECT_EQ(accepted("-0"), json::value(0));
  EXPECT_EQ(accepted("-0.0"), json::value(0));
  EXPECT_EQ(accepted("0e99"), json::value(0));
}

TEST(ParseJson, ALargeDocumentIsReadWhole) {
  std::string text = "{\"regels\":[";
  for (int i = 0; i < 50'000; ++i)
    text += (i > 0 ? "," : "") + std::string(R"({"nl":"één","fr":"l’œuvre","nr":)") + std::to_string(i) + "}";
  text += "]}";
  json::value const value = accepted(text);
  ASSERT_EQ(value.at("regels").as_array().size(), 50'000U);
  EXPECT_EQ(value.at("regels").as_array()[49'999].at("nr").as_int64(), 49'999);
  std::string const long_text(2'000'000, 'e');
  EXPECT_EQ(accepted("\"" + long_text + "\\n\"").as_string(), long_text + "\n");
}

TEST(ParseJson, DamagedTextNeverDoesMoreThanBeRefused) {
  std::string const whole =
      R"({"titel":"Bien à savoir: l'œuvre d\u2019aide","nr":[1,-2.5e3,true,null,{"é":"\ud83d\ude00"}]})";
  std::mt19937 random(8259);
  for (int i = 0; i < 50'000; ++i) {
    std::string text = whole;
    for (auto n = random() % 3 + 1; n > 0; --n) {
      std::size_t const at = random() % text.size();
      if (random() % 3 == 0) text.erase(at, random() % 4 + 1);
      else text[at] = static_cast<char>(random());
      if (text.empty()) text = "x";
    }
    Result<json::value> const value = parse_json(text);
    if (!value) ASSERT_EQ(value.error().code, ErrorCode::malformed_json);
    else ASSERT_TRUE(parse_json(json::serialize(*value)).has_value()) << text;
  }
}

TEST(StoredJson, GivesBackEveryNumberThatWasLetIn) {
  // The way through the database: written in short form, kept by jsonb as a plain decimal, read again.
  for (std::string_view const sent : {"13.387664401253275", "50.850339600000005", "1e-7", "3.0", "-0.1"}) {
    json::value const value = accepted(sent);
    EXPECT_EQ(stored_json(json::serialize(value)), value) << sent;
  }
  EXPECT_EQ(stored_json("0.0000001"), accepted("1e-7"));
  EXPECT_EQ(stored_json(nested(100, '[', ']')).as_array().size(), 1U); // a schema may be deeper than a request
}

TEST(StoredJson, ThrowsWhenItIsNone) {
  EXPECT_THROW((void)stored_json(R"({"titel": )"), std::invalid_argument);
  EXPECT_THROW((void)stored_json(""), std::invalid_argument);
}

TEST(StringMember, IsTheStringOrTheFallback) {
  json::object const object{{"titel", "Ça va"}, {"nr", 3}};
  EXPECT_EQ(string_member(object, "titel"), "Ça va");
  EXPECT_EQ(string_member(object, "nr", "geen"), "geen");
  EXPECT_EQ(string_member(object, "tekst"), "");
}

TEST(PointerToken, IsEscapedAsRfc6901Section3Says) {
  // The names of RFC 6901 section 5, and what stands for them in a pointer.
  for (auto const& [name, token] : {std::pair{"foo", "foo"},
                                    {"", ""},
                                    {"a/b", "a~1b"},
                                    {"c%d", "c%d"},
                                    {"e^f", "e^f"},
                                    {"g|h", "g|h"},
                                    {"i\\j", "i\\j"},
                                    {"k\"l", "k\"l"},
                                    {" ", " "},
                                    {"m~n", "m~0n"},
                                    {"~1", "~01"},
                                    {"één/œuvre~", "één~1œuvre~0"}})
    EXPECT_EQ(pointer_token(name), token);
}

TEST(PointerToken, LeadsBackToTheMember) {
  json::value const document = {{"a/b", {{"m~n", {{"~1", "gevonden"}}}}}};
  json::error_code ec;
  json::value const* found =
      document.find_pointer("/" + pointer_token("a/b") + "/" + pointer_token("m~n") + "/" + pointer_token("~1"), ec);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(*found, "gevonden");
}

} // namespace
} // namespace tandem
