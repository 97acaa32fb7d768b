#include "api/typescript.hpp"

#include <gmock/gmock.h>

namespace tandem::api {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string type_of(std::string const& schema, std::string const& document = "{}") {
  return typescript_type(parse_json(schema, 32).value(), parse_json(document, 32).value().as_object());
}

TEST(TypescriptType, SaysWhatFitsASchema) {
  EXPECT_EQ(type_of(R"({"type": "string", "maxLength": 5})"), "string");
  EXPECT_EQ(type_of(R"({"type": "integer"})"), "number");
  EXPECT_EQ(type_of(R"({"type": ["string", "null"]})"), "string | null");
  EXPECT_EQ(type_of(R"({"type": "string", "enum": ["één", "\"twee\""]})"), R"("één" | "\"twee\"")");
  EXPECT_EQ(type_of(R"({"enum": [1, -2.5, null, true, [1, {"a": "b"}]]})"),
            R"(1 | -2.5E0 | null | true | [1,{"a":"b"}])");
  EXPECT_EQ(type_of(R"({"const": "nl"})"), R"("nl")");
  EXPECT_EQ(type_of(R"({"type": "array", "items": {"type": "string"}})"), "string[]");
  EXPECT_EQ(type_of(R"({"type": "array", "items": {"enum": ["a", "b"]}})"), R"(Array<"a" | "b">)");
  EXPECT_EQ(type_of(R"({"type": "array"})"), "unknown[]");
  EXPECT_EQ(type_of(R"({"type": "array", "items": [{"type": "string"}]})"), "unknown[]") << "by place";
  EXPECT_EQ(type_of("true"), "unknown");
  EXPECT_EQ(type_of("false"), "never");
  EXPECT_EQ(type_of("{}"), "unknown");
}

TEST(TypescriptType, ObjectsAreClosedOnlyWhenTheSchemaClosesThem) {
  EXPECT_EQ(type_of(R"({"type": "object", "required": ["nummer"], "additionalProperties": false,
                        "properties": {"nummer": {"type": "string", "format": "e164-phone"}, "é-mail": {"type": "string"}}})"),
            "{\n  /** Format: e164-phone. */\n  nummer: string;\n  \"é-mail\"?: string;\n}");
  EXPECT_THAT(type_of(R"({"type": "object", "properties": {"a": {"type": "string"}}})"),
              HasSubstr("[other: string]: unknown;"));
  EXPECT_EQ(type_of(R"({"type": "object"})"), "Record<string, unknown>");
  EXPECT_EQ(type_of(R"({"type": "object", "additionalProperties": {"type": "number"}})"), "Record<string, number>");
  EXPECT_EQ(type_of(R"({"type": "object", "additionalProperties": false})"), "Record<string, never>");
}

TEST(TypescriptType, PartsAreJoinedAndReferencesFollowedAlsoRoundInCircles) {
  std::string const document = R"({"definitions": {"code": {"type": "string"},
      "knoop": {"type": "array", "items": {"$ref": "#/definitions/knoop"}}}})";
  EXPECT_EQ(type_of(R"({"$ref": "#/definitions/code"})", document), "string");
  EXPECT_EQ(type_of(R"({"allOf": [{"$ref": "#/definitions/code"}]})", document), "string");
  EXPECT_THAT(type_of(R"({"$ref": "#/definitions/knoop"})", document), HasSubstr("unknown[]"));
  EXPECT_EQ(type_of(R"({"$ref": "http://json-schema.org/draft-07/schema#"})", document), "unknown");
  EXPECT_EQ(type_of(R"({"anyOf": [{"type": "string"}, {"type": "number"}]})"), "string | number");
  EXPECT_EQ(type_of(R"({"type": ["string", "null"], "allOf": [{"enum": ["a", "b"]}]})"),
            R"((string | null) & ("a" | "b"))");
  EXPECT_EQ(type_of(R"({"type": "string", "anyOf": [{"minLength": 3}, {"const": ""}]})"), "string");
  EXPECT_EQ(type_of(R"({"type": "array", "items": {"oneOf": [{"const": "a"}, {"const": "b"}]}})"),
            R"(Array<"a" | "b">)");
}

ContentType odd_type(std::string const& name) {
  return ContentType::from_schema(parse_json(R"({"type": "object", "required": ["class"], "x-tandem": {"type": ")" +
                                                 name +
                                                 R"(", "title": "class"}, "properties": {
                              "class": {"type": "string", "title": "Eén */ einde", "description": "Regel\nandere regel",
                                        "x-tandem": {"localised": true, "markdown": true}},
                              "date": {"type": "string", "format": "date", "enum": ["2026-01-01"]},
                              "places": {"type": "array", "items": {"type": "integer"}},
                              "owner": {"type": "string", "format": "uuid", "x-tandem": {"reference": ")" +
                                                 name + R"("}}}})",
                                             32)
                                      .value())
      .value();
}

TEST(Typescript, NamesAreIdentifiersAndNoTwoTypesBecomeOne) {
  ContentTypes types;
  for (std::string const name : {"a_1", "a1", "date", "entry", "office_hours", "a__b", "ab_"})
    types.add(odd_type(name)).value();
  std::string const text = typescript(types, {"nl", "fr-BE"});
  for (std::string const name :
       {"A_1Entry", "A1Entry", "DateEntry", "EntryEntry", "OfficeHoursEntry", "A_BEntry", "Ab_Entry"})
    EXPECT_THAT(text, HasSubstr("export type " + name + " = Entry<\""));
  EXPECT_THAT(text, HasSubstr("export type Locale = \"nl\" | \"fr-BE\";"));
}

TEST(Typescript, FieldsHaveTheirOptionalityCommentsAndFilters) {
  ContentTypes types;
  types.add(odd_type("term")).value();
  std::string const text = typescript(types, {"nl"});
  for (std::string const line :
       {"      /** Eén * / einde. Regel andere regel. CommonMark. */\n      class: string;\n",
        "      /** Format: date. */\n      date?: \"2026-01-01\";\n", "      places?: number[];\n",
        "      owner: OneOrNone<\"term\">;\n", "      class?: TextFilter;\n", "      date?: OrderFilter<string>;\n",
        "      places?: EqualFilter<number>;\n", "    sort: \"class\" | \"date\" | \"owner\";\n"})
    EXPECT_THAT(text, HasSubstr(line));
  EXPECT_THAT(text, HasSubstr("export class Tandem {")) << "the client follows";
  EXPECT_THAT(text, Not(HasSubstr("places\" |")));
}

} // namespace
} // namespace tandem::api
