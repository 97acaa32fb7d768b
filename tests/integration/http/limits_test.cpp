// Sizes and counts of http::Limits: what is exactly at the limit passes, one more is refused.

#include "integration/http/service.hpp"

#include <gmock/gmock.h>

namespace tandem {
namespace {

using test::Answer;
using test::get;
using test::post;
using test::Service;
using test::Wire;
using namespace std::chrono_literals;
using testing::HasSubstr;

std::string chunk(std::string_view data) {
  char size[20];
  std::snprintf(size, sizeof size, "%zx\r\n", data.size());
  return size + std::string(data) + "\r\n";
}
std::string chunked(std::string_view chunks) {
  return "POST /echo HTTP/1.1\r\nHost: gids.example\r\nTransfer-Encoding: chunked\r\n\r\n" + std::string(chunks);
}
/// A request whose head has exactly this many bytes.
std::string head_of(std::size_t bytes) {
  std::string const with_nothing = get("/diensten/kop", "X-Vulling: \r\n");
  return get("/diensten/kop", "X-Vulling: " + std::string(bytes - with_nothing.size(), 'v') + "\r\n");
}

class BodyLimit : public testing::Test {
protected:
  Service service{[](auto& options) { options.limits.body_bytes = 1000; }};
  std::string const just = std::string(998, 'a') + "é";
  std::string const more = just + "!";
};

TEST_F(BodyLimit, ABodyOfExactlyTheLimitPasses) { EXPECT_EQ(service.ask(post("/echo", just)).body, just); }

TEST_F(BodyLimit, OneByteMoreGets413AndTheConnectionCloses) {
  Wire wire(service.port);
  wire.send(post("/echo", more));
  Answer const answer = wire.receive();
  EXPECT_EQ(answer.status, 413);
  EXPECT_EQ(answer.header("connection"), "close");
  EXPECT_THAT(answer.body, HasSubstr("1000 bytes"));
  EXPECT_TRUE(wire.closed());
  EXPECT_EQ(service.handled, 0);
}

TEST_F(BodyLimit, TheLengthAloneIsRefusedBeforeAnyBodyIsSent) {
  Answer const answer = service.ask("POST /echo HTTP/1.1\r\nHost: gids.example\r\nContent-Length: 1001\r\n\r\n");
  EXPECT_EQ(answer.status, 413);
  EXPECT_EQ(service.ask("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 18446744073709551615\r\n\r\n").status,
            413);
}

TEST_F(BodyLimit, ChunksOfExactlyTheLimitTogetherPass) {
  std::string const body = chunk(just.substr(0, 1)) + chunk(just.substr(1, 500)) + chunk(just.substr(501));
  EXPECT_EQ(service.ask(chunked(body + "0\r\n\r\n")).body, just);
}

TEST_F(BodyLimit, ChunksOfOneByteMoreTogetherGet413BeforeTheyEnd) {
  EXPECT_EQ(service.ask(chunked(chunk(just) + "1\r\n")).status, 413);
  EXPECT_EQ(service.ask(chunked("3e9\r\n")).status, 413);
  EXPECT_EQ(service.ask(chunked("ffffffffffffffff\r\n")).status, 413);
  EXPECT_EQ(service.handled, 0);
}

TEST_F(BodyLimit, AClientThatGoesOnSendingStillReadsIts413) {
  Wire wire(service.port);
  wire.send("POST /echo HTTP/1.1\r\nHost: gids.example\r\nContent-Length: 2000000\r\n\r\n");
  EXPECT_TRUE(wire.send(std::string(2'000'000, 'x')));
  EXPECT_EQ(wire.receive().status, 413);
}

class HeaderBytes : public testing::Test {
protected:
  Service service{[](auto& options) { options.limits.header_bytes = 2048; }};
};

TEST_F(HeaderBytes, AHeadOfExactlyTheLimitPassesAndOneByteMoreGets431) {
  EXPECT_EQ(service.ask(head_of(2048)).status, 200);
  Wire wire(service.port);
  wire.send(head_of(2049));
  EXPECT_EQ(wire.receive().status, 431);
  EXPECT_TRUE(wire.closed());
}

TEST_F(HeaderBytes, ItDoesNotMatterInWhatPiecesTheHeadArrives) {
  for (std::size_t const size : {2048, 2049}) {
    std::string const head = head_of(size);
    std::size_t const line = head.find("\r\n") + 2;
    for (std::size_t const cut : {std::size_t{1}, line, line + 30, std::size_t{2047}}) {
      Wire wire(service.port);
      wire.send(head.substr(0, cut));
      EXPECT_FALSE(wire.ready_within(10ms)); // lets the first piece be read alone
      wire.send(head.substr(cut));
      EXPECT_EQ(wire.receive().status, size == 2048 ? 200 : 431) << size << " bytes cut at " << cut;
    }
  }
}

TEST_F(HeaderBytes, AHeadThatNeverEndsGets431AtTheLimit) {
  Wire below(service.port), at(service.port);
  std::string const endless = "GET /diensten/kop HTTP/1.1\r\nX-Eindeloos: " + std::string(4096, 'e');
  at.send(endless.substr(0, 2048));
  EXPECT_EQ(at.receive().status, 431);
  below.send(endless.substr(0, 2047));
  EXPECT_FALSE(below.ready_within(200ms)) << "one byte less may still become a request";
}

TEST_F(HeaderBytes, TrailersAndChunkExtensionsCountAsHeaders) {
  std::string const much = std::string(20'000, 't');
  EXPECT_EQ(service.ask(chunked("5\r\nété\r\n0\r\nX-Toe: " + much.substr(0, 1500) + "\r\n\r\n")).body, "été");
  EXPECT_EQ(service.ask(chunked("5\r\nété\r\n0\r\nX-Toe: " + much + "\r\n\r\n")).status, 431);
  EXPECT_EQ(service.ask(chunked("5;naam=" + much)).status, 431);
  EXPECT_EQ(service.ask(chunked(std::string(20'000, '0'))).status, 431);
  EXPECT_TRUE(service.lives());
}

TEST(HeaderOf64KiB, Gets431AlsoWhereSoMuchIsAllowed) {
  Service service{[](auto& options) { options.limits.header_bytes = 1 << 20; }};
  std::string const line = "X-Vulling: " + std::string(70'000, 'v') + "\r\n";
  EXPECT_EQ(service.ask(get("/diensten/kop", line)).status, 431);
  EXPECT_EQ(service.ask(chunked("2\r\nça\r\n0\r\n" + line + "\r\n")).status, 400) << "ça is three bytes";
  EXPECT_EQ(service.ask(chunked("3\r\nça\r\n0\r\n" + line + "\r\n")).status, 431);
  EXPECT_TRUE(service.lives());
}

TEST(HeaderCount, TheLimitPassesAndOneMoreGets431) {
  Service service{[](auto& options) { options.limits.header_count = 10; }};
  std::string nine; // and the Host makes ten
  for (int i = 0; i < 9; ++i) nine += "X-Kop-" + std::to_string(i) + ": naïef\r\n";
  EXPECT_EQ(service.ask(get("/diensten/kop", nine)).status, 200);
  Answer const answer = service.ask(get("/diensten/kop", nine + "X-Kop-9: naïef\r\n"));
  EXPECT_EQ(answer.status, 431);
  EXPECT_THAT(answer.body, HasSubstr("10 headers"));
  EXPECT_EQ(service.ask(get("/diensten/kop", nine + "X-Kop-0: nog eens\r\n")).status, 431) << "repeated ones count";
}

TEST(AHeaderFlood, Gets431) {
  Service service;
  std::string flood;
  for (int i = 0; i < 3000; ++i) flood += "A:\r\n";
  EXPECT_EQ(service.ask(get("/diensten/kop", flood)).status, 431);
  EXPECT_TRUE(service.lives());
}

TEST(TargetBytes, TheLimitPassesAndOneMoreGets414) {
  Service service{[](auto& options) { options.limits.target_bytes = 256; }};
  std::string const longest = "/spiegel?q=" + std::string(245, 'q');
  ASSERT_EQ(longest.size(), 256U);
  EXPECT_EQ(service.ask(get(longest)).body, longest);
  Wire wire(service.port);
  wire.send(get(longest + "q"));
  Answer const answer = wire.receive();
  EXPECT_EQ(answer.status, 414);
  EXPECT_THAT(answer.body, HasSubstr("256 bytes"));
  EXPECT_TRUE(wire.closed());
}

class ConnectionLimit : public testing::Test {
protected:
  /// A connection that has been served, so it was admitted.
  static std::optional<Wire> admitted(std::uint16_t port) {
    Wire wire(port);
    wire.send(get("/diensten/plaats"));
    return wire.receive().status == 200 ? std::optional<Wire>(std::move(wire)) : std::nullopt;
  }
};

TEST_F(ConnectionLimit, OneTooManyGets503UnaskedAndTheOthersAreServedOn) {
  Service service{[](auto& options) { options.limits.connections = 2; }};
  auto first = admitted(service.port), second = admitted(service.port);
  ASSERT_TRUE(first && second);
  Wire third(service.port);
  Answer const answer = third.receive();
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.header("connection"), "close");
  EXPECT_TRUE(third.closed());
  for (Wire* wire : {&*first, &*second}) {
    wire->send(get("/diensten/nog"));
    EXPECT_EQ(wire->receive().body, "Dienst nog");
  }
}

TEST_F(ConnectionLimit, ThoseRefusedTakeNoPlaceWhileTheyLinger) {
  Service service{[](auto& options) { options.limits.connections = 1; }};
  auto only = admitted(service.port);
  ASSERT_TRUE(only);
  std::vector<Wire> refused;
  only.reset();
  auto const deadline = test::Clock::now() + 10s;
  bool in = false;
  while (!in && test::Clock::now() < deadline) { // until the server has noticed that the only one has left
    Wire wire(service.port);
    wire.send(get("/diensten/plaats"));
    in = wire.receive().status == 200;
    refused.push_back(std::move(wire)); // stays open: it would fill the house if it counted
  }
  EXPECT_TRUE(in) << refused.size() << " were refused";
}

TEST(QueuedRequests, OneTooManyGets503WithRetryAfterAndMayTryAgain) {
  Service service{[](auto& options) {
    options.worker_threads = 1;
    options.limits.queued_requests = 2;
  }};
  Wire running(service.port), second(service.port), third(service.port);
  running.send(get("/poort/eerste"));
  ASSERT_TRUE(service.gate.reached_by(1));
  second.send(get("/poort/wachtend"));
  third.send(get("/poort/wachtend"));
  // One of the two came first and waits for the worker; the other is the one too many.
  while (!second.ready_within(5ms) && !third.ready_within(5ms)) continue;
  Wire& refused = second.ready_within(0ms) ? second : third;
  Wire& waiting = &refused == &second ? third : second;
  Answer const answer = refused.receive();
  EXPECT_EQ(answer.status, 503);
  EXPECT_GE(std::stoi("0" + answer.header("retry-after")), 1);
  EXPECT_FALSE(waiting.ready_within(50ms));
  service.gate.open();
  EXPECT_EQ(running.receive().body, "Voorbij de poort: eerste");
  EXPECT_EQ(waiting.receive().body, "Voorbij de poort: wachtend");
  refused.send(get("/diensten/opnieuw"));
  EXPECT_EQ(refused.receive().body, "Dienst opnieuw");
}

} // namespace
} // namespace tandem
