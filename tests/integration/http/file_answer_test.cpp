// Answers that are files: whole, in part, to slow and to vanishing clients, from files that change meanwhile.

#include "http/file.hpp"
#include "integration/http/service.hpp"

#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <future>
#include <gmock/gmock.h>

namespace tandem {
namespace {

namespace fs = std::filesystem;
using test::Answer;
using test::Clock;
using test::get;
using test::Service;
using test::Wire;
using namespace std::chrono_literals;

/// A service of one file.
class Shelf {
public:
  explicit Shelf(std::size_t bytes, Service::Adjust const& adjust = {}) : service(adjust) {
    content.reserve(bytes + 64);
    for (std::size_t i = 0; content.size() < bytes; ++i) content += "pagina " + std::to_string(i) + ", édition ";
    content.resize(bytes);
    std::string name = (fs::temp_directory_path() / "tandem-shelf.XXXXXX").string();
    int const file = ::mkstemp(name.data());
    path = name;
    std::ofstream(path, std::ios::binary) << content;
    ::fsync(file);
    ::close(file);
    service.answers_file = [this](http::Request const& request) {
      return http::file_answer(request, http::File::open(path), "\"uitgave-2\"",
                               {{"Content-Type", "application/pdf"}, {"Cache-Control", "public"}});
    };
  }
  ~Shelf() { fs::remove(path); }

  fs::path path;
  std::string content;
  Service service;
};

TEST(FileAnswer, IsTheFileAndTheConnectionIsKept) {
  Shelf shelf((5 << 20) + 1);
  Wire wire(shelf.service.port);
  for (int i = 0; i < 2; ++i) {
    wire.send(get("/bestand/gids"));
    Answer const answer = wire.receive();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("content-length"), std::to_string(shelf.content.size()));
    EXPECT_EQ(answer.header("content-type"), "application/pdf");
    EXPECT_EQ(answer.header("accept-ranges"), "bytes");
    EXPECT_EQ(answer.header("etag"), "\"uitgave-2\"");
    EXPECT_TRUE(answer.has("x-request-id"));
    EXPECT_TRUE(answer.body == shelf.content);
  }
  EXPECT_EQ(shelf.service.served.first(2).size(), 2U);
}

TEST(FileAnswer, IsThePartThatWasAskedFor) {
  Shelf shelf(1 << 20);
  Wire wire(shelf.service.port);
  wire.send(get("/bestand/gids", "Range: bytes=300000-899999\r\n"));
  Answer const part = wire.receive();
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.header("content-range"), "bytes 300000-899999/1048576");
  EXPECT_TRUE(part.body == shelf.content.substr(300'000, 600'000));
  wire.send(get("/bestand/gids", "Range: bytes=1048576-\r\n"));
  Answer const beyond = wire.receive();
  EXPECT_EQ(beyond.status, 416);
  EXPECT_EQ(beyond.header("content-range"), "bytes */1048576");
  EXPECT_EQ(beyond.body, "");
  wire.send(get("/bestand/gids", "If-None-Match: \"uitgave-2\"\r\n"));
  EXPECT_EQ(wire.receive().status, 304);
  wire.send("HEAD /bestand/gids HTTP/1.1\r\nHost: gids.example\r\n\r\n");
  Answer const head = wire.receive(true);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("content-length"), "1048576");
  wire.send(get("/diensten/1"));
  EXPECT_EQ(wire.receive().body, "Dienst 1");
}

TEST(FileAnswer, MayBeEmpty) {
  Shelf shelf(0);
  Wire wire(shelf.service.port);
  wire.send(get("/bestand/leeg") + get("/diensten/1"));
  Answer const answer = wire.receive();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("content-length"), "0");
  EXPECT_EQ(wire.receive().body, "Dienst 1");
}

TEST(FileAnswer, ComesFromTheDiskWhenMemoryHasItNoMore) {
  Shelf shelf(3 << 20);
  int const file = ::open(shelf.path.c_str(), O_RDONLY);
  ASSERT_EQ(::posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED), 0);
  ::close(file);
  EXPECT_TRUE(shelf.service.ask(get("/bestand/gids")).body == shelf.content);
}

TEST(FileAnswer, ToHttp10EndsTheConnection) {
  Shelf shelf(1000);
  Wire wire(shelf.service.port);
  wire.send("GET /bestand/gids HTTP/1.0\r\n\r\n");
  EXPECT_THAT(wire.receive_all(), testing::EndsWith("\r\n\r\n" + shelf.content));
}

TEST(FileAnswer, IsWholeAlsoWhenTheNameIsRemovedMeanwhile) {
  Shelf shelf(64 << 20);
  Wire wire(shelf.service.port, 4096);
  wire.send(get("/bestand/gids"));
  ASSERT_TRUE(wire.received(1000));
  fs::remove(shelf.path);
  EXPECT_TRUE(wire.receive().body == shelf.content);
}

TEST(FileAnswer, OfAFileThatWasCutEndsTheConnectionEarly) {
  Shelf shelf(64 << 20);
  Wire wire(shelf.service.port, 4096);
  wire.send(get("/bestand/gids"));
  ASSERT_TRUE(wire.received(1000));
  fs::resize_file(shelf.path, 1000);
  EXPECT_LT(wire.receive_all().size(), shelf.content.size()) << "the client sees that something is missing";
  EXPECT_TRUE(shelf.service.lives());
}

TEST(FileAnswer, ManyAtOnceGetTheirOwn) {
  Shelf shelf(3 << 20, [](auto& options) { options.io_threads = 2; });
  std::vector<std::future<bool>> clients;
  for (std::size_t i = 0; i < 30; ++i)
    clients.push_back(std::async(std::launch::async, [&shelf, first = i * 100'000] {
      std::string const range = "Range: bytes=" + std::to_string(first) + "-\r\n";
      return shelf.service.ask(get("/bestand/gids", range)).body == shelf.content.substr(first);
    }));
  for (auto& client : clients) EXPECT_TRUE(client.get());
}

TEST(FileAnswer, AClientThatDoesNotReadIsLeftAfterTheWriteTimeout) {
  Shelf shelf(64 << 20, [](auto& options) { options.limits.write_timeout = 300ms; });
  Wire slow(shelf.service.port, 4096);
  slow.send(get("/bestand/gids"));
  EXPECT_EQ(shelf.service.served.first(1).size(), 1U) << "it is over for the server";
  EXPECT_TRUE(shelf.service.lives());
  EXPECT_LT(slow.receive_all().size(), shelf.content.size());
}

TEST(FileAnswer, AClientThatGoesAwayIsNoticed) {
  Shelf shelf(64 << 20);
  Wire wire(shelf.service.port, 4096);
  wire.send(get("/bestand/gids"));
  ASSERT_TRUE(wire.received(1000));
  wire.vanish();
  EXPECT_EQ(shelf.service.served.first(1).size(), 1U);
  EXPECT_TRUE(shelf.service.lives());
}

TEST(FileAnswer, BesideABodyOrOutsideOfTheFileIsAMistake) {
  Shelf shelf(1000);
  http::Response wrong;
  shelf.service.answers_file = [&](http::Request const&) { return wrong; };
  auto const file = http::File::open(shelf.path);
  wrong.file = {file, 0, 1001};
  EXPECT_EQ(shelf.service.ask(get("/bestand/gids")).status, 500);
  wrong.file = {file, 0, 1000};
  EXPECT_TRUE(shelf.service.ask(get("/bestand/gids")).body == shelf.content);
  wrong.body = "ook een lichaam";
  EXPECT_EQ(shelf.service.ask(get("/bestand/gids")).status, 500);
}

TEST(StopOfFiles, LetsAClientThatReadsFinish) {
  Shelf shelf(8 << 20);
  Wire wire(shelf.service.port, 4096);
  wire.send(get("/bestand/gids"));
  ASSERT_TRUE(wire.received(1000));
  auto stopped = std::async(std::launch::async, [&shelf] { shelf.service.server->stop(Wire::patience); });
  EXPECT_TRUE(wire.receive().body == shelf.content);
  stopped.get();
}

TEST(StopOfFiles, WaitsForOneThatDoesNotReadNoLongerThanItsGrace) {
  Shelf shelf(64 << 20);
  Wire wire(shelf.service.port, 4096);
  wire.send(get("/bestand/gids"));
  ASSERT_TRUE(wire.received(1000));
  auto const began = Clock::now();
  shelf.service.server->stop(300ms);
  EXPECT_LT(Clock::now() - began, 10s);
}

} // namespace
} // namespace tandem
