/// Every mistake that an author of a content type can make (schemas/README.md) is refused with its place and a
/// reason.

#include "office.hpp"

#include <functional>
#include <gmock/gmock.h>

namespace tandem {
namespace {

using testing::HasSubstr;

struct Mistake {
  std::string_view what;
  std::function<void(json::object&)> make;
  std::string_view pointer, reason;
};

json::object& root_vocabulary(json::object& schema) { return schema["x-tandem"].as_object(); }
json::object& field(json::object& schema, std::string_view name) {
  return schema["properties"].as_object()[name].as_object();
}
json::object& vocabulary(json::object& schema, std::string_view name) {
  json::value& found = field(schema, name)["x-tandem"];
  if (!found.is_object()) found.emplace_object();
  return found.as_object();
}

void expect_refused(std::vector<Mistake> const& mistakes) {
  for (Mistake const& mistake : mistakes) {
    json::object schema = office();
    mistake.make(schema);
    Result<ContentType> const type = ContentType::from_schema(std::move(schema));
    ASSERT_FALSE(type.has_value()) << mistake.what << " was accepted";
    EXPECT_EQ(type.error().code, ErrorCode::invalid_content);
    EXPECT_EQ(type.error().pointer, mistake.pointer) << mistake.what << ": " << type.error().detail;
    EXPECT_THAT(type.error().detail, HasSubstr(std::string(mistake.reason))) << mistake.what;
  }
}

TEST(ContentType, MistakesInTheVocabularyAtTheRootAreRefusedWithTheirPlace) {
  using Schema = json::object&;
  expect_refused({
      {"no vocabulary", [](Schema s) { s.erase("x-tandem"); }, "/x-tandem", "needs an x-tandem object"},
      {"a vocabulary that is text", [](Schema s) { s["x-tandem"] = "office"; }, "/x-tandem",
       "needs an x-tandem object"},
      {"an unknown key", [](Schema s) { root_vocabulary(s)["titel"] = "name"; }, "/x-tandem/titel",
       "no key \"titel\""},
      {"a key with a slash", [](Schema s) { root_vocabulary(s)["a/b"] = 1; }, "/x-tandem/a~1b", "no key \"a/b\""},
      {"no name", [](Schema s) { root_vocabulary(s).erase("type"); }, "/x-tandem/type", "a type name is"},
      {"a name with capitals", [](Schema s) { root_vocabulary(s)["type"] = "Office"; }, "/x-tandem/type",
       "a type name"},
      {"a name with an accent", [](Schema s) { root_vocabulary(s)["type"] = "café"; }, "/x-tandem/type",
       "a type name"},
      {"a name too long", [](Schema s) { root_vocabulary(s)["type"] = std::string(49, 'a'); }, "/x-tandem/type",
       "a type"},
      {"a name that delivery has taken", [](Schema s) { root_vocabulary(s)["type"] = "sitemap"; }, "/x-tandem/type",
       "the name sitemap is taken"},
      {"another one", [](Schema s) { root_vocabulary(s)["type"] = "changes"; }, "/x-tandem/type",
       "the name changes is taken"},
      {"no title", [](Schema s) { root_vocabulary(s).erase("title"); }, "/x-tandem/title",
       "must name a string field"},
      {"a title that is no field", [](Schema s) { root_vocabulary(s)["title"] = "naam"; }, "/x-tandem/title",
       "must name"},
      {"a title that is a number", [](Schema s) { root_vocabulary(s)["title"] = "rent"; }, "/x-tandem/title",
       "string"},
      {"a title that is a date", [](Schema s) { root_vocabulary(s)["title"] = "opened"; }, "/x-tandem/title",
       "string"},
      {"a title that is a reference", [](Schema s) { root_vocabulary(s)["title"] = "organisation"; },
       "/x-tandem/title", "string field"},
      {"order by a string", [](Schema s) { root_vocabulary(s)["ordered"] = "name"; }, "/x-tandem/ordered",
       "integer field"},
      {"order by nothing", [](Schema s) { root_vocabulary(s)["ordered"] = "rank"; }, "/x-tandem/ordered",
       "integer field"},
      {"order by true", [](Schema s) { root_vocabulary(s)["ordered"] = true; }, "/x-tandem/ordered", "integer field"},
      {"singleton as text", [](Schema s) { root_vocabulary(s)["singleton"] = "yes"; }, "/x-tandem/singleton",
       "true or false"},
      {"labels as a list", [](Schema s) { root_vocabulary(s)["labels"] = json::array{"Kantoor"}; },
       "/x-tandem/labels", "object of locale to name"},
      {"a label in no locale",
       [](Schema s) {
         root_vocabulary(s)["labels"] = {{"dutch", "Kantoor"}};
       },
       "/x-tandem/labels/dutch", "a label's key is a locale"},
      {"a label for the shared variant",
       [](Schema s) {
         root_vocabulary(s)["labels"] = {{"shared", "Kantoor"}};
       },
       "/x-tandem/labels/shared", "a label's key is a locale"},
      {"a label that is no text",
       [](Schema s) {
         root_vocabulary(s)["labels"] = {{"nl", 1}};
       },
       "/x-tandem/labels/nl", "name of the type"},
      {"an empty label",
       [](Schema s) {
         root_vocabulary(s)["labels"] = {{"nl", ""}};
       },
       "/x-tandem/labels/nl", "name of"},
  });
}

TEST(ContentType, MistakesInTheVocabularyOfAFieldAreRefusedWithTheirPlace) {
  using Schema = json::object&;
  expect_refused({
      {"a vocabulary that is true", [](Schema s) { field(s, "rent")["x-tandem"] = true; },
       "/properties/rent/x-tandem", "must be an object"},
      {"an unknown key", [](Schema s) { vocabulary(s, "rent")["localized"] = true; },
       "/properties/rent/x-tandem/localized", "no key \"localized\""},
      {"localised as text", [](Schema s) { vocabulary(s, "name")["localised"] = "nl"; },
       "/properties/name/x-tandem/localised", "true or false"},
      {"index as a number", [](Schema s) { vocabulary(s, "rent")["index"] = 1; }, "/properties/rent/x-tandem/index",
       "true or false"},
      {"a number in Markdown", [](Schema s) { vocabulary(s, "rent")["markdown"] = true; },
       "/properties/rent/x-tandem/markdown", "is Markdown"},
      {"an address in Markdown", [](Schema s) { vocabulary(s, "email")["markdown"] = true; },
       "/properties/email/x-tandem/markdown", "is Markdown"},
      {"a list that is unique", [](Schema s) { vocabulary(s, "audiences")["unique"] = true; },
       "/properties/audiences/x-tandem/unique", "only a scalar"},
      {"an object that is unique", [](Schema s) { vocabulary(s, "geo")["unique"] = true; },
       "/properties/geo/x-tandem/unique", "only a scalar"},
      {"a reference to a name that cannot be",
       [](Schema s) { vocabulary(s, "organisation")["reference"] = "Organisatie!"; },
       "/properties/organisation/x-tandem/reference", "must name a content type"},
      {"a reference to a list", [](Schema s) { vocabulary(s, "organisation")["reference"] = json::array{"page"}; },
       "/properties/organisation/x-tandem/reference", "must name a content type"},
      {"a reference that is localised", [](Schema s) { vocabulary(s, "organisation")["localised"] = true; },
       "/properties/organisation/x-tandem/localised", "shared by all languages"},
      {"a reference that is a number", [](Schema s) { vocabulary(s, "rent")["reference"] = "page"; },
       "/properties/rent", "string of format uuid"},
      {"a reference without a format", [](Schema s) { field(s, "organisation").erase("format"); },
       "/properties/organisation", "string of format uuid"},
      {"references without a format",
       [](Schema s) {
         field(s, "audiences")["items"] = {{"type", "string"}};
       },
       "/properties/audiences", "string of format uuid"},
      {"references without items", [](Schema s) { field(s, "audiences").erase("items"); }, "/properties/audiences",
       "string of format uuid"},
      {"a vocabulary inside an object",
       [](Schema s) {
         field(s, "geo")["additionalProperties"] = {{"x-tandem", {{"index", true}}}};
       },
       "/properties/geo/additionalProperties/x-tandem", "nowhere else"},
      {"a vocabulary inside a list",
       [](Schema s) {
         field(s, "audiences")["items"].as_object()["x-tandem"] = {{"reference", "page"}};
       },
       "/properties/audiences/items/x-tandem", "nowhere else"},
      {"a vocabulary in a definition",
       [](Schema s) {
         s["definitions"] = {{"tel", {{"x-tandem", {{"index", true}}}}}};
       },
       "/definitions/tel/x-tandem", "nowhere else"},
  });
}

TEST(ContentType, MistakesWithTheSlugAreRefusedWithTheirPlace) {
  using Schema = json::object&;
  constexpr std::string_view from = "/properties/slug/x-tandem/slug/from", slug = "/properties/slug/x-tandem/slug";
  auto const made_from = [](json::value field_name) {
    return [field_name](Schema s) { vocabulary(s, "slug")["slug"] = {{"from", field_name}}; };
  };
  expect_refused({
      {"from a field that is missing", made_from("naam"), from, "another string field"},
      {"from itself", made_from("slug"), from, "another string field"},
      {"from a number", made_from("rent"), from, "another string field"},
      {"from a date", made_from("opened"), from, "another string field"},
      {"from a reference", made_from("organisation"), from, "another string field"},
      {"from a shared field", made_from("email"), from, "localised like the slug"},
      {"from no text", made_from(1), slug, "must be {\"from\""},
      {"true", [](Schema s) { vocabulary(s, "slug")["slug"] = true; }, slug, "must be {\"from\""},
      {"more than from",
       [](Schema s) {
         vocabulary(s, "slug")["slug"] = {{"from", "name"}, {"max", 40}};
       },
       "/properties/slug/x-tandem/slug/max", "no key \"max\""},
      {"shared, from a localised field", [](Schema s) { vocabulary(s, "slug")["localised"] = false; }, from,
       "localised like"},
      {"on a field of another name",
       [](Schema s) {
         vocabulary(s, "street")["slug"] = {{"from", "name"}};
       },
       "/properties/street/x-tandem/slug", "named \"slug\""},
      {"of a number", [](Schema s) { field(s, "slug")["type"] = "integer"; }, slug, "string without a format"},
  });
}

TEST(ContentType, MistakesInTheSchemaItselfAreRefusedWithTheirPlace) {
  using Schema = json::object&;
  auto const property = [](std::string name, json::value schema) {
    return [name, schema](Schema s) { s["properties"].as_object()[name] = schema; };
  };
  expect_refused({
      {"another draft", [](Schema s) { s["$schema"] = "https://json-schema.org/draft/2020-12/schema"; }, "/$schema",
       "draft-07"},
      {"draft-04", [](Schema s) { s["$schema"] = "http://json-schema.org/draft-04/schema#"; }, "/$schema",
       "draft-07"},
      {"no type", [](Schema s) { s.erase("type"); }, "/type", "must be \"object\""},
      {"a list", [](Schema s) { s["type"] = "array"; }, "/type", "must be \"object\""},
      {"no properties", [](Schema s) { s.erase("properties"); }, "/properties", "needs properties"},
      {"properties as a list", [](Schema s) { s["properties"] = json::array{}; }, "/properties", "must be an object"},
      {"fields by pattern",
       [](Schema s) {
         s["patternProperties"] = {{"^a", true}};
       },
       "/patternProperties", "one by one"},
      {"required is a name", [](Schema s) { s["required"] = "name"; }, "/required", "must be a list, not a string"},
      {"required holds what is no field", [](Schema s) { s["required"].as_array().push_back("naam"); }, "/required/3",
       "not there"},
      {"required twice", [](Schema s) { s["required"].as_array().push_back("name"); }, "/required/3",
       "in the list already"},
      {"a field's name with a capital", property("Naam", {{"type", "string"}}), "/properties/Naam",
       "a field name is"},
      {"a field's name with a slash", property("a/b", {{"type", "string"}}), "/properties/a~1b", "a field name is"},
      {"a field named id", property("id", {{"type", "string"}}), "/properties/id", "taken by JSON:API"},
      {"a field named type", property("type", {{"type", "string"}}), "/properties/type", "taken by JSON:API"},
      {"a field that is true", property("vrij", true), "/properties/vrij", "schema is an object"},
      {"a field that is text", property("vrij", "string"), "/properties/vrij", "must be true or false or an object"},
      {"a field without a type", property("vrij", json::object{}), "/properties/vrij/type", "needs one type"},
      {"a field of two types", property("vrij", {{"type", {"string", "null"}}}), "/properties/vrij/type",
       "needs one type"},
      {"a type that does not exist", property("vrij", {{"type", "text"}}), "/properties/vrij/type",
       "must be one of: array"},
      {"a length below zero", property("vrij", {{"type", "string"}, {"maxLength", -1}}), "/properties/vrij/maxLength",
       "must be at least 0"},
      {"a broken pattern", property("vrij", {{"type", "string"}, {"pattern", "^[a-z"}}), "/properties/vrij/pattern",
       "valid regex"},
      {"a broken pattern of names", property("vrij", {{"type", "object"}, {"patternProperties", {{"(", true}}}}),
       "/properties/vrij/patternProperties/(", "valid regex"},
      {"an unknown format", property("vrij", {{"type", "string"}, {"format", "postcode"}}), "/properties/vrij/format",
       "the format \"postcode\" is not known; known are date, date-time, email, file, uri, uuid"},
      {"an unknown format in a list", property("vrij", {{"type", "array"}, {"items", {{"format", "e-mail"}}}}),
       "/properties/vrij/items/format", "is not known"},
      {"a reference to nothing", property("vrij", {{"type", "array"}, {"items", {{"$ref", "#/definitions/tel"}}}}),
       "/properties/vrij/items/$ref", "where no schema stands"},
      {"a reference to another file", property("vrij", {{"type", "array"}, {"items", {{"$ref", "tel.json"}}}}),
       "/properties/vrij/items/$ref", "another document"},
      {"a reference to itself",
       property("vrij", {{"type", "array"}, {"items", {{"$ref", "#/properties/vrij/items"}}}}),
       "/properties/vrij/items", "checking itself"},
      {"rules beside a reference",
       property("vrij", {{"type", "array"}, {"items", {{"$ref", "#/properties/name"}, {"maxLength", 3}}}}),
       "/properties/vrij/items/maxLength", "is ignored beside $ref"},
  });
}

TEST(ContentType, WhatIsNoObjectIsNoContentType) {
  for (std::string_view const text : {"[]", "\"office\"", "true", "null", "1"}) {
    Result<ContentType> const type = ContentType::from_schema(json::parse(text));
    ASSERT_FALSE(type.has_value()) << text;
    EXPECT_THAT(type.error().detail, HasSubstr("is a JSON Schema object"));
  }
}

} // namespace
} // namespace tandem
