/// What a violation is told as: a pointer to the value and a plain sentence about it.

#include "content/schema_validator.hpp"

#include <gmock/gmock.h>

namespace tandem {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

/// "pointer: sentence" for everything that is wrong with `value`.
std::vector<std::string> violations(std::string_view schema, json::value const& value,
                                    Formats const& formats = standard_formats()) {
  Result<SchemaValidator> const validator = SchemaValidator::compile(json::parse(schema), formats);
  if (!validator) return {"schema " + validator.error().pointer + ": " + validator.error().detail};
  Result<void> const result = validator->validate(value);
  std::vector<std::string> lines;
  if (result) return lines;
  lines.push_back(result.error().pointer + ": " + result.error().detail);
  for (Error const& other : result.error().further) lines.push_back(other.pointer + ": " + other.detail);
  return lines;
}

std::vector<std::string> violations_in(std::string_view schema, std::string_view value) {
  return violations(schema, json::parse(value));
}

TEST(Violation, OfAMissingMemberPointsAtWhereItShouldStand) {
  EXPECT_THAT(violations_in(R"({"required": ["titel", "a/b"], "properties": {"adres": {"required": ["straat"]}}})",
                            R"({"adres": {}})"),
              UnorderedElementsAre("/titel: is required", "/a~1b: is required", "/adres/straat: is required"));
}

TEST(Violation, OfATypeSaysWhatIsWantedAndWhatWasFound) {
  EXPECT_THAT(violations_in(R"({"type": "string"})", "3"), ElementsAre(": must be a string, not a number"));
  EXPECT_THAT(violations_in(R"({"type": "integer"})", "3.5"), ElementsAre(": must be a whole number, not a number"));
  EXPECT_THAT(violations_in(R"({"type": "integer"})", "\"3\""),
              ElementsAre(": must be a whole number, not a string"));
  EXPECT_THAT(violations_in(R"({"type": "boolean"})", "null"), ElementsAre(": must be true or false, not null"));
  EXPECT_THAT(violations_in(R"({"type": "object"})", "[]"), ElementsAre(": must be an object, not a list"));
  EXPECT_THAT(violations_in(R"({"type": "array"})", "{}"), ElementsAre(": must be a list, not an object"));
  EXPECT_THAT(violations_in(R"({"type": "number"})", "true"), ElementsAre(": must be a number, not true or false"));
  EXPECT_THAT(violations_in(R"({"type": ["null", "string"]})", "1"),
              ElementsAre(": must be null or a string, not a number"));
  EXPECT_THAT(violations_in(R"({"type": "integer"})", "3.0"), IsEmpty());
}

TEST(Violation, OfAMemberThatIsNotDeclaredPointsAtIt) {
  EXPECT_THAT(violations_in(R"({"properties": {"titel": true}, "additionalProperties": false})",
                            R"({"titel": "Ça va", "tekst": 1, "œuvre/é": 2})"),
              ElementsAre("/tekst: is not a known field", "/œuvre~1é: is not a known field"));
  EXPECT_THAT(violations_in(R"({"properties": {"titel": false}})", R"({"titel": 1})"),
              ElementsAre("/titel: is not allowed here"));
  EXPECT_THAT(violations_in(R"({"additionalProperties": {"type": "number"}})", R"({"lat": 50.8, "lon": "4.3"})"),
              ElementsAre("/lon: must be a number, not a string"));
}

TEST(Violation, OfAPatternNamesThePattern) {
  EXPECT_THAT(violations_in(R"({"pattern": "^[0-9]{4}$"})", "\"103\""),
              ElementsAre(": does not match the pattern ^[0-9]{4}$"));
  EXPECT_THAT(violations_in(R"({"pattern": "^[0-9]{4}$"})", "\"1030\""), IsEmpty());
  EXPECT_THAT(violations_in(R"({"patternProperties": {"^tel_": {"type": "string"}}, "additionalProperties": false})",
                            R"({"tel_1": 1, "fax": 2})"),
              UnorderedElementsAre("/tel_1: must be a string, not a number", "/fax: is not a known field"));
}

TEST(Violation, OfAChoiceNamesTheValues) {
  EXPECT_THAT(violations_in(R"({"enum": ["free", "partly_free", "paid"]})", "\"gratis\""),
              ElementsAre(": must be one of: free, partly_free, paid"));
  EXPECT_THAT(violations_in(R"({"enum": ["", null, 1.0, {"a": 1}]})", "2"),
              ElementsAre(R"(: must be one of: "", null, 1, {"a":1})"));
  EXPECT_THAT(violations_in(R"({"const": "nl"})", "\"fr\""), ElementsAre(": must be nl"));
  EXPECT_THAT(
      violations_in(R"({"properties": {"a": {"enum": ["x", "y"]}, "b": {"enum": ["y", "x"]}}})", R"({"b": "z"})"),
      ElementsAre("/b: must be one of: y, x"));
  EXPECT_THAT(violations_in(R"({"enum": [1,2,3,4,5,6,7,8,9,10,11,12,13,14]})", "0"),
              ElementsAre(": must be one of: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, …"));
}

TEST(Violation, OfALengthCountsUnicodeCodePoints) {
  constexpr std::string_view three = R"({"minLength": 3, "maxLength": 3})";
  EXPECT_THAT(violations_in(three, "\"één\""), IsEmpty());       // five bytes
  EXPECT_THAT(violations_in(three, "\"😀😀😀\""), IsEmpty());       // six UTF-16 units
  EXPECT_THAT(violations_in(three, "\"e\\u0301e\""), IsEmpty()); // two letters to the eye, three code points
  EXPECT_THAT(violations_in(three, "\"œufs\""), ElementsAre(": must have at most 3 characters, not 4"));
  EXPECT_THAT(violations_in(three, "\"ça\""), ElementsAre(": must have at least 3 characters, not 2"));
  EXPECT_THAT(violations_in(three, "\"\""), ElementsAre(": must not be empty"));
  EXPECT_THAT(violations_in(R"({"maxLength": 1})", "\"nl\""), ElementsAre(": must have at most 1 character, not 2"));
  EXPECT_THAT(violations(R"({"maxLength": 3})", json::string(std::string_view("a\0bcd", 5))),
              SizeIs(1)); // past a NUL
  EXPECT_THAT(violations_in(three, "12345"), IsEmpty());
}

TEST(Violation, OfANumberSaysTheBoundAsItWasWritten) {
  EXPECT_THAT(violations_in(R"({"minimum": 0})", "-1"), ElementsAre(": must be at least 0"));
  EXPECT_THAT(violations_in(R"({"maximum": 99.5})", "100"), ElementsAre(": must be at most 99.5"));
  EXPECT_THAT(violations_in(R"({"exclusiveMinimum": 0})", "0"), ElementsAre(": must be more than 0"));
  EXPECT_THAT(violations_in(R"({"exclusiveMaximum": 1e21})", "1e21"), ElementsAre(": must be less than 1e+21"));
  EXPECT_THAT(violations_in(R"({"multipleOf": 0.01})", "19.999"), ElementsAre(": must be a multiple of 0.01"));
  EXPECT_THAT(violations_in(R"({"multipleOf": 0.01})", "19.99"), IsEmpty());
  EXPECT_THAT(violations_in(R"({"multipleOf": 2})", "7"), ElementsAre(": must be a multiple of 2"));
  EXPECT_THAT(violations_in(R"({"multipleOf": 2, "minimum": 9})", "\"7\""), IsEmpty()); // text is no number
}

TEST(Violation, OfAListPointsAtTheItem) {
  EXPECT_THAT(violations_in(R"({"items": {"type": "string"}, "uniqueItems": true, "maxItems": 3})",
                            R"(["nl", "fr", 3, "nl"])"),
              UnorderedElementsAre("/2: must be a string, not a number", "/3: is in the list already",
                                   ": must hold at most 3 items"));
  EXPECT_THAT(violations_in(R"({"minItems": 1})", "[]"), ElementsAre(": must hold at least 1 item"));
  EXPECT_THAT(violations_in(R"({"uniqueItems": true})", R"([{"a": 1, "b": 2}, {"b": 2.0, "a": 1}])"),
              ElementsAre("/1: is in the list already"));
  EXPECT_THAT(violations_in(R"({"items": [true, true], "additionalItems": false})", "[1, 2, 3]"),
              ElementsAre("/2: is one item too many"));
  EXPECT_THAT(violations_in(R"({"contains": {"const": "nl"}})", R"(["fr"])"),
              ElementsAre(": holds no item of the kind that it needs"));
}

TEST(Violation, OfAnObjectsSizeNamesOrDependenciesIsToldPlainly) {
  EXPECT_THAT(violations_in(R"({"minProperties": 1})", "{}"), ElementsAre(": must have at least 1 member"));
  EXPECT_THAT(violations_in(R"({"maxProperties": 1})", R"({"nl": 1, "fr": 2})"),
              ElementsAre(": must have at most 1 member"));
  EXPECT_THAT(violations_in(R"({"propertyNames": {"maxLength": 2}})", R"({"nl": 1, "één": 2})"),
              ElementsAre("/één: has a name that must have at most 2 characters, not 3"));
  EXPECT_THAT(violations_in(R"({"dependencies": {"nummer": ["straat"]}})", R"({"nummer": 18})"),
              ElementsAre("/straat: is required beside nummer"));
  EXPECT_THAT(violations_in(R"({"dependencies": {"nummer": {"required": ["straat"]}}})", R"({"nummer": 18})"),
              ElementsAre("/straat: is required"));
}

TEST(Violation, OfAllOfAndIfIsTheViolationInside) {
  EXPECT_THAT(violations_in(R"({"allOf": [{"minLength": 3}, {"pattern": "^[a-z]+$"}]})", "\"É\""),
              ElementsAre(": must have at least 3 characters, not 1", ": does not match the pattern ^[a-z]+$"));
  constexpr std::string_view condition =
      R"({"if": {"properties": {"kind": {"const": "fax"}}}, "then": {"required": ["nr"]},
          "else": {"required": ["url"]}})";
  EXPECT_THAT(violations_in(condition, R"({"kind": "fax"})"), ElementsAre("/nr: is required"));
  EXPECT_THAT(violations_in(condition, R"({"kind": "web"})"), ElementsAre("/url: is required"));
}

TEST(Violation, OfAlternativesSaysWhyNoneFits) {
  EXPECT_THAT(
      violations_in(R"({"anyOf": [{"type": "null"}, {"type": "string", "format": "date"}]})", "\"gisteren\""),
      ElementsAre(
          ": has none of the forms that are allowed here: must be null, not a string; or is not a valid date"));
  EXPECT_THAT(violations_in(R"({"oneOf": [{"minimum": 5}, {"multipleOf": 2}]})", "6"),
              ElementsAre(": fits more than one of the forms of which it must have one"));
  EXPECT_THAT(violations_in(R"({"oneOf": [{"minimum": 5}, {"multipleOf": 2}]})", "4"), IsEmpty());
  EXPECT_THAT(violations_in(R"({"not": {"type": "string"}})", "\"Ça\""),
              ElementsAre(": has a form that is not allowed here"));
}

TEST(Violation, OfAlternativesIsThatOfTheOneThatWasMeant) {
  constexpr std::string_view schema =
      R"({"anyOf": [{"type": "string"},
                    {"type": "object", "required": ["nl"], "properties": {"nl": {"minLength": 1}}}]})";
  EXPECT_THAT(violations_in(schema, R"({"nl": ""})"), ElementsAre("/nl: must not be empty"));
  EXPECT_THAT(violations_in(schema, "{}"), ElementsAre("/nl: is required"));
}

TEST(Violation, IsToldOnlyForTheFirstHundred) {
  json::array const many(5000, json::value(1));
  EXPECT_THAT(violations(R"({"items": {"type": "string"}})", many), SizeIs(100));
}

TEST(Formats, AreCheckedWhereverASchemaLeads) {
  constexpr std::string_view schema = R"({
    "definitions": {"adres": {"properties": {"post": {"$ref": "#/definitions/post"}}}, "post": {"format": "email"}},
    "properties": {"direct": {"format": "email"}, "ref": {"$ref": "#/definitions/post"},
                   "diep": {"$ref": "#/definitions/adres"},
                   "lijst": {"items": {"$ref": "#/definitions/post"}},
                   "paar": {"items": [true, {"$ref": "#/definitions/post"}]},
                   "al": {"allOf": [{"$ref": "#/definitions/post"}]},
                   "of": {"anyOf": [{"type": "null"}, {"$ref": "#/definitions/post"}]},
                   "als": {"if": true, "then": {"format": "email"}}, "self": {"$ref": "#"}},
    "patternProperties": {"^p_": {"format": "email"}},
    "additionalProperties": {"format": "email"}
  })";
  constexpr std::string_view wrong = "is not a valid email";
  for (auto const& [value, pointer] : {std::pair{R"({"direct": "nee"})", "/direct"},
                                       {R"({"ref": "nee"})", "/ref"},
                                       {R"({"diep": {"post": "nee"}})", "/diep/post"},
                                       {R"({"lijst": ["info@example.brussels", "nee"]})", "/lijst/1"},
                                       {R"({"paar": [1, "nee"]})", "/paar/1"},
                                       {R"({"al": "nee"})", "/al"},
                                       {R"({"of": "nee"})", "/of"},
                                       {R"({"als": "nee"})", "/als"},
                                       {R"({"self": {"self": {"ref": "nee"}}})", "/self/self/ref"},
                                       {R"({"p_1": "nee"})", "/p_1"},
                                       {R"({"iets": "nee"})", "/iets"}}) {
    std::vector<std::string> const found = violations_in(schema, value);
    ASSERT_THAT(found, SizeIs(1)) << value;
    EXPECT_THAT(found[0], testing::StartsWith(std::string(pointer) + ": "));
    EXPECT_THAT(found[0], HasSubstr(std::string(wrong)));
  }
  EXPECT_THAT(violations_in(schema, R"({"direct": 7, "ref": null, "of": "info@example.brussels"})"), IsEmpty());
}

TEST(Formats, AcceptAndRefuseWhatTheirStandardsSay) {
  struct Case {
    std::string_view format, good, bad;
  };
  for (auto const& [format, good, bad] : {
           Case{"date", "2020-02-29", "2019-02-29"},
           Case{"date", "1922-10-22", "1922-10-22T00:00:00Z"},
           Case{"date-time", "2019-04-01T00:00:00+02:00", "2019-04-01"},
           Case{"date-time", "2016-12-31T23:59:60Z", "2016-12-30T23:58:60Z"},
           Case{"email", "hélène@example.brussels", ""}, // see below: only ASCII
           Case{"email", "aide.sociale+nl@cap-iti.example.be", "aide@localhost"},
           Case{"email", "o'neill@example.org", ".a@example.org"},
           Case{"email", "a@b.be", "a@@b.be"},
           Case{"uri", "https://example.brussels/één", ""}, // see below
           Case{"uri", "https://example.brussels/%C3%A9%C3%A9n?taal=nl#boven", "example.brussels"},
           Case{"uri", "mailto:info@example.brussels", "https://example.brussels/a b"},
           Case{"uuid", "014170E2-9700-7012-8000-00000000000a", "014170e2-9700-7012-8000-00000000000"},
       }) {
    std::string const schema = R"({"format": ")" + std::string(format) + "\"}";
    bool const ascii =
        std::all_of(good.begin(), good.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    EXPECT_EQ(violations(schema, json::string(good)).empty(), ascii) << good; // IRIs and EAI are other formats
    EXPECT_FALSE(violations(schema, json::string(bad)).empty()) << format << " " << bad;
  }
}

TEST(Formats, ThatAreNotGivenAreNotChecked) {
  EXPECT_THAT(violations_in(R"({"format": "hostname"})", "\"een spatie\""), IsEmpty());
  Formats const own = {{"even", [](std::string_view text) { return text.size() % 2 == 0; }}};
  EXPECT_THAT(violations(R"({"format": "even"})", "abc", own), ElementsAre(": is not a valid even"));
  EXPECT_THAT(violations(R"({"format": "email"})", "abc", own), IsEmpty());
}

TEST(SchemaValidator, ServesTheMetaSchemaUnderItsPublishedName) {
  for (std::string_view const name :
       {"http://json-schema.org/draft-07/schema#", "http://json-schema.org/draft-07/schema"}) {
    std::string const schema =
        R"({"properties": {"title": {"type": "boolean"}, "schema": {"$ref": ")" + std::string(name) + R"("}}})";
    EXPECT_THAT(violations_in(schema, R"({"title": true, "schema": {"properties": {"titel": {"minLength": 1}}}})"),
                IsEmpty());
    EXPECT_THAT(violations_in(schema, R"({"title": "Ça", "schema": {"properties": {"titel": {"minLength": -1}}}})"),
                UnorderedElementsAre("/title: must be true or false, not a string",
                                     "/schema/properties/titel/minLength: must be at least 0"));
  }
  EXPECT_THAT(violations_in(R"({"$ref": "http://json-schema.org/draft-07/schema#"})", R"({"type": 1})"), SizeIs(1));
}

TEST(SchemaValidator, RefusesWhatIsNoSchemaWithPointerAndSentence) {
  EXPECT_THAT(violations_in("[]", "1"), ElementsAre("schema : must be true or false or an object, not a list"));
  EXPECT_THAT(violations_in(R"({"properties": {"a": {"maxLength": "drie"}}})", "1"),
              ElementsAre("schema /properties/a/maxLength: must be a whole number, not a string"));
  EXPECT_THAT(violations_in(R"({"items": {"pattern": "("}})", "1"),
              ElementsAre("schema /items/pattern: is not a valid regex"));
  EXPECT_THAT(violations_in(R"({"multipleOf": 0})", "1"), ElementsAre("schema /multipleOf: must be more than 0"));
  EXPECT_THAT(violations_in("true", "1"), IsEmpty());
  EXPECT_THAT(violations_in("false", "1"), ElementsAre(": is not allowed here"));
}

TEST(SchemaValidator, KeepsWorkingAfterItWasMovedAndTheSchemaIsGone) {
  auto const made = [] {
    json::value const schema = json::parse(R"({"properties": {"taal": {"enum": ["nl", "fr"]}}})");
    return std::move(SchemaValidator::compile(schema).value());
  };
  SchemaValidator first = made();
  SchemaValidator const second = std::move(first);
  EXPECT_TRUE(second.validate(json::object{{"taal", "nl"}}).has_value());
  EXPECT_EQ(second.validate(json::object{{"taal", "de"}}).error().detail, "must be one of: nl, fr");
}

} // namespace
} // namespace tandem
