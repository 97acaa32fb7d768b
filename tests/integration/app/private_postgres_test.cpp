#include "app/private_postgres.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <future>
#include <gmock/gmock.h>
#include <pqxx/pqxx>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace tandem::app {
namespace {

/// A data folder below /tmp, where PostgreSQL's account is let through.
class PrivateCluster : public testing::Test {
protected:
  PrivateCluster() { std::filesystem::remove_all(data_); }
  ~PrivateCluster() override { std::filesystem::remove_all(data_); }
  [[nodiscard]] PrivatePostgres::Options options() const { return {data_}; }
  [[nodiscard]] bool running() const { return std::filesystem::exists(data_ / "postgres/cluster/postmaster.pid"); }
  [[nodiscard]] pid_t postmaster() const {
    pid_t pid = 0;
    std::ifstream(data_ / "postgres/cluster/postmaster.pid") >> pid;
    return pid;
  }
  /// Still at work: neither gone nor waiting for its parent to take note.
  static bool alive(pid_t pid) {
    std::ifstream status("/proc/" + std::to_string(pid) + "/status");
    for (std::string line; std::getline(status, line);)
      if (line.starts_with("State:")) return line.find('Z') == std::string::npos;
    return false;
  }
  static std::string ask(std::string const& connection, std::string const& sql) {
    pqxx::connection open(connection);
    pqxx::work work(open);
    std::string const answer = work.exec1(sql)[0].c_str();
    work.commit();
    return answer;
  }
  std::filesystem::path const data_ = "/tmp/tandem-private-" + std::to_string(::getpid());
};

TEST_F(PrivateCluster, StartsOnASocketOnlyWithFsyncAndStopsWithItsLastUser) {
  PrivatePostgres first(options());
  std::string const connection = first.start().value();
  EXPECT_EQ(ask(connection, "show fsync"), "on");
  EXPECT_EQ(ask(connection, "show listen_addresses"), "");
  {
    PrivatePostgres second(options());
    EXPECT_EQ(second.start().value(), connection);
    EXPECT_EQ(ask(connection, "select 1"), "1");
  }
  EXPECT_TRUE(running()) << "the first still uses it";
  EXPECT_EQ(ask(connection, "select 1"), "1");
  first.stop();
  EXPECT_FALSE(running());
}

TEST_F(PrivateCluster, RunsAsAnUnprivilegedAccount) {
  PrivatePostgres postgres(options());
  postgres.start().value();
  std::ifstream status("/proc/" + std::to_string(postmaster()) + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("Uid:")) {
      EXPECT_THAT(line, testing::Not(testing::HasSubstr("\t0")));
    }
}

TEST_F(PrivateCluster, AStartWaitsForOneThatIsOnItsWayOut) {
  PrivatePostgres first(options());
  std::string const connection = first.start().value();
  pid_t const old = postmaster();
  auto held = std::make_unique<pqxx::connection>(connection);
  ASSERT_EQ(::kill(old, SIGTERM), 0); // a "smart" stop: ends once the last client is gone
  auto const refused = [&] {
    try {
      pqxx::connection{connection};
      return false;
    } catch (pqxx::broken_connection const&) {
      return true;
    }
  };
  while (!refused()) std::this_thread::yield();
  PrivatePostgres next(options());
  std::future<Result<std::string>> started = std::async(std::launch::async, [&] { return next.start(); });
  EXPECT_EQ(started.wait_for(std::chrono::milliseconds{300}), std::future_status::timeout) << "it is not gone yet";
  held.reset();
  EXPECT_EQ(ask(started.get().value(), "select 1"), "1");
  EXPECT_NE(postmaster(), old);
}

TEST_F(PrivateCluster, AServerThatWasKilledLeavesADatabaseThatTheNextStartTakesOver) {
  pid_t const child = ::fork();
  if (child == 0) { // the server: starts it and is killed
    PrivatePostgres postgres(options());
    ::_exit(postgres.start() ? (::raise(SIGKILL), 0) : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_TRUE(running());
  PrivatePostgres next(options());
  EXPECT_EQ(ask(next.start().value(), "select 1"), "1");
  next.stop();
  EXPECT_FALSE(running());
}

TEST_F(PrivateCluster, ADatabaseThatWasKilledTooIsRepairedByTheNextStart) {
  {
    PrivatePostgres postgres(options());
    pqxx::connection open(postgres.start().value());
    pqxx::work work(open);
    work.exec("create table zin (tekst text)");
    work.exec("insert into zin values ('Één zin die blijft: l’œuvre déjà commencée')");
    work.commit();
    pid_t const pid = postmaster();
    ::kill(pid, SIGKILL);
    while (alive(pid)) std::this_thread::yield();
  }
  EXPECT_TRUE(running()) << "its pid file is left behind";
  PrivatePostgres next(options());
  EXPECT_EQ(ask(next.start().value(), "select tekst from zin"), "Één zin die blijft: l’œuvre déjà commencée");
}

TEST_F(PrivateCluster, ADatabaseThatDiesWhileInUseIsStartedAgain) {
  PrivatePostgres postgres(options());
  std::string const connection = postgres.start().value();
  EXPECT_FALSE(postgres.revive().value()) << "it lives";
  pid_t const pid = postmaster();
  ::kill(pid, SIGKILL);
  while (alive(pid)) std::this_thread::yield();
  EXPECT_TRUE(postgres.revive().value());
  EXPECT_EQ(ask(connection, "select 1"), "1");
}

TEST_F(PrivateCluster, AnInitdbThatWasCutOffIsDoneAgain) {
  std::filesystem::create_directories(data_ / "postgres/cluster/base");
  std::ofstream(data_ / "postgres/cluster/half") << "begonnen";
  PrivatePostgres postgres(options());
  EXPECT_EQ(ask(postgres.start().value(), "select 1"), "1");
  EXPECT_FALSE(std::filesystem::exists(data_ / "postgres/cluster/half"));
}

TEST_F(PrivateCluster, MayLieBehindALinkAndHaveALongPath) {
  std::filesystem::create_directories(data_);
  std::string const name(60, 'e');
  std::filesystem::create_directories(data_ / name / name);
  std::filesystem::create_directory_symlink(data_ / name / name, data_ / "var");
  PrivatePostgres postgres({data_ / "var"});
  std::string const connection = postgres.start().value();
  EXPECT_EQ(ask(connection, "select 1"), "1");
  std::string const folder = connection.substr(5, connection.find(' ') - 5);
  EXPECT_LE(folder.size(), 85U) << "a socket's path holds 107 bytes at most";
  postgres.stop();
  EXPECT_FALSE(std::filesystem::exists(folder)) << "nothing is left behind outside the data folder";
}

TEST_F(PrivateCluster, ALinkInPlaceOfItsSocketFolderIsRefused) {
  std::filesystem::create_directories(data_ / "postgres");
  std::filesystem::create_directories(data_ / "van-een-ander");
  std::filesystem::create_directory_symlink(data_ / "van-een-ander", data_ / "postgres/socket");
  PrivatePostgres postgres(options());
  EXPECT_THAT(postgres.start().error().detail, testing::HasSubstr("is in the way"));
}

TEST_F(PrivateCluster, WhatStandsInTheWayIsNamed) {
  PrivatePostgres without({data_, "/nergens/bin"});
  EXPECT_THAT(without.start().error().detail, testing::HasSubstr("postgres.bin"));
  if (::geteuid() != 0) return; // the account matters to root only
  PrivatePostgres nobody({data_, "/usr/lib/postgresql/15/bin", "bestaat-niet"});
  EXPECT_THAT(nobody.start().error().detail, testing::HasSubstr("postgres.user"));
}

} // namespace
} // namespace tandem::app
