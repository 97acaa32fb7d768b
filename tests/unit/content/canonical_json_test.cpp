/// Canonical JSON against the examples and the number table of RFC 8785.

#include "content/canonical_json.hpp"

#include <bit>
#include <cmath>
#include <gmock/gmock.h>
#include <limits>
#include <random>

namespace tandem {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

json::value read(std::string_view text) {
  Result<json::value> value = parse_json(text);
  EXPECT_TRUE(value.has_value()) << value.error().detail;
  return *value;
}

TEST(CanonicalJson, TheExampleOfSection322IsReproduced) {
  // Two of its numbers are refused in what comes from outside (1E30 is too large, 333333333.33333329 no shortest
  // form).
  json::value value = json::parse(R"({
    "numbers": [0, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]
  })");
  value.at("numbers").as_array()[0] = 333333333.33333329;
  EXPECT_EQ(canonical_json(value),
            R"({"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],)"
            R"("string":"€$\u000f\nA'B\"\\\\\"/"})");
}

TEST(CanonicalJson, MembersAreSortedByUtf16CodeUnitsAsInSection323) {
  json::value const value = read(R"({
    "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
    "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"
  })");
  EXPECT_EQ(canonical_json(value), "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                                   "\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\","
                                   "\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
}

struct Sample {
  std::uint64_t bits;
  std::string_view text;
};

/// RFC 8785 appendix B.
constexpr Sample appendix_b[] = {
    {0x0000000000000000, "0"},
    {0x8000000000000000, "0"},
    {0x0000000000000001, "5e-324"},
    {0x8000000000000001, "-5e-324"},
    {0x7fefffffffffffff, "1.7976931348623157e+308"},
    {0xffefffffffffffff, "-1.7976931348623157e+308"},
    {0x4340000000000000, "9007199254740992"},
    {0xc340000000000000, "-9007199254740992"},
    {0x4430000000000000, "295147905179352830000"},
    {0x44b52d02c7e14af5, "9.999999999999997e+22"},
    {0x44b52d02c7e14af6, "1e+23"},
    {0x44b52d02c7e14af7, "1.0000000000000001e+23"},
    {0x444b1ae4d6e2ef4e, "999999999999999700000"},
    {0x444b1ae4d6e2ef4f, "999999999999999900000"},
    {0x444b1ae4d6e2ef50, "1e+21"},
    {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
    {0x3eb0c6f7a0b5ed8d, "0.000001"},
    {0x41b3de4355555553, "333333333.3333332"},
    {0x41b3de4355555554, "333333333.33333325"},
    {0x41b3de4355555555, "333333333.3333333"},
    {0x41b3de4355555556, "333333333.3333334"},
    {0x41b3de4355555557, "333333333.33333343"},
    {0xbecbf647612f3696, "-0.0000033333333333333333"},
    {0x43143ff3c1cb0959, "1424953923781206.2"},
};

TEST(CanonicalJson, EveryNumberOfAppendixBIsWrittenAsThere) {
  for (Sample const& sample : appendix_b)
    EXPECT_EQ(canonical_json(std::bit_cast<double>(sample.bits)), sample.text) << std::hex << sample.bits;
}

TEST(CanonicalJson, NaNAndInfinityOfAppendixBAreRefused) {
  for (std::uint64_t const bits : {0x7fffffffffffffffU, 0x7ff0000000000000U, 0xfff0000000000000U})
    EXPECT_THROW((void)canonical_json(json::array{std::bit_cast<double>(bits)}), std::invalid_argument)
        << std::hex << bits;
}

TEST(CanonicalJson, IntegersAreWrittenLikeTheDoublesOfTheSameValue) {
  EXPECT_EQ(canonical_json(1), "1");
  EXPECT_EQ(canonical_json(1.0), "1");
  EXPECT_EQ(canonical_json(-42), canonical_json(-42.0));
  std::int64_t const two_to_60 = std::int64_t{1} << 60;
  EXPECT_EQ(canonical_json(two_to_60), "1152921504606847000");
  EXPECT_EQ(canonical_json(std::ldexp(1.0, 60)), "1152921504606847000");
  EXPECT_EQ(canonical_json(std::int64_t{1152921504606847000}), "1152921504606847000"); // its short form, read back
  EXPECT_EQ(canonical_json(std::uint64_t{1} << 63), "9223372036854776000");
}

TEST(CanonicalJson, AnIntegerThatNoDoubleHoldsIsRefusedInsteadOfRounded) {
  EXPECT_THAT([] { (void)canonical_json(std::int64_t{9007199254740993}); },
              ThrowsMessage<std::invalid_argument>(HasSubstr("not exact as an IEEE double")));
  EXPECT_THROW((void)canonical_json(std::numeric_limits<std::int64_t>::max()), std::invalid_argument);
  EXPECT_THROW((void)canonical_json(std::numeric_limits<std::uint64_t>::max()), std::invalid_argument);
}

TEST(CanonicalJson, OnlyWhatMustBeEscapedIsEscapedAndInTheShortestWay) {
  std::string all_controls;
  for (char c = 1; c < 0x20; ++c) all_controls += c;
  EXPECT_EQ(canonical_json(json::value(std::string_view(all_controls))),
            R"("\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014)"
            R"(\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f")");
  EXPECT_EQ(canonical_json(json::value(std::string_view("\0", 1))), R"("\u0000")");
  EXPECT_EQ(canonical_json("l'œuvre d'aide / één \x7f 😀"), "\"l'œuvre d'aide / één \x7f 😀\"");
}

TEST(CanonicalJson, TextThatIsNotUtf8HasNoCanonicalForm) {
  EXPECT_THROW((void)canonical_json(json::string("caf\xe9")), std::invalid_argument);      // Latin-1
  EXPECT_THROW((void)canonical_json(json::string("\xed\xa0\x80")), std::invalid_argument); // lone surrogate
  EXPECT_THROW((void)canonical_json(json::string("\xc0\xaf")), std::invalid_argument);     // overlong
  EXPECT_THROW((void)canonical_json(json::object{{"caf\xe9", 1}}), std::invalid_argument); // in a name
}

TEST(CanonicalJson, TheOrderInWhichMembersWereWrittenDoesNotShow) {
  EXPECT_EQ(canonical_json(read(R"({"naam":"Kantoor","adres":{"straat":"Stalingradlaan","nr":"18"}})")),
            canonical_json(read(R"({ "adres": {"nr": "18", "straat": "Stalingradlaan"}, "naam": "Kantoor" })")));
  EXPECT_NE(canonical_json(read(R"(["nl","fr"])")), canonical_json(read(R"(["fr","nl"])")));
}

TEST(CanonicalJson, ThePrettyFormIsIndentedByTwoSpacesAndEndsInANewline) {
  EXPECT_EQ(pretty_canonical_json(read(R"({"titel":"Één vraag?","leeg":[],"niets":{},"talen":["nl",{"fr":1e0}]})")),
            "{\n  \"leeg\": [],\n  \"niets\": {},\n  \"talen\": [\n    \"nl\",\n    {\n      \"fr\": 1\n    }\n  ],\n"
            "  \"titel\": \"Één vraag?\"\n}\n");
}

TEST(CanonicalJson, TheFingerprintIsTheSha256OfFips180) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/// Random JSON of a given depth; numbers are random bit patterns, so every exponent turns up.
json::value random_value(std::mt19937_64& random, int depth) {
  static constexpr std::string_view words[] = {"één",      "Ça va?", "œuvre",  "l'aide", "naïef",
                                               "\n\t\x01", "😀",      "\ufb33", ""};
  auto const word = [&] {
    std::string text;
    for (std::uint64_t n = random() % 4; n > 0; --n) text += words[random() % std::size(words)];
    return text;
  };
  switch (random() % (depth > 0 ? 8 : 6)) {
  case 0: return nullptr;
  case 1: return random() % 2 == 0;
  case 2: return static_cast<std::int64_t>(random() % (1ULL << 53)) * (random() % 2 == 0 ? 1 : -1);
  case 3: {
    double const number = std::bit_cast<double>(random());
    return std::fabs(number) < 9e15 ? number : 0.5;
  }
  case 4:
  case 5: return json::string(word());
  case 6: {
    json::array array;
    for (std::uint64_t n = random() % 5; n > 0; --n) array.push_back(random_value(random, depth - 1));
    return array;
  }
  default: {
    json::object object;
    for (std::uint64_t n = random() % 5; n > 0; --n) object[word()] = random_value(random, depth - 1);
    return object;
  }
  }
}

TEST(CanonicalJson, WhatIsReadBackFromAnyOfItsFormsIsTheSameValue) {
  std::mt19937_64 random(8785);
  for (int round = 0; round < 20'000; ++round) {
    json::value const value = random_value(random, 4);
    std::string const canonical = canonical_json(value);
    for (std::string const& text : {canonical, pretty_canonical_json(value), json::serialize(value)}) {
      Result<json::value> const back = parse_json(text);
      ASSERT_TRUE(back.has_value()) << back.error().detail << "\n" << text;
      ASSERT_EQ(canonical_json(*back), canonical) << text;
    }
  }
}

} // namespace
} // namespace tandem
