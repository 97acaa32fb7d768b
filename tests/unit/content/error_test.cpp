/// The table of error codes, and errors moved to another place in a document.

#include "content/error.hpp"

#include <gtest/gtest.h>
#include <set>

namespace tandem {
namespace {

constexpr int last_code = static_cast<int>(ErrorCode::unavailable);

TEST(ErrorTable, EveryCodeHasAnErrorStatusANameOfItsOwnAndATitle) {
  std::set<std::string_view> names, titles;
  for (int i = 0; i <= last_code; ++i) {
    ErrorDescription const about = describe(static_cast<ErrorCode>(i));
    EXPECT_TRUE(about.status >= 400 && about.status < 600) << about.name;
    EXPECT_FALSE(about.title.empty()) << about.name;
    EXPECT_NE(about.title.back(), '.') << about.title;
    EXPECT_EQ(about.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string_view::npos) << about.name;
    EXPECT_TRUE(names.insert(about.name).second) << about.name << " names two codes";
    EXPECT_TRUE(titles.insert(about.title).second) << about.title << " is the title of two codes";
  }
}

TEST(ErrorTable, OnlyTheLastTwoCodesBlameTheServer) {
  for (int i = 0; i <= last_code; ++i) {
    auto const code = static_cast<ErrorCode>(i);
    EXPECT_EQ(describe(code).status >= 500, code == ErrorCode::internal || code == ErrorCode::unavailable);
  }
}

TEST(ErrorTable, TheStatusIsTheOneTheStandardsGive) {
  EXPECT_EQ(describe(ErrorCode::malformed_json).status, 400);
  EXPECT_EQ(describe(ErrorCode::unauthenticated).status, 401);
  EXPECT_EQ(describe(ErrorCode::forbidden).status, 403);
  EXPECT_EQ(describe(ErrorCode::method_not_allowed).status, 405);
  EXPECT_EQ(describe(ErrorCode::not_acceptable).status, 406);
  EXPECT_EQ(describe(ErrorCode::stale).status, 412);
  EXPECT_EQ(describe(ErrorCode::unsupported_media_type).status, 415);
  EXPECT_EQ(describe(ErrorCode::invalid_content).status, 422);
  EXPECT_EQ(describe(ErrorCode::precondition_required).status, 428);
  EXPECT_EQ(describe(ErrorCode::too_many_requests).status, 429);
  EXPECT_EQ(describe(ErrorCode::unavailable).status, 503);
}

TEST(ErrorTable, ACodeOutsideTheTableIsAnInternalError) {
  EXPECT_EQ(describe(static_cast<ErrorCode>(last_code + 1)).status, 500);
}

TEST(Error, MovesWithAllItsPointersUnderAPrefix) {
  Error const error{
      ErrorCode::invalid_content, "is required", "/titel", "", {}, {{ErrorCode::invalid_content, "ook", "/tekst"}}};
  Error const moved = error.at("/data/attributes");
  EXPECT_EQ(moved.pointer, "/data/attributes/titel");
  ASSERT_EQ(moved.further.size(), 1U);
  EXPECT_EQ(moved.further[0].pointer, "/data/attributes/tekst");
  EXPECT_EQ(moved.detail, "is required");
  EXPECT_EQ(error.pointer, "/titel");
}

TEST(Error, IsThrownWithItsTextWhenAResultIsNotChecked) {
  Result<int> const failed = Error{ErrorCode::conflict, "het adres is al in gebruik"};
  try {
    (void)failed.value();
    FAIL() << "value() of an error gave a value";
  } catch (UncheckedError const& unchecked) {
    EXPECT_STREQ(unchecked.what(), "het adres is al in gebruik");
    EXPECT_EQ(unchecked.error.code, ErrorCode::conflict);
  }
}

} // namespace
} // namespace tandem
