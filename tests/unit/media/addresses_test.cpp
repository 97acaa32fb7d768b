#include "media/addresses.hpp"

#include <gmock/gmock.h>

namespace tandem::media {
namespace {

using testing::StartsWith;

std::string const sha256(64, 'a');

Offer offer() {
  return {parse_variants("thumb:320x240:cover page:960 wide:1600").value(),
          {PictureFormat::webp, PictureFormat::jpeg}};
}

store::FileRow picture(int width, int height) { return {sha256, 1234, "image/jpeg", width, height, "data:,"}; }

TEST(Address, AVariantHasOneName) {
  auto const wanted = wanted_of("thumb-35x60.webp", offer());
  ASSERT_TRUE(wanted);
  EXPECT_EQ(wanted->x, 35);
  EXPECT_EQ(wanted->y, 60);
  EXPECT_EQ(wanted->name(), "thumb-35x60.webp");
  EXPECT_EQ(wanted_of("thumb.jpg", offer())->name(), "thumb.jpg");
  EXPECT_EQ(wanted_of("thumb-0x100.jpg", offer())->name(), "thumb-0x100.jpg");
  for (std::string const name : {"thumb", "thumb.png", "thumb.jpeg", "Thumb.webp", "thumb-50x50.webp",
                                 "thumb-035x60.webp", "thumb-35x101.webp", "thumb--1x5.webp", "thumb-35x.webp",
                                 "thumb-35x60x1.webp", "page-35x60.webp", "tiny.webp", ".webp", ""})
    EXPECT_FALSE(wanted_of(name, offer())) << name;
}

TEST(Address, AFocalPointIsNamedInPercent) {
  auto const wanted = wanted_of("thumb-33x67.webp", offer());
  EXPECT_TRUE(same_focus(*wanted, {0.333, 0.666}));
  EXPECT_FALSE(same_focus(*wanted, {0.34, 0.666}));
}

TEST(ShownFile, APictureHasTheSizesThatItFits) {
  json::object const shown = shown_file(picture(1200, 900), {{"name", "gevangenis.jpg"}}, "", offer());
  EXPECT_EQ(shown.at("url"), json::value("/media/" + sha256 + "/gevangenis.jpg"));
  std::string const folder = "/media/" + sha256 + "/";
  EXPECT_EQ(shown.at("srcset").at("image/webp"),
            json::value(folder + "page.webp 960w, " + folder + "wide.webp 1200w"));
  EXPECT_EQ(shown.at("srcset").at("image/jpeg"), json::value(folder + "page.jpg 960w, " + folder + "wide.jpg 1200w"));
  EXPECT_EQ(shown.at("variants").at("wide").at("width"), json::value(1200));
  EXPECT_EQ(shown.at("variants").at("page").at("height"), json::value(720));
}

TEST(ShownFile, WhatIsCutIsAddressedByItsFocalPoint) {
  json::object const data{{"focal_point", {{"x", 0.256}, {"y", 1}}}};
  json::object const shown = shown_file(picture(1200, 900), data, "?preview=geheim", offer());
  EXPECT_EQ(shown.at("variants").at("thumb").at("sources").at("image/webp"),
            json::value("/media/" + sha256 + "/thumb-26x100.webp?preview=geheim"));
  EXPECT_EQ(shown.at("variants").at("page").at("sources").at("image/webp"),
            json::value("/media/" + sha256 + "/page.webp?preview=geheim"));
}

TEST(ShownFile, ADocumentHasNoSizes) {
  json::object const shown = shown_file({sha256, 99, "application/pdf"}, {}, "", offer());
  EXPECT_EQ(shown.at("url"), json::value("/media/" + sha256 + "/file.pdf"));
  EXPECT_FALSE(shown.contains("srcset"));
  EXPECT_FALSE(shown.contains("width"));
}

TEST(ShownFile, ANameIsNeverTakenForAVariant) {
  json::object const shown = shown_file(picture(10, 10), {{"name", "thumb.webp"}}, "", offer());
  EXPECT_EQ(shown.at("url"), json::value("/media/" + sha256 + "/file-thumb.webp"));
}

TEST(ShownFile, AddressesBeginWithThePublicOneOfTheSite) {
  Offer here = offer();
  here.site = "https://voorbeeld.be";
  EXPECT_THAT(std::string(shown_file(picture(10, 10), {}, "", here).at("url").as_string()),
              StartsWith("https://voorbeeld.be/media/"));
}

} // namespace
} // namespace tandem::media
