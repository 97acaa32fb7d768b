/// The schemas within a schema.

#include "content/subschemas.hpp"

#include <gmock/gmock.h>

namespace tandem {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

std::vector<std::string> pointers(std::string_view schema) {
  json::value const root = json::parse(schema);
  Result<std::vector<Subschema>> const found = subschemas_of(root);
  if (!found) return {found.error().pointer + ": " + found.error().detail};
  std::vector<std::string> list;
  for (Subschema const& subschema : *found) list.push_back(subschema.pointer);
  return list;
}

TEST(Subschemas, AreFoundUnderEveryKeywordOfDraft07ThatHoldsSchemas) {
  EXPECT_THAT(pointers(R"({
    "definitions": {"tel": {}}, "properties": {"a/b": {}, "vrij": true}, "patternProperties": {"^é": {}},
    "additionalProperties": {}, "propertyNames": {}, "dependencies": {"x": {}, "y": ["z"]},
    "items": [{}, {}], "additionalItems": {}, "contains": {},
    "allOf": [{}], "anyOf": [{}, {"not": {}}], "oneOf": [{}], "if": {}, "then": {}, "else": {}
  })"),
              UnorderedElementsAre("", "/definitions/tel", "/properties/a~1b", "/patternProperties/^é",
                                   "/additionalProperties", "/propertyNames", "/dependencies/x", "/items/0",
                                   "/items/1", "/additionalItems", "/contains", "/allOf/0", "/anyOf/0", "/anyOf/1",
                                   "/anyOf/1/not", "/oneOf/0", "/if", "/then", "/else"));
}

TEST(Subschemas, AreNotSoughtInValuesNorInOtherKeywords) {
  EXPECT_THAT(pointers(R"({"const": {"properties": {"a": {}}}, "enum": [{"not": {}}], "default": {"items": {}},
                           "x-tandem": {"items": {}},
                           "properties": {"properties": {"const": {"$ref": "nergens"}}}})"),
              ElementsAre("", "/properties/properties"));
}

TEST(Subschemas, AreFollowedThroughReferencesOnceEach) {
  EXPECT_THAT(
      pointers(R"({"properties": {"a": {"$ref": "#/elders/tel%20nr", "items": {}}, "b": {"$ref": "#/elders/tel%20nr"},
                           "zelf": {"$ref": "#"}}, "elders": {"tel nr": {"items": {}}}})"),
      UnorderedElementsAre("", "/properties/a", "/properties/b", "/properties/zelf", "/elders/tel nr",
                           "/elders/tel nr/items"));
  EXPECT_THAT(pointers(R"({"items": {"$ref": "http://json-schema.org/draft-07/schema#"}})"),
              ElementsAre("", "/items"));
}

TEST(Subschemas, AReferenceThatLeadsNowhereIsRefused) {
  EXPECT_THAT(pointers(R"({"items": {"$ref": "#/definitions/tel"}})"),
              ElementsAre("/items/$ref: refers to #/definitions/tel, where no schema stands"));
  EXPECT_THAT(pointers(R"({"items": {"$ref": "#/title"}, "title": "Kantoor"})"),
              ElementsAre("/items/$ref: refers to #/title, where no schema stands"));
  EXPECT_THAT(
      pointers(R"({"items": {"$ref": "https://example.brussels/tel.json"}})"),
      ElementsAre(
          "/items/$ref: refers to another document, which is not followed: https://example.brussels/tel.json"));
}

TEST(Subschemas, ACircleThatNeverReachesAValueIsRefused) {
  for (std::string_view const schema :
       {R"({"$ref": "#"})", R"({"allOf": [{"$ref": "#"}]})", R"({"if": {"not": {"anyOf": [{"$ref": "#/if"}]}}})",
        R"({"definitions": {"a": {"$ref": "#/definitions/b"}, "b": {"$ref": "#/definitions/a"}}})",
        R"({"dependencies": {"x": {"oneOf": [{"$ref": "#"}]}}})"}) {
    std::vector<std::string> const told = pointers(schema);
    ASSERT_EQ(told.size(), 1U) << schema;
    EXPECT_THAT(told[0], testing::HasSubstr("can only be checked by checking itself first")) << schema;
  }
  EXPECT_EQ(pointers(R"({"items": {"$ref": "#"}, "allOf": [{"properties": {"kind": {"$ref": "#"}}}]})").size(), 4U);
  EXPECT_EQ(
      pointers(R"({"allOf": [{"$ref": "#/definitions/a"}, {"$ref": "#/definitions/a"}], "definitions": {"a": {}}})")
          .size(),
      4U);
}

} // namespace
} // namespace tandem
