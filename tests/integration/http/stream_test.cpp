// Responses that go on: how they stand on the wire, waiting, ending, and what they may cost.

#include "integration/http/tap.hpp"

#include <future>
#include <gmock/gmock.h>

namespace tandem {
namespace {

using test::Answer;
using test::Clock;
using test::get;
using test::Unchunked;
using test::Waterworks;
using test::Wire;
using testing::HasSubstr;
using Then = http::Stream::Part::Then;
using namespace std::chrono_literals;

std::string const line = "De bezoekuren zijn gewijzigd; les heures de visite ont changé.\n"; // 0x40 bytes

TEST(Stream, IsSentInChunksAsItComesAndEndsTheConnection) {
  Waterworks works;
  Wire wire(works.service.port);
  wire.send(get("/stroom/bezoek"));
  Answer const head = wire.receive(true);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("transfer-encoding"), "chunked");
  EXPECT_EQ(head.header("connection"), "close");
  EXPECT_EQ(head.header("content-type"), "text/plain; charset=utf-8");
  EXPECT_TRUE(head.has("x-request-id"));
  EXPECT_FALSE(head.has("content-length"));
  ASSERT_TRUE(works.tap.was_asked_in_vain(1)) << "the head is sent before there is a body";
  works.tap.say(line);
  EXPECT_EQ(wire.receive_until("ont changé.\n\r\n"), "40\r\n" + line + "\r\n");
  works.tap.say("");
  works.tap.say("encore");
  EXPECT_EQ(wire.receive_until("\r\nencore\r\n"), "6\r\nencore\r\n") << "no empty chunk: that would be the end";
  works.tap.end();
  EXPECT_EQ(wire.receive_all(), "0\r\n\r\n");
  EXPECT_TRUE(works.tap.has(0));
  auto const told = works.service.served.first(1);
  EXPECT_EQ(told.front().text, "/stroom/bezoek");
}

TEST(Stream, ToHttp10EndsWithTheConnection) {
  Waterworks works;
  Wire wire(works.service.port);
  wire.send("GET /stroom/oud HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  works.tap.say(line);
  works.tap.say("fin");
  works.tap.end();
  std::string const all = wire.receive_all();
  EXPECT_THAT(all, testing::StartsWith("HTTP/1.0 200 OK\r\n"));
  EXPECT_THAT(all, testing::EndsWith("\r\n\r\n" + line + "fin"));
  EXPECT_EQ(all.find("Transfer-Encoding"), all.npos);
  EXPECT_EQ(all.find("keep-alive"), all.npos);
}

TEST(Stream, ToHeadIsNotBegunAndTheConnectionIsKept) {
  Waterworks works;
  Wire wire(works.service.port);
  wire.send("HEAD /stroom/kop HTTP/1.1\r\nHost: gids.example\r\n\r\n" + get("/diensten/1"));
  Answer const head = wire.receive(true);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("transfer-encoding"), "chunked");
  EXPECT_EQ(wire.receive().body, "Dienst 1");
  EXPECT_EQ(works.tap.begun(), 0U);
}

TEST(Stream, IsAskedAgainWhenItsTimeIsOverWithoutBeingWoken) {
  Waterworks works({}, 20ms);
  Wire wire(works.service.port);
  wire.send(get("/stroom/hartslag"));
  EXPECT_TRUE(works.tap.was_asked_in_vain(5));
}

TEST(Stream, WorksOnAWorkerAndWaitsWithoutOne) {
  Waterworks works{[](auto& options) { options.worker_threads = 1; }};
  works.tap.works = [&works] { works.service.gate.pass(); };
  std::vector<Wire> waiting;
  for (int i = 0; i < 40; ++i) {
    waiting.emplace_back(works.service.port);
    waiting.back().send(get("/stroom/geduld"));
  }
  ASSERT_TRUE(works.tap.was_asked_in_vain(40));
  EXPECT_TRUE(works.service.lives()) << "the only worker is not taken";
  works.tap.say("", Then::work);
  ASSERT_TRUE(works.service.gate.reached_by(1));
  EXPECT_EQ(works.service.ask(get("/nergens")).status, 404) << "nor is the I/O thread";
  works.service.gate.open();
  works.tap.end();
  for (Wire& wire : waiting) EXPECT_THAT(wire.receive_all(), HasSubstr("8\r\ngewerkt\n\r\n0\r\n"));
}

TEST(Stream, EverythingSaidFromManyThreadsArrivesInOrder) {
  Waterworks works{[](auto& options) { options.io_threads = 2; }};
  std::vector<Wire> wires;
  for (int i = 0; i < 10; ++i) {
    wires.emplace_back(works.service.port);
    wires.back().send(get("/stroom/druk"));
  }
  ASSERT_TRUE(works.tap.has(10));
  std::vector<std::future<void>> talkers;
  for (int i = 0; i < 4; ++i)
    talkers.push_back(std::async(std::launch::async, [&works] {
      for (int k = 0; k < 250; ++k) works.tap.say("é");
    }));
  for (auto& talker : talkers) talker.get();
  works.tap.end();
  for (Wire& wire : wires) {
    std::string const all = wire.receive_all();
    Unchunked const read(std::string_view(all).substr(all.find("\r\n\r\n") + 4));
    EXPECT_TRUE(read.complete);
    EXPECT_EQ(read.body.size(), 2000U);
  }
}

TEST(SlowReader, IsLeftAfterTheWriteTimeoutWithOnePartInMemoryAndHoldsUpNobody) {
  Waterworks works{[](auto& options) { options.limits.write_timeout = 1s; }};
  Wire slow(works.service.port, 4096), quick(works.service.port);
  for (Wire* const wire : {&slow, &quick}) wire->send(get("/stroom/traag"));
  ASSERT_TRUE(works.tap.has(2));
  auto reading = std::async(std::launch::async, [&quick] { return quick.receive_until("voor wie leest"); });
  std::string const part(1 << 20, 'e');
  for (int i = 0; i < 64; ++i) works.tap.say(part);
  works.tap.say("voor wie leest");
  EXPECT_TRUE(reading.get().ends_with("voor wie leest"));
  ASSERT_TRUE(works.tap.has(1)) << "the one that does not read is left";
  EXPECT_LT(works.tap.given(), (64U + 32U) << 20) << "the socket's buffers and one part, not all there is";
  EXPECT_TRUE(works.service.lives());
  ASSERT_EQ(slow.receive(true).status, 200);
  EXPECT_FALSE(Unchunked(slow.receive_all()).complete);
}

TEST(SlowReader, InTimeForEachPartIsServedToTheEnd) {
  Waterworks works{[](auto& options) { options.limits.write_timeout = 500ms; }};
  Wire wire(works.service.port);
  wire.send(get("/stroom/traag"));
  auto const began = Clock::now();
  for (std::size_t asked = 0; Clock::now() - began < 1200ms; works.tap.say(line))
    ASSERT_TRUE(works.tap.was_asked_in_vain(++asked)); // each part is its own
  works.tap.end();
  EXPECT_THAT(wire.receive_all(), testing::EndsWith("\r\n0\r\n\r\n")) << "the time is that of a part";
}

TEST(ClientGone, IsNoticedAtOnceWhileTheStreamWaits) {
  Waterworks works;
  for (bool const politely : {true, false}) {
    Wire wire(works.service.port);
    wire.send(get("/stroom/weg"));
    ASSERT_EQ(wire.receive(true).status, 200);
    ASSERT_TRUE(works.tap.has(1));
    if (politely) wire.finish_sending();
    else wire.vanish();
    EXPECT_TRUE(works.tap.has(0)) << "nothing was said, nobody was woken";
  }
  works.tap.say("voor niemand");
  EXPECT_TRUE(works.service.lives());
}

TEST(ClientGone, IsNoticedWhileAPartIsWritten) {
  Waterworks works;
  Wire wire(works.service.port, 4096);
  wire.send(get("/stroom/weg"));
  works.tap.say(std::string(64 << 20, 'e'));
  ASSERT_TRUE(wire.received(1000));
  wire.vanish();
  EXPECT_TRUE(works.tap.has(0));
}

TEST(StreamLimit, ExactlyAsManyAsAllowedAndTheNextIsToldWhenToComeBack) {
  Waterworks works{[](auto& options) { options.limits.streams = 2; }};
  Wire first(works.service.port), second(works.service.port), third(works.service.port);
  for (Wire* const wire : {&first, &second}) {
    wire->send(get("/stroom/plaats"));
    ASSERT_EQ(wire->receive(true).status, 200);
  }
  third.send(get("/stroom/plaats"));
  Answer const refused = third.receive();
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.header("retry-after"), "1");
  EXPECT_EQ(works.tap.begun(), 2U);
  third.send("HEAD /stroom/plaats HTTP/1.1\r\nHost: gids.example\r\n\r\n" + get("/diensten/1"));
  EXPECT_EQ(third.receive(true).status, 200) << "HEAD takes no place";
  EXPECT_EQ(third.receive().body, "Dienst 1") << "the connection is kept";
  first.vanish();
  ASSERT_EQ(works.service.served.first(4).size(), 4U); // with that of the stream that is over, its place is free
  third.send(get("/stroom/plaats"));
  EXPECT_EQ(third.receive(true).status, 200);
}

TEST(Behind, WhatIsSentBehindTheRequestIsNotReadAsARequest) {
  Waterworks works;
  Wire wire(works.service.port);
  wire.send(get("/stroom/voor") + get("/diensten/achter"));
  ASSERT_TRUE(works.tap.was_asked_in_vain(1));
  wire.send(get("/diensten/later"));
  works.tap.say(line);
  works.tap.end();
  EXPECT_THAT(wire.receive_all(), testing::EndsWith(line + "\r\n0\r\n\r\n"));
  EXPECT_EQ(works.service.handled, 1);
}

TEST(Behind, WhoSendsWithoutEndIsLeft) {
  Waterworks works;
  Wire wire(works.service.port);
  wire.send(get("/stroom/voor"));
  ASSERT_TRUE(works.tap.has(1));
  wire.send(std::string((16 << 10) + 1, 'x'));
  EXPECT_TRUE(works.tap.has(0));
}

TEST(Fault, WhatAStreamThrowsEndsItWithoutItsLastChunk) {
  Waterworks works;
  works.tap.works = [] { throw std::runtime_error("de lijn is dood"); };
  Wire wire(works.service.port);
  wire.send(get("/stroom/fout"));
  works.tap.say(line);
  works.tap.say("", Then::work);
  EXPECT_THAT(wire.receive_all(), testing::EndsWith(line + "\r\n"))
      << "the client must see that something is missing";
  EXPECT_EQ(works.service.mistakes.first(1).front().text, "de lijn is dood");
  EXPECT_TRUE(works.service.lives());
}

TEST(Fault, AResponseIsABodyOrAStream) {
  Waterworks works;
  works.service.answers_stream = [&](http::Request const& request) {
    http::Response both = works.tap.response();
    if (request.capture("naam") == "beide") both.body = "lichaam";
    else both.status = 204;
    return both;
  };
  EXPECT_EQ(works.service.ask(get("/stroom/beide")).status, 500);
  EXPECT_EQ(works.service.ask(get("/stroom/leeg")).status, 500);
  EXPECT_EQ(works.tap.begun(), 0U);
}

TEST(StopOfStreams, IsAtOnceWhetherTheyWaitOrAreBeingWritten) {
  Waterworks works{[](auto& options) { options.io_threads = 2; }};
  Wire waits(works.service.port);
  waits.send(get("/stroom/wacht"));
  ASSERT_TRUE(works.tap.was_asked_in_vain(1));
  ASSERT_EQ(waits.receive(true).status, 200);
  auto took = [&](std::chrono::milliseconds grace) {
    auto const began = Clock::now();
    works.service.server->stop(grace);
    return Clock::now() - began;
  };
  Waterworks others;
  Wire never_reads(others.service.port, 4096);
  never_reads.send(get("/stroom/schrijft"));
  others.tap.say(std::string(64 << 20, 'e'));
  ASSERT_TRUE(never_reads.received(1000));
  EXPECT_LT(took(Wire::patience), 5s);
  EXPECT_EQ(waits.receive_all(), "0\r\n\r\n") << "the end of a stream, not of a connection";
  auto const began = Clock::now();
  others.service.server->stop(Wire::patience);
  EXPECT_LT(Clock::now() - began, 5s) << "a client that does not read has no grace";
  EXPECT_TRUE(works.tap.has(0) && others.tap.has(0));
  works.tap.say("te laat");
}

TEST(StopOfStreams, WaitsForWorkThatRunsAndNothingIsWokenAfterIt) {
  Waterworks works;
  works.tap.works = [&works] { works.service.gate.pass(); };
  Wire wire(works.service.port), idle(works.service.port);
  wire.send(get("/stroom/werk"));
  works.tap.say("", Then::work);
  ASSERT_TRUE(works.service.gate.reached_by(1));
  std::atomic<bool> over{false};
  auto talker = std::async(std::launch::async, [&] {
    while (!over) works.tap.say("");
  });
  auto stopped = std::async(std::launch::async, [&works] { works.service.server->stop(50ms); });
  ASSERT_TRUE(idle.closed()); // so the stop has begun
  works.service.gate.open();
  stopped.get();
  over = true;
  talker.get();
  EXPECT_TRUE(works.tap.has(0));
}

} // namespace
} // namespace tandem
