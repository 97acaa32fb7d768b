#include "access/id_token.hpp"
#include "unit/access/signer.hpp"

#include <gmock/gmock.h>

namespace tandem::access {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;
using test::key_set;
using test::Signer;
using testing::HasSubstr;

Timestamp const now = parse_timestamp("2026-03-01T09:00:00Z").value();
ExpectedToken const expected{"https://aanmelden.example", "tandem", "een-nonce"};

/// One key, made once: they take a while.
Signer const& provider() {
  static Signer const signer = Signer::rsa("sleutel-1");
  return signer;
}
KeySet keys() { return KeySet::parse(key_set({provider().public_key()})).value(); }

std::int64_t second(Timestamp at) { return std::chrono::floor<seconds>(at).time_since_epoch().count(); }

json::object claims(json::object const& changed = {}) {
  json::object all{{"iss", expected.issuer},   {"sub", "a1b2"},      {"aud", "tandem"},
                   {"exp", second(now) + 300}, {"iat", second(now)}, {"nonce", expected.nonce}};
  for (auto const& member : changed) {
    if (member.value().is_null()) all.erase(member.key());
    else all[member.key()] = member.value();
  }
  return all;
}

/// Why a token with these claims is refused; "" when it is not.
std::string problem(json::object const& changed, Timestamp at = now) {
  auto const token = check_id_token(provider().sign(claims(changed), "RS256"), keys(), expected, at);
  return token ? "" : token.error().detail;
}
std::string problem_of(std::string const& token, KeySet const& known = keys()) {
  auto const checked = check_id_token(token, known, expected, now);
  return checked ? "" : checked.error().detail;
}

TEST(IdToken, SaysWhoSignedInAndHow) {
  json::object const said = claims({{"preferred_username", "françoise"}, {"amr", {"pwd", "otp"}}});
  auto const token = check_id_token(provider().sign(said, "RS256"), keys(), expected, now);
  ASSERT_TRUE(token) << token.error().detail;
  EXPECT_EQ(token->subject, "a1b2");
  EXPECT_EQ(token->text("preferred_username"), "françoise");
  EXPECT_EQ(token->text("email"), "");
  EXPECT_TRUE(token->used_one_of({"mfa", "otp"}));
  EXPECT_FALSE(token->used_one_of({"hwk"}));
  EXPECT_FALSE(token->used_one_of({}));
  IdToken odd{"a1b2", {{"amr", "otp"}}};
  EXPECT_FALSE(odd.used_one_of({"otp"})) << "must be a list";
}

TEST(IdToken, EveryAlgorithmWithPublicKeysIsChecked) {
  for (std::string const algorithm : {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
    EXPECT_EQ(problem_of(provider().sign(claims(), algorithm)), "") << algorithm;
  for (auto const& [algorithm, curve] :
       {std::pair{"ES256", CJOSE_JWK_EC_P_256}, std::pair{"ES384", CJOSE_JWK_EC_P_384},
        std::pair{"ES512", CJOSE_JWK_EC_P_521}}) {
    Signer const signer = Signer::elliptic("ec", curve);
    KeySet const set = KeySet::parse(key_set({provider().public_key(), signer.public_key()})).value();
    EXPECT_EQ(problem_of(signer.sign(claims(), algorithm), set), "") << algorithm;
  }
}

TEST(IdToken, NoneAndSharedSecretsAreNeverTrusted) {
  std::string const payload = base64url(json::serialize(claims()));
  std::string const signature = provider().sign(claims(), "RS256");
  for (std::string const header : {R"({"alg":"none"})", R"({"alg":"None","kid":"sleutel-1"})",
                                   R"({"kid":"sleutel-1"})", R"({"alg":"","kid":"sleutel-1"})", R"({"alg":null})"})
    for (std::string const& end : {std::string{}, signature.substr(signature.rfind('.') + 1)})
      EXPECT_THAT(problem_of(base64url(header) + "." + payload + "." + end), HasSubstr("algorithm")) << header;
  // The classic: what everybody knows, the public key, taken for the secret.
  std::string const known = json::serialize(provider().public_key());
  for (std::string const algorithm : {"HS256", "HS384", "HS512"})
    EXPECT_THAT(problem_of(Signer::secret("sleutel-1", known).sign(claims(), algorithm)), HasSubstr("algorithm"));
}

TEST(IdToken, ASharedSecretAmongThePublishedKeysIsNoKey) {
  Signer const secret = Signer::secret("geheim", std::string(32, 'x'));
  json::object key{{"kty", "oct"}, {"kid", "geheim"}, {"k", base64url(std::string(32, 'x'))}};
  KeySet const set = KeySet::parse(key_set({key, provider().public_key()})).value();
  EXPECT_EQ(set.size(), 1U);
  EXPECT_THAT(problem_of(secret.sign(claims(), "HS256"), set), HasSubstr("algorithm"));
}

TEST(IdToken, AnotherKeysSignatureDoesNotHold) {
  EXPECT_THAT(problem_of(Signer::rsa("sleutel-1").sign(claims(), "RS256")), HasSubstr("does not hold"));
  EXPECT_THAT(problem_of(Signer::rsa("sleutel-2").sign(claims(), "RS256")), HasSubstr("does not publish"));
  EXPECT_THAT(problem_of(Signer::elliptic("sleutel-1", CJOSE_JWK_EC_P_256).sign(claims(), "ES256")),
              HasSubstr("does not publish"))
      << "the same name, another kind";
  // A key that the token itself brings along is not looked at.
  Signer const own = Signer::rsa("sleutel-1");
  EXPECT_THAT(problem_of(own.sign(claims(), "RS256", {{"jwk", own.public_key()}})), HasSubstr("does not hold"));
}

TEST(IdToken, ChangedClaimsAreNoticed) {
  std::string const token = provider().sign(claims(), "RS256");
  std::size_t const first = token.find('.'), second_dot = token.rfind('.');
  std::string const other = base64url(json::serialize(claims({{"sub", "iemand-anders"}})));
  EXPECT_THAT(problem_of(token.substr(0, first + 1) + other + token.substr(second_dot)), HasSubstr("does not hold"));
  EXPECT_THAT(problem_of(token.substr(0, second_dot + 1)), HasSubstr("does not hold"));
}

TEST(IdToken, WhatIsNoTokenIsRefused) {
  for (std::string const text : {"", ".", "..", "a.b", "geen token", "e30.e30.e30", "W10.e30.AA"})
    EXPECT_NE(problem_of(text), "") << text;
  EXPECT_NE(problem_of(provider().sign(claims(), "RS256") + ".AA"), "");
  EXPECT_NE(problem_of(base64url(R"({"alg":"RS256","alg":"none"})") + ".e30.AA"), "");
  EXPECT_THAT(problem_of(provider().sign(claims(), "RS256", {{"crit", {"b64"}}, {"b64", false}})),
              HasSubstr("extensions"));
}

TEST(IdToken, IsOfThisIssuerToTheLetter) {
  EXPECT_THAT(problem({{"iss", "https://aanmelden.example/"}}), HasSubstr("another issuer"));
  EXPECT_THAT(problem({{"iss", "https://Aanmelden.example"}}), HasSubstr("another issuer"));
  EXPECT_THAT(problem({{"iss", nullptr}}), HasSubstr("another issuer"));
}

TEST(IdToken, IsMeantForUsAndGivenToUs) {
  EXPECT_THAT(problem({{"aud", "een-andere-site"}}), HasSubstr("somebody else"));
  EXPECT_THAT(problem({{"aud", nullptr}}), HasSubstr("somebody else"));
  EXPECT_THAT(problem({{"aud", json::array{}}}), HasSubstr("somebody else"));
  EXPECT_EQ(problem({{"aud", {"tandem"}}}), "");
  EXPECT_EQ(problem({{"aud", "tandem"}, {"azp", "tandem"}}), "");
  EXPECT_THAT(problem({{"aud", "tandem"}, {"azp", "een-andere-site"}}), HasSubstr("given to somebody else"));
  EXPECT_THAT(problem({{"aud", {"tandem", "een-andere-site"}}}), HasSubstr("given to somebody else"));
  EXPECT_EQ(problem({{"aud", {"een-andere-site", "tandem"}}, {"azp", "tandem"}}), "");
}

TEST(IdToken, AnswersThisSignIn) {
  EXPECT_THAT(problem({{"nonce", "een-andere-nonce"}}), HasSubstr("another sign-in"));
  EXPECT_THAT(problem({{"nonce", nullptr}}), HasSubstr("another sign-in"));
  auto const none = check_id_token(provider().sign(claims({{"nonce", ""}}), "RS256"), keys(),
                                   {expected.issuer, expected.client_id, ""}, now);
  EXPECT_FALSE(none) << "nothing is no nonce";
}

TEST(IdToken, HoldsForAWhileOnly) {
  std::int64_t const s = second(now);
  EXPECT_EQ(problem({{"exp", s - 59}}), "") << "clocks differ by up to a minute";
  EXPECT_THAT(problem({{"exp", s - 60}}), HasSubstr("expired"));
  EXPECT_EQ(problem({{"exp", static_cast<double>(s) + 0.5}}), "") << "a fraction is allowed";
  EXPECT_EQ(problem({{"iat", s + 60}}), "");
  EXPECT_THAT(problem({{"iat", s + 61}}), HasSubstr("future"));
  EXPECT_EQ(problem({{"iat", s - 660}}), "");
  EXPECT_THAT(problem({{"iat", s - 661}}), HasSubstr("too old"));
  EXPECT_EQ(problem({{"nbf", s + 60}}), "");
  EXPECT_THAT(problem({{"nbf", s + 61}}), HasSubstr("future"));
  for (std::string const name : {"exp", "iat"})
    for (json::value const& wrong : {json::value(nullptr), json::value("morgen"), json::value(-1), json::value(1e12)})
      EXPECT_THAT(problem({{name, wrong}}), HasSubstr("when it holds")) << name << " " << wrong;
  EXPECT_THAT(problem({{"nbf", "gisteren"}}), HasSubstr("when it holds"));
}

TEST(IdToken, NamesSomebody) {
  EXPECT_THAT(problem({{"sub", nullptr}}), HasSubstr("nobody"));
  EXPECT_THAT(problem({{"sub", ""}}), HasSubstr("nobody"));
  EXPECT_THAT(problem({{"sub", 7}}), HasSubstr("nobody"));
  EXPECT_EQ(problem({{"sub", std::string(255, 'a')}}), "");
  EXPECT_THAT(problem({{"sub", std::string(256, 'a')}}), HasSubstr("nobody"));
}

TEST(KeySets, LeaveOutWhatCannotCheckASignature) {
  json::object encrypting = provider().public_key(), damaged = provider().public_key();
  encrypting["use"] = "enc";
  damaged["n"] = "geen getal!";
  json::object const edwards{{"kty", "OKP"}, {"crv", "Ed25519"}, {"x", base64url(std::string(32, 'x'))}};
  EXPECT_EQ(KeySet::parse(key_set({encrypting, damaged, edwards, Signer::rsa("kort", 1024).public_key()}))->size(),
            0U);
  for (std::string const wrong : {"", "[]", "{}", R"({"keys":{}})", "<html>"})
    EXPECT_FALSE(KeySet::parse(wrong)) << wrong;
  EXPECT_EQ(KeySet::parse(R"({"keys":["sleutel",null]})")->size(), 0U);
}

TEST(KeySets, AKeyIsUsedForItsAlgorithmOnly) {
  json::object key = provider().public_key();
  key["alg"] = "PS256";
  KeySet const set = KeySet::parse(key_set({key})).value();
  EXPECT_EQ(problem_of(provider().sign(claims(), "PS256"), set), "");
  EXPECT_THAT(problem_of(provider().sign(claims(), "RS256"), set), HasSubstr("does not publish"));
}

TEST(KeySets, ATokenWithoutKeyNameMayBeSignedByAnyOfThem) {
  Signer const nameless = Signer::rsa("");
  KeySet const set = KeySet::parse(key_set({provider().public_key(), nameless.public_key()})).value();
  EXPECT_TRUE(set.has_key_of(nameless.sign(claims(), "RS256")));
  EXPECT_EQ(problem_of(nameless.sign(claims(), "RS256"), set), "");
  EXPECT_FALSE(set.has_key_of(Signer::rsa("onbekend").sign(claims(), "RS256")));
  EXPECT_FALSE(set.has_key_of("geen token"));
}

} // namespace
} // namespace tandem::access
