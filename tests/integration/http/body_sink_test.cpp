// Bodies that are taken in while they arrive: in which parts, at what pace, and every way in which one can end.

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
using testing::HasSubstr;
using testing::StartsWith;
using namespace std::chrono_literals;

/// Takes bodies in and remembers how.
class Office {
public:
  explicit Office(Service::Adjust const& adjust = {}) : service(adjust) {
    service.opens = [this](http::Request const& request) -> http::Opened {
      ++opened;
      if (refuses) return http::Response{403, {}, "geen toegang"};
      asked = request;
      return std::make_shared<Desk>(*this);
    };
  }

  std::string bytes() {
    std::lock_guard const lock(mutex_);
    return bytes_;
  }
  std::size_t largest() {
    std::lock_guard const lock(mutex_);
    return largest_;
  }
  /// How each body ended, once there are so many.
  std::vector<bool> ends(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, Wire::patience, [&] { return ends_.size() >= count; });
    return ends_;
  }
  bool has(std::size_t bytes) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, Wire::patience, [&] { return bytes_.size() >= bytes; });
  }

  std::function<bool(std::string_view)> takes; ///< Instead of taking everything.
  http::Request asked;
  std::atomic<int> opened{0};
  std::atomic<bool> refuses{false};
  Service service;

private:
  class Desk final : public http::BodySink {
  public:
    explicit Desk(Office& office) : office_(office) {}
    bool take(std::string_view part) override {
      bool const more = !office_.takes || office_.takes(part);
      std::lock_guard const lock(office_.mutex_);
      office_.bytes_ += part;
      office_.largest_ = std::max(office_.largest_, part.size());
      office_.changed_.notify_all();
      return more;
    }
    http::Response end(bool whole) override {
      std::lock_guard const lock(office_.mutex_);
      office_.ends_.push_back(whole);
      office_.changed_.notify_all();
      if (!whole) return {413, {}, "te groot, trop volumineux"};
      return {200, {}, std::to_string(office_.bytes_.size())};
    }

  private:
    Office& office_;
  };

  std::mutex mutex_;
  std::condition_variable changed_;
  std::string bytes_;
  std::size_t largest_ = 0;
  std::vector<bool> ends_;
};

std::string head(std::string_view headers) {
  return "PUT /opname/brochure?taal=fr HTTP/1.1\r\nHost: gids.example\r\n" + std::string(headers) + "\r\n";
}
std::string length(std::size_t bytes) { return "Content-Length: " + std::to_string(bytes) + "\r\n"; }

/// Bytes of which no two neighbouring parts are alike.
std::string body(std::size_t bytes) {
  std::string text;
  text.reserve(bytes + 64);
  for (std::size_t i = 0; text.size() < bytes; ++i) text += "dépôt n° " + std::to_string(i) + ", œuvre ";
  text.resize(bytes);
  return text;
}

TEST(BodySink, GetsABodyInPartsOfAtMost64KiBAndTheConnectionIsKept) {
  Office office([](auto& options) { options.limits.body_bytes = 1024; });
  Wire wire(office.service.port);
  std::string const sent = body((1 << 20) + 17);
  wire.send(head(length(sent.size())) + sent + get("/diensten/daarna"));
  Answer const answer = wire.receive();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, std::to_string(sent.size()));
  EXPECT_TRUE(office.bytes() == sent) << "every byte, in order";
  EXPECT_EQ(office.largest(), http::BodySink::part_bytes);
  EXPECT_EQ(wire.receive().body, "Dienst daarna");
  EXPECT_EQ(office.ends(1), std::vector<bool>{true});
  EXPECT_EQ(office.asked.capture("naam"), "brochure");
  EXPECT_EQ(office.asked.parameter("taal"), "fr");
  EXPECT_EQ(office.asked.body, "");
  EXPECT_EQ(office.service.served.first(2).front().text, "/opname/brochure?taal=fr");
}

TEST(BodySink, GetsChunkedBodiesWhateverTheirChunks) {
  Office office;
  Wire wire(office.service.port);
  std::string const sent = body(300'000);
  std::string chunks;
  std::size_t const sizes[] = {1, 70'000, 3, 65'536, 164'460};
  for (std::size_t at = 0, i = 0; at < sent.size(); at += sizes[i++]) {
    char line[20];
    std::snprintf(line, sizeof line, "%zx\r\n", sizes[i]);
    chunks += line + sent.substr(at, sizes[i]) + "\r\n";
  }
  wire.send(head("Transfer-Encoding: chunked\r\n") + chunks + "0\r\n\r\n" + get("/diensten/2"));
  EXPECT_EQ(wire.receive().body, "300000");
  EXPECT_TRUE(office.bytes() == sent);
  EXPECT_LE(office.largest(), http::BodySink::part_bytes);
  EXPECT_EQ(wire.receive().body, "Dienst 2");
}

TEST(BodySink, EndsAtOnceWhenThereIsNoBody) {
  Office office;
  Wire wire(office.service.port);
  for (std::string const& headers : {std::string(), length(0)}) {
    wire.send(head(headers));
    EXPECT_EQ(wire.receive().body, "0");
  }
  EXPECT_EQ(office.ends(2), (std::vector<bool>{true, true}));
}

TEST(BodySink, OtherRoutesKeepTheirLimit) {
  Office office([](auto& options) { options.limits.body_bytes = 1024; });
  EXPECT_EQ(office.service.ask(test::post("/echo", std::string(1024, 'e'))).status, 200);
  EXPECT_EQ(office.service.ask(test::post("/echo", std::string(1025, 'e'))).status, 413);
  EXPECT_EQ(office.service.ask(get("/opname/x")).header("allow"), "PUT");
}

TEST(BodySink, IsOpenedBeforeTheClientIsAskedForTheBody) {
  Office office;
  Wire wire(office.service.port);
  wire.send(head(length(5) + "Expect: 100-continue\r\n"));
  EXPECT_EQ(wire.receive().status, 100);
  EXPECT_EQ(office.opened, 1);
  wire.send("été"); // 5 bytes
  EXPECT_EQ(wire.receive().body, "5");
}

TEST(Refusal, AsksForNoBodyAndEndsTheConnection) {
  Office office;
  office.refuses = true;
  Wire wire(office.service.port);
  wire.send(head(length(5) + "Expect: 100-continue\r\n"));
  Answer const refused = wire.receive();
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.body, "geen toegang");
  EXPECT_EQ(refused.header("connection"), "close") << "the body may come all the same";
  EXPECT_TRUE(wire.closed());
  EXPECT_EQ(office.ends(0).size(), 0U);
}

TEST(Refusal, OfARequestWithoutBodyKeepsTheConnection) {
  Office office;
  office.refuses = true;
  Wire wire(office.service.port);
  wire.send(head(length(0)) + get("/diensten/3"));
  EXPECT_EQ(wire.receive().status, 403);
  EXPECT_EQ(wire.receive().body, "Dienst 3");
}

TEST(Refusal, InTheMiddleIsAnsweredAndNoMoreIsRead) {
  Office office;
  std::atomic<int> parts{0};
  office.takes = [&](std::string_view) { return ++parts < 3; };
  Wire wire(office.service.port);
  wire.send(head(length(64 << 20)) + body(1 << 20));
  Answer const answer = wire.receive();
  EXPECT_EQ(answer.status, 413);
  EXPECT_EQ(answer.body, "te groot, trop volumineux");
  EXPECT_EQ(answer.header("connection"), "close");
  EXPECT_EQ(office.ends(1), std::vector<bool>{false});
  EXPECT_EQ(parts, 3);
  EXPECT_EQ(office.bytes().size(), 3 * http::BodySink::part_bytes);
}

TEST(BrokenOff, WhatArrivedWasTakenWhenTheClientGoes) {
  Office office;
  Wire wire(office.service.port);
  std::string const sent = body(100'000);
  wire.send(head(length(1 << 20)) + sent);
  ASSERT_TRUE(office.has(http::BodySink::part_bytes));
  wire.vanish();
  EXPECT_EQ(office.ends(1), std::vector<bool>{false});
  EXPECT_TRUE(sent.starts_with(office.bytes()));
  EXPECT_TRUE(office.service.lives());
  EXPECT_EQ(office.service.served.size(), 1U) << "there was nobody to answer";
}

TEST(BrokenOff, WhoOnlyStopsSendingIsToldAndAllThatCameIsTaken) {
  Office office;
  Wire wire(office.service.port);
  std::string const sent = body(100'000);
  wire.send(head(length(100'001)) + sent);
  wire.finish_sending();
  Answer const answer = wire.receive();
  EXPECT_EQ(answer.status, 400);
  EXPECT_THAT(answer.body, HasSubstr("not complete"));
  EXPECT_TRUE(office.bytes() == sent);
  EXPECT_EQ(office.ends(1), std::vector<bool>{false});
}

TEST(BrokenOff, ByAChunkThatIsNone) {
  Office office;
  Wire wire(office.service.port);
  wire.send(head("Transfer-Encoding: chunked\r\n") + "3\r\nété\r\nhuit\r\n");
  EXPECT_EQ(wire.receive().status, 400);
  EXPECT_EQ(office.ends(1), std::vector<bool>{false});
  EXPECT_TRUE(wire.closed());
}

TEST(Pace, APartThatDoesNotComeInTimeEndsItAndWhatCameIsTaken) {
  Office office([](auto& options) { options.limits.body_timeout = 200ms; });
  Wire wire(office.service.port);
  wire.send(head(length(100'000)) + body(70'000));
  Answer const answer = wire.receive();
  EXPECT_EQ(answer.status, 408);
  EXPECT_EQ(office.bytes().size(), 70'000U);
  EXPECT_EQ(office.ends(1), std::vector<bool>{false});
}

TEST(Pace, TheTimeIsThatOfAPartAndNotOfTheBody) {
  Office office([](auto& options) { options.limits.body_timeout = 500ms; });
  Wire wire(office.service.port);
  std::string const part = body(http::BodySink::part_bytes);
  std::size_t sent = 0;
  wire.send(head("Transfer-Encoding: chunked\r\n"));
  for (auto const began = Clock::now(); Clock::now() - began < 1200ms;) { // the sink says when the next may come
    wire.send("10000\r\n" + part + "\r\n");
    sent += part.size();
    ASSERT_TRUE(office.has(sent));
  }
  wire.send("0\r\n\r\n");
  EXPECT_EQ(wire.receive().body, std::to_string(sent));
}

TEST(Pace, ASlowSinkHoldsTheClientBackAndNobodyElse) {
  Office office;
  office.takes = [&office](std::string_view) {
    office.service.gate.pass();
    return true;
  };
  Wire wire(office.service.port);
  std::size_t const all = 32 << 20;
  auto sending = std::async(std::launch::async, [&] { return wire.send(head(length(all)) + body(all)); });
  ASSERT_TRUE(office.service.gate.reached_by(1));
  EXPECT_EQ(sending.wait_for(300ms), std::future_status::timeout) << "the client's window is full";
  EXPECT_EQ(office.bytes().size(), 0U);
  EXPECT_TRUE(office.service.lives());
  office.service.gate.open();
  EXPECT_TRUE(sending.get());
  EXPECT_EQ(wire.receive().body, std::to_string(all));
}

TEST(Pace, ManyAtOnceAreTakenWhole) {
  Office office([](auto& options) { options.io_threads = 2; });
  std::string const sent = body(200'000);
  std::vector<std::future<int>> clients;
  for (int i = 0; i < 20; ++i)
    clients.push_back(
        std::async(std::launch::async, [&] { return office.service.ask(head(length(sent.size())) + sent).status; }));
  for (auto& client : clients) EXPECT_EQ(client.get(), 200);
  EXPECT_EQ(office.bytes().size(), 20 * sent.size());
  EXPECT_EQ(office.ends(20), std::vector<bool>(20, true));
}

TEST(Mistake, OfASinkIsToldToTheLogAndHiddenFromTheClient) {
  Office office;
  office.takes = [](std::string_view) -> bool { throw std::runtime_error("de schijf is stuk"); };
  Answer const answer = office.service.ask(head(length(4)) + "vier");
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.body.find("schijf"), answer.body.npos);
  EXPECT_EQ(office.service.mistakes.first(1).front().text, "de schijf is stuk");
  EXPECT_EQ(office.ends(1), std::vector<bool>{false}) << "it is ended all the same";
  office.service.opens = [](http::Request const&) -> http::Opened { return std::shared_ptr<http::BodySink>(); };
  EXPECT_EQ(office.service.ask(head(length(4)) + "vier").status, 500);
  office.service.opens = [](http::Request const&) -> http::Opened { throw std::runtime_error("fermé"); };
  EXPECT_EQ(office.service.ask(head(length(4)) + "vier").status, 500);
  EXPECT_TRUE(office.service.lives());
}

TEST(Stop, EndsABodyThatIsOnItsWay) {
  Office office;
  Wire wire(office.service.port);
  std::string const sent = body(70'000);
  wire.send(head(length(1 << 20)) + sent);
  ASSERT_TRUE(office.has(http::BodySink::part_bytes));
  auto const began = Clock::now();
  office.service.server->stop(Wire::patience);
  EXPECT_LT(Clock::now() - began, 5s);
  EXPECT_EQ(office.ends(1), std::vector<bool>{false});
  EXPECT_TRUE(sent.starts_with(office.bytes())) << "what was read is taken";
  EXPECT_TRUE(wire.closed());
}

TEST(Stop, WaitsForASinkThatWorks) {
  Office office;
  office.takes = [&office](std::string_view) {
    office.service.gate.pass();
    return true;
  };
  Wire wire(office.service.port), idle(office.service.port);
  wire.send(head(length(4)) + "vier");
  ASSERT_TRUE(office.service.gate.reached_by(1));
  auto stopped = std::async(std::launch::async, [&office] { office.service.server->stop(Wire::patience); });
  ASSERT_TRUE(idle.closed()); // so the stop has begun
  office.service.gate.open();
  EXPECT_EQ(wire.receive().body, "4") << "its request had arrived";
  stopped.get();
  EXPECT_EQ(office.ends(1), std::vector<bool>{true});
}

TEST(Queue, AFullOneRefusesNewBodies) {
  Office office([](auto& options) { options.limits.queued_requests = 1; });
  Wire busy(office.service.port);
  busy.send(get("/poort/een"));
  ASSERT_TRUE(office.service.gate.reached_by(1));
  Answer const refused = office.service.ask(head(length(4)) + "vier");
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.header("retry-after"), "1");
  EXPECT_EQ(office.opened, 0);
}

} // namespace
} // namespace tandem
