// What a client may count on when all goes well: order, framing, kept connections, methods, targets.

#include "integration/http/service.hpp"

#include <gmock/gmock.h>

namespace tandem {
namespace {

using test::Answer;
using test::get;
using test::post;
using test::Service;
using test::Wire;
using testing::MatchesRegex;
using namespace std::chrono_literals;

class Exchange : public testing::Test {
protected:
  Service service;
};

TEST_F(Exchange, PipelinedRequestsAreAnsweredInTheirOrder) {
  Wire wire(service.port);
  std::string all = get("/poort/traag"); // the others could overtake it, if anything could
  for (int i = 0; i < 50; ++i)
    all += i % 2 == 0 ? get("/diensten/" + std::to_string(i)) : post("/echo", "réponse " + std::to_string(i));
  wire.send(all);
  ASSERT_TRUE(service.gate.reached_by(1));
  EXPECT_FALSE(wire.ready_within(50ms));
  service.gate.open();
  EXPECT_EQ(wire.receive().body, "Voorbij de poort: traag");
  for (int i = 0; i < 50; ++i)
    EXPECT_EQ(wire.receive().body, (i % 2 == 0 ? "Dienst " : "réponse ") + std::to_string(i));
}

TEST_F(Exchange, RequestsCutAnywhereArePutTogether) {
  std::string const both = post("/echo", "première") + get("/diensten/tweede");
  for (std::size_t cut = 1; cut < both.size(); cut += 7) {
    Wire wire(service.port);
    wire.send(both.substr(0, cut));
    EXPECT_FALSE(cut < 60 && wire.ready_within(2ms));
    wire.send(both.substr(cut));
    EXPECT_EQ(wire.receive().body, "première") << cut;
    EXPECT_EQ(wire.receive().body, "Dienst tweede") << cut;
  }
}

TEST_F(Exchange, AnEmptyLineBeforeARequestIsOverlooked) {
  Wire wire(service.port);
  wire.send("\r\n" + post("/echo", "corps") + "\r\n" + get("/diensten/volgende"));
  EXPECT_EQ(wire.receive().body, "corps");
  EXPECT_EQ(wire.receive().body, "Dienst volgende");
}

TEST_F(Exchange, AChunkedBodyArrivesWhole) {
  std::string const head = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  std::string const chunks = "4;ext=\"waarde\"\r\nça \r\n0008\r\nvie, où\r\n2\r\n ?\r\n00\r\nX-Na: toe\r\n\r\n";
  EXPECT_EQ(service.ask(head + chunks).body, "ça vie, où ?");
}

TEST_F(Exchange, HeadHasTheHeadersOfGetAndNoBody) {
  Wire wire(service.port);
  wire.send(get("/diensten/crèche"));
  Answer const whole = wire.receive();
  std::string head = get("/diensten/crèche");
  wire.send(head.replace(0, 3, "HEAD") + get("/diensten/erna"));
  Answer const only_head = wire.receive(true);
  EXPECT_EQ(whole.body, "Dienst crèche");
  EXPECT_EQ(only_head.status, 200);
  EXPECT_EQ(only_head.header("content-length"), std::to_string(whole.body.size()));
  EXPECT_EQ(only_head.header("content-type"), whole.header("content-type"));
  EXPECT_EQ(wire.receive().body, "Dienst erna") << "a body would have come in between";
}

TEST_F(Exchange, AnErrorToAHeadHasNoBodyEither) {
  Wire wire(service.port);
  wire.send("HEAD /nergens HTTP/1.1\r\nHost: a\r\n\r\n" + get("/diensten/erna"));
  EXPECT_EQ(wire.receive(true).status, 404);
  EXPECT_EQ(wire.receive().body, "Dienst erna");
}

TEST_F(Exchange, AnswersThatMustNotHaveABodyHaveNone) {
  Wire wire(service.port);
  wire.send(get("/status/204") + get("/status/304") + get("/diensten/erna"));
  Answer const no_content = wire.receive(), not_modified = wire.receive();
  EXPECT_EQ(no_content.status, 204);
  EXPECT_FALSE(no_content.has("content-length"));
  EXPECT_EQ(not_modified.status, 304);
  EXPECT_EQ(wire.receive().body, "Dienst erna");
}

TEST_F(Exchange, AConnectionIsKeptUntilTheClientSaysClose) {
  Wire wire(service.port);
  for (int i = 0; i < 3; ++i) {
    wire.send(get("/diensten/nog"));
    Answer const answer = wire.receive();
    EXPECT_EQ(answer.body, "Dienst nog");
    EXPECT_FALSE(answer.has("connection"));
  }
  wire.send(get("/diensten/laatste", "Connection: close\r\n") + get("/diensten/nooit"));
  Answer const last = wire.receive();
  EXPECT_EQ(last.body, "Dienst laatste");
  EXPECT_EQ(last.header("connection"), "close");
  EXPECT_TRUE(wire.closed()) << "what was pipelined behind a close is not answered";
}

TEST_F(Exchange, AnErrorOfTheRequestsContentKeepsTheConnection) {
  Wire wire(service.port);
  wire.send(get("/nergens") + get("/%zz") + get("/fout") + get("/diensten/erna"));
  for (int const status : {404, 400, 500, 200}) EXPECT_EQ(wire.receive().status, status);
}

TEST_F(Exchange, Http10ClosesUnlessTheClientAsksToKeep) {
  Wire once(service.port);
  once.send("GET /diensten/oud HTTP/1.0\r\n\r\n"); // and needs no Host
  EXPECT_EQ(once.receive().body, "Dienst oud");
  EXPECT_TRUE(once.closed());
  Wire kept(service.port);
  for (int i = 0; i < 2; ++i) {
    kept.send("GET /diensten/oud HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    Answer const answer = kept.receive();
    EXPECT_EQ(answer.body, "Dienst oud");
    EXPECT_EQ(answer.header("connection"), "keep-alive") << "one of HTTP/1.0 would wait for the end";
  }
}

TEST_F(Exchange, AClientThatHasFinishedSendingIsStillAnswered) {
  Wire wire(service.port);
  wire.send(get("/diensten/half"));
  wire.finish_sending();
  EXPECT_EQ(wire.receive().body, "Dienst half");
  EXPECT_TRUE(wire.closed());
}

TEST_F(Exchange, WhatIsNowhereGets404) {
  for (char const* target : {"/nergens", "/diensten", "/diensten/", "/diensten/a/b", "/"})
    EXPECT_EQ(service.ask(get(target)).status, 404) << target;
}

TEST_F(Exchange, AMethodThatIsNotThereGets405WithAllow) {
  for (char const* method : {"DELETE", "PATCH", "BREW", "get", "TRACE", "PROPFIND"}) {
    Answer const answer = service.ask(std::string(method) + " /diensten/1 HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(answer.status, 405) << method;
    EXPECT_EQ(answer.header("allow"), "GET, HEAD, PUT") << method;
    EXPECT_EQ(service.ask(std::string(method) + " /nergens HTTP/1.1\r\nHost: a\r\n\r\n").status, 404) << method;
  }
  Answer const answer = service.ask("BREW /kruispunt HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(answer.status, 405) << "also where OPTIONS has a route of its own";
  EXPECT_EQ(answer.header("allow"), "OPTIONS");
}

TEST_F(Exchange, OptionsTellsTheMethodsUnlessARouteAnswersIt) {
  Wire wire(service.port);
  auto const options = [](std::string_view target) {
    return "OPTIONS " + std::string(target) + " HTTP/1.1\r\nHost: a\r\n\r\n";
  };
  wire.send(options("/diensten/1") + options("/kruispunt") + options("/nergens") + options("*"));
  Answer const told = wire.receive();
  EXPECT_EQ(told.status, 204);
  EXPECT_EQ(told.header("allow"), "GET, HEAD, PUT");
  EXPECT_EQ(wire.receive().body, "eigen antwoord");
  EXPECT_EQ(wire.receive().status, 404);
  EXPECT_EQ(wire.receive().status, 204) << "the whole server is there, too";
  EXPECT_EQ(service.ask("GET * HTTP/1.1\r\nHost: a\r\n\r\n").status, 400) << "only OPTIONS has that form";
}

TEST_F(Exchange, AnAbsoluteTargetIsTakenAndItsHostForgotten) {
  EXPECT_EQ(service.ask(get("http://gids.example/diensten/cr%C3%A8che")).body, "Dienst crèche");
  EXPECT_EQ(service.ask(get("https://elders.example:8443/spiegel?filter[naam]=été")).body,
            "/spiegel?filter[naam]=été");
  EXPECT_EQ(service.ask(get("HTTP://gids.example")).status, 404) << "the root, where nothing is";
  EXPECT_EQ(service.ask(get("http://wie@gids.example/spiegel")).status, 400);
  EXPECT_EQ(service.ask(get("ftp://gids.example/spiegel")).status, 400);
  EXPECT_EQ(service.ask("CONNECT gids.example:443 HTTP/1.1\r\nHost: gids.example\r\n\r\n").status, 400);
}

TEST_F(Exchange, TheTargetReachesTheHandlerAsItWasSent) {
  for (char const* target : {"/spiegel?filter[naam]=l'%C5%93uvre", "/spiegel?filter%5Bnaam%5D=a+b", "/spiegel?é=à"})
    EXPECT_EQ(service.ask(get(target)).body, target);
}

TEST_F(Exchange, ATargetThatDoesNotDecodeGets400) {
  for (char const* target : {"/diensten/%", "/diensten/%ff", "/diensten/%00", "/spiegel?q=%ED%A0%80", "/\xe9t\xe9"})
    EXPECT_EQ(service.ask(get(target)).status, 400) << target;
  EXPECT_EQ(service.handled, 0);
}

TEST_F(Exchange, AClientThatExpects100IsToldToGoOn) {
  Wire wire(service.port);
  wire.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 6\r\n\r\n");
  EXPECT_EQ(wire.receive().status, 100);
  wire.send("œuvre");
  Answer const answer = wire.receive();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "œuvre");
}

TEST_F(Exchange, AClientThatExpects100ForTooMuchIsToldAtOnce) {
  Wire wire(service.port);
  wire.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n");
  EXPECT_EQ(wire.receive().status, 413);
  EXPECT_TRUE(wire.closed());
}

TEST_F(Exchange, NobodyIsToldToGoOnWhoCannotExpectIt) {
  Wire old(service.port), empty(service.port);
  old.send("POST /echo HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  EXPECT_FALSE(old.ready_within(50ms)) << "HTTP/1.0 has no interim answers";
  old.send("corps");
  EXPECT_EQ(old.receive().body, "corps");
  empty.send(get("/diensten/niets", "Expect: 100-continue\r\n"));
  EXPECT_EQ(empty.receive().status, 200) << "there is nothing to go on with";
}

TEST_F(Exchange, EveryAnswerHasARequestIdThatIsAlsoInTheLog) {
  std::string const first = service.ask(get("/diensten/1")).header("x-request-id");
  std::string const second = service.ask(get("/nergens")).header("x-request-id");
  std::string const third = service.ask("onzin\r\n\r\n").header("x-request-id");
  EXPECT_THAT(first, MatchesRegex("[0-9a-f]{32}"));
  EXPECT_THAT(second, MatchesRegex("[0-9a-f]{32}"));
  EXPECT_NE(first, second);
  auto const log = service.served.first(3);
  ASSERT_EQ(log.size(), 3U);
  EXPECT_EQ(log[0].request_id, first);
  EXPECT_EQ(log[0].text, "/diensten/1");
  EXPECT_EQ(log[1].request_id, second);
  EXPECT_EQ(log[1].status, 404);
  EXPECT_EQ(log[2].request_id, third);
  EXPECT_EQ(log[2].status, 400);
}

TEST_F(Exchange, AHarmlessRequestIdOfTheClientIsKeptAndAnyOtherReplaced) {
  auto const id = [&](std::string const& sent) {
    return service.ask(get("/diensten/1", "X-Request-Id: " + sent + "\r\n")).header("x-request-id");
  };
  EXPECT_EQ(id("a1B2-c3D4"), "a1B2-c3D4");
  EXPECT_EQ(id(std::string(64, 'a')), std::string(64, 'a'));
  for (std::string const& sent : {std::string("kort"), std::string(65, 'a'), std::string("met spatie"),
                                  std::string("<script>alert</script>"), std::string("œuvre-œuvre")})
    EXPECT_THAT(id(sent), MatchesRegex("[0-9a-f]{32}")) << sent;
}

TEST_F(Exchange, ErrorsWearTheClothesTheyAreGiven) {
  Service dressed{[](auto& options) {
    options.error_response = [](int status, std::string_view detail) {
      return http::Response{status, {{"Content-Type", "application/problem+json"}}, "[" + std::string(detail) + "]"};
    };
  }};
  for (std::string const& bytes : {get("/nergens"), std::string("onzin\r\n\r\n"), get("/fout"), get("/%")}) {
    Answer const answer = dressed.ask(bytes);
    EXPECT_EQ(answer.header("content-type"), "application/problem+json") << bytes;
    EXPECT_THAT(answer.body, MatchesRegex("\\[.+\\]")) << bytes;
  }
}

} // namespace
} // namespace tandem
