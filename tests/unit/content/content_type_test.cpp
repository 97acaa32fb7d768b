/// Loading content types, and checking drafts and documents with them. What is refused:
/// content_type_refusal_test.cpp.

#include "office.hpp"

#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>

namespace tandem {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

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
    other["x-tandem"].as_object()["type"] = name;
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
  for (std::string_view const name :
       {"page", "note", "news", "service", "location", "service_at_location", "taxonomy", "taxonomy_term"})
    EXPECT_NE(types.find(name), nullptr) << name;
}

} // namespace
} // namespace tandem
