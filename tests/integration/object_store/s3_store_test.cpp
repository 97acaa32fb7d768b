// The store in a bucket, against a server of the S3 protocol that runs beside the test. That server (s3rver) takes
// signatures of version 4 without checking them, so these tests say nothing of libcurl's.

#include "media/s3_store.hpp"
#include "unit/media/folder.hpp"

#include <csignal>
#include <gmock/gmock.h>
#include <poll.h>
#include <set>
#include <sys/wait.h>

namespace tandem::media {
namespace {

namespace fs = std::filesystem;
using test::Folder;

/// s3rver from npm, with the bucket "media", until the tests are over. It encrypts the tokens of its lists with DES,
/// which OpenSSL 3 counts as legacy.
class S3Server {
public:
  S3Server() {
    fs::copy(fs::path(TANDEM_SOURCE_DIR) / "tests/s3", folder.path(), fs::copy_options::recursive);
    std::string const command = "cd '" + folder.path().string() +
                                "' && npm ci --silent >&2 && exec node --openssl-legacy-provider "
                                "node_modules/.bin/s3rver -d data -a 127.0.0.1 "
                                "-p 0 --configure-bucket media 2>&1";
    int ends[2];
    if (::pipe(ends) != 0 || (process_ = ::fork()) < 0) throw std::runtime_error("no process");
    if (process_ == 0) {
      ::dup2(ends[1], 1);
      ::execl("/bin/bash", "bash", "-c", command.c_str(), nullptr);
      ::_exit(127);
    }
    ::close(ends[1]);
    output_ = ends[0];
    port = port_told();
  }
  ~S3Server() {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    ::close(output_);
  }
  S3Server(S3Server const&) = delete;
  S3Server& operator=(S3Server const&) = delete;

  Folder folder;
  std::string port;

private:
  /// Reads what it says until the line that ends with its address.
  [[nodiscard]] std::string port_told() const {
    std::string said;
    constexpr std::string_view address = "127.0.0.1:";
    for (char some[512];;) {
      std::size_t const at = said.find(address);
      std::size_t const end = at == said.npos ? at : said.find_first_not_of("0123456789", at + address.size());
      if (end != said.npos) return said.substr(at + address.size(), end - at - address.size());
      pollfd one{output_, POLLIN, 0};
      ssize_t const read = ::poll(&one, 1, 120'000) > 0 ? ::read(output_, some, sizeof some) : 0;
      if (read <= 0) throw std::runtime_error("the S3 server does not start: " + said);
      said.append(some, static_cast<std::size_t>(read));
    }
  }
  pid_t process_ = -1;
  int output_ = -1;
};

class S3StoreTest : public testing::Test {
protected:
  static void SetUpTestSuite() { server = std::make_unique<S3Server>(); }
  static void TearDownTestSuite() { server.reset(); }

  [[nodiscard]] S3Settings settings(std::string_view copies) const {
    S3Settings s;
    s.access.endpoint = "http://127.0.0.1:" + server->port;
    s.access.bucket = "media";
    s.access.access_key = s.access.secret_key = "S3RVER";
    s.copies = folder / copies;
    return s;
  }
  static FileKey key(std::string_view text) { return FileKey::parse(text).value(); }
  void put(S3Store& store, FileKey const& k, std::string_view bytes) {
    fs::path const file = store.temporary() / "nieuw";
    std::ofstream(file) << bytes;
    ASSERT_TRUE(store.put(file, k));
  }

  Folder folder;
  static inline std::unique_ptr<S3Server> server;
};

TEST_F(S3StoreTest, AnotherNodeReadsWhatOneKept) {
  auto const one = S3Store::open(settings("een")).value(), other = S3Store::open(settings("ander")).value();
  std::string const text = "La prison, s’en sortir";
  FileKey const original = key(test::sha256(text)), thumb = key(original.text() + "/thumb.webp");
  put(*one, original, text);
  put(*one, thumb, "petite image");
  EXPECT_TRUE(*other->exists(thumb));
  EXPECT_EQ(Folder::read(*other->local(original)), text);
  EXPECT_EQ(Folder::read(*other->local(thumb)), "petite image");
  std::set<std::string> all;
  ASSERT_TRUE(other->each([&all](StoredFile const& file) {
    all.insert(file.key.text() + " " + std::to_string(file.bytes));
    return true;
  }));
  EXPECT_TRUE(all.contains(original.text() + " 24") && all.contains(thumb.text() + " 12"));
  ASSERT_TRUE(other->remove(original));
  EXPECT_FALSE(*one->exists(thumb)) << "what was made of it goes too";
  EXPECT_EQ(other->local(original).error().code, ErrorCode::not_found);
}

TEST_F(S3StoreTest, ListsMoreThanAPage) {
  auto const store = S3Store::open(settings("een")).value();
  FileKey const original = key(test::sha256("veel"));
  for (int i = 0; i < 1001; ++i) put(*store, key(original.text() + "/v" + std::to_string(i) + ".webp"), "x");
  std::size_t found = 0;
  ASSERT_TRUE(store->each([&](StoredFile const& file) {
    if (file.key.sha256() == original.sha256()) ++found;
    return true;
  }));
  EXPECT_EQ(found, 1001U);
  ASSERT_TRUE(store->remove(original));
}

TEST_F(S3StoreTest, CopiesTakeNoMoreRoomThanTheyMay) {
  S3Settings few = settings("klein");
  few.copies_bytes = 2500;
  auto const store = S3Store::open(few).value();
  std::vector<FileKey> keys;
  for (int i = 0; i < 5; ++i) {
    std::string const text(1000, static_cast<char>('a' + i));
    keys.push_back(key(test::sha256(text)));
    put(*store, keys.back(), text);
  }
  auto const copies = FolderStore::open(few.copies).value();
  std::vector<bool> there;
  for (FileKey const& k : keys) there.push_back(*copies->exists(k));
  EXPECT_EQ(there, (std::vector<bool>{false, false, false, true, true}));
  EXPECT_EQ(Folder::read(*store->local(keys[0])), std::string(1000, 'a')) << "it is fetched again";
  EXPECT_FALSE(*copies->exists(keys[3])) << "the one that was not asked for longest made room";
}

TEST_F(S3StoreTest, AFileThatIsNotTheOneItIsNamedAfterIsNotHandedOut) {
  auto const one = S3Store::open(settings("een")).value(), other = S3Store::open(settings("ander")).value();
  FileKey const original = key(test::sha256("het ware"));
  put(*one, original, "het valse");
  EXPECT_EQ(other->local(original).error().code, ErrorCode::internal);
}

TEST_F(S3StoreTest, SaysThatTheBucketIsAwayOrMissing) {
  S3Settings away = settings("weg");
  away.access.endpoint = "http://127.0.0.1:1";
  auto const store = S3Store::open(away).value();
  FileKey const original = key(test::sha256("weg"));
  EXPECT_EQ(store->exists(original).error().code, ErrorCode::unavailable);
  EXPECT_EQ(store->local(original).error().code, ErrorCode::unavailable);
  S3Settings missing = settings("geen");
  missing.access.bucket = "nergens";
  auto const none = S3Store::open(missing).value();
  EXPECT_EQ(none->put(folder.write("a", "a"), original).error().code, ErrorCode::internal);
}

} // namespace
} // namespace tandem::media
