#include "editing/editor.hpp"
#include "support/site.hpp"

#include <fstream>
#include <gmock/gmock.h>

namespace tandem {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

/// A site whose content types are in a folder of its own, so that they can change between two starts.
class Types : public testing::Test {
protected:
  Types() {
    std::filesystem::create_directories(folder_);
    write(R"("name": {"type": "string", "x-tandem": {"localised": true}})");
  }
  ~Types() override { std::filesystem::remove_all(folder_); }

  void write(std::string const& properties) const {
    std::ofstream(folder_ / "glossary_term.json")
        << R"({"$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "required": ["name"],
              "x-tandem": {"type": "glossary_term", "title": "name"}, "properties": {)"
        << properties << "}}";
  }
  [[nodiscard]] std::unique_ptr<app::Site> site() const {
    app::Configuration configuration;
    configuration.load("geen bestand", {}, {{"database", database_}, {"plugins", ""}}).value();
    std::filesystem::path const build = TANDEM_BINARY_DIR;
    auto made = app::Site::load(std::move(configuration),
                                {folder_, build / "share/tandem/migrations", build / "share/tandem/config/roles.json",
                                 build / "lib/tandem/plugins"})
                    .value();
    made->open_database().value();
    return made;
  }
  static Result<void> migrate(app::Site& site, bool accept_breaking = false) {
    return app::migrate(
        site, [](std::string const&) {}, accept_breaking);
  }
  std::filesystem::path const folder_ = "/tmp/tandem-types-" + std::to_string(::getpid());
  std::string const database_ = test::Cluster::get().fresh_database();
};

TEST_F(Types, AChangeThatStoredContentDoesNotFitIsToldBeforeItIsApplied) {
  {
    auto const before = site();
    migrate(*before).value();
    editing::Editor(before->editing())
        .create(access::command_line(),
                {"glossary_term", {{Locale::parse("nl").value(), {{"name", "enkelband"}}}}, ""})
        .value();
    EXPECT_THAT(app::check_types(*before).value(), IsEmpty());
  }
  write(R"("name": {"type": "string", "maxLength": 5, "x-tandem": {"localised": true}})");
  auto const after = site();
  auto const problems = app::check_types(*after).value();
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_THAT(problems[0], HasSubstr("glossary_term"));
  EXPECT_THAT(problems[0], HasSubstr("nl at /name"));
  auto const refused = migrate(*after);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().detail, HasSubstr("do not fit 1 stored variants"));
  EXPECT_FALSE(migrate(*after)) << "refused again: nothing was applied";
  EXPECT_TRUE(migrate(*after, true));
  EXPECT_TRUE(migrate(*after)) << "applied once, it is not asked again";
}

TEST_F(Types, AChangeThatEverythingFitsIsAppliedByItself) {
  migrate(*site()).value();
  write(
      R"("name": {"type": "string", "x-tandem": {"localised": true}}, "since": {"type": "string", "format": "date"})");
  EXPECT_TRUE(migrate(*site()));
}

TEST_F(Types, ATypeThatIsGoneIsToldWhileItHasEntries) {
  {
    auto const before = site();
    migrate(*before).value();
    editing::Editor(before->editing())
        .create(access::command_line(),
                {"glossary_term", {{Locale::parse("fr").value(), {{"name", "maison d’arrêt"}}}}, ""})
        .value();
  }
  std::filesystem::remove(folder_ / "glossary_term.json");
  auto const problems = app::check_types(*site()).value();
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_THAT(problems[0], HasSubstr("its content type is not loaded"));
}

} // namespace
} // namespace tandem
