#include "media/file_store.hpp"
#include "unit/media/folder.hpp"

#include <future>
#include <gmock/gmock.h>
#include <set>
#include <sys/stat.h>

namespace tandem::media {
namespace {

namespace fs = std::filesystem;
using test::Folder;
using testing::UnorderedElementsAre;

std::string const hash = test::sha256("La prison, s'en sortir");
FileKey key(std::string_view text) { return FileKey::parse(text).value(); }

TEST(FileKey, IsAHashOrAHashWithAVariant) {
  EXPECT_TRUE(key(hash).is_original());
  EXPECT_EQ(key(hash).sha256(), hash);
  FileKey const variant = key(hash + "/thumb_2-x.webp");
  EXPECT_FALSE(variant.is_original());
  EXPECT_EQ(variant.sha256(), hash);
  EXPECT_TRUE(FileKey::parse(hash + "/" + std::string(64, 'a') + ".abcdefgh"));
}

TEST(FileKey, IsNothingElse) {
  std::string upper = hash;
  upper[0] = 'A';
  for (std::string const& text : {std::string(),
                                  hash.substr(1),
                                  hash + "0",
                                  upper,
                                  hash + "/",
                                  hash + "/thumb",
                                  hash + "/.webp",
                                  hash + "/thumb.",
                                  hash + "/../x.webp",
                                  hash + "/..",
                                  hash + "/a/b.webp",
                                  hash + "/a.b.webp",
                                  hash + "/A.webp",
                                  hash + "/é.webp",
                                  hash + "/a.we-p",
                                  hash + "/" + std::string(65, 'a') + ".webp",
                                  hash + "/a.abcdefghi",
                                  hash + "\n",
                                  hash + std::string("/a.we\0bp", 8),
                                  "/" + hash})
    EXPECT_FALSE(FileKey::parse(text)) << text;
}

class FolderStoreTest : public testing::Test {
protected:
  void put(FileKey const& k, std::string_view bytes) {
    fs::path const temporary = store->temporary() / "nieuw";
    std::ofstream(temporary) << bytes;
    ASSERT_TRUE(store->put(temporary, k));
  }
  std::string read(FileKey const& k) { return Folder::read(store->local(k).value()); }
  std::set<std::string> all() {
    std::set<std::string> keys;
    EXPECT_TRUE(store->each([&](StoredFile const& file) {
      keys.insert(file.key.text() + " " + std::to_string(file.bytes));
      return true;
    }));
    return keys;
  }

  Folder folder;
  std::unique_ptr<FolderStore> store = FolderStore::open(folder / "media").value();
  FileKey const original = key(hash), thumb = key(hash + "/thumb.webp"), page = key(hash + "/page.jpg");
};

TEST_F(FolderStoreTest, KeepsFilesAndWhatWasMadeOfThem) {
  put(original, "origineel");
  put(thumb, "petite image");
  EXPECT_EQ(read(original), "origineel");
  EXPECT_EQ(read(thumb), "petite image");
  EXPECT_TRUE(*store->exists(thumb));
  EXPECT_FALSE(*store->exists(page));
  EXPECT_EQ(store->local(page).error().code, ErrorCode::not_found);
  EXPECT_THAT(all(), UnorderedElementsAre(hash + " 9", hash + "/thumb.webp 12"));
  EXPECT_EQ(*store->local(original), folder / "media" / hash.substr(0, 2) / hash.substr(2, 2) / hash);
  EXPECT_TRUE(fs::is_empty(store->temporary())) << "moved, not copied";
}

TEST_F(FolderStoreTest, AKeyThatIsTakenStaysAsItIs) {
  put(original, "eerste");
  put(original, "tweede");
  EXPECT_EQ(read(original), "eerste");
}

TEST_F(FolderStoreTest, TakesFilesOfAnotherFileSystem) {
  std::string pattern = "/dev/shm/tandem-media.XXXXXX";
  ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
  fs::path const other = fs::path(pattern) / "bestand";
  std::ofstream(other) << "van elders";
  struct stat here {
  }, there{};
  ASSERT_EQ(::stat(folder.path().c_str(), &here) + ::stat(pattern.c_str(), &there), 0);
  EXPECT_TRUE(store->put(other, original));
  EXPECT_EQ(read(original), "van elders");
  EXPECT_TRUE(fs::is_empty(store->temporary()));
  fs::remove_all(pattern);
}

TEST_F(FolderStoreTest, RemovesWithAnOriginalWhatWasMadeOfItAndAVariantAlone) {
  for (FileKey const& k : {original, thumb, page}) put(k, k.text());
  ASSERT_TRUE(store->remove(thumb));
  EXPECT_FALSE(*store->exists(thumb));
  EXPECT_TRUE(*store->exists(page));
  ASSERT_TRUE(store->remove(original));
  EXPECT_THAT(all(), testing::IsEmpty());
  EXPECT_TRUE(store->remove(original)) << "what is not there need not be removed";
}

TEST_F(FolderStoreTest, TellsNothingOfFilesThatAreNotItsOwnAndStopsWhenTold) {
  put(original, "a");
  put(thumb, "b");
  std::ofstream(folder / "media" / hash.substr(0, 2) / hash.substr(2, 2) / "lees mij") << "x";
  std::ofstream(folder / "media/tmp" / hash) << "half";
  EXPECT_EQ(all().size(), 2U);
  int told = 0;
  EXPECT_TRUE(store->each([&](StoredFile const&) { return ++told < 1; }));
  EXPECT_EQ(told, 1);
}

TEST_F(FolderStoreTest, ATemporaryFileThatIsGoneIsAnErrorAndNothingIsKept) {
  Result<void> const kept = store->put(store->temporary() / "weg", original);
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().detail.find(folder.path().string()), std::string::npos) << "no path in what clients read";
  EXPECT_FALSE(*store->exists(original));
}

TEST_F(FolderStoreTest, ManyThreadsKeepAndRemoveTheSame) {
  std::vector<std::future<int>> threads;
  for (int t = 0; t < 8; ++t)
    threads.push_back(std::async(std::launch::async, [this, t] {
      int failed = 0;
      for (int i = 0; i < 50; ++i) {
        fs::path const temporary = store->temporary() / (std::to_string(t) + "-" + std::to_string(i));
        std::ofstream(temporary) << "gelijk";
        bool const kept = store->put(temporary, t % 2 == 0 ? original : thumb).has_value();
        if (!kept) ++failed;
        auto const path = store->local(original);
        if (path && Folder::read(*path).find_first_not_of("gelijk") != std::string::npos) ++failed;
        if (i % 10 == 9 && !store->remove(thumb)) ++failed;
      }
      return failed;
    }));
  for (auto& thread : threads) EXPECT_EQ(thread.get(), 0);
  EXPECT_EQ(read(original), "gelijk");
}

TEST(FolderStore, CannotBeOpenedWhereAFileIs) {
  Folder folder;
  folder.write("media", "een bestand");
  EXPECT_EQ(FolderStore::open(folder / "media").error().code, ErrorCode::internal);
}

} // namespace
} // namespace tandem::media
