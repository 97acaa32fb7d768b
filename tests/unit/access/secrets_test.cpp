#include "access/secrets.hpp"

#include <gmock/gmock.h>
#include <set>

namespace tandem::access {
namespace {

TEST(Secrets, APasswordIsKnownAgainAndKeptAsArgon2id) {
  std::string const hash = hash_password("één lange zin als wachtwoord");
  EXPECT_THAT(hash, testing::StartsWith("$argon2id$"));
  EXPECT_TRUE(password_matches("één lange zin als wachtwoord", hash));
  EXPECT_FALSE(password_matches("een lange zin als wachtwoord", hash));
  EXPECT_FALSE(password_matches("", hash));
  EXPECT_FALSE(password_matches("één lange zin als wachtwoord", ""));
  EXPECT_NE(hash_password("één lange zin als wachtwoord"), hash) << "salted";
}

TEST(Secrets, APasswordHas12To256Characters) {
  EXPECT_FALSE(check_password("elf tekens!"));
  EXPECT_TRUE(check_password("twaalf teken"));
  EXPECT_TRUE(check_password(std::string(256, 'x')));
  EXPECT_FALSE(check_password(std::string(257, 'x')));
}

TEST(Secrets, OneTimePasswordsCanBeReadAloudAndDiffer) {
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) {
    std::string const password = one_time_password();
    EXPECT_THAT(password, testing::MatchesRegex("[a-z0-9]{5}(-[a-z0-9]{5}){3}"));
    EXPECT_EQ(password.find_first_of("01iol"), std::string::npos) << password;
    EXPECT_TRUE(seen.insert(password).second);
    EXPECT_TRUE(seen.insert(random_secret()).second);
  }
}

TEST(Secrets, Base64IsThatOfRfc4648Section10AndUrlSafeWithoutPadding) {
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64url("fo"), "Zm8");
  EXPECT_EQ(base64url("\xfb\xff"), "-_8");
  EXPECT_EQ(base64url(""), "");
  EXPECT_EQ(from_base64url("-_8"), "\xfb\xff");
  EXPECT_EQ(from_base64url(""), "");
  for (std::string const wrong : {"Zm8=", "+/8", "Z", "Zm 8", "Zm9", "é"})
    EXPECT_FALSE(from_base64url(wrong)) << wrong;
}

} // namespace
} // namespace tandem::access
