#include "media/names.hpp"

#include <gmock/gmock.h>

namespace tandem::media {
namespace {

TEST(Name, WhatLeadsElsewhereOrHidesItsEndIsTakenOut) {
  EXPECT_EQ(cleaned_name("Brochure – œuvre d’été.pdf"), "Brochure – œuvre d’été.pdf");
  EXPECT_EQ(cleaned_name("../../etc/passwd"), "passwd");
  EXPECT_EQ(cleaned_name("C:\\Documenten\\a.pdf"), "a.pdf");
  EXPECT_EQ(cleaned_name("...htaccess"), "htaccess");
  EXPECT_EQ(cleaned_name("folder/"), "");
  EXPECT_EQ(cleaned_name("a\r\nb\x7F.pdf"), "ab.pdf");
  EXPECT_EQ(cleaned_name("wat? \"dit\" <hier>|*.pdf"), "wat dit hier.pdf");
  EXPECT_EQ(cleaned_name("naam. . ."), "naam");
  EXPECT_EQ(cleaned_name("cafe\xCC\x81"), "café") << "composed";
  EXPECT_EQ(cleaned_name("\xC3"), "") << "no UTF-8";
}

TEST(Name, ALongOneKeepsItsExtensionAndWholeCharacters) {
  std::string long_name;
  for (int i = 0; i < 100; ++i) long_name += "é";
  std::string const cut = cleaned_name(long_name + ".pdf");
  EXPECT_LE(cut.size(), longest_name);
  EXPECT_GE(cut.size(), longest_name - 1);
  EXPECT_THAT(cut, testing::EndsWith("é.pdf"));
  std::string const fits = std::string(longest_name - 4, 'a') + ".pdf";
  EXPECT_EQ(cleaned_name(fits), fits);
}

TEST(Name, WhatWasCleanedIsClean) {
  for (std::string const name : {"l’été.pdf", "...a...b...", "x/y\\z:w.docx", ". . . .", "a%2Fb#c.pdf"})
    EXPECT_EQ(cleaned_name(cleaned_name(name)), cleaned_name(name)) << name;
}

} // namespace
} // namespace tandem::media
