#include "access/actor.hpp"
#include "access/roles.hpp"

#include <gmock/gmock.h>

namespace tandem::access {
namespace {

EntryId const mine = Uuid::parse("014170e2-9700-7012-8000-000000000004").value();
EntryId const other = Uuid::parse("014170e2-9700-7012-8000-000000000006").value();
EntryId const sheet = Uuid::parse("014170e2-9700-7013-8000-000000000004").value();
Locale const nl = Locale::parse("nl").value(), fr = Locale::parse("fr").value();

/// A service and a page, as far as roles speak of them.
ContentTypes const& types() {
  static ContentTypes const all = [] {
    ContentTypes made;
    for (std::string const name : {"service", "page"})
      made.add(ContentType::from_schema(
                   json::parse(R"({"type": "object", "x-tandem": {"type": ")" + name + R"(", "title": "name"},
                       "properties": {"name": {"type": "string", "x-tandem": {"localised": true}},
                                      "recognised_by": {"type": "string"}}})"))
                   .value())
          .value();
    return made;
  }();
  return all;
}

Result<Roles> roles(std::string const& text, std::set<std::string> plugins = {}) {
  return Roles::from_json(json::parse(text), {core_permissions(), &types(), {"nl", "fr"}, std::move(plugins)});
}

Actor holder(Roles const& roles, std::vector<store::Assignment> const& held,
             std::optional<EntryId> organisation = mine) {
  Actor actor;
  actor.name = "iemand";
  actor.account = Uuid::make();
  actor.grants = roles.grants_of(held, organisation);
  return actor;
}

std::string const author = R"({"roles": {"author": {"grants": [
    {"permissions": ["entry.read", "entry.edit"], "types": ["service"], "organisation": "own",
     "except_fields": ["recognised_by"]}]}}})";

TEST(Roles, AnAuthorWritesTheirOwnServiceAndNothingElse) {
  Actor const someone = holder(roles(author).value(), {{"author"}});
  EXPECT_TRUE(someone.may("entry.edit", {"service", sheet, mine, nl}));
  EXPECT_TRUE(someone.may("entry.edit", {"service", sheet, mine, Locale::shared()}));
  EXPECT_FALSE(someone.may("entry.edit", {"service", sheet, other, nl})) << "another organisation's";
  EXPECT_FALSE(someone.may("entry.edit", {"service", sheet, std::nullopt, nl})) << "nobody's";
  EXPECT_FALSE(someone.may("entry.edit", {"page", sheet, mine, nl})) << "another type";
  EXPECT_FALSE(someone.may("entry.publish", {"service", sheet, mine, nl}));
  EXPECT_TRUE(someone.may_write("entry.edit", {"service", sheet, mine, nl}, "name"));
  EXPECT_FALSE(someone.may_write("entry.edit", {"service", sheet, mine, nl}, "recognised_by"));
  Actor const homeless = holder(roles(author).value(), {{"author"}}, std::nullopt);
  EXPECT_FALSE(homeless.may("entry.edit", {"service", sheet, std::nullopt, nl})) << "nothing is their own";
}

TEST(Roles, ATranslatorWritesOneLanguageOfWhatTheyWereGivenAndReadsTheOther) {
  Roles const some =
      roles(R"({"roles": {"translator": {"grants": [{"permissions": ["entry.read", "entry.translate"]}]}}})").value();
  store::Assignment held{"translator"};
  held.locales = {"fr"};
  held.entries = {sheet.text()};
  Actor const someone = holder(some, {held});
  EXPECT_TRUE(someone.may("entry.translate", {"service", sheet, other, fr}));
  EXPECT_FALSE(someone.may("entry.translate", {"service", sheet, other, nl}));
  EXPECT_FALSE(someone.may("entry.translate", {"service", sheet, other, Locale::shared()}));
  EXPECT_FALSE(someone.may("entry.translate", {"service", other, other, fr})) << "was not given to them";
  EXPECT_TRUE(someone.may("entry.read", {"service", sheet, other, nl})) << "the source must be readable";
  EXPECT_FALSE(someone.may("entry.read", {"service", other, other, nl}));
}

TEST(Roles, SeveralRolesWithDifferentScopesAddUp) {
  Roles const some = roles(R"({"roles": {
      "author": {"grants": [{"permissions": ["entry.edit"], "organisation": "own"}]},
      "reviewer": {"grants": [{"permissions": ["entry.review"], "types": ["page"]}]}}})")
                         .value();
  store::Assignment held{"author"};
  held.organisation = other;
  Actor const someone = holder(some, {held, {"reviewer"}, {"onbekend"}});
  EXPECT_TRUE(someone.may("entry.edit", {"page", sheet, other, nl})) << "own is what the assignment says";
  EXPECT_FALSE(someone.may("entry.edit", {"page", sheet, mine, nl}));
  EXPECT_TRUE(someone.may("entry.review", {"page", sheet, mine, nl}));
  EXPECT_FALSE(someone.may("entry.review", {"service", sheet, mine, nl}));
  EXPECT_EQ(someone.permissions(), (std::set<std::string>{"entry.edit", "entry.review"}));
}

TEST(Roles, AGrantLimitedToLanguagesDoesNotCoverTheEntryAsAWhole) {
  Roles const some =
      roles(
          R"({"roles": {"half": {"grants": [{"permissions": ["entry.read", "entry.delete"], "locales": ["fr"]}]}}})")
          .value();
  Actor const someone = holder(some, {{"half"}});
  Target const whole{"page", sheet, mine, std::nullopt};
  EXPECT_FALSE(someone.may("entry.delete", whole));
  EXPECT_TRUE(someone.may_on_some_variant("entry.read", whole));
}

TEST(Roles, AGrantForAPluginsTypesHoldsWhileThatPluginIsLoaded) {
  std::string const text = R"({"roles": {"author": {"grants": [
      {"plugin": "brochure", "permissions": ["entry.edit"], "types": ["section"]},
      {"plugin": "directory", "permissions": ["entry.edit"], "types": ["service"]}]}}})";
  Actor const someone = holder(roles(text, {"directory"}).value(), {{"author"}});
  EXPECT_TRUE(someone.may("entry.edit", {"service", sheet, mine, nl}));
  EXPECT_FALSE(roles(text, {"brochure"})) << "the type must be there then";
}

TEST(Roles, AMistakeIsNamedWithItsPointer) {
  auto const role = [](std::string const& grant) { return R"({"roles": {"author": {"grants": [)" + grant + "]}}}"; };
  for (auto const& [text, pointer] : std::vector<std::pair<std::string, std::string>>{
           {R"([])", ""},
           {R"({"roles": []})", "/roles"},
           {R"({"roles": {}, "rollen": {}})", "/rollen"},
           {R"({"roles": {"author": []}})", "/roles/author"},
           {R"({"roles": {"author": {"grants": [], "kleur": "rood"}}})", "/roles/author/kleur"},
           {R"({"roles": {"author": {"label": "Auteur", "grants": []}}})", "/roles/author/label"},
           {R"({"roles": {"author": {"grants": "entry.read"}}})", "/roles/author/grants"},
           {R"({"roles": {}, "authorities": {"ggc-cocom": "GGC"}})", "/authorities/ggc-cocom"},
           {R"({"roles": {}, "authorities": {"ggc-cocom": {"naam": "GGC"}}})", "/authorities/ggc-cocom/naam"},
           {role(R"({})"), "/roles/author/grants/0/permissions"},
           {role(R"({"permissions": []})"), "/roles/author/grants/0/permissions"},
           {role(R"({"permissions": ["entry.raed"]})"), "/roles/author/grants/0/permissions/0"},
           {role(R"({"permissions": ["entry.read"], "soort": "page"})"), "/roles/author/grants/0/soort"},
           {role(R"({"permissions": ["entry.read"], "types": ["pagina"]})"), "/roles/author/grants/0/types/0"},
           {role(R"({"permissions": ["entry.read"], "locales": ["nl", "de"]})"), "/roles/author/grants/0/locales/1"},
           {role(R"({"permissions": ["entry.read"], "organisation": "mine"})"),
            "/roles/author/grants/0/organisation"},
           {role(R"({"permissions": ["entry.edit"], "fields": ["naam"]})"), "/roles/author/grants/0/fields/0"},
           {role(R"({"permissions": ["entry.edit"], "except_fields": ["naam"]})"),
            "/roles/author/grants/0/except_fields/0"},
           {role(R"({"permissions": ["audit.read"], "types": ["page"]})"), "/roles/author/grants/0/permissions"}}) {
    auto const refused = roles(text);
    ASSERT_FALSE(refused) << text;
    EXPECT_EQ(refused.error().pointer, pointer) << text << ": " << refused.error().detail;
  }
}

TEST(Roles, NarrowingNeverWidens) {
  Grant const wide{"author", std::set<std::string>{"entry.read", "entry.edit"}, {}};
  Grant const limit{"", std::set<std::string>{"entry.read", "entry.publish"}, {std::set<std::string>{"page"}}};
  Grant const result = narrowed(wide, limit);
  EXPECT_EQ(result.permissions, (std::set<std::string>{"entry.read"}));
  EXPECT_EQ(result.scope.types, (std::set<std::string>{"page"}));
  EXPECT_EQ(narrowed(limit, limit).permissions, limit.permissions);
}

TEST(Actor, ThePublicMayNothingAndIsAskedToSignIn) {
  Actor const anyone;
  EXPECT_EQ(require(anyone, "entry.read").error().code, ErrorCode::unauthenticated);
  Actor someone = holder(roles(author).value(), {{"author"}});
  EXPECT_EQ(require(someone, "entry.publish").error().code, ErrorCode::forbidden);
  Error const refused = require(someone, "entry.publish", {"service", sheet, mine, fr}).error();
  EXPECT_THAT(refused.detail,
              testing::HasSubstr("entry.publish on service in fr of the organisation " + mine.text()));
  EXPECT_EQ(refused.meta.at("grant").at("permission"), "entry.publish");
  someone.withheld["entry.publish"] = "geef eerst een tweede factor";
  EXPECT_EQ(require(someone, "entry.publish").error().detail, "geef eerst een tweede factor");
  EXPECT_TRUE(require(command_line(), "account.manage"));
  EXPECT_TRUE(require(command_line(), "entry.delete", {"service", sheet, mine, std::nullopt}));
}

} // namespace
} // namespace tandem::access
