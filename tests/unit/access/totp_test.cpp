#include "access/totp.hpp"

#include <array>
#include <cstdio>
#include <gmock/gmock.h>
#include <memory>
#include <set>

namespace tandem::access::totp {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;

std::string const secret = base32("12345678901234567890"); // of the RFCs' examples

Timestamp at(std::int64_t second) { return Timestamp{seconds{second}}; }

/// What a program prints, without the end of the line.
std::string output_of(std::string const& command) {
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> const pipe(::popen(command.c_str(), "r"), ::pclose);
  std::array<char, 128> line{};
  if (!pipe || std::fgets(line.data(), line.size(), pipe.get()) == nullptr) return "";
  std::string const text = line.data();
  return text.substr(0, text.find('\n'));
}

TEST(Totp, CodesAreThoseOfRfc4226AppendixD) {
  std::vector<std::string> codes;
  for (Step step = 0; step < 10; ++step) codes.push_back(code(secret, step));
  EXPECT_THAT(codes, testing::ElementsAre("755224", "287082", "359152", "969429", "338314", "254676", "287922",
                                          "162583", "399871", "520489"));
}

TEST(Totp, CodesAreThoseOfRfc6238AppendixB) {
  // The appendix has eight digits; six of them are the last six.
  std::vector<std::pair<std::int64_t, std::string>> const vectors{{59, "287082"},
                                                                  {1'111'111'109, "081804"},
                                                                  {1'111'111'111, "050471"},
                                                                  {1'234'567'890, "005924"},
                                                                  {2'000'000'000, "279037"},
                                                                  {20'000'000'000, "353130"}};
  for (auto const& [second, expected] : vectors) EXPECT_EQ(code(secret, step_at(at(second))), expected) << second;
}

TEST(Totp, AnotherProgramMakesTheSameCodes) {
  for (int i = 0; i < 5; ++i) {
    std::string const own = make_secret();
    std::int64_t const second = 1'700'000'000 + 7'919 * i;
    EXPECT_EQ(code(own, step_at(at(second))),
              output_of("oathtool --totp --base32 --now '@" + std::to_string(second) + "' " + own))
        << "oathtool is in the Debian package of that name";
  }
}

TEST(Totp, AStepBeginsEvery30Seconds) {
  EXPECT_EQ(step_at(at(0)), 0);
  EXPECT_EQ(step_at(at(30) - microseconds{1}), 0);
  EXPECT_EQ(step_at(at(30)), 1);
  EXPECT_EQ(step_at(at(0) - microseconds{1}), -1);
}

TEST(Totp, ACodeHoldsOneStepBeforeAndOneAfterItsOwn) {
  std::string const mine = code(secret, 1000);
  EXPECT_FALSE(check(secret, mine, at(999 * 30) - microseconds{1}, {}));
  EXPECT_EQ(check(secret, mine, at(999 * 30), {}), 1000);
  EXPECT_EQ(check(secret, mine, at(1000 * 30), {}), 1000);
  EXPECT_EQ(check(secret, mine, at(1002 * 30) - microseconds{1}, {}), 1000);
  EXPECT_FALSE(check(secret, mine, at(1002 * 30), {}));
}

TEST(Totp, NoCodeIsAcceptedTwiceNorAnEarlierOneAfterIt) {
  Timestamp const now = at(1000 * 30 + 5);
  std::optional<Step> const used = check(secret, code(secret, 1000), now, {});
  ASSERT_EQ(used, 1000);
  EXPECT_FALSE(check(secret, code(secret, 1000), now, used));
  EXPECT_FALSE(check(secret, code(secret, 999), now, used));
  EXPECT_EQ(check(secret, code(secret, 1001), now, used), 1001);
  EXPECT_FALSE(check(secret, code(secret, 1001), now, 1001));
}

TEST(Totp, WhatIsNoCodeIsRefused) {
  Timestamp const now = at(1000 * 30);
  std::string const right = code(secret, 1000);
  EXPECT_TRUE(check(secret, right.substr(0, 3) + " " + right.substr(3), now, {})) << "as apps show it";
  for (std::string const& wrong : {std::string{}, std::string("12345"), right + "0", "0" + right, right.substr(1),
                                   std::string("zestig"), std::string(6, '\0'), "-" + right.substr(1)})
    EXPECT_FALSE(check(secret, wrong, now, {})) << wrong;
  EXPECT_FALSE(check(base32("een ander geheim, 20"), right, now, {}));
  EXPECT_THROW((void)code("geen base32!", 1), std::invalid_argument);
  EXPECT_THROW((void)code("", 1), std::invalid_argument);
}

TEST(Totp, SecretsAreTwentyRandomBytes) {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    std::string const one = make_secret();
    EXPECT_EQ(from_base32(one).value().size(), 20U);
    EXPECT_TRUE(seen.insert(one).second);
  }
}

TEST(Totp, TheAddressForTheAppIsPercentEncoded) {
  EXPECT_EQ(uri("Vóór & na: détention", "lien@dienst", "GEZDGNBV"),
            "otpauth://totp/V%C3%B3%C3%B3r%20%26%20na%3A%20d%C3%A9tention:lien%40dienst?secret=GEZDGNBV"
            "&issuer=V%C3%B3%C3%B3r%20%26%20na%3A%20d%C3%A9tention&algorithm=SHA1&digits=6&period=30");
}

TEST(Totp, RecoveryCodesAreTenThatCanBeReadAloud) {
  std::vector<std::string> const codes = make_recovery_codes();
  EXPECT_EQ(std::set<std::string>(codes.begin(), codes.end()).size(), 10U);
  for (std::string const& one : codes) {
    EXPECT_THAT(one, testing::MatchesRegex("[a-z0-9]{5}(-[a-z0-9]{5}){2}"));
    EXPECT_EQ(one.find_first_of("01iol"), std::string::npos) << one;
  }
}

TEST(Totp, ARecoveryCodeIsKnownAgainHoweverItIsTyped) {
  std::string const stored = recovery_hash("abcde-fghjk-mnpqr");
  EXPECT_THAT(stored, testing::MatchesRegex("[0-9a-f]{64}"));
  EXPECT_EQ(recovery_hash(" ABCDE fghjk\tmnpqr\n"), stored);
  EXPECT_EQ(recovery_hash("abcdefghjkmnpqr"), stored);
  EXPECT_NE(recovery_hash("abcde-fghjk-mnpqs"), stored);
}

TEST(Base32, IsThatOfRfc4648Section10) {
  std::vector<std::pair<std::string, std::string>> const vectors{{"", ""},
                                                                 {"f", "MY"},
                                                                 {"fo", "MZXQ"},
                                                                 {"foo", "MZXW6"},
                                                                 {"foob", "MZXW6YQ"},
                                                                 {"fooba", "MZXW6YTB"},
                                                                 {"foobar", "MZXW6YTBOI"}};
  for (auto const& [bytes, text] : vectors) {
    EXPECT_EQ(base32(bytes), text);
    EXPECT_EQ(from_base32(text), bytes);
  }
  EXPECT_EQ(from_base32("mzxw6yq="), "foob");
  EXPECT_EQ(base32(std::string("\xff\x00\x80", 3)), "74AIA");
  EXPECT_EQ(from_base32("74AIA"), std::string("\xff\x00\x80", 3));
  for (std::string const wrong : {"M", "MZX", "MZXW61", "MZ XQ", "MZ", "é"})
    EXPECT_FALSE(from_base32(wrong)) << wrong;
}

} // namespace
} // namespace tandem::access::totp
