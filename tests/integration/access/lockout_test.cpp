#include "api/document.hpp"
#include "support/site.hpp"

#include <atomic>
#include <gmock/gmock.h>
#include <thread>

namespace tandem {
namespace {

using access::Actor;

class Lockout : public testing::Test {
protected:
  std::unique_ptr<app::Site> site_ = test::make_site();
  std::string const password_ =
      site_->services().accounts.add(access::command_line(), "lien", {{"coordinator"}}).value().value;

  static Actor from(std::string address) {
    Actor anyone;
    anyone.address = std::move(address);
    return anyone;
  }
  /// What the answer is: 201, 401, 429.
  int try_in(std::string const& name, std::string const& password, std::string const& address = "192.0.2.1") {
    auto const session = site_->services().sign_in.start(name, {password}, 12, from(address));
    if (!session) last_ = session.error();
    return session ? 201 : describe(session.error().code).status;
  }
  std::string ask(std::string const& sql) {
    return site_->database()
        .transact([&](store::Transaction& tx) -> Result<std::string> {
          auto const rows = tx.query(sql);
          return rows.empty() ? "" : rows[0][0].value_or("");
        })
        .value();
  }
  /// As if that much time had passed since every failure.
  void later(std::string const& interval) {
    ask("update sign_in_attempt set last_failure = last_failure - interval '" + interval + "'");
  }
  /// As if the failures had been this very moment, however slow the machine is: no wait is longer than its whole.
  void freeze() { ask("update sign_in_attempt set last_failure = clock_timestamp() + interval '1 hour'"); }
  void fail_three_times(std::string const& name = "lien") {
    for (int i = 0; i < 3; ++i) EXPECT_EQ(try_in(name, "verkeerd wachtwoord"), 401) << i;
    freeze();
  }
  Error last_;
};

TEST_F(Lockout, TheThirdFailureMakesWaitingNecessaryAlsoWithTheRightPassword) {
  fail_three_times();
  EXPECT_EQ(try_in("lien", password_), 429);
  EXPECT_EQ(last_.meta.at("retry_after"), 1);
  auto const response = api::error_document(last_);
  EXPECT_EQ(std::count_if(response.headers.begin(), response.headers.end(),
                          [](auto const& h) { return h.name == "Retry-After" && h.value == "1"; }),
            1);
  later("1 hour 1 second");
  EXPECT_EQ(try_in("lien", password_), 201);
  EXPECT_EQ(ask("select count(*) from sign_in_attempt"), "0") << "a success forgets";
}

TEST_F(Lockout, EachFurtherFailureDoublesTheWaitUpToTheLongest) {
  fail_three_times();
  for (int expected : {2, 4, 8}) {
    later("2 hours");
    EXPECT_EQ(try_in("lien", "verkeerd wachtwoord"), 401);
    freeze();
    EXPECT_EQ(try_in("lien", "verkeerd wachtwoord"), 429);
    EXPECT_EQ(last_.meta.at("retry_after"), expected);
  }
  ask("update sign_in_attempt set failures = 500");
  EXPECT_EQ(try_in("lien", password_), 429);
  EXPECT_EQ(last_.meta.at("retry_after"), 900);
}

TEST_F(Lockout, AttemptsWhileWaitingAreNotCountedNorAudited) {
  fail_three_times();
  std::string const audited = ask("select count(*) from audit");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(try_in("lien", password_), 429);
  EXPECT_EQ(ask("select failures from sign_in_attempt"), "3");
  EXPECT_EQ(ask("select count(*) from audit"), audited);
}

TEST_F(Lockout, NobodyElseIsLockedOut) {
  fail_three_times();
  EXPECT_EQ(try_in("lien", password_, "192.0.2.2"), 201) << "the owner of the name, from elsewhere";
  std::string const other =
      site_->services().accounts.add(access::command_line(), "francois", {{"author"}}).value().value;
  EXPECT_EQ(try_in("francois", other), 201) << "somebody else at that address";
  EXPECT_EQ(try_in("lien", password_), 429);
}

TEST_F(Lockout, ANameThatDoesNotExistIsTreatedTheSame) {
  fail_three_times("één lange zin als wachtwoord");
  EXPECT_EQ(try_in("één lange zin als wachtwoord", "lien"), 429);
  Error const unknown = last_;
  fail_three_times();
  EXPECT_EQ(try_in("lien", "verkeerd wachtwoord"), 429);
  EXPECT_EQ(unknown.detail, last_.detail);
  EXPECT_EQ(unknown.meta, last_.meta);
  EXPECT_EQ(ask("select count(*) from sign_in_attempt a where a::text like '%lien%' or a::text like '%zin%'"), "0")
      << "a password typed as a name is not kept";
}

TEST_F(Lockout, ADayWithoutFailureForgets) {
  fail_three_times();
  later("25 hours");
  EXPECT_EQ(try_in("lien", "verkeerd wachtwoord"), 401);
  EXPECT_EQ(ask("select failures from sign_in_attempt"), "1");
}

TEST_F(Lockout, AttemptsSideBySideDoNotGetRoundTheCount) {
  EXPECT_EQ(try_in("lien", "verkeerd wachtwoord"), 401);
  ask("update sign_in_attempt set failures = 11, last_failure = last_failure - interval '1 hour'");
  std::atomic<int> checked{0};
  std::vector<std::jthread> guessers;
  for (int i = 0; i < 16; ++i)
    guessers.emplace_back([&] {
      auto const counted = site_->database().transact(
          [&](store::Transaction& tx) -> Result<void> { return access::begin_attempt(tx, {}, "lien", "192.0.2.1"); });
      if (counted) ++checked;
    });
  guessers.clear();
  EXPECT_EQ(checked, 1);
  EXPECT_EQ(ask("select failures from sign_in_attempt"), "12");
}

} // namespace
} // namespace tandem
