#include "media/pictures.hpp"
#include "unit/media/folder.hpp"

#include <future>
#include <gmock/gmock.h>
#include <vips/vips8>

namespace tandem::media {
namespace {

namespace fs = std::filesystem;
using test::Folder;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using vips::VImage;

/// Red on the left, blue on the right, green below.
VImage flag(int shown_width, int shown_height) {
  int const width = std::max(shown_width, 4), height = std::max(shown_height, 4);
  auto area = [](int w, int h, double r, double g, double b) {
    return VImage::black(w, h, VImage::option()->set("bands", 3))
        .linear({1.0, 1.0, 1.0}, {r, g, b})
        .cast(VIPS_FORMAT_UCHAR);
  };
  int const half = width / 2, most = height * 3 / 4;
  VImage const above =
      area(half, most, 220, 20, 20).join(area(width - half, most, 20, 20, 220), VIPS_DIRECTION_HORIZONTAL);
  return above.join(area(width, height - most, 20, 200, 20), VIPS_DIRECTION_VERTICAL)
      .copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB))
      .extract_area(0, 0, shown_width, shown_height);
}

/// No two pixels alike: nothing is harder to compress.
VImage noise(int width, int height) {
  VImage const one = VImage::gaussnoise(width, height, VImage::option()->set("mean", 128)->set("sigma", 80));
  VImage const two =
      VImage::gaussnoise(width, height, VImage::option()->set("mean", 128)->set("sigma", 80)->set("seed", 7));
  return one.bandjoin(two)
      .bandjoin(one.linear(-1, 255))
      .cast(VIPS_FORMAT_UCHAR)
      .copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB));
}

class PicturesTest : public testing::Test {
protected:
  fs::path save(VImage const& image, std::string const& name, vips::VOption* option = nullptr) const {
    image.write_to_file((folder / name).c_str(), option);
    return folder / name;
  }
  /// A photo as a camera makes it, that says where and with what.
  fs::path photo(int orientation = 1) const {
    VImage image = flag(64, 48).copy();
    image.set("exif-ifd0-Make", "Lichtdoos (Lichtdoos, ASCII, 10 components, 10 bytes)");
    image.set("exif-ifd3-GPSLatitude", "50/1 50/1 0/1 (50, 50, 0, Rational, 3 components, 24 bytes)");
    image.set("orientation", orientation);
    return save(image, "foto.jpg", VImage::option()->set("profile", "srgb"));
  }
  static std::string middle_of(VImage const& image, double x, double y) {
    std::vector<double> const pixel =
        image.getpoint(static_cast<int>(x * (image.width() - 1)), static_cast<int>(y * (image.height() - 1)));
    if (pixel.size() < 3) return "grey";
    if (pixel[0] > 180 && pixel[1] > 180 && pixel[2] > 180) return "white";
    return pixel[0] > 150 ? "red" : pixel[1] > 150 ? "green" : pixel[2] > 150 ? "blue" : "dark";
  }
  VImage load(fs::path const& path) const { return VImage::new_from_file(path.c_str()); }

  Folder folder;
  Pictures pictures{PictureLimits{}};
};

TEST_F(PicturesTest, AreIdentifiedByTheirContentWhateverTheirName) {
  struct Case {
    char const *suffix, *type;
  };
  for (Case const& one : {Case{".jpg", "image/jpeg"}, Case{".png", "image/png"}, Case{".webp", "image/webp"},
                          Case{".gif", "image/gif"}}) {
    fs::path const path = save(flag(30, 20), std::string("vlag") + one.suffix);
    fs::rename(path, folder / "brochure.pdf");
    Identity const identity = pictures.identify(folder / "brochure.pdf").value();
    EXPECT_EQ(identity.media_type, one.type);
    EXPECT_EQ(identity.width, 30U);
    EXPECT_EQ(identity.height, 20U);
  }
}

TEST_F(PicturesTest, OtherFilesAreIdentifiedToo) {
  struct Case {
    std::string bytes, type;
  };
  for (Case const& one :
       {Case{"%PDF-1.7\n1 0 obj\n", "application/pdf"}, Case{"La prison, s’en sortir\n", "text/plain"},
        Case{"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "image/svg+xml"},
        Case{"<!DOCTYPE html><html><script>alert(1)</script></html>", "text/html"},
        Case{"", "application/octet-stream"}, Case{std::string("\0\1\2\3", 4), "application/octet-stream"}}) {
    Identity const identity = pictures.identify(folder.write("bureau.jpg", one.bytes)).value();
    EXPECT_EQ(identity.media_type, one.type);
    EXPECT_FALSE(identity.is_picture());
  }
}

TEST_F(PicturesTest, AreAsLargeAsTheyAreShown) {
  Identity const identity = pictures.identify(photo(6)).value();
  EXPECT_EQ(identity.width, 48U);
  EXPECT_EQ(identity.height, 64U);
}

TEST_F(PicturesTest, UpToTheLimitOfPixelsAreTakenAndNoLarger) {
  fs::path const path = save(flag(100, 100), "vlag.png");
  Pictures const enough{PictureLimits{.pixels = 10'000}}, few{PictureLimits{.pixels = 9'999}};
  EXPECT_TRUE(enough.identify(path));
  Result<Identity> const refused = few.identify(path);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::invalid_content);
  EXPECT_THAT(refused.error().detail, HasSubstr("9999 pixels"));
  EXPECT_FALSE(few.clean(path, "image/png", folder / "x"));
  EXPECT_FALSE(few.preview(path));
  EXPECT_FALSE(few.variant(path, {"a", 10, 0}, {}, PictureFormat::png, folder / "x"));
}

TEST_F(PicturesTest, ABombIsRefusedByItsHeader) {
  // 100 KB of nothing that would be 100 MB once it is unpacked.
  fs::path const path = save(VImage::black(10'001, 10'000), "bom.png", VImage::option()->set("bitdepth", 1));
  ASSERT_LT(fs::file_size(path), 200'000U);
  auto const began = std::chrono::steady_clock::now();
  EXPECT_EQ(pictures.identify(path).error().code, ErrorCode::invalid_content);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(1));
}

TEST_F(PicturesTest, FramesOfAnAnimationCount) {
  VImage film =
      VImage::arrayjoin({flag(50, 50), noise(50, 50), flag(50, 50)}, VImage::option()->set("across", 1)).copy();
  film.set("page-height", 50);
  fs::path const path = save(film, "film.webp");
  EXPECT_EQ(pictures.identify(path)->height, 50U);
  Pictures const enough{PictureLimits{.pixels = 7'500}}, few{PictureLimits{.pixels = 7'499}};
  EXPECT_TRUE(enough.identify(path));
  EXPECT_FALSE(few.identify(path));
  ASSERT_TRUE(*pictures.clean(path, "image/webp", folder / "schoon.webp"));
  EXPECT_EQ(load(folder / "schoon.webp").get_int("n-pages"), 3) << "it still moves";
}

TEST_F(PicturesTest, ThatAreDamagedOrCutOffAreNamedAsSuch) {
  std::string const whole = Folder::read(save(noise(200, 200), "ruis.jpg"));
  fs::path const cut = folder.write("half.jpg", whole.substr(0, whole.size() / 2));
  EXPECT_TRUE(pictures.identify(cut)) << "its header is whole";
  Result<bool> const cleaned = pictures.clean(cut, "image/jpeg", folder / "x.jpg");
  ASSERT_FALSE(cleaned);
  EXPECT_EQ(cleaned.error().code, ErrorCode::invalid_content);
  EXPECT_EQ(cleaned.error().detail.find("half.jpg"), std::string::npos) << "no path in what clients read";
  EXPECT_FALSE(pictures.identify(folder.write("kop.jpg", whole.substr(0, 20))));
}

TEST_F(PicturesTest, LoseWhatSaysWhereAndWithWhatTheyWereTakenAndKeepTheirColours) {
  fs::path const path = photo();
  ASSERT_THAT(Folder::read(path), HasSubstr("Lichtdoos"));
  ASSERT_NE(load(path).get_typeof("exif-ifd3-GPSLatitude"), 0UL);
  ASSERT_TRUE(*pictures.clean(path, "image/jpeg", folder / "schoon.jpg"));
  EXPECT_THAT(Folder::read(folder / "schoon.jpg"), Not(HasSubstr("Lichtdoos")));
  VImage const clean = load(folder / "schoon.jpg");
  EXPECT_EQ(clean.get_typeof("exif-ifd3-GPSLatitude"), 0UL);
  EXPECT_NE(clean.get_typeof("icc-profile-data"), 0UL);
  EXPECT_EQ(middle_of(clean, 0.2, 0.3), "red");
}

TEST_F(PicturesTest, AreCleanedUpright) {
  ASSERT_TRUE(*pictures.clean(photo(6), "image/jpeg", folder / "schoon.jpg")); // shown turned by 90° clockwise
  VImage const clean = load(folder / "schoon.jpg");
  EXPECT_EQ(clean.width(), 48);
  EXPECT_EQ(vips_image_get_orientation(clean.get_image()), 1);
  EXPECT_EQ(middle_of(clean, 0.8, 0.2), "red");
  EXPECT_EQ(middle_of(clean, 0.8, 0.8), "blue");
  EXPECT_EQ(middle_of(clean, 0.1, 0.5), "green");
}

TEST_F(PicturesTest, LoseWhatIsHungBehindThemAndWrittenBesideThem) {
  std::string const bytes = Folder::read(photo()) + "<script>alert('ça')</script>";
  ASSERT_TRUE(*pictures.clean(folder.write("dubbel.jpg", bytes), "image/jpeg", folder / "schoon.jpg"));
  EXPECT_THAT(Folder::read(folder / "schoon.jpg"), Not(HasSubstr("script")));
  VImage notes = flag(20, 20).copy();
  notes.set("png-comment-0-Author", "de fotograaf");
  fs::path const path = save(notes, "nota.png");
  ASSERT_NE(load(path).get_typeof("png-comment-0-Author"), 0UL);
  ASSERT_TRUE(*pictures.clean(path, "image/png", folder / "schoon.png"));
  EXPECT_EQ(load(folder / "schoon.png").get_typeof("png-comment-0-Author"), 0UL);
}

TEST_F(PicturesTest, ADrawingIsCleanedAndOtherFilesAreLeft) {
  std::string const begin = R"(<svg xmlns="http://www.w3.org/2000/svg")";
  fs::path const path = folder.write("plan.svg", begin + R"x( onload="alert(1)"><rect/></svg>)x");
  ASSERT_TRUE(*pictures.clean(path, "image/svg+xml", folder / "schoon.svg"));
  EXPECT_EQ(Folder::read(folder / "schoon.svg"), begin + "><rect/></svg>");
  EXPECT_FALSE(*pictures.clean(folder.write("a.pdf", "%PDF-1.7"), "application/pdf", folder / "b.pdf"));
  EXPECT_FALSE(fs::exists(folder / "b.pdf"));
  std::uintmax_t const size = fs::file_size(path);
  Pictures const enough{PictureLimits{.svg_bytes = size}}, few{PictureLimits{.svg_bytes = size - 1}};
  EXPECT_TRUE(enough.clean(path, "image/svg+xml", folder / "schoon.svg"));
  EXPECT_EQ(few.clean(path, "image/svg+xml", folder / "schoon.svg").error().code, ErrorCode::invalid_content);
}

TEST_F(PicturesTest, HaveAPreviewThatFitsIntoADocument) {
  for (VImage const& image : {flag(640, 480), noise(4000, 300), noise(5, 900), noise(1, 1), noise(2000, 2000)}) {
    std::string const preview = pictures.preview(save(image, "vlag.png")).value();
    EXPECT_THAT(preview, StartsWith("data:image/webp;base64,UklGR"));
    EXPECT_LT(preview.size(), 400U);
  }
}

TEST_F(PicturesTest, ComeInTheSizesThatWereForetold) {
  for (auto const& [width, height] : {std::pair{640, 427}, {427, 640}, {33, 2000}, {1, 1}, {1999, 37}, {320, 240}}) {
    fs::path const path = save(flag(width, height), "vlag.jpg");
    Size const original{static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height)};
    for (Variant const& variant :
         *parse_variants("a:320x240:cover b:100 c:x77 d:333x111 e:1x1:cover f:4000 g:64x64:cover")) {
      ASSERT_TRUE(pictures.variant(path, variant, {0.3, 0.9}, PictureFormat::webp, folder / "uit.webp"));
      Identity const made = pictures.identify(folder / "uit.webp").value();
      Size const expected = size_of(variant, original);
      EXPECT_EQ(made.width, expected.width) << width << "x" << height << " " << variant.name;
      EXPECT_EQ(made.height, expected.height) << width << "x" << height << " " << variant.name;
    }
  }
}

TEST_F(PicturesTest, AreCutAroundTheFocalPoint) {
  fs::path const path = save(flag(800, 200), "vlag.png");
  Variant const square{"square", 100, 100, Variant::Fit::cover};
  auto cut = [&](FocalPoint focus) {
    EXPECT_TRUE(pictures.variant(path, square, focus, PictureFormat::png, folder / "uit.png"));
    VImage const image = load(folder / "uit.png");
    return middle_of(image, 0.05, 0.3) + " " + middle_of(image, 0.95, 0.3);
  };
  EXPECT_EQ(cut({0.5, 0.5}), "red blue");
  EXPECT_EQ(cut({0.0, 0.5}), "red red");
  EXPECT_EQ(cut({1.0, 0.5}), "blue blue");
  EXPECT_EQ(cut({7.0, -3.0}), "blue blue") << "a point outside counts as the edge";
}

TEST_F(PicturesTest, AreUprightInEveryFormat) {
  fs::path const path = photo(6);
  for (PictureFormat const format :
       {PictureFormat::webp, PictureFormat::avif, PictureFormat::jpeg, PictureFormat::png}) {
    if (!pictures.can_write(format)) continue;
    fs::path const to = folder / ("uit." + std::string(extension_of(format)));
    ASSERT_TRUE(pictures.variant(path, {"a", 32, 0}, {}, format, to)) << extension_of(format);
    Identity const made = pictures.identify(to).value();
    EXPECT_EQ(made.media_type, media_type_of(format));
    EXPECT_EQ(made.width, 32U);
    EXPECT_EQ(middle_of(load(to), 0.8, 0.2), "red") << extension_of(format);
    EXPECT_THAT(Folder::read(to), Not(HasSubstr("Lichtdoos")));
  }
  EXPECT_TRUE(pictures.can_write(PictureFormat::webp) && pictures.can_write(PictureFormat::jpeg) &&
              pictures.can_write(PictureFormat::png));
}

TEST_F(PicturesTest, OfEveryKindOfColourBecomeOrdinaryOnes) {
  VImage const image = flag(60, 40);
  std::vector<fs::path> const paths{save(image.colourspace(VIPS_INTERPRETATION_B_W), "grijs.jpg"),
                                    save(image.colourspace(VIPS_INTERPRETATION_CMYK), "druk.jpg"),
                                    save(image.colourspace(VIPS_INTERPRETATION_RGB16), "diep.png"),
                                    save(image.bandjoin(VImage::black(60, 40)), "doorzichtig.png")};
  for (fs::path const& path : paths) {
    ASSERT_TRUE(pictures.variant(path, {"a", 30, 0}, {}, PictureFormat::jpeg, folder / "uit.jpg")) << path;
    VImage const made = load(folder / "uit.jpg");
    EXPECT_EQ(made.format(), VIPS_FORMAT_UCHAR);
    EXPECT_LE(made.bands(), 3);
    EXPECT_TRUE(pictures.preview(path)) << path;
  }
  EXPECT_EQ(middle_of(load(folder / "uit.jpg"), 0.2, 0.2), "white") << "what is seen through is white";
}

TEST_F(PicturesTest, NoDecoderRunsButThoseThatAreNeeded) {
  VImage const image = flag(8, 8);
  for (fs::path const& path :
       {save(image, "a.ppm"),
        folder.write("b.svg", R"(<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>)"),
        folder.write("c.pdf", "%PDF-1.4\n"), folder.write("d.txt", "bonjour")})
    EXPECT_EQ(pictures.variant(path, {"a", 4, 0}, {}, PictureFormat::png, folder / "x.png").error().code,
              ErrorCode::invalid_content)
        << path;
}

TEST_F(PicturesTest, AreMadeByManyThreadsAtOnce) {
  fs::path const path = save(noise(600, 400), "ruis.jpg");
  std::vector<std::future<bool>> makers;
  for (int i = 0; i < 12; ++i)
    makers.push_back(std::async(std::launch::async, [&, i] {
      fs::path const to = folder / (std::to_string(i) + ".webp");
      return pictures.variant(path, {"a", 100, 100, Variant::Fit::cover}, {}, PictureFormat::webp, to).has_value() &&
             pictures.identify(to)->width == 100U;
    }));
  for (auto& maker : makers) EXPECT_TRUE(maker.get());
}

} // namespace
} // namespace tandem::media
