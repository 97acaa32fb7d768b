#include "editing/publisher.hpp"
#include "editing/transfer.hpp"
#include "editing/verify.hpp"
#include "store/entries.hpp"
#include "support/orders.hpp"
#include "support/site.hpp"

#include <atomic>
#include <gmock/gmock.h>
#include <thread>

namespace tandem {
namespace {

using editing::Editor;
using editing::Publisher;

Locale const nl = Locale::parse("nl").value();
Locale const fr = Locale::parse("fr").value();

/// Many hands at once on one site.
class Concurrency : public testing::Test {
protected:
  template <class Work> static void at_once(int hands, Work work) {
    std::vector<std::thread> threads;
    for (int i = 0; i < hands; ++i) threads.emplace_back([i, &work] { work(i); });
    for (std::thread& thread : threads) thread.join();
  }
  EntryId audience(std::string const& name) {
    auto const made =
        Editor(site_->editing())
            .create(access::command_line(),
                    {"audience",
                     {{Locale::shared(), {{"position", 1}}}, {nl, {{"name", name}}}, {fr, {{"name", name}}}},
                     ""});
    return made.value().front().entry;
  }
  [[nodiscard]] std::size_t public_rows(EntryId const& entry) const {
    return site_->database()
        .transact([&](store::Transaction& tx) -> Result<std::size_t> {
          return tx.query("select 1 from published where entry = $1", {entry.text()}).size();
        })
        .value();
  }
  std::unique_ptr<app::Site> site_ = test::make_site();
};

TEST_F(Concurrency, OfManyEditsOfOneHeadExactlyOneWinsAndTheOthersAreKeptAside) {
  EntryId const entry = audience("verdachten");
  auto const head = site_->database()
                        .transact([&](store::Transaction& tx) -> Result<std::string> {
                          return store::find_variant(tx, entry, nl)->head_hash;
                        })
                        .value();
  std::atomic<int> won = 0, late = 0;
  at_once(8, [&](int i) {
    editing::Edit edit{entry, nl, {{"name", "versie " + std::to_string(i)}}, head, "", {}, true};
    auto const saved = Editor(site_->editing()).save(access::command_line(), edit);
    if (saved) ++won;
    else if (saved.error().code == ErrorCode::stale && saved.error().meta.contains("side")) ++late;
  });
  EXPECT_EQ(won, 1);
  EXPECT_EQ(late, 7);
  site_->database()
      .transact([&](store::Transaction& tx) -> Result<void> {
        auto const all = store::revisions_of(tx, entry, nl);
        std::set<std::string> names;
        for (Revision const& one : all) names.emplace(one.data.at("name").as_string());
        EXPECT_EQ(names.size(), 9U) << "the first, the winner and seven beside the line: nothing is lost";
        return {};
      })
      .value();
  EXPECT_TRUE(editing::verify(site_->editing())->problems.empty());
}

TEST_F(Concurrency, BundlesThatShareEntriesInAnyOrderNeitherBlockNorMix) {
  std::vector<EntryId> entries;
  for (int i = 0; i < 6; ++i) entries.push_back(audience("doelgroep " + std::to_string(i)));
  at_once(8, [&](int i) {
    std::vector<editing::BundleItem> items;
    for (std::size_t k = 0; k < entries.size(); ++k)
      items.push_back(
          {entries[i % 2 == 0 ? k : entries.size() - 1 - k], {}, {}}); // there and back: a deadlock if unordered
    Publisher const publisher(site_->editing());
    for (int round = 0; round < 5; ++round) {
      auto const bundle = i < 4 ? publisher.make(access::command_line(), test::publish(items))
                                : publisher.make(access::command_line(), test::withdraw(items));
      if (!bundle) {
        EXPECT_THAT(bundle.error().detail, testing::HasSubstr("in that state already"));
      }
    }
  });
  for (EntryId const& entry : entries) EXPECT_EQ(public_rows(entry), public_rows(entries.front())) << "all or none";
  EXPECT_TRUE(editing::verify(site_->editing())->problems.empty());
}

TEST_F(Concurrency, PublishingAReferenceAndWithdrawingItsTargetNeverLeavesItDangling) {
  for (int round = 0; round < 10; ++round) {
    auto const page =
        Editor(site_->editing())
            .create(
                access::command_line(),
                {"page",
                 {{Locale::shared(), {{"section", "presentation"}, {"position", 1}}},
                  {nl,
                   {{"title", "Bladzijde " + std::to_string(round)}, {"summary", "Één zin."}, {"body", "Ça va."}}}},
                 ""})
            .value()
            .front()
            .entry;
    auto const note =
        Editor(site_->editing())
            .create(access::command_line(), {"note",
                                             {{Locale::shared(), {{"pages", {page.text()}}, {"position", 1}}},
                                              {nl, {{"title", "Goed om te weten"}, {"body", "Tekst."}}}},
                                             ""})
            .value()
            .front()
            .entry;
    Publisher(site_->editing()).make(access::command_line(), test::publish({{page, {}, {}}})).value();
    at_once(2, [&](int i) {
      Publisher const publisher(site_->editing());
      auto const ignored = i == 0 ? publisher.make(access::command_line(), test::publish({{note, {}, {}}}))
                                  : publisher.make(access::command_line(), test::withdraw({{page, {}, {}}}));
      (void)ignored; // either may come first; the other is then refused
    });
    EXPECT_FALSE(public_rows(note) > 0 && public_rows(page) == 0) << "round " << round;
  }
}

TEST_F(Concurrency, OfManyEntriesThatWantOneSlugOneGetsIt) {
  std::vector<EntryId> entries;
  for (int i = 0; i < 6; ++i)
    entries.push_back(
        Editor(site_->editing())
            .create(
                access::command_line(),
                {"page",
                 {{Locale::shared(), {{"section", "presentation"}, {"position", i}}},
                  {nl, {{"title", "Over ons"}, {"slug", "over-ons"}, {"summary", "Één zin."}, {"body", "Tekst."}}}},
                 ""})
            .value()
            .front()
            .entry);
  std::atomic<int> won = 0;
  at_once(6, [&](int i) {
    won += Publisher(site_->editing())
               .make(access::command_line(), test::publish({{entries[static_cast<std::size_t>(i)], {}, {}}}))
               .has_value();
  });
  EXPECT_EQ(won, 1);
}

} // namespace
} // namespace tandem
