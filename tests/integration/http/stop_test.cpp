// Starting and stopping.

#include "integration/http/service.hpp"

#include <future>
#include <gmock/gmock.h>

namespace tandem {
namespace {

using test::Answer;
using test::Clock;
using test::get;
using test::Service;
using test::Wire;
using testing::AllOf;
using testing::HasSubstr;
using testing::Optional;
using namespace std::chrono_literals;

/// Stops on a thread of its own and tells how long it took.
std::future<Clock::duration> stop(Service& service, std::chrono::milliseconds grace) {
  return std::async(std::launch::async, [&service, grace] {
    auto const began = Clock::now();
    service.server->stop(grace);
    return Clock::now() - began;
  });
}

TEST(Stop, LetsARequestInHandFinishAndClosesIdleConnections) {
  Service service;
  Wire busy(service.port), kept(service.port), fresh(service.port);
  kept.send(get("/diensten/1"));
  ASSERT_EQ(kept.receive().status, 200);
  busy.send(get("/poort/in-hand") + get("/diensten/te-laat"));
  ASSERT_TRUE(service.gate.reached_by(1));
  auto took = stop(service, Wire::patience);
  EXPECT_TRUE(kept.closed());
  EXPECT_TRUE(fresh.closed());
  EXPECT_FALSE(busy.ready_within(100ms)) << "its handler has not finished";
  EXPECT_FALSE(Wire(service.port).connected()) << "nobody new is let in";
  service.gate.open();
  Answer const answer = busy.receive();
  EXPECT_EQ(answer.body, "Voorbij de poort: in-hand");
  EXPECT_EQ(answer.header("connection"), "close") << "the client must know that it may not go on";
  EXPECT_TRUE(busy.closed());
  EXPECT_LT(took.get(), 10s);
}

TEST(Stop, LetsAnAnswerBeWrittenToItsEndAndThenEndsTheConnection) {
  Service service;
  Wire reads(service.port, 4096), idle(service.port);
  std::size_t const much = 64 << 20;
  reads.send(get("/groot/" + std::to_string(much)));
  ASSERT_TRUE(reads.received(1000));
  auto took = stop(service, Wire::patience);
  ASSERT_TRUE(idle.closed()); // so the stop has begun
  EXPECT_EQ(reads.receive().body.size(), much);
  EXPECT_TRUE(reads.closed());
  EXPECT_LT(took.get(), 10s) << "the connection was kept for another request";
}

TEST(Stop, ARequestThatIsBeingSentIsAwaited) {
  Service service;
  Wire slow(service.port), idle(service.port);
  slow.send("GET /diensten/traag HTTP/1.1\r\nHo");
  EXPECT_FALSE(slow.ready_within(50ms));
  auto took = stop(service, Wire::patience);
  ASSERT_TRUE(idle.closed()); // so the stop has begun
  slow.send("st: gids.example\r\n\r\n");
  EXPECT_EQ(slow.receive().body, "Dienst traag");
  EXPECT_LT(took.get(), 10s);
}

TEST(Stop, IsAtOnceWhenAllAreIdle) {
  Service service{[](auto& options) { options.io_threads = 2; }};
  std::vector<Wire> idle;
  for (int i = 0; i < 50; ++i) {
    idle.emplace_back(service.port);
    idle.back().send(get("/diensten/1"));
    ASSERT_EQ(idle.back().receive().status, 200);
  }
  EXPECT_LT(stop(service, Wire::patience).get(), 3s);
  for (Wire& wire : idle) EXPECT_TRUE(wire.closed());
}

TEST(Stop, EndsWithinItsGraceWhateverClientsDo) {
  Service service;
  Wire half_a_head(service.port), half_a_body(service.port), never_reads(service.port, 4096);
  half_a_head.send("GET /diensten/1 HTTP/1.1\r\nHo");
  half_a_body.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");
  never_reads.send(get("/groot/67108864"));
  ASSERT_TRUE(never_reads.received(1000));
  auto const took = stop(service, 300ms).get();
  EXPECT_GE(took, 290ms) << "what is in hand has the whole grace";
  EXPECT_LT(took, 5s);
  EXPECT_TRUE(half_a_head.closed());
  EXPECT_TRUE(half_a_body.closed());
}

TEST(Stop, DropsWhatWaitsForAWorkerWhenTheGraceIsOver) {
  Service service{[](auto& options) { options.worker_threads = 1; }};
  Wire running(service.port);
  running.send(get("/poort/lopend"));
  ASSERT_TRUE(service.gate.reached_by(1));
  std::vector<Wire> waiting;
  for (int i = 0; i < 20; ++i) {
    waiting.emplace_back(service.port);
    waiting.back().send(get("/diensten/wachtend"));
    EXPECT_FALSE(waiting.back().ready_within(1ms));
  }
  auto took = stop(service, 100ms);
  // Only a running handler may hold the stop up, and this one does, well beyond the grace.
  EXPECT_EQ(took.wait_for(600ms), std::future_status::timeout);
  service.gate.open();
  EXPECT_LT(took.get(), 10s);
  EXPECT_EQ(service.handled, 1) << "a handler was begun after the grace";
  for (Wire& wire : waiting) EXPECT_TRUE(wire.closed());
}

TEST(Stop, TwiceOrWithoutAStartIsNoHarm) {
  Service service;
  ASSERT_TRUE(service.lives());
  service.server->stop();
  service.server->stop();
  http::Router const router;
  http::Server never_started({}, router);
  never_started.stop();
}

TEST(Start, TwoServersOnOnePortTheSecondSaysSo) {
  Service first;
  http::ServerOptions options;
  options.port = first.port;
  http::Server second(options, first.router);
  EXPECT_THAT(second.start(),
              Optional(AllOf(HasSubstr("cannot listen on 127.0.0.1 port " + std::to_string(first.port)),
                             HasSubstr("in use"))));
  EXPECT_TRUE(first.lives());
  first.server->stop();
  EXPECT_EQ(second.start(), std::nullopt) << "the port is free again, at once";
  EXPECT_EQ(second.port(), first.port);
  EXPECT_TRUE(first.lives()) << "the same port, the other server";
}

TEST(Start, AnAddressThatCannotBeHadIsNamed) {
  http::Router const router;
  for (auto const& [address, says] : {std::pair<char const*, char const*>{"gids.example", "is not an IP address"},
                                      {"203.0.113.7", "cannot listen on 203.0.113.7"},
                                      {"", "is not an IP address"}}) {
    http::ServerOptions options;
    options.address = address;
    options.port = 0;
    http::Server server(options, router);
    EXPECT_THAT(server.start(), Optional(HasSubstr(says))) << address;
  }
}

TEST(Crowd, TwoHundredClientsWithTwentyRequestsEachAreAllServedRight) {
  Service service{[](auto& options) { options.io_threads = 2; }};
  std::atomic<int> right{0};
  auto const client = [&](int number) {
    bool const keeps = number % 2 == 0;
    std::optional<Wire> wire;
    for (int i = 0; i < 20; ++i) {
      if (!wire || !keeps) wire.emplace(service.port);
      std::string const text = "cliënt " + std::to_string(number) + " à la " + std::to_string(i) + "e fois";
      std::string const close = keeps ? "" : "Connection: close\r\n";
      bool const posts = i % 3 == 0;
      wire->send(posts ? test::post("/echo", text, close)
                       : get("/diensten/" + std::to_string(number * 20 + i), close));
      Answer const answer = wire->receive();
      if (answer.status == 200 && answer.body == (posts ? text : "Dienst " + std::to_string(number * 20 + i)))
        ++right;
    }
  };
  std::vector<std::future<void>> clients;
  for (int number = 0; number < 200; ++number) clients.push_back(std::async(std::launch::async, client, number));
  for (std::future<void>& one : clients) one.get();
  EXPECT_EQ(right, 200 * 20);
  EXPECT_EQ(service.served.first(200 * 20).size(), 200U * 20U);
}

} // namespace
} // namespace tandem
