#include "access/oidc.hpp"

#include "access/secrets.hpp"

#include <algorithm>
#include <array>
#include <boost/url/encode.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <boost/url/url.hpp>
#include <openssl/sha.h>

namespace tandem::access {
namespace {

namespace urls = boost::urls;

boost::core::string_view view(std::string_view text) { return {text.data(), text.size()}; }

std::string encoded(std::string_view text) { return urls::encode(view(text), urls::unreserved_chars); }

std::string form_of(std::vector<std::pair<std::string_view, std::string_view>> const& fields) {
  std::string form;
  for (auto const& [name, value] : fields) form += (form.empty() ? "" : "&") + encoded(name) + "=" + encoded(value);
  return form;
}

bool is_loopback(urls::url_view const& url) {
  if (url.host_type() == urls::host_type::ipv4) return url.host_ipv4_address().is_loopback();
  if (url.host_type() == urls::host_type::ipv6) return url.host_ipv6_address().is_loopback();
  return url.host() == "localhost";
}

bool lists(json::object const& document, std::string_view member, std::string_view value) {
  json::value const* list = document.if_contains(member);
  return list != nullptr && list->is_array() &&
         std::any_of(list->get_array().begin(), list->get_array().end(),
                     [&](json::value const& one) { return one.is_string() && one.get_string() == view(value); });
}

Error bad_setting(std::string const& name, std::string const& problem) {
  return {ErrorCode::invalid_content, "oidc." + name + " " + problem};
}

} // namespace

Result<void> check_oidc_settings(OidcSettings const& settings) {
  if (settings.issuer.empty()) return {};
  if (!is_safe_address(settings.issuer) || settings.issuer.find('?') != std::string::npos)
    return bad_setting("issuer", "must be an https address without query (http to this machine only)");
  if (settings.client_id.empty()) return bad_setting("client_id", "must be set when oidc.issuer is");
  if (!is_safe_address(settings.redirect))
    return bad_setting("redirect", "must be the public https address of /edit/v1/oidc/callback");
  if (settings.claim.empty()) return bad_setting("claim", "must name the claim that is the account's name");
  std::string_view const after = settings.after_sign_in;
  if (!after.starts_with('/') || after.starts_with("//") ||
      std::any_of(after.begin(), after.end(), [](char c) { return c <= ' ' || c > '~' || c == '\\'; }))
    return bad_setting("after_sign_in", "must be a path of this site, like /desk/");
  return {};
}

bool is_safe_address(std::string_view text) {
  auto const parsed = urls::parse_absolute_uri(view(text));
  auto const url = parsed ? *parsed : urls::url_view();
  if (!parsed || url.host().empty() || url.has_userinfo()) return false;
  // Boost.URL 1.81 takes "127.0.0.1.example" for the host 127.0.0.1 and a path.
  if (!url.encoded_path().empty() && !url.encoded_path().starts_with('/')) return false;
  return url.scheme_id() == urls::scheme::https || (url.scheme_id() == urls::scheme::http && is_loopback(url));
}

std::string discovery_address(std::string const& issuer) {
  return issuer.substr(0, issuer.size() - (issuer.ends_with('/') ? 1 : 0)) + "/.well-known/openid-configuration";
}

Result<Discovery> parse_discovery(std::string_view text, std::string const& issuer) {
  Result<json::value> const parsed = parse_json(text);
  if (!parsed || !parsed->is_object())
    return Error{ErrorCode::unavailable, "the provider does not say what it can do"};
  json::object const& document = parsed->get_object();
  if (string_member(document, "issuer") != issuer)
    return Error{ErrorCode::unavailable, "the provider has another name than the setting oidc.issuer"};
  Discovery discovery;
  discovery.authorization_endpoint = string_member(document, "authorization_endpoint");
  discovery.token_endpoint = string_member(document, "token_endpoint");
  discovery.jwks_uri = string_member(document, "jwks_uri");
  discovery.userinfo_endpoint = string_member(document, "userinfo_endpoint");
  for (std::string const& address : {discovery.authorization_endpoint, discovery.token_endpoint, discovery.jwks_uri})
    if (!is_safe_address(address))
      return Error{ErrorCode::unavailable, "the provider has an address that is missing or not https"};
  if (!is_safe_address(discovery.userinfo_endpoint)) discovery.userinfo_endpoint.clear();
  constexpr std::string_view methods = "token_endpoint_auth_methods_supported"; // absent means HTTP Basic
  discovery.takes_secret_in_form =
      lists(document, methods, "client_secret_post") && !lists(document, methods, "client_secret_basic");
  json::value const* names = document.if_contains("authorization_response_iss_parameter_supported");
  discovery.names_itself = names != nullptr && names->is_bool() && names->get_bool();
  return discovery;
}

std::string known_error(std::string_view code) {
  bool const plain = !code.empty() && code.size() <= 64 &&
                     std::all_of(code.begin(), code.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
  return plain ? std::string(code) : "an error";
}

std::string code_challenge(std::string_view verifier) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
  SHA256(reinterpret_cast<unsigned char const*>(verifier.data()), verifier.size(), hash.data());
  return base64url({reinterpret_cast<char const*>(hash.data()), hash.size()});
}

std::string authorization_url(Discovery const& discovery, OidcSettings const& settings, LoginSecrets const& secrets) {
  std::string const query = form_of({{"response_type", "code"},
                                     {"client_id", settings.client_id},
                                     {"redirect_uri", settings.redirect},
                                     {"scope", "openid profile"},
                                     {"state", secrets.state},
                                     {"nonce", secrets.nonce},
                                     {"code_challenge", code_challenge(secrets.verifier)},
                                     {"code_challenge_method", "S256"}});
  bool const has_query = discovery.authorization_endpoint.find('?') != std::string::npos;
  return discovery.authorization_endpoint + (has_query ? "&" : "?") + query;
}

Question token_question(Discovery const& discovery, OidcSettings const& settings, std::string_view code,
                        std::string_view verifier) {
  Question question{discovery.token_endpoint};
  question.form = form_of({{"grant_type", "authorization_code"},
                           {"code", code},
                           {"redirect_uri", settings.redirect},
                           {"code_verifier", verifier}});
  if (!settings.client_secret.empty() && !discovery.takes_secret_in_form) {
    // Both are form-encoded before (RFC 6749 section 2.3.1).
    question.authorization = "Basic " + base64(encoded(settings.client_id) + ":" + encoded(settings.client_secret));
    return question;
  }
  question.form += "&" + form_of({{"client_id", settings.client_id}});
  if (!settings.client_secret.empty()) question.form += "&" + form_of({{"client_secret", settings.client_secret}});
  return question;
}

} // namespace tandem::access
