#include "editing/changes.hpp"
#include "editing/schedule.hpp"

#include <gtest/gtest.h>

namespace tandem::editing {
namespace {

Locale const nl = Locale::parse("nl").value(), shared = Locale::shared();
EntryId const old = Uuid::parse("014170e2-9700-7013-8000-000000000005").value();
EntryId const heir = Uuid::parse("0169d5c4-3700-7013-8000-000000000008").value();

TEST(Changes, TheKindOfABundleIsWhatItsItemsHaveInCommon) {
  BundleItem const published{heir}, withdrawn{old, {}, {}, Action::unpublish};
  EXPECT_EQ(kind_of({published}), "publish");
  EXPECT_EQ(kind_of({withdrawn, withdrawn}), "unpublish");
  EXPECT_EQ(kind_of({published, withdrawn}), "mixed");
}

TEST(Changes, AFrozenOrderNamesRevisionsAndLeavesAWholeEntryWhole) {
  BundleOrder const order{{{heir}, {old, {}, {}, Action::unpublish}}, "", false, heir};
  Changes const changes{{{heir, nl, 2}, {heir, shared, 1}, {old, nl, {}}, {old, shared, {}}}, {{old, heir}}};
  std::vector<BundleItem> const items = frozen(order, changes);
  ASSERT_EQ(items.size(), 3U);
  EXPECT_EQ(items[0].locale, nl);
  EXPECT_EQ(items[0].revision, 2);
  EXPECT_EQ(items[1].locale, shared);
  EXPECT_EQ(items[1].revision, 1);
  EXPECT_EQ(items[2].action, Action::unpublish);
  EXPECT_EQ(items[2].locale, std::nullopt);
  EXPECT_EQ(items[2].successor, heir) << "the order's successor is the item's own";
}

TEST(Schedule, AnInstantLiesAfterNowAndWithinTheHorizon) {
  using namespace std::chrono_literals;
  Timestamp const now = parse_timestamp("2019-03-31T22:00:00Z").value();
  std::chrono::days const horizon{730};
  EXPECT_FALSE(check_instant(now, now, horizon));
  EXPECT_TRUE(check_instant(now + 1us, now, horizon));
  EXPECT_TRUE(check_instant(now + horizon, now, horizon));
  auto const far = check_instant(now + horizon + 1us, now, horizon);
  ASSERT_FALSE(far);
  EXPECT_EQ(far.error().code, ErrorCode::invalid_content);
}

} // namespace
} // namespace tandem::editing
