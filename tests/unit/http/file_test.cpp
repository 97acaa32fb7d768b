#include "http/file.hpp"

#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tandem::http {
namespace {

namespace fs = std::filesystem;
std::string const etag = "\"gids-2026\"";

class FileAnswer : public testing::Test {
protected:
  FileAnswer() {
    std::string pattern = (fs::temp_directory_path() / "tandem-file.XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
    write("tien", "0123456789");
    write("leeg", "");
  }
  ~FileAnswer() override { fs::remove_all(folder); }
  void write(char const* name, std::string_view bytes) const { std::ofstream(folder / name) << bytes; }

  [[nodiscard]] Response ask(std::vector<Header> headers, Method method = Method::get,
                             char const* name = "tien") const {
    Request request;
    request.method = method;
    request.headers = std::move(headers);
    return file_answer(request, File::open(folder / name), etag,
                       {{"Content-Type", "text/plain"}, {"Cache-Control", "private"}});
  }
  [[nodiscard]] static std::string header(Response const& response, std::string_view name) {
    for (Header const& one : response.headers)
      if (one.name == name) return one.value;
    return "";
  }
  /// "status offset+length Content-Range"
  [[nodiscard]] std::string range(std::string const& value, char const* name = "tien") const {
    Response const r = ask({{"Range", value}}, Method::get, name);
    std::string text = std::to_string(r.status);
    if (r.file.file) text += " " + std::to_string(r.file.offset) + "+" + std::to_string(r.file.length);
    std::string const of = header(r, "Content-Range");
    return of.empty() ? text : text + " " + of;
  }

  fs::path folder;
};

TEST_F(FileAnswer, IsTheWholeFileWithItsETag) {
  Response const response = ask({});
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.file.length, 10U);
  EXPECT_EQ(header(response, "ETag"), etag);
  EXPECT_EQ(header(response, "Accept-Ranges"), "bytes");
  EXPECT_EQ(header(response, "Content-Type"), "text/plain");
}

TEST_F(FileAnswer, IsThePartOfOneRange) {
  EXPECT_EQ(range("bytes=0-0"), "206 0+1 bytes 0-0/10");
  EXPECT_EQ(range("bytes=2-5"), "206 2+4 bytes 2-5/10");
  EXPECT_EQ(range("bytes=9-"), "206 9+1 bytes 9-9/10");
  EXPECT_EQ(range("bytes=0-9"), "206 0+10 bytes 0-9/10");
  EXPECT_EQ(range("bytes=5-99999999999999999999999"), "206 5+5 bytes 5-9/10") << "more than there is, more than fits";
  EXPECT_EQ(range("bytes=-3"), "206 7+3 bytes 7-9/10");
  EXPECT_EQ(range("bytes=-11"), "206 0+10 bytes 0-9/10");
  EXPECT_EQ(range("BYTES= 2-5 "), "206 2+4 bytes 2-5/10");
}

TEST_F(FileAnswer, OfARangeBehindTheEndIs416) {
  for (char const* const value : {"bytes=10-", "bytes=10-12", "bytes=-0", "bytes=99999999999999999999999-"})
    EXPECT_EQ(range(value), "416 bytes */10") << value;
  EXPECT_EQ(range("bytes=0-", "leeg"), "416 bytes */0");
  EXPECT_EQ(range("bytes=-1", "leeg"), "416 bytes */0");
  Response const response = ask({{"Range", "bytes=10-"}});
  EXPECT_EQ(header(response, "Content-Type"), "");
  EXPECT_EQ(header(response, "Cache-Control"), "private");
}

TEST_F(FileAnswer, IgnoresRangesThatAreMalformedSeveralOrOfAnotherUnit) {
  for (char const* const value : {"bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-2", "bytes=1-2,4-5", "bytes=1",
                                  "bytes=+1-2", "bytes=1--2", "pages=1-2", "bytes 1-2", "=1-2", "bytes=0x1-2"})
    EXPECT_EQ(range(value), "200 0+10") << value;
}

TEST_F(FileAnswer, GivesARangeOnlyOfTheVersionThatTheClientHas) {
  EXPECT_EQ(ask({{"Range", "bytes=1-2"}, {"If-Range", etag}}).status, 206);
  EXPECT_EQ(ask({{"Range", "bytes=1-2"}, {"If-Range", "\"gids-2025\""}}).status, 200);
  EXPECT_EQ(ask({{"Range", "bytes=1-2"}, {"If-Range", "W/" + etag}}).status, 200) << "the comparison is strong";
  EXPECT_EQ(ask({{"Range", "bytes=1-2"}, {"If-Range", "Sat, 28 Nov 2026 08:00:00 GMT"}}).status, 200);
  EXPECT_EQ(ask({{"Range", "bytes=10-"}, {"If-Range", "\"gids-2025\""}}).status, 200);
}

TEST_F(FileAnswer, ToWhoHasItIs304WithoutWhatDescribesTheBody) {
  for (Method const method : {Method::get, Method::head}) {
    Response const response = ask({{"If-None-Match", "\"x\", W/" + etag}, {"Range", "bytes=1-2"}}, method);
    EXPECT_EQ(response.status, 304) << "the condition comes before the range";
    EXPECT_FALSE(response.file.file);
    EXPECT_EQ(header(response, "ETag"), etag);
    EXPECT_EQ(header(response, "Cache-Control"), "private");
    EXPECT_EQ(header(response, "Content-Type"), "");
  }
  EXPECT_EQ(ask({{"If-None-Match", "\"x\""}}).status, 200);
  EXPECT_EQ(ask({{"If-None-Match", "*"}}).status, 304);
}

TEST_F(FileAnswer, ToHeadIsThatOfTheWholeFile) {
  Response const response = ask({{"Range", "bytes=1-2"}}, Method::head);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.file.length, 10U);
}

TEST_F(FileAnswer, OpensRegularFilesAndNothingElse) {
  EXPECT_FALSE(File::open(folder));
  EXPECT_FALSE(File::open(folder / "weg"));
  ASSERT_EQ(::mkfifo((folder / "pijp").c_str(), 0600), 0);
  EXPECT_FALSE(File::open(folder / "pijp")) << "and does not wait for somebody to write into it";
  EXPECT_EQ(File::open(folder / "tien")->size(), 10U);
}

} // namespace
} // namespace tandem::http
