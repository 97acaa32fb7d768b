/// Loading content types: good ones, and every mistake an author can make with the vocabulary of schemas/README.md.

#include "content/content_type.hpp"

#include <filesystem>
#include <fstream>
#include <functional>
#include <gmock/gmock.h>

namespace tandem {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

/// The example of schemas/README.md, with a format that is standard.
json::object office() {
  return json::parse(R"({
    "$schema": "http://json-schema.org/draft-07/schema#",
    "title": "Office",
    "x-tandem": {"type": "office", "title": "name", "labels": {"nl": "Kantoor", "fr": "Bureau"}, "ordered": "position"},
    "type": "object",
    "required": ["name", "street", "position"],
    "properties": {
      "name": {"type": "string", "minLength": 1, "maxLength": 160, "x-tandem": {"localised": true}},
      "slug": {"type": "string", "maxLength": 96, "x-tandem": {"localised": true, "slug": {"from": "name"}}},
      "street": {"type": "string", "maxLength": 160, "x-tandem": {"localised": true}},
      "directions": {"type": "string", "x-tandem": {"localised": true, "markdown": true}},
      "email": {"type": "string", "format": "email", "x-tandem": {"index": true, "unique": true}},
      "opened": {"type": "string", "format": "date"},
      "checked_at": {"type": "string", "format": "date-time"},
      "rent": {"type": "number"},
      "open": {"type": "boolean"},
      "geo": {"type": "object", "additionalProperties": {"type": "number"}},
      "organisation": {"type": "string", "format": "uuid", "x-tandem": {"reference": "organisation"}},
      "audiences": {"type": "array", "items": {"type": "string", "format": "uuid"}, "x-tandem": {"reference": "audience"}},
      "position": {"type": "integer", "minimum": 0}
    }
  })")
      .as_object();
}

ContentType loaded(json::object schema) {
  Result<ContentType> type = ContentType::from_schema(std::move(schema));
  EXPECT_TRUE(type.has_value()) << type.error().pointer << ": " << type.error().detail;
  return std::move(type).value();
}

TEST(ContentType, TheExampleOfTheDocumentationLoadsWithAllItsFields) {
  ContentType const type = loaded(office());
  EXPECT_EQ(type.name(), "office");
  EXPECT_EQ(type.title_field(), "name");
  EXPECT_EQ(type.ordered_by(), "position");
  EXPECT_FALSE(type.singleton());
  EXPECT_TRUE(type.has_localised());
  EXPECT_TRUE(type.has_shared());
  EXPECT_EQ(type.labels().at("fr"), "Bureau");
  ASSERT_NE(type.slug(), nullptr);
  EXPECT_EQ(type.slug()->slug_from, "name");
  EXPECT_EQ(type.fields().size(), 13U);
  EXPECT_EQ(type.field("nowhere"), nullptr);
  EXPECT_TRUE(type.field("street")->required);
  EXPECT_FALSE(type.field("email")->required);
  EXPECT_TRUE(type.field("directions")->markdown);
  EXPECT_TRUE(type.field("email")->index && type.field("email")->unique);
  EXPECT_FALSE(type.field("organisation")->many);
  EXPECT_TRUE(type.field("audiences")->many);
  EXPECT_EQ(type.field("audiences")->reference, "audience");
}

TEST(ContentType, AFieldSortsAndFiltersByTheKindOfItsSchema) {
  ContentType const type = loaded(office());
  EXPECT_EQ(type.field("name")->kind, FieldKind::string);
  EXPECT_EQ(type.field("opened")->kind, FieldKind::date);
  EXPECT_EQ(type.field("checked_at")->kind, FieldKind::date_time);
  EXPECT_EQ(type.field("rent")->kind, FieldKind::number);
  EXPECT_EQ(type.field("position")->kind, FieldKind::integer);
  EXPECT_EQ(type.field("open")->kind, FieldKind::boolean);
  EXPECT_EQ(type.field("geo")->kind, FieldKind::object);
  EXPECT_EQ(type.field("audiences")->kind, FieldKind::array);
}

TEST(ContentType, ATypeMayBeAllLocalisedOrAllSharedOrASingleton) {
  ContentType const localised =
      loaded({{"type", "object"},
              {"x-tandem", {{"type", "motto"}, {"title", "text"}, {"singleton", true}}},
              {"properties", {{"text", {{"type", "string"}, {"x-tandem", {{"localised", true}}}}}}}});
  EXPECT_TRUE(localised.singleton());
  EXPECT_FALSE(localised.has_shared());
  EXPECT_EQ(localised.slug(), nullptr);
  ContentType const shared = loaded({{"type", "object"},
                                     {"x-tandem", {{"type", "postcode"}, {"title", "code"}}},
                                     {"properties", {{"code", {{"type", "string"}}}}}});
  EXPECT_FALSE(shared.has_localised());
  EXPECT_TRUE(shared.ordered_by().empty());
  EXPECT_TRUE(shared.labels().empty());
}

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
       "the format \"postcode\" is not known; known are date, date-time, email, uri, uuid"},
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

std::vector<std::string> lines(Result<void> const& result) {
  std::vector<std::string> found;
  if (result) return found;
  found.push_back(result.error().pointer + ": " + result.error().detail);
  for (Error const& other : result.error().further) found.push_back(other.pointer + ": " + other.detail);
  return found;
}

TEST(ContentType, ADraftMayLackWhatIsRequiredButNotBreakTheRest) {
  ContentType const type = loaded(office());
  Locale const nl = *Locale::parse("nl");
  EXPECT_THAT(lines(type.check_draft({}, nl)), ElementsAre());
  EXPECT_THAT(lines(type.check_draft({{"name", "Kantoor Stalingradlaan"}}, nl)), ElementsAre());
  EXPECT_THAT(lines(type.check_draft({{"name", ""}, {"street", 12}}, nl)),
              ElementsAre("/name: must not be empty", "/street: must be a string, not a number"));
}

TEST(ContentType, ADraftHoldsTheFieldsOfItsOwnVariantOnly) {
  ContentType const type = loaded(office());
  EXPECT_THAT(lines(type.check_draft({{"name", "Bureau"}, {"position", 1}}, *Locale::parse("fr"))),
              ElementsAre("/position: is shared by all languages: send it to the shared variant"));
  EXPECT_THAT(lines(type.check_draft({{"name", "Bureau"}, {"position", 1}}, Locale::shared())),
              ElementsAre("/name: is written per language: send it to a locale's variant"));
  EXPECT_THAT(lines(type.check_draft({{"naam", "Kantoor"}, {"a/b", 1}}, *Locale::parse("nl"))),
              ElementsAre("/naam: the type office has no field naam", "/a~1b: the type office has no field a/b"));
}

TEST(ContentType, ADocumentThatGoesPublicHasAllThatIsRequired) {
  ContentType const type = loaded(office());
  EXPECT_THAT(lines(type.check_complete({{"name", "Kantoor"}, {"street", "Stalingradlaan"}, {"position", 1}})),
              ElementsAre());
  EXPECT_THAT(
      lines(type.check_complete({{"name", "Kantoor"}, {"fax", "geen"}})),
      testing::UnorderedElementsAre("/position: is required", "/street: is required", "/fax: is not a known field"));
}

TEST(References, AreFoundInDocumentOrderWithTheirPlaceAndType) {
  ContentType const type = loaded(office());
  json::object const data{
      {"audiences", {"014170e2-9700-7012-8000-000000000001", "geen id", 3, "014170E2-9700-7012-8000-00000000000A"}},
      {"organisation", "014170e2-9700-7012-8000-000000000004"},
      {"name", "014170e2-9700-7012-8000-000000000009"}};
  std::vector<std::string> found;
  for (Reference const& reference : references_of(type, data))
    found.push_back(reference.pointer + " " + reference.target_type + " " + reference.target.text().substr(24));
  EXPECT_THAT(found, ElementsAre("/organisation organisation 000000000004", "/audiences/0 audience 000000000001",
                                 "/audiences/3 audience 00000000000a"));
  EXPECT_TRUE(references_of(type, {{"audiences", "geen lijst"}, {"organisation", 7}}).empty());
}

/// A folder of schema files that is gone with the test.
class Folder {
public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "tandem-schemas-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(Folder const&) = delete;
  Folder& operator=(Folder const&) = delete;
  void write(std::string const& name, std::string_view text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
  }
  [[nodiscard]] std::filesystem::path const& path() const { return path_; }

private:
  std::filesystem::path path_;
};

std::string line(Result<void> const& result) { return result ? "(accepted)" : result.error().detail; }

TEST(ContentTypes, AFolderIsLoadedByItsJsonFiles) {
  Folder const folder;
  folder.write("office.json", json::serialize(office()));
  folder.write("LEESMIJ.md", "geen schema");
  ContentTypes types;
  ASSERT_EQ(line(types.add_folder(folder.path())), "(accepted)");
  ASSERT_NE(types.find("office"), nullptr);
  EXPECT_EQ(types.find("kantoor"), nullptr);
  EXPECT_EQ(types.all().size(), 1U);
}

TEST(ContentTypes, AMistakeInAFileIsToldInOneLineWithFilePointerAndReason) {
  struct Case {
    std::string_view text, starts;
  };
  for (auto const& [text, starts] : {
           Case{R"({"type": "object")", "bureau.json: the JSON ends too early"},
           Case{R"({"type": "object", "type": "array"})", "bureau.json: the member \"type\" appears twice"},
           Case{R"([])", "bureau.json: a content type is a JSON Schema object"},
           Case{"", "bureau.json: the JSON ends too early"},
           Case{R"({"type": "object", "x-tandem": {"typ": "a"}})",
                "bureau.json at /x-tandem/typ: x-tandem has no key"},
           Case{R"({"required": 1})", "bureau.json at /required: must be a list"},
       }) {
    Folder const folder;
    folder.write("bureau.json", text);
    std::string const told = line(ContentTypes().add_folder(folder.path()));
    EXPECT_THAT(told, StartsWith(std::string(starts)));
    EXPECT_EQ(told.find('\n'), std::string::npos);
  }
}

TEST(ContentTypes, AFolderOrFileThatCannotBeReadIsNamed) {
  Folder const folder;
  EXPECT_THAT(line(ContentTypes().add_folder(folder.path() / "weg")), HasSubstr("weg cannot be read"));
  std::filesystem::create_directory(folder.path() / "map.json");
  EXPECT_EQ(line(ContentTypes().add_folder(folder.path())), "map.json: cannot be read");
}

TEST(ContentTypes, ATypeDeclaredTwiceIsRefusedWithBothFiles) {
  Folder const folder;
  folder.write("bureau.json", json::serialize(office()));
  folder.write("kantoor.json", json::serialize(office()));
  EXPECT_EQ(line(ContentTypes().add_folder(folder.path())),
            "kantoor.json at /x-tandem/type: the content type office is declared in bureau.json already");
  ContentTypes types;
  ASSERT_TRUE(types.add(loaded(office())).has_value());
  EXPECT_EQ(line(types.add(loaded(office()))), "the content type office is declared twice");
}

TEST(ContentTypes, AReferenceToATypeThatIsNotLoadedIsRefusedWithFileAndPlace) {
  Folder const folder;
  folder.write("kantoor.json", json::serialize(office()));
  ContentTypes types;
  ASSERT_EQ(line(types.add_folder(folder.path())), "(accepted)");
  EXPECT_EQ(line(types.check_references()),
            "kantoor.json at /properties/organisation/x-tandem/reference: the type office "
            "refers to organisation, which is not loaded");
  for (std::string const name : {"organisation", "audience"}) {
    json::object other = office();
    root_vocabulary(other)["type"] = name;
    ASSERT_TRUE(types.add(loaded(other)).has_value());
  }
  EXPECT_EQ(line(types.check_references()), "(accepted)"); // also of a type to itself
}

TEST(ContentTypes, AFormatIsKnownToTheTypesAddedAfterIt) {
  json::object schema = office();
  schema["properties"].as_object()["postcode"] = {{"type", "string"}, {"format", "brussels-postcode"}};
  Folder const folder;
  folder.write("kantoor.json", json::serialize(schema));
  ContentTypes types;
  EXPECT_THAT(line(types.add_folder(folder.path())),
              StartsWith("kantoor.json at /properties/postcode/format: the format"));
  ASSERT_TRUE(types.add_format("brussels-postcode", [](std::string_view text) { return text.starts_with("1"); }));
  ASSERT_EQ(line(types.add_folder(folder.path())), "(accepted)");
  EXPECT_THAT(lines(types.find("office")->check_draft({{"postcode", "9000"}}, Locale::shared())),
              ElementsAre("/postcode: is not a valid brussels-postcode"));
  EXPECT_THAT(line(types.add_format("email", [](std::string_view) { return true; })), HasSubstr("known already"));
}

TEST(ContentTypes, TheTypesOfTheProductLoadAndReferToEachOther) {
  std::filesystem::path const source = TANDEM_SOURCE_DIR;
  ContentTypes types;
  for (std::string const format : {"e164-phone", "brussels-postcode"})
    ASSERT_TRUE(types.add_format(format, [](std::string_view text) { return !text.empty(); }));
  ASSERT_EQ(line(types.add_folder(source / "schemas")), "(accepted)");
  ASSERT_EQ(line(types.add_folder(source / "plugins/services_directory/schemas")), "(accepted)");
  EXPECT_EQ(line(types.check_references()), "(accepted)");
  for (std::string_view const name : {"page", "note", "news", "service", "office"})
    EXPECT_NE(types.find(name), nullptr) << name;
}

} // namespace
} // namespace tandem
