/// The official JSON Schema test suite (Debian package json-schema-test-suite), draft-07, against our validator.
/// What does not work is listed in draft7_unsupported.txt; the list can only shrink.

#include "content/schema_validator.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <set>
#include <sstream>

namespace tandem {
namespace {

namespace fs = std::filesystem;

fs::path const suite = "/usr/share/json-schema-test-suite/tests/draft7";

std::string text_of(fs::path const& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

/// Lines of draft7_unsupported.txt: "<file>/<description of the group>/<description of the test>".
std::set<std::string> unsupported() {
  std::set<std::string> names;
  std::ifstream in(fs::path(TANDEM_SOURCE_DIR) / "tests/unit/content/draft7_unsupported.txt");
  for (std::string line; std::getline(in, line);)
    if (!line.empty() && !line.starts_with('#')) names.insert(line);
  return names;
}

/// The parts of draft-07 that are required, and the optional ones about formats that Tandem checks.
std::vector<fs::path> files() {
  std::vector<fs::path> found;
  for (auto const& item : fs::directory_iterator(suite))
    if (item.path().extension() == ".json") found.push_back(item.path().filename());
  for (std::string_view const format : {"date", "date-time", "email", "uri", "uuid"}) {
    fs::path const file = fs::path("optional/format") / (std::string(format) + ".json");
    if (fs::exists(suite / file)) found.push_back(file);
  }
  std::sort(found.begin(), found.end());
  return found;
}

TEST(Draft7, EveryCaseOfTheOfficialSuiteIsAnsweredAsItShouldUnlessListed) {
  ASSERT_TRUE(fs::is_directory(suite)) << "install the package json-schema-test-suite";
  std::set<std::string> const listed = unsupported();
  std::set<std::string> seen;
  int cases = 0;
  for (fs::path const& file : files()) {
    json::value const groups = json::parse(text_of(suite / file));
    for (json::value const& group : groups.as_array()) {
      Result<SchemaValidator> const schema = SchemaValidator::compile(group.at("schema"));
      for (json::value const& test : group.at("tests").as_array()) {
        std::string const name = file.string() + "/" + std::string(group.at("description").as_string()) + "/" +
                                 std::string(test.at("description").as_string());
        ++cases;
        seen.insert(name);
        Result<void> const answer = schema ? schema->validate(test.at("data")) : Result<void>();
        bool const right = schema.has_value() && answer.has_value() == test.at("valid").as_bool();
        if (listed.contains(name)) EXPECT_FALSE(right) << name << "\nworks now: strike it off draft7_unsupported.txt";
        else
          EXPECT_TRUE(right) << name << "\n"
                             << (!schema   ? schema.error().detail
                                 : !answer ? answer.error().detail
                                           : "");
      }
    }
  }
  for (std::string const& name : listed)
    EXPECT_TRUE(seen.contains(name)) << name << "\nis listed but not in the suite";
  EXPECT_GT(cases, 400);
}

TEST(Draft7, NoViolationIsToldInWordsOfTheLibraryOrWithoutAPlaceInTheDocument) {
  ASSERT_TRUE(fs::is_directory(suite)) << "install the package json-schema-test-suite";
  int violations = 0;
  for (fs::path const& file : files()) {
    json::value const groups = json::parse(text_of(suite / file));
    for (json::value const& group : groups.as_array()) {
      Result<SchemaValidator> const schema = SchemaValidator::compile(group.at("schema"));
      if (!schema) continue;
      for (json::value const& test : group.at("tests").as_array()) {
        Result<void> const answer = schema->validate(test.at("data"));
        if (answer) continue;
        std::vector<Error> errors = answer.error().further;
        errors.push_back(answer.error());
        for (Error const& error : errors) {
          ++violations;
          EXPECT_EQ(error.code, ErrorCode::invalid_content);
          EXPECT_FALSE(error.detail.empty()) << file;
          std::string const sentence = error.detail.substr(0, error.detail.find("pattern"));
          for (std::string_view const inner : {"schema", "constraint", "#", "Failed", "<root>"})
            EXPECT_EQ(sentence.find(inner), std::string::npos) << file << ": " << error.detail;
          // Only a member that is missing has a pointer to what is not there.
          json::error_code ec;
          json::value const& data = test.at("data");
          EXPECT_TRUE(error.detail.starts_with("is required") || data.find_pointer(error.pointer, ec) != nullptr)
              << file << ": " << error.pointer << " " << error.detail;
        }
      }
    }
  }
  EXPECT_GT(violations, 150);
}

} // namespace
} // namespace tandem
