#include "provenance/policy.hpp"

#include <gtest/gtest.h>

using namespace translation::provenance;

namespace {

Locale const nl = Locale::parse("nl").value(), fr = Locale::parse("fr").value();
tandem::EntryId const page = tandem::EntryId::parse("014170e2-9700-7001-8000-000000000002").value();

} // namespace

TEST(Policies, NameATypeOrAllOthers) {
  Policies const policies = Policies::read("page:together news:grace:7 *:grace", "nl fr").value();
  EXPECT_EQ(policies.of("page").parity, Parity::together);
  EXPECT_EQ(policies.of("news").within, std::chrono::days{7});
  EXPECT_EQ(policies.of("service").parity, Parity::grace);
  EXPECT_EQ(policies.of("service").within, std::chrono::days{14});
  EXPECT_TRUE(policies.any());
  EXPECT_EQ(policies.locales(), (std::vector<Locale>{nl, fr}));
  EXPECT_EQ(policies.grace_days(), (boost::json::object{{"page", nullptr}, {"news", 7}, {"*", 14}}));
}

TEST(Policies, LeaveEveryoneFreeWhereNothingIsSaid) {
  Policies const policies = Policies::read("", "nl fr").value();
  EXPECT_EQ(policies.of("page").parity, Parity::independent);
  EXPECT_FALSE(policies.any());
  EXPECT_FALSE(Policies::read("page:independent", "nl").value().any());
}

TEST(Policies, SayWhatIsWrongWithTheSetting) {
  for (char const* wrong : {"page", "page:", "page:samen", "news:grace:0", "news:grace:3651", "news:grace:veel",
                            "page:together:3", "page:together:3:4", "page:together page:grace"})
    EXPECT_TRUE(Policies::read(wrong, "nl fr").has_error()) << wrong;
}

TEST(Lacking, NamesTheLanguageItsSourceAndItsFields) {
  Standing behind{3, Status::stale, nl, Timestamp{}, {{"body", {Status::stale, nl, Timestamp{}, 2, 4}}}};
  Standing ahead{4, Status::ahead, {}, {}, {{"body", {Status::ahead, {}, {}, 0, 0}}}};
  auto const errors = lacking(page, "page", {{nl, ahead}, {fr, behind}}, {nl, fr});
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].code, tandem::ErrorCode::conflict);
  EXPECT_NE(errors[0].detail.find("\"fr\" does not say what \"nl\" says (body)"), std::string::npos)
      << errors[0].detail;
  EXPECT_EQ(errors[0].meta.at("fields"), (boost::json::object{{"body", "stale"}}));
}

TEST(Lacking, ALanguageThatIsNotThereLacksToo) {
  auto const errors = lacking(page, "page", {{nl, Standing{1, Status::up_to_date, {}, {}, {}}}}, {nl, fr});
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].meta.at("status"), "missing");
  EXPECT_TRUE(lacking(page, "page", {}, {nl, fr}).empty()) << "nothing of it is public";
  EXPECT_TRUE(
      lacking(page, "page",
              {{nl, Standing{1, Status::up_to_date, {}, {}, {}}}, {fr, Standing{1, Status::up_to_date, {}, {}, {}}}},
              {nl, fr})
          .empty());
}
