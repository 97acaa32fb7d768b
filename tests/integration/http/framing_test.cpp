// Requests that could be read in two ways, and bytes that are no request: refused with 400, and the connection ends,
// so that nothing behind them is taken for a request of its own.

#include "integration/http/service.hpp"

#include <gmock/gmock.h>
#include <random>

namespace tandem {
namespace {

using test::Answer;
using test::get;
using test::Service;
using test::Wire;
using testing::HasSubstr;
using testing::StartsWith;
using namespace std::chrono_literals;
using namespace std::string_literals;

/// Every case of one suite uses one server: it has to survive them all.
class Refused : public testing::TestWithParam<std::string> {
protected:
  static void SetUpTestSuite() { service = new Service; }
  static void TearDownTestSuite() { delete std::exchange(service, nullptr); }

  static std::size_t count(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
    return found;
  }
  /// Sends the bytes and, behind them, what would be smuggled in.
  static void expect_400(std::string const& bytes) {
    int const handled = service->handled;
    Wire wire(service->port);
    wire.send(bytes + get("/diensten/smokkel"));
    std::string const all = wire.receive_all();
    EXPECT_THAT(all, StartsWith("HTTP/1.1 400 "));
    EXPECT_THAT(all, HasSubstr("\r\nConnection: close\r\n"));
    EXPECT_EQ(count(all, "\r\nDate: "), 1U) << all;
    EXPECT_EQ(service->handled, handled) << "a handler was reached";
    EXPECT_TRUE(service->lives());
  }
  inline static Service* service = nullptr;
};

class RefusedHeaders : public Refused {};
TEST_P(RefusedHeaders, With400) {
  expect_400("POST /echo HTTP/1.1\r\nHost: gids.example\r\n" + GetParam() + "\r\n\r\n5\r\nébat\r\n0\r\n\r\n");
}

INSTANTIATE_TEST_SUITE_P(LengthAndChunks, RefusedHeaders,
                         testing::Values("Content-Length: 15\r\nTransfer-Encoding: chunked",
                                         "Transfer-Encoding: chunked\r\nContent-Length: 15",
                                         "Content-Length: 0\r\nTransfer-Encoding: chunked",
                                         "Transfer-Encoding: identity\r\nContent-Length: 15"));
INSTANTIATE_TEST_SUITE_P(TwoLengths, RefusedHeaders,
                         testing::Values("Content-Length: 15\r\nContent-Length: 16", "Content-Length: 15, 16",
                                         "Content-Length: 0\r\ncontent-length: 15"));
INSTANTIATE_TEST_SUITE_P(LengthThatIsNone, RefusedHeaders,
                         testing::Values("Content-Length: -1", "Content-Length: +15", "Content-Length: 0xf",
                                         "Content-Length: 1 5", "Content-Length:", "Content-Length: 15;",
                                         "Content-Length: 1e1", "Content-Length: 15.0", "Content-Length: vijftien",
                                         "Content-Length: 18446744073709551631"));
INSTANTIATE_TEST_SUITE_P(TransferEncoding, RefusedHeaders,
                         testing::Values("Transfer-Encoding: gzip, chunked", "Transfer-Encoding: identity",
                                         "Transfer-Encoding: xchunked", "Transfer-Encoding: chunked, chunked",
                                         "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                                         "Transfer-Encoding: chunked, identity", "Transfer-Encoding: \"chunked\"",
                                         "Transfer-Encoding: \x0b"
                                         "chunked",
                                         "Transfer-Encoding:", "Transfer-Encoding: chunked;q=1"));
INSTANTIATE_TEST_SUITE_P(FoldedLine, RefusedHeaders,
                         testing::Values("X-Kop: été\r\n à l'œuvre", "X-Kop: été\r\n\tà l'œuvre",
                                         "Transfer-Encoding:\r\n chunked", "X-Kop:\r\n ", "X-Kop: a\r\n \r\n b"));
INSTANTIATE_TEST_SUITE_P(BareLineEnd, RefusedHeaders,
                         testing::Values("X-Kop: a\nTransfer-Encoding: chunked", "X-Kop: a\n", "X-Kop: a\r\n\nY: b",
                                         "X-Kop: a\rTransfer-Encoding: chunked", "X-Kop: a\r"));
INSTANTIATE_TEST_SUITE_P(Name, RefusedHeaders,
                         testing::Values("Transfer-Encoding : chunked", "Content-Length\t: 15", "X Kop: a", ": leeg",
                                         "zonder dubbelepunt", "Été: chaud", "X-Kop\0: a"s, "X(Kop): a", "\x7f: a"));
INSTANTIATE_TEST_SUITE_P(Value, RefusedHeaders,
                         testing::Values("X-Kop: a\0b"s, "X-Kop: \x01", "X-Kop: \x1b[31mrouge", "X-Kop: \x7f"));
INSTANTIATE_TEST_SUITE_P(Host, RefusedHeaders,
                         testing::Values("Content-Length: 0\r\nHost: gids.example", "Host: elders.example"));

class RefusedChunks : public Refused {};
TEST_P(RefusedChunks, With400) {
  expect_400("POST /echo HTTP/1.1\r\nHost: gids.example\r\nTransfer-Encoding: chunked\r\n\r\n" + GetParam());
}

INSTANTIATE_TEST_SUITE_P(Size, RefusedChunks,
                         testing::Values("5x\r\nébat\r\n0\r\n\r\n", "-5\r\nébat\r\n0\r\n\r\n",
                                         "+5\r\nébat\r\n0\r\n\r\n", "0x5\r\nébat\r\n0\r\n\r\n",
                                         "\r\nébat\r\n0\r\n\r\n", "vijf\r\nébat\r\n0\r\n\r\n",
                                         " 5\r\nébat\r\n0\r\n\r\n", "5 5\r\nébat\r\n0\r\n\r\n",
                                         "5,5\r\nébat\r\n0\r\n\r\n", "10000000000000005\r\nébat\r\n0\r\n\r\n",
                                         "5\0\r\nébat\r\n0\r\n\r\n"s));
INSTANTIATE_TEST_SUITE_P(Data, RefusedChunks,
                         testing::Values("4\r\nébat\r\n0\r\n\r\n", "6\r\nébat\r\n0\r\n\r\n", "5\r\nébat0\r\n\r\n",
                                         "5\r\nébat\n0\r\n\r\n", "5\r\nébat\r0\r\n\r\n"));
INSTANTIATE_TEST_SUITE_P(LineEnd, RefusedChunks,
                         testing::Values("5\nébat\r\n0\r\n\r\n", "5\rébat\r\n0\r\n\r\n",
                                         "5;a\nxx\r\nébat\r\n0\r\n\r\n", "5\r\nébat\r\n0\n\n",
                                         "5\r\nébat\r\n0;a\nb\r\n\r\n"));
INSTANTIATE_TEST_SUITE_P(Trailers, RefusedChunks,
                         testing::Values("0\r\nX Kop: a\r\n\r\n", "0\r\nX-Kop : a\r\n\r\n",
                                         "0\r\nX-Kop: \x01\r\n\r\n", "0\r\nContent-Length: 5\r\n\r\n"));

class RefusedStart : public Refused {};
TEST_P(RefusedStart, With400) { expect_400(GetParam() + "\r\nHost: gids.example\r\n\r\n"); }

INSTANTIATE_TEST_SUITE_P(RequestLine, RefusedStart,
                         testing::Values("GET  / HTTP/1.1", "GET / HTTP/1.1 ", "GET / HTTP/1.1 x", "GET /", "GET",
                                         "GET /a b HTTP/1.1", "GET\t/\tHTTP/1.1", "GET / HTTP/2.0", "GET / HTTP/1.2",
                                         "GET / HTTP/0.9", "GET / HTTQ/1.1", "GET / http/1.1", "GET / HTTP/1",
                                         "GET / HTTP/11", "G(T / HTTP/1.1", " GET / HTTP/1.1", "GET /\0 HTTP/1.1"s,
                                         "GET /\x7f HTTP/1.1", "GET / HTTP/1.1\n", "GET / HTTP/1.1\r\r",
                                         "GET / HTTP/1.1\r\n X: a"));

/// Complete requests, each without, or with a doubtful, Host.
class RefusedHost : public Refused {};
TEST_P(RefusedHost, With400) { expect_400("GET /diensten/gids HTTP/1.1\r\n" + GetParam() + "\r\n"); }
INSTANTIATE_TEST_SUITE_P(Http11, RefusedHost,
                         testing::Values("", "X-Host: gids.example\r\n", "Host: a\r\nHost: b\r\n", "Host: a b\r\n",
                                         "Host: a, b\r\n", "Host: wie@gids.example\r\n",
                                         "Host: gids.example/pad\r\n"));

/// Bytes that are no head at all get their 400 at once: nobody waits for an end that will not come.
class RefusedAtOnce : public Refused {};
TEST_P(RefusedAtOnce, With400) {
  Wire wire(service->port);
  auto const began = test::Clock::now();
  wire.send(GetParam());
  EXPECT_EQ(wire.receive().status, 400);
  EXPECT_LT(test::Clock::now() - began, 5s) << "the header timeout is 10 s";
  EXPECT_TRUE(wire.closed());
  EXPECT_TRUE(service->lives());
}

std::string const client_hello =
    "\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03"s + std::string(32, '\x5a') + "\x20"s + std::string(32, '\x33') +
    "\x00\x08\x13\x01\x13\x02\xc0\x2f\x00\xff\x01\x00\x00\x50\x00\x00\x00\x10\x00\x0e\x00\x00\x0bgids.example"s;

INSTANTIATE_TEST_SUITE_P(NoHttp, RefusedAtOnce,
                         testing::Values(client_hello, "\x80\x2e\x01\x03\x01"s, "\0"s, "\xff\xfb\x01"s, "\r\n\r\n",
                                         "{\"vraag\": \"où?\"}", "GET / HTTP/1.1\n", "GET / HTTP/1.1\nHost: a\n\n",
                                         "GET / HTTP/1.1\r\nHost: a\r\n b"));

TEST(Garbage, OfAnyKindNeitherHangsNorEndsTheServer) {
  Service service;
  std::mt19937 random(2024);
  for (int round = 0; round < 200; ++round) {
    std::string bytes(1 + random() % 5000, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    Wire wire(service.port);
    wire.send(bytes);
    wire.finish_sending();
    std::string const all = wire.receive_all();
    EXPECT_THAT(all, testing::AnyOf("", StartsWith("HTTP/1.1 4"))) << "round " << round;
  }
  EXPECT_EQ(service.handled, 0);
  EXPECT_TRUE(service.lives());
}

TEST(Garbage, ARequestWithAFewBytesChangedIsAnsweredOrRefused) {
  Service service;
  std::string const good = "POST /echo?q=%C3%A9t%C3%A9 HTTP/1.1\r\nHost: gids.example\r\nAccept-Language: fr-BE\r\n"
                           "Transfer-Encoding: chunked\r\n\r\n6\r\nœuvre\r\n6;a=b\r\n été\r\n0\r\nX-Na: toe\r\n\r\n";
  std::mt19937 random(1830);
  for (int round = 0; round < 1000; ++round) {
    std::string bytes = good;
    for (auto changes = 1 + random() % 3; changes > 0; --changes) {
      std::size_t const at = random() % bytes.size();
      switch (random() % 3) {
      case 0: bytes[at] = static_cast<char>(random()); break;
      case 1: bytes.erase(at, 1 + random() % 8); break;
      default: bytes.insert(at, bytes.substr(random() % bytes.size(), random() % 12)); break;
      }
      if (bytes.empty()) break;
    }
    Wire wire(service.port);
    wire.send(bytes);
    wire.finish_sending();
    std::string const all = wire.receive_all(); // throws when the server neither answers nor closes
    EXPECT_THAT(all.substr(0, 10), testing::AnyOf("", "HTTP/1.1 2", "HTTP/1.0 2", "HTTP/1.1 4", "HTTP/1.0 4"))
        << bytes;
  }
  EXPECT_EQ(service.ask(good).status, 200);
}

} // namespace
} // namespace tandem
