/// The checks over all of the sample content: real Dutch and French texts, each beside the one it was translated
/// from.

#include "checks/findings.hpp"

#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <sstream>

namespace translation::checks {
namespace {

namespace fs = std::filesystem;
namespace json = tandem::json;
using tandem::Locale;

json::object read(fs::path const& file) {
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  return json::parse(text.str()).as_object();
}

std::map<std::string, std::vector<segments::TextField>> types() {
  std::map<std::string, std::vector<segments::TextField>> all;
  for (fs::path const& folder :
       {fs::path(TANDEM_SOURCE_DIR) / "schemas", fs::path(TANDEM_SOURCE_DIR) / "plugins/services_directory/schemas",
        fs::path(TANDEM_SOURCE_DIR) / "plugins/translation/schemas"})
    for (auto const& item : fs::directory_iterator(folder))
      if (item.path().extension() == ".json")
        all.emplace(item.path().stem().string(), segments::text_fields(read(item.path())));
  return all;
}

/// A revision in French and the one in Dutch that it was translated from.
struct Pair {
  std::string file, type;
  json::object dutch, french;
};

std::vector<Pair> pairs() {
  std::vector<Pair> all;
  for (auto const& item : fs::recursive_directory_iterator(fs::path(TANDEM_SOURCE_DIR) / "config/sample/entries")) {
    if (item.path().extension() != ".json") continue;
    json::object const entry = read(item.path());
    json::object const& variants = entry.at("variants").as_object();
    if (!variants.contains("nl") || !variants.contains("fr")) continue;
    json::array const &dutch = variants.at("nl").as_array(), &french = variants.at("fr").as_array();
    for (json::value const& revision : french) {
      json::value const* const source = revision.as_object().if_contains("source");
      if (source == nullptr || source->at("locale") != "nl") continue;
      auto const number = static_cast<std::size_t>(source->at("number").as_int64());
      all.push_back({item.path().filename().string(), std::string(entry.at("type").as_string()),
                     dutch.at(number - 1).at("data").as_object(), revision.at("data").as_object()});
    }
  }
  return all;
}

CheckSettings const rules{CheckPolicy::parse("").value(), {}, 10};

std::vector<Finding> found(std::vector<segments::TextField> const& fields, Pair const& pair) {
  return findings_of(rules, pair.type, fields,
                     {{Locale::parse("nl").value(), pair.dutch}, {Locale::parse("fr").value(), pair.french}});
}

TEST(SampleContent, GivesNoFalseAlarm) {
  auto const of_type = types();
  auto const all = pairs();
  EXPECT_GT(all.size(), 60U);
  for (Pair const& pair : all)
    for (Finding const& one : found(of_type.at(pair.type), pair))
      ADD_FAILURE() << pair.file << " " << one.locale << one.pointer << " " << name_of(one.kind) << ": "
                    << one.message.en << " | " << one.here << " | " << one.there;
}

TEST(SampleContent, LeftInTheOtherLanguageIsFoundInEveryTextThatIsLongEnough) {
  auto const of_type = types();
  std::size_t texts = 0, missed = 0;
  for (Pair const& pair : pairs()) {
    for (segments::TextField const& field : of_type.at(pair.type)) {
      json::value const* const dutch = pair.dutch.if_contains(field.name);
      if (dutch == nullptr || !dutch->is_string() || dutch->get_string().size() < 200) continue;
      Pair left = pair;
      left.french = {{field.name, *dutch}};
      left.dutch = {{field.name, pair.french.if_contains(field.name) != nullptr ? pair.french.at(field.name) : ""}};
      ++texts;
      auto const findings = found({field}, left);
      bool const told = std::any_of(findings.begin(), findings.end(), [](Finding const& one) {
        return one.locale == "fr" && one.kind == Kind::language;
      });
      if (!told) ++missed;
    }
  }
  EXPECT_GT(texts, 40U);
  EXPECT_EQ(missed, 0U) << "of " << texts;
}

} // namespace
} // namespace translation::checks
