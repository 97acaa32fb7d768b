#include "access/actor.hpp"
#include "access/roles.hpp"

#include <gmock/gmock.h>

namespace tandem::access {
namespace {

Result<Roles> roles(std::string const& text) { return Roles::from_json(json::parse(text), core_permissions()); }

TEST(Roles, ARoleGivesItsPermissionsAndSeveralGiveTheirUnion) {
  Roles const some = roles(R"({"roles": {
      "author": {"label": {"nl": "Auteur", "fr": "Auteur"}, "permissions": ["entry.read", "entry.edit"]},
      "translator": {"label": {"nl": "Vertaler", "fr": "Traducteur"}, "permissions": ["entry.read", "entry.translate"]}}})")
                         .value();
  EXPECT_EQ(some.permissions_of({"author", "translator"}),
            (std::set<std::string>{"entry.read", "entry.edit", "entry.translate"}));
  EXPECT_TRUE(some.permissions_of({"onbekend"}).empty());
  EXPECT_TRUE(some.permissions_of({}).empty());
  EXPECT_TRUE(some.has("author"));
  EXPECT_FALSE(some.has("coordinator"));
}

TEST(Roles, AMistakeIsNamedWithItsPointer) {
  for (auto const& [text, pointer] : std::vector<std::pair<std::string, std::string>>{
           {R"([])", ""},
           {R"({"roles": []})", "/roles"},
           {R"({"roles": {}, "rollen": {}})", "/rollen"},
           {R"({"roles": {"author": []}})", "/roles/author"},
           {R"({"roles": {"author": {"permissions": ["entry.raed"]}}})", "/roles/author/permissions/0"},
           {R"({"roles": {"author": {"permissions": "entry.read"}}})", "/roles/author/permissions"},
           {R"({"roles": {"author": {"permissions": [], "kleur": "rood"}}})", "/roles/author/kleur"}}) {
    auto const refused = roles(text);
    ASSERT_FALSE(refused) << text;
    EXPECT_EQ(refused.error().pointer, pointer) << text << ": " << refused.error().detail;
  }
}

TEST(Roles, TheOnesThatShipAreTheSixOfTheDesign) {
  auto const shipped = Roles::load(TANDEM_SOURCE_DIR "/config/roles.json", core_permissions()).value();
  EXPECT_THAT(shipped.names(),
              testing::UnorderedElementsAre("reader", "author", "translator", "reviewer", "coordinator", "support"));
  EXPECT_FALSE(shipped.permissions_of({"author"}).contains("entry.publish"));
  EXPECT_TRUE(shipped.permissions_of({"coordinator"}).contains("entry.publish"));
  EXPECT_FALSE(shipped.permissions_of({"support"}).contains("entry.edit")) << "support withdraws, it does not write";
}

TEST(Actor, ThePublicMayNothingAndIsAskedToSignIn) {
  Actor const anyone;
  EXPECT_EQ(require(anyone, "entry.read").error().code, ErrorCode::unauthenticated);
  Actor someone;
  someone.account = Uuid::make();
  someone.name = "auteur";
  EXPECT_EQ(require(someone, "entry.read").error().code, ErrorCode::forbidden);
  EXPECT_THAT(require(someone, "entry.read").error().detail, testing::HasSubstr("entry.read"));
  someone.permissions = {"entry.read"};
  EXPECT_TRUE(require(someone, "entry.read"));
  EXPECT_TRUE(require(command_line(), "account.manage"));
}

} // namespace
} // namespace tandem::access
