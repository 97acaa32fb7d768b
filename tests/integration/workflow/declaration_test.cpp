#include "editing/publisher.hpp"
#include "editing/workflow.hpp"
#include "support/orders.hpp"
#include "support/site.hpp"

#include <fstream>
#include <gmock/gmock.h>

namespace tandem {
namespace {

using testing::HasSubstr;

/// A site with one content type of its own, whose workflow the test declares.
class Declaration : public testing::Test {
protected:
  Declaration() { std::filesystem::create_directories(folder_); }
  ~Declaration() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] Result<std::unique_ptr<app::Site>> load(std::string const& workflow,
                                                        std::map<std::string, std::string> settings = {}) const {
    std::ofstream(folder_ / "glossary_term.json")
        << R"({"type": "object", "required": ["name"], "properties": {"name": {"type": "string", "x-tandem":
              {"localised": true}}}, "x-tandem": {"type": "glossary_term", "title": "name", "workflow": )"
        << workflow << "}}";
    settings.insert({{"database", database_}, {"plugins", ""}});
    app::Configuration configuration;
    configuration.load("geen bestand", {}, settings).value();
    std::filesystem::path const build = TANDEM_BINARY_DIR;
    return app::Site::load(std::move(configuration),
                           {folder_, build / "share/tandem/migrations", build / "share/tandem/config/roles.json",
                            build / "lib/tandem/plugins"});
  }

  /// Someone with an account who may read and review by this role.
  static access::Actor by_role(app::Site& site, std::string const& name, std::string const& role) {
    access::Actor actor;
    actor.name = name;
    actor.account =
        Uuid::parse(site.services().accounts.add(access::command_line(), name, {{role}}).value().id).value();
    actor.grants = {{role, std::set<std::string>{"entry.read", "entry.review", "entry.publish"}}};
    return actor;
  }

  std::filesystem::path const folder_ = "/tmp/tandem-declaration-" + std::to_string(::getpid());
  std::string const database_ = test::Cluster::get().fresh_database();
};

TEST_F(Declaration, ARoleThatIsNotThereStopsTheStartWithItsPlace) {
  auto const site = load(R"({"review": {"by": ["reviewer", "lector"]}})");
  ASSERT_FALSE(site);
  EXPECT_THAT(site.error().detail,
              HasSubstr("glossary_term.json at /x-tandem/workflow/review/by/1: there is no role lector"));
}

TEST_F(Declaration, JointSignOffWithoutAuthoritiesStopsTheStart) {
  std::filesystem::path const roles = folder_ / "roles";
  std::ofstream(roles) << R"({"roles": {"coordinator": {"grants": [{"permissions": ["entry.read"]}]}}})";
  auto const site = load(R"({"sign_off": "each_authority"})", {{"roles", roles.string()}});
  ASSERT_FALSE(site);
  EXPECT_THAT(site.error().detail, HasSubstr("glossary_term.json at /x-tandem/workflow/sign_off"));
}

TEST_F(Declaration, OnlyApprovalsThroughTheRolesNamedCountAndAllOfThemAreNeeded) {
  auto const site = load(R"({"review": {"approvals": 2, "by": ["reviewer"]}})").value();
  site->open_database().value();
  app::migrate(
      *site, [](std::string const&) {}, false)
      .value();
  editing::Context const& context = site->editing();
  Locale const nl = Locale::parse("nl").value();
  EntryId const term = editing::Editor(context)
                           .create(access::command_line(), {"glossary_term", {{nl, {{"name", "geïnterneerde"}}}}, ""})
                           .value()
                           .front()
                           .entry;
  editing::DecisionOrder const approve{Decision::approved, {{term, nl, 1}}};

  access::Actor const coordinator = by_role(*site, "noor", "coordinator");
  Error const refused = editing::decide(context, coordinator, approve).error();
  EXPECT_EQ(refused.code, ErrorCode::forbidden);
  EXPECT_EQ(refused.meta.at("grant").at("roles"), json::array({"reviewer"}));
  editing::Publisher const publisher(context);
  for (int have = 0; have < 2; ++have) {
    Error const lacking = publisher.make(coordinator, test::publish({{term}})).error();
    EXPECT_EQ(lacking.code, ErrorCode::not_agreed);
    EXPECT_EQ(lacking.meta.at("approvals"), (json::object{{"have", have}, {"needed", 2}}));
    EXPECT_THAT(lacking.detail, HasSubstr(have == 0 ? "2 approvals" : "1 approval"));
    editing::decide(context, by_role(*site, "nalezer-" + std::to_string(have), "reviewer"), approve).value();
  }
  EXPECT_TRUE(publisher.make(coordinator, test::publish({{term}})));
  EXPECT_EQ(editing::decide(context, access::command_line(), approve).error().code, ErrorCode::forbidden)
      << "decisions are made by accounts";
}

} // namespace
} // namespace tandem
