#include "media/digest.hpp"
#include "unit/media/folder.hpp"

#include <gmock/gmock.h>

namespace tandem::media {
namespace {

TEST(Sha256, IsThatOfTheStandard) { // FIPS 180-4, its example "abc", and of nothing
  EXPECT_EQ(test::sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(test::sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Sha256, OfAFileIsThatOfItsBytesHoweverManyPiecesTheyAre) {
  test::Folder const folder;
  for (std::size_t const bytes : {0U, 1U, (256U << 10) - 1, 256U << 10, (256U << 10) + 1, 700'000U}) {
    std::string const text(bytes, 'e');
    EXPECT_EQ(*sha256_of(folder.write("bestand", text)), test::sha256(text)) << bytes;
  }
  EXPECT_EQ(sha256_of(folder / "weg").error().code, ErrorCode::internal);
  EXPECT_EQ(sha256_of(folder.path()).error().code, ErrorCode::internal);
}

} // namespace
} // namespace tandem::media
