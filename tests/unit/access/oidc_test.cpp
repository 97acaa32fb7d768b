#include "access/oidc_provider.hpp"
#include "unit/access/signer.hpp"

#include <gmock/gmock.h>

namespace tandem::access {
namespace {

using std::chrono::seconds;
using test::key_set;
using test::Signer;
using testing::HasSubstr;

std::string const issuer = "https://aanmelden.example/vereniging";
Timestamp const now = parse_timestamp("2026-03-01T09:00:00Z").value();

OidcSettings settings() {
  OidcSettings all;
  all.issuer = issuer;
  all.client_id = "tandem";
  all.client_secret = "één geheim";
  all.redirect = "https://gids.example/edit/v1/oidc/callback";
  return all;
}

std::string described(json::object const& changed = {}) {
  json::object all{{"issuer", issuer},
                   {"authorization_endpoint", issuer + "/auth"},
                   {"token_endpoint", issuer + "/token"},
                   {"userinfo_endpoint", issuer + "/me"},
                   {"jwks_uri", issuer + "/jwks"}};
  for (auto const& member : changed) {
    if (member.value().is_null()) all.erase(member.key());
    else all[member.key()] = member.value();
  }
  return json::serialize(all);
}

TEST(Oidc, TheChallengeIsThatOfRfc7636AppendixB) {
  EXPECT_EQ(code_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

TEST(Oidc, OnlyHttpsIsSafeOrThisMachine) {
  for (std::string const safe : {"https://aanmelden.example", "https://192.168.1.5:8443/realms/justitie?x=y",
                                 "http://127.0.0.1:3000", "http://localhost/oidc", "http://[::1]:3000/"})
    EXPECT_TRUE(is_safe_address(safe)) << safe;
  for (std::string const unsafe : {"", "http://aanmelden.example", "http://192.168.1.5", "http://localhost.example/",
                                   "http://127.0.0.1.example/", "ftp://127.0.0.1/", "//aanmelden.example", "/pad",
                                   "https://", "https://wie:wat@aanmelden.example", "https://aanmelden.example/#deel",
                                   "javascript:alert(1)", "http://128.0.0.1"})
    EXPECT_FALSE(is_safe_address(unsafe)) << unsafe;
}

TEST(Oidc, TheDiscoveryDocumentIsOfThisVeryIssuerAndSafe) {
  EXPECT_EQ(discovery_address(issuer), issuer + "/.well-known/openid-configuration");
  EXPECT_EQ(discovery_address(issuer + "/"), discovery_address(issuer));
  Discovery const found = parse_discovery(described(), issuer).value();
  EXPECT_EQ(found.token_endpoint, issuer + "/token");
  EXPECT_FALSE(found.takes_secret_in_form);
  EXPECT_FALSE(found.names_itself);
  for (json::object const& wrong :
       {json::object{{"issuer", issuer + "/"}}, json::object{{"issuer", nullptr}}, json::object{{"issuer", 5}},
        json::object{{"jwks_uri", nullptr}}, json::object{{"token_endpoint", "http://aanmelden.example/token"}},
        json::object{{"authorization_endpoint", "javascript:alert(1)"}}})
    EXPECT_FALSE(parse_discovery(described(wrong), issuer)) << json::serialize(wrong);
  EXPECT_FALSE(parse_discovery("<html>", issuer));
  EXPECT_EQ(parse_discovery(described({{"userinfo_endpoint", "http://elders.example"}}), issuer)->userinfo_endpoint,
            "");
  EXPECT_TRUE(
      parse_discovery(described({{"authorization_response_iss_parameter_supported", true}}), issuer)->names_itself);
}

TEST(Oidc, TheBrowserIsSentWithEverythingThatBindsTheAnswer) {
  Discovery const discovery = parse_discovery(described(), issuer).value();
  EXPECT_EQ(authorization_url(discovery, settings(),
                              {"toestand", "eenmalig", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"}),
            issuer + "/auth?response_type=code&client_id=tandem"
                     "&redirect_uri=https%3A%2F%2Fgids.example%2Fedit%2Fv1%2Foidc%2Fcallback&scope=openid%20profile"
                     "&state=toestand&nonce=eenmalig&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
                     "&code_challenge_method=S256");
  Discovery const queried =
      parse_discovery(described({{"authorization_endpoint", issuer + "/auth?taal=fr"}}), issuer).value();
  EXPECT_THAT(authorization_url(queried, settings(), {}), HasSubstr("/auth?taal=fr&response_type=code"));
}

TEST(Oidc, TheSecretIsShownAsTheProviderTakesIt) {
  Question const basic =
      token_question(parse_discovery(described(), issuer).value(), settings(), "een code", "bewijs");
  EXPECT_EQ(basic.url, issuer + "/token");
  EXPECT_EQ(basic.authorization, "Basic " + base64("tandem:%C3%A9%C3%A9n%20geheim"));
  EXPECT_EQ(basic.form,
            "grant_type=authorization_code&code=een%20code"
            "&redirect_uri=https%3A%2F%2Fgids.example%2Fedit%2Fv1%2Foidc%2Fcallback&code_verifier=bewijs");
  json::object const methods{{"token_endpoint_auth_methods_supported", {"client_secret_post"}}};
  Question const form = token_question(parse_discovery(described(methods), issuer).value(), settings(), "c", "v");
  EXPECT_EQ(form.authorization, "");
  EXPECT_THAT(form.form, HasSubstr("&client_id=tandem&client_secret=%C3%A9%C3%A9n%20geheim"));
  OidcSettings open = settings();
  open.client_secret.clear();
  EXPECT_THAT(token_question(parse_discovery(described(), issuer).value(), open, "c", "v").form,
              testing::EndsWith("&client_id=tandem"));
}

TEST(Oidc, OnlyWhatLooksLikeAnErrorCodeIsKept) {
  EXPECT_EQ(known_error("access_denied"), "access_denied");
  EXPECT_EQ(known_error(std::string(64, 'e')), std::string(64, 'e'));
  for (std::string const& odd : {std::string{}, std::string("<script>"), std::string("é"), std::string(65, 'e')})
    EXPECT_EQ(known_error(odd), "an error");
}

TEST(Oidc, SettingsThatCannotWorkAreNamed) {
  auto const problem = [](auto change) {
    OidcSettings changed = settings();
    change(changed);
    auto const ok = check_oidc_settings(changed);
    return ok ? "" : ok.error().detail;
  };
  EXPECT_EQ(problem([](OidcSettings&) {}), "");
  EXPECT_EQ(problem([](OidcSettings& s) { s = {}; }), "") << "off";
  EXPECT_THAT(problem([](OidcSettings& s) { s.issuer = "http://aanmelden.example"; }), HasSubstr("oidc.issuer"));
  EXPECT_THAT(problem([](OidcSettings& s) { s.issuer += "?x=y"; }), HasSubstr("oidc.issuer"));
  EXPECT_THAT(problem([](OidcSettings& s) { s.client_id = ""; }), HasSubstr("oidc.client_id"));
  EXPECT_THAT(problem([](OidcSettings& s) { s.redirect = ""; }), HasSubstr("oidc.redirect"));
  EXPECT_THAT(problem([](OidcSettings& s) { s.claim = ""; }), HasSubstr("oidc.claim"));
  for (std::string const path :
       {"", "desk", "//elders.example", "/\\elders.example", "https://elders.example", "/a b"})
    EXPECT_THAT(problem([&](OidcSettings& s) { s.after_sign_in = path; }), HasSubstr("oidc.after_sign_in")) << path;
}

/// Answers for a provider that changes its keys; counts how often it is asked for them.
struct Keys {
  std::string document = key_set({});
  int asked = 0;
  int status = 200;
  AskProvider ask() {
    return [this](Question const& question) -> Result<ProviderReply> {
      if (question.url.ends_with("/jwks")) return (++asked, ProviderReply{status, document});
      return ProviderReply{200, described()};
    };
  }
};

TEST(OidcProvider, KeysAreAskedForAgainWhenATokenNamesAnotherOneButAtMostOnceAMinute) {
  Keys keys;
  Signer const first = Signer::rsa("eerste"), second = Signer::rsa("tweede");
  std::string const old_token = first.sign({}, "RS256"), new_token = second.sign({}, "RS256");
  keys.document = key_set({first.public_key()});
  OidcProvider provider(settings(), keys.ask());
  Discovery const discovery = provider.discovery(now).value();
  EXPECT_TRUE(provider.keys_for(discovery, old_token, now)->has_key_of(old_token));
  EXPECT_TRUE(provider.keys_for(discovery, old_token, now + seconds{59})->has_key_of(old_token));
  EXPECT_EQ(keys.asked, 1);
  keys.document = key_set({second.public_key()});
  EXPECT_FALSE(provider.keys_for(discovery, new_token, now + seconds{59})->has_key_of(new_token));
  EXPECT_EQ(keys.asked, 1) << "not within the minute, whatever tokens come";
  EXPECT_TRUE(provider.keys_for(discovery, new_token, now + seconds{60})->has_key_of(new_token));
  EXPECT_EQ(keys.asked, 2);
  EXPECT_FALSE(provider.keys_for(discovery, old_token, now + seconds{120})->has_key_of(old_token));
  EXPECT_EQ(keys.asked, 3);
}

TEST(OidcProvider, KeysThatCannotBeHadAreNotAskedForWithinTheMinuteEither) {
  Keys keys;
  keys.status = 500;
  OidcProvider provider(settings(), keys.ask());
  Discovery const discovery = provider.discovery(now).value();
  std::string const token = Signer::rsa("eerste").sign({}, "RS256");
  EXPECT_EQ(provider.keys_for(discovery, token, now).error().code, ErrorCode::unavailable);
  EXPECT_EQ(provider.keys_for(discovery, token, now + seconds{59})->size(), 0U);
  EXPECT_EQ(keys.asked, 1);
}

TEST(OidcProvider, KeysThatWereWithdrawnHoldAnHourAtMost) {
  Keys keys;
  Signer const first = Signer::rsa("eerste");
  std::string const token = first.sign({}, "RS256");
  keys.document = key_set({first.public_key()});
  OidcProvider provider(settings(), keys.ask());
  Discovery const discovery = provider.discovery(now).value();
  EXPECT_TRUE(provider.keys_for(discovery, token, now)->has_key_of(token));
  keys.document = key_set({});
  EXPECT_TRUE(provider.keys_for(discovery, token, now + seconds{3599})->has_key_of(token));
  EXPECT_FALSE(provider.keys_for(discovery, token, now + seconds{3600})->has_key_of(token));
}

} // namespace
} // namespace tandem::access
