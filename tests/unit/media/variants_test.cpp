#include "media/pictures.hpp"

#include <gmock/gmock.h>
#include <ostream>

namespace tandem::media {

// GoogleTest looks for them where the types are.
void PrintTo(Size size, std::ostream* out) { *out << size.width << "x" << size.height; } // NOLINT: GoogleTest's name
void PrintTo(Variant const& v, std::ostream* out) {                                      // NOLINT: GoogleTest's name
  *out << v.name << ":" << v.width << "x" << v.height << (v.fit == Variant::Fit::cover ? ":cover" : ":inside");
}

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Fit = Variant::Fit;

TEST(Variants, AreReadAsTheSettingHasThem) {
  EXPECT_THAT(*parse_variants("thumb:320x240:cover page:960  wide:1600x900:inside column:x800"),
              ElementsAre(Variant{"thumb", 320, 240, Fit::cover}, Variant{"page", 960, 0, Fit::inside},
                          Variant{"wide", 1600, 900, Fit::inside}, Variant{"column", 0, 800, Fit::inside}));
  EXPECT_THAT(*parse_variants(""), ElementsAre());
  EXPECT_THAT(*parse_variants("a:1 b:16384x16384:cover"),
              ElementsAre(Variant{"a", 1, 0, Fit::inside}, Variant{"b", 16384, 16384, Fit::cover}));
}

TEST(Variants, ThatAreWrongAreNamed) {
  for (std::string const& text :
       {std::string("thumb"), std::string(":320"), std::string("Thumb:320"), std::string("d\xc3\xa9:320"),
        std::string("a:"), std::string("a:0"), std::string("a:16385"), std::string("a:320x"), std::string("a:x"),
        std::string("a:-5"), std::string("a:320x240x1"), std::string("a:320x240:fill"), std::string("a:320x240:"),
        std::string("a:320:cover"), std::string("a:x240:cover"), std::string("../a:320")}) {
    Result<std::vector<Variant>> const result = parse_variants(text);
    ASSERT_FALSE(result) << text;
    EXPECT_EQ(result.error().code, ErrorCode::invalid_parameter);
  }
  EXPECT_THAT(parse_variants("a:320 page:960 a:640").error().detail, HasSubstr("\"a:640\""));
}

TEST(Size, InsideKeepsTheShapeAndNeverGrows) {
  Variant const box{"box", 320, 240, Fit::inside}, wide{"wide", 960, 0, Fit::inside},
      high{"high", 0, 800, Fit::inside};
  EXPECT_EQ(size_of(box, {6000, 4000}), (Size{320, 213}));
  EXPECT_EQ(size_of(box, {4000, 6000}), (Size{160, 240}));
  EXPECT_EQ(size_of(box, {100, 50}), (Size{100, 50}));
  EXPECT_EQ(size_of(wide, {6000, 4000}), (Size{960, 640}));
  EXPECT_EQ(size_of(high, {6000, 4000}), (Size{1200, 800}));
  EXPECT_EQ(size_of(wide, {16000, 3}), (Size{960, 1})) << "no side vanishes";
}

TEST(Size, CoverIsExactUnlessTheOriginalIsSmaller) {
  Variant const thumb{"thumb", 320, 240, Fit::cover};
  EXPECT_EQ(size_of(thumb, {6000, 4000}), (Size{320, 240}));
  EXPECT_EQ(scaled_size(thumb, {6000, 4000}), (Size{360, 240}));
  EXPECT_EQ(scaled_size(thumb, {4000, 6000}), (Size{320, 480}));
  EXPECT_EQ(size_of(thumb, {200, 1000}), (Size{200, 240}));
  EXPECT_EQ(size_of(thumb, {100, 50}), (Size{100, 50}));
}

TEST(Format, HasAnExtensionThatLeadsBackToIt) {
  for (PictureFormat const format :
       {PictureFormat::webp, PictureFormat::avif, PictureFormat::jpeg, PictureFormat::png})
    EXPECT_EQ(format_of(extension_of(format)), format);
  EXPECT_EQ(media_type_of(PictureFormat::jpeg), "image/jpeg");
  EXPECT_FALSE(format_of("jpeg"));
  EXPECT_FALSE(format_of(""));
}

} // namespace
} // namespace tandem::media
