/// Patterns of JSON Schema: ECMA-262 in Unicode, on any text.

#include "content/pattern.hpp"

#include <gtest/gtest.h>
#include <string>

namespace tandem {
namespace {

bool found(std::string_view expression, std::string_view text) {
  return Pattern::compile(expression)->found_in(text);
}

TEST(Pattern, IsFoundAnywhereUnlessAnchored) {
  EXPECT_TRUE(found("laan", "Stalingradlaan 18"));
  EXPECT_FALSE(found("^laan", "Stalingradlaan 18"));
  EXPECT_TRUE(found("^[a-z0-9]+(-[a-z0-9]+)*$", "een-vraag-ca-va"));
  EXPECT_FALSE(found("^[a-z0-9]+(-[a-z0-9]+)*$", "een--vraag"));
}

TEST(Pattern, TheEndIsTheEndAlsoBeforeALineEnd) {
  EXPECT_TRUE(found("^[0-9]{4}$", "1000"));
  EXPECT_FALSE(found("^[0-9]{4}$", "1000\n"));
  EXPECT_FALSE(found("^1000", "a\n1000"));
  EXPECT_TRUE(found("^[$]$", "$"));
  EXPECT_TRUE(found("^\\$$", "$"));
}

TEST(Pattern, ReadsCharactersNotBytes) {
  EXPECT_TRUE(found("^.$", "é"));
  EXPECT_TRUE(found("^.$", "😀"));
  EXPECT_TRUE(found("^[é-œ]+$", "éœ"));
  EXPECT_TRUE(found("^\\p{Lu}", "Één vraag"));
  EXPECT_TRUE(found("^caf\\u00e9$", "café"));
}

TEST(Pattern, DigitsAndWordCharactersAreThoseOfAscii) {
  EXPECT_TRUE(found("^\\d+$", "1000"));
  EXPECT_FALSE(found("^\\d$", "٣"));
  EXPECT_TRUE(found("^\\D$", "٣"));
  EXPECT_FALSE(found("^\\w$", "é"));
  EXPECT_TRUE(found("^[\\w.]+$", "a_9."));
  EXPECT_TRUE(found("^[^\\d]$", "é"));
}

TEST(Pattern, BracketsAndAmpersandsWithinAClassAreThemselves) {
  EXPECT_TRUE(found("^[[a]+$", "[a["));
  EXPECT_TRUE(found("^[a&&b]+$", "a&b"));
  EXPECT_TRUE(found("^[\\]]$", "]"));
}

TEST(Pattern, ThatIsBrokenIsRefused) {
  for (std::string_view const expression : {"(", "[a-z", "a{2,1}", "*a", "(?<naam", "\\"})
    EXPECT_FALSE(Pattern::compile(expression).has_value()) << expression;
}

TEST(Pattern, ALongTextIsSearchedWithoutRunningOutOfStack) {
  std::string const text(3'000'000, 'a');
  EXPECT_TRUE(found("^[a-z]+$", text));
  EXPECT_FALSE(found("^[a-z]+$", text + "É"));
}

TEST(Pattern, AnExpressionThatWouldTakeForEverDoesNotMatch) {
  EXPECT_FALSE(found("^(a+)+$", std::string(60, 'a') + "!"));
}

} // namespace
} // namespace tandem
