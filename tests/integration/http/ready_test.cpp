/// Ready-made answers: the short way through a session.

#include "integration/http/service.hpp"

#include <gmock/gmock.h>
#include <map>
#include <thread>

namespace tandem::test {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

class Kept final : public http::ReadyAnswers {
public:
  void keep(std::string const& target, std::string const& body) {
    auto made = std::make_shared<http::ReadyMade>();
    made->etag = "\"v1\"";
    made->headers = std::make_shared<std::string const>("Vary: Accept\r\n");
    made->content =
        "Content-Type: text/plain; charset=utf-8\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
    made->body = body;
    all_[target] = std::move(made);
  }
  std::shared_ptr<http::ReadyMade const> find(http::Asked const& asked) const noexcept override {
    auto const found = all_.find(asked.target);
    return found == all_.end() || asked.header("Accept-Language") == "fr" ? nullptr : found->second;
  }

private:
  std::map<std::string, std::shared_ptr<http::ReadyMade const>, std::less<>> all_;
};

class ReadyMadeAnswers : public testing::Test {
protected:
  ReadyMadeAnswers() {
    kept.keep("/diensten/1", "Klaar: één");
    kept.keep("/diensten/2", "Klaar: twee");
    kept.keep("/groot/1", std::string(8 << 20, 'k'));
  }
  static std::string ask_for(std::string const& target, std::string const& more = "", std::string method = "GET") {
    return method + " " + target + " HTTP/1.1\r\nHost: gids.example\r\n" + more + "\r\n";
  }
  Kept kept;
  Service service{[this](auto& options) {
    options.ready = &kept;
    options.limits.header_count = 5;
    options.limits.write_timeout = 500ms;
  }};
};

TEST_F(ReadyMadeAnswers, AreWrittenWithWhatBelongsToOneAnswer) {
  Wire wire(service.port);
  for (int i = 0; i < 3; ++i) {
    wire.send(ask_for("/diensten/1", "X-Request-Id: vraag-0001\r\n"));
    Answer const answer = wire.receive();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "Klaar: één");
    EXPECT_EQ(answer.header("etag"), "\"v1\"");
    EXPECT_EQ(answer.header("vary"), "Accept");
    EXPECT_EQ(answer.header("server"), "tandem");
    EXPECT_EQ(answer.header("x-content-type-options"), "nosniff");
    EXPECT_EQ(answer.header("x-request-id"), "vraag-0001");
    EXPECT_THAT(answer.header("date"), MatchesRegex("[A-Z][a-z]{2}, [0-9]{2} .* GMT"));
  }
  wire.send(ask_for("/diensten/2"));
  EXPECT_THAT(wire.receive().header("x-request-id"), MatchesRegex("[0-9a-f]{32}"));
  EXPECT_EQ(service.handled, 0);
  auto const served = service.served.first(4);
  EXPECT_EQ(served[0].text, "/diensten/1");
  EXPECT_EQ(served[0].request_id, "vraag-0001");
  EXPECT_EQ(served[3].text, "/diensten/2");
}

TEST_F(ReadyMadeAnswers, ComeInOrderAmongOthersWhenRequestsArePipelined) {
  Wire wire(service.port);
  wire.send(ask_for("/diensten/1") + ask_for("/diensten/2") + ask_for("/diensten/3") + ask_for("/diensten/1"));
  EXPECT_EQ(wire.receive().body, "Klaar: één");
  EXPECT_EQ(wire.receive().body, "Klaar: twee");
  EXPECT_EQ(wire.receive().body, "Dienst 3");
  EXPECT_EQ(wire.receive().body, "Klaar: één");
  EXPECT_EQ(service.handled, 1);
}

TEST_F(ReadyMadeAnswers, EndTheConnectionWhereTheClientSaysSo) {
  Wire closing(service.port);
  closing.send(ask_for("/diensten/1", "Connection: close\r\n"));
  Answer const answer = closing.receive();
  EXPECT_EQ(answer.body, "Klaar: één");
  EXPECT_EQ(answer.header("connection"), "close");
  EXPECT_TRUE(closing.closed());
  EXPECT_EQ(service.handled, 0);
}

TEST_F(ReadyMadeAnswers, HaveNoBodyForHeadAnd304) {
  Wire wire(service.port);
  wire.send(ask_for("/diensten/1", "", "HEAD"));
  Answer const head = wire.receive(true);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("content-length"), "12");
  for (std::string const method : {"GET", "HEAD"}) {
    wire.send(ask_for("/diensten/1", "If-None-Match: \"v0\", W/\"v1\"\r\n", method));
    Answer const known = wire.receive(method == "HEAD");
    EXPECT_EQ(known.status, 304);
    EXPECT_EQ(known.header("etag"), "\"v1\"");
    EXPECT_FALSE(known.has("content-length"));
    EXPECT_FALSE(known.has("content-type"));
  }
  wire.send(ask_for("/diensten/1", "If-None-Match: \"v0\"\r\n"));
  EXPECT_EQ(wire.receive().body, "Klaar: één") << "what came before had no body indeed";
  EXPECT_EQ(service.handled, 0);
}

TEST_F(ReadyMadeAnswers, LeaveWhatIsOutOfTheOrdinaryToTheLongWay) {
  EXPECT_EQ(service.ask(ask_for("/diensten/1", "Accept-Language: fr\r\n")).body, "Dienst 1");
  EXPECT_EQ(service.ask(ask_for("/diensten/1", "", "PUT")).status, 204);
  EXPECT_EQ(service.ask(ask_for("/diensten/1", "Content-Length: 2\r\n") + "{}").body, "Dienst 1");
  EXPECT_EQ(service.ask(ask_for("/diensten/1", "Content-Length: 0\r\n")).body, "Dienst 1");
  EXPECT_EQ(service.ask(ask_for("http://gids.example/diensten/1")).body, "Dienst 1");
  EXPECT_EQ(service.ask("GET /diensten/1 HTTP/1.0\r\n\r\n").body, "Dienst 1");
  int const handled = service.handled;
  EXPECT_EQ(service.ask("GET /diensten/1 HTTP/1.1\r\n\r\n").status, 400) << "no Host";
  EXPECT_EQ(service.ask(ask_for("/diensten/1", "Host: ander\r\n")).status, 400);
  EXPECT_EQ(service.ask(ask_for("/diensten/1", "A: 1\r\nB: 1\r\nC: 1\r\nD: 1\r\nE: 1\r\n")).status, 431);
  EXPECT_EQ(service.handled, handled);
  Wire in_pieces(service.port);
  for (char const c : ask_for("/diensten/1")) {
    in_pieces.send({&c, 1});
    std::this_thread::sleep_for(1ms);
  }
  EXPECT_EQ(in_pieces.receive().body, "Dienst 1");
}

TEST_F(ReadyMadeAnswers, AreWrittenWholeToWhoReadsSlowly) {
  Wire slow(service.port, 4096);
  slow.send(ask_for("/groot/1") + ask_for("/diensten/2"));
  EXPECT_EQ(slow.receive().body, std::string(8 << 20, 'k'));
  EXPECT_EQ(slow.receive().body, "Klaar: twee");
}

TEST_F(ReadyMadeAnswers, AreNotWaitedForByWhoNeverReads) {
  Wire never(service.port, 4096);
  never.send(ask_for("/groot/1"));
  ASSERT_TRUE(never.received(1));
  EXPECT_TRUE(service.lives());
  service.server->stop(0ms); // neither holds it up
  SUCCEED();
}

} // namespace
} // namespace tandem::test
