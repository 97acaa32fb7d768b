// Times of http::Limits. Every other limit is far away, so that a test that waits for the wrong one fails.

#include "integration/http/service.hpp"

#include <gmock/gmock.h>

namespace tandem {
namespace {

using test::Answer;
using test::Clock;
using test::get;
using test::post;
using test::Service;
using test::Wire;
using namespace std::chrono_literals;

/// Sends the bytes one by one, some milliseconds apart, until they are sent or the server says something.
bool drip(Wire& wire, std::string_view bytes) {
  for (char const byte : bytes) {
    if (wire.ready_within(5ms)) return false;
    if (!wire.send({&byte, 1})) return false;
  }
  return true;
}

/// The server's timers may be early by a rounding, never by more.
constexpr auto almost = 5ms;

TEST(HeaderTimeout, ASlowSenderGets408HoweverSteadyItDrips) {
  Service service{[](auto& options) { options.limits.header_timeout = 300ms; }};
  Wire wire(service.port);
  auto const began = Clock::now();
  EXPECT_FALSE(drip(wire, "GET /diensten/traag HTTP/1.1\r\nX-Druppel: " + std::string(4000, '.')));
  Answer const answer = wire.receive();
  auto const took = Clock::now() - began;
  EXPECT_EQ(answer.status, 408);
  EXPECT_EQ(answer.header("connection"), "close");
  EXPECT_GE(took, 300ms - almost);
  EXPECT_LT(took, 5s);
  EXPECT_TRUE(wire.closed());
  EXPECT_EQ(service.handled, 0);
}

TEST(HeaderTimeout, ASlowSenderInTimeIsServed) {
  Service service{[](auto& options) { options.limits.idle_timeout = 100ms; }};
  Wire wire(service.port);
  EXPECT_TRUE(drip(wire, get("/diensten/traag"))) << "the idle time must not count from the first byte on";
  EXPECT_EQ(wire.receive().body, "Dienst traag");
}

TEST(HeaderTimeout, CountsAnewForEachRequestOfAConnection) {
  Service service{[](auto& options) { options.limits.header_timeout = 500ms; }};
  Wire wire(service.port);
  auto const began = Clock::now();
  int served = 0;
  for (; Clock::now() - began < 1s; ++served) {
    wire.send("GET /diensten/nog HTTP/1.1\r\nHost: ");
    EXPECT_FALSE(wire.ready_within(150ms));
    wire.send("gids.example\r\n\r\n");
    ASSERT_EQ(wire.receive().status, 200) << "after " << served;
  }
  EXPECT_GE(served, 2);
}

TEST(BodyTimeout, ASlowBodyGets408) {
  Service service{[](auto& options) { options.limits.body_timeout = 300ms; }};
  Wire wire(service.port);
  wire.send("POST /echo HTTP/1.1\r\nHost: gids.example\r\nContent-Length: 5000\r\n\r\n");
  auto const began = Clock::now();
  EXPECT_FALSE(drip(wire, std::string(4999, 'd')));
  EXPECT_EQ(wire.receive().status, 408);
  EXPECT_GE(Clock::now() - began, 250ms);
  EXPECT_TRUE(wire.closed());
  EXPECT_EQ(service.handled, 0);
}

TEST(BodyTimeout, ASlowChunkGets408) {
  Service service{[](auto& options) { options.limits.body_timeout = 300ms; }};
  Wire wire(service.port);
  wire.send("POST /echo HTTP/1.1\r\nHost: gids.example\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\nbegin");
  EXPECT_EQ(wire.receive().status, 408);
}

TEST(BodyTimeout, ASlowBodyInTimeIsServed) {
  Service service{[](auto& options) {
    options.limits.header_timeout = 200ms;
    options.limits.idle_timeout = 200ms;
    options.limits.write_timeout = 200ms;
  }};
  Wire wire(service.port);
  std::string const body(100, 'b');
  std::string const request = post("/echo", body);
  wire.send(request.substr(0, request.size() - body.size()));
  EXPECT_TRUE(drip(wire, body)) << "no other time may count while the body arrives";
  EXPECT_EQ(wire.receive().body, body);
}

TEST(WriteTimeout, AClientThatNeverReadsIsLeftInTheEnd) {
  Service service{[](auto& options) { options.limits.write_timeout = 300ms; }};
  Wire wire(service.port, 4096);
  std::size_t const much = 64 << 20; // more than the kernel's buffers on both sides
  auto const began = Clock::now();
  wire.send(get("/groot/" + std::to_string(much)));
  ASSERT_EQ(service.served.first(1).size(), 1U) << "the server did not give up";
  EXPECT_GE(Clock::now() - began, 300ms - almost);
  EXPECT_LT(Clock::now() - began, 10s);
  EXPECT_LT(wire.receive_all().size(), much);
  EXPECT_TRUE(service.lives());
}

TEST(WriteTimeout, DoesNotCountTheTimeOfTheHandler) {
  Service service{[](auto& options) {
    options.limits.write_timeout = 100ms;
    options.limits.header_timeout = 100ms;
    options.limits.body_timeout = 100ms;
    options.limits.idle_timeout = 100ms;
  }};
  Wire wire(service.port);
  wire.send(get("/poort/geduldig"));
  ASSERT_TRUE(service.gate.reached_by(1));
  EXPECT_FALSE(wire.ready_within(400ms));
  service.gate.open();
  EXPECT_EQ(wire.receive().body, "Voorbij de poort: geduldig");
}

TEST(IdleTimeout, AConnectionThatSaysNothingIsClosedWithoutAWord) {
  Service service{[](auto& options) { options.limits.idle_timeout = 300ms; }};
  auto const began = Clock::now();
  Wire wire(service.port);
  EXPECT_TRUE(wire.closed());
  EXPECT_GE(Clock::now() - began, 300ms - almost);
  EXPECT_EQ(service.served.size(), 0U);
}

TEST(IdleTimeout, AKeptConnectionIsClosedWithoutAWordAfterItsLastAnswer) {
  Service service{[](auto& options) { options.limits.idle_timeout = 300ms; }};
  Wire wire(service.port);
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(wire.ready_within(150ms)) << "closed although it was used in between";
    wire.send(get("/diensten/nog"));
    ASSERT_EQ(wire.receive().status, 200);
  }
  auto const began = Clock::now();
  EXPECT_TRUE(wire.closed());
  EXPECT_GE(Clock::now() - began, 300ms - 50ms);
}

} // namespace
} // namespace tandem
