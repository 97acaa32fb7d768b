#include "app/settings.hpp"

#include "media/clamd.hpp"
#include "media/s3_store.hpp"

#include <algorithm>

namespace tandem::app {
namespace {

using Fallback = std::map<std::string, std::vector<std::string>>;

/// For each language, those to read when an entry lacks it, the best first.
Result<Fallback> fallback_of(std::vector<std::string> const& locales, std::vector<std::string> const& pairs) {
  Fallback fallback;
  if (pairs == std::vector<std::string>{"none"}) return fallback;
  for (std::string const& locale : locales)
    for (std::string const& other : locales)
      if (pairs.empty() && locale != other) fallback[locale].push_back(other);
  auto const known = [&](std::string const& locale) {
    return std::find(locales.begin(), locales.end(), locale) != locales.end();
  };
  for (std::string const& pair : pairs) {
    std::size_t const colon = pair.find(':');
    if (colon == std::string::npos || !known(pair.substr(0, colon)) || !known(pair.substr(colon + 1)))
      return Error{ErrorCode::invalid_content,
                   "fallback: \"" + pair + "\" is not two languages of the site, like nl:fr"};
    fallback[pair.substr(0, colon)].push_back(pair.substr(colon + 1));
  }
  return fallback;
}

} // namespace

access::InvitationRule invitation_rule(Configuration const& configuration) {
  return {std::chrono::hours{configuration.number("account.invitation_hours")},
          public_address(configuration).value() + "/desk/#invitation="};
}

access::LockoutRule lockout_rule(Configuration const& configuration) {
  return {static_cast<int>(configuration.number("session.failures")),
          std::chrono::seconds{configuration.number("session.longest_wait")}};
}

access::TokenRule token_rule(Configuration const& configuration) {
  return {configuration.number("token.max_days"),
          static_cast<std::size_t>(configuration.number("token.per_account"))};
}

access::OidcSettings oidc_settings(Configuration const& configuration) {
  return {configuration.text("oidc.issuer"),        configuration.text("oidc.client_id"),
          configuration.text("oidc.client_secret"), configuration.text("oidc.redirect"),
          configuration.text("oidc.claim"),         configuration.list("oidc.second_factor"),
          configuration.text("oidc.after_sign_in")};
}

Result<delivery::Settings> delivery_settings(Configuration const& configuration) {
  delivery::Settings settings;
  settings.locales = configuration.list("locales");
  if (settings.locales.empty())
    return Error{ErrorCode::invalid_content, "locales: a site needs at least one language"};
  for (std::string const& locale : settings.locales)
    if (auto const parsed = Locale::parse(locale); !parsed || parsed->is_shared())
      return Error{ErrorCode::invalid_content, "locales: \"" + locale + "\" is not a locale"};
  Result<Fallback> fallback = fallback_of(settings.locales, configuration.list("fallback"));
  if (!fallback) return fallback.error();
  settings.fallback = std::move(*fallback);
  settings.page_size = static_cast<int>(configuration.number("delivery.page_size"));
  settings.max_page_size = static_cast<int>(configuration.number("delivery.max_page_size"));
  if (settings.page_size > settings.max_page_size)
    return Error{ErrorCode::invalid_content, "delivery.page_size is more than delivery.max_page_size"};
  settings.max_include_depth = static_cast<int>(configuration.number("delivery.max_include_depth"));
  auto const size = [&](std::string_view key) { return static_cast<std::size_t>(configuration.number(key)); };
  settings.max_includes = size("delivery.max_includes");
  settings.max_sort_keys = size("delivery.max_sort_keys");
  settings.max_filters = size("delivery.max_filters");
  settings.max_filter_values = size("delivery.max_filter_values");
  settings.max_search_bytes = size("delivery.max_search_bytes");
  settings.max_facets = size("delivery.max_facets");
  settings.max_facet_values = size("delivery.max_facet_values");
  settings.sitemap_size = static_cast<int>(configuration.number("delivery.sitemap_size"));
  settings.timeout_ms = static_cast<int>(configuration.number("delivery.timeout_ms"));
  return settings;
}

webhooks::Settings webhook_settings(Configuration const& configuration) {
  webhooks::Settings settings;
  settings.most = static_cast<std::size_t>(configuration.number("webhooks.most"));
  settings.timeout = std::chrono::milliseconds{configuration.number("webhooks.timeout_ms")};
  settings.answer_bytes = static_cast<std::size_t>(configuration.number("webhooks.answer_bytes"));
  settings.allow_private = configuration.boolean("webhooks.allow_private");
  settings.give_up = std::chrono::hours{configuration.number("webhooks.give_up_hours")};
  settings.log = std::chrono::days{configuration.number("webhooks.log_days")};
  settings.concurrency = static_cast<unsigned>(configuration.number("webhooks.concurrency"));
  settings.user_agent = "Tandem/" TANDEM_VERSION;
  return settings;
}

Result<std::unique_ptr<media::FileStore>> open_file_store(Configuration const& configuration) {
  using Store = Result<std::unique_ptr<media::FileStore>>;
  std::filesystem::path folder = configuration.text("media.folder");
  if (folder.empty()) folder = std::filesystem::path(configuration.text("data")) / "media";
  Error const no_folder{ErrorCode::unavailable,
                        "files cannot be kept in " + folder.string() + " (setting media.folder)"};
  if (configuration.text("media.store") == "folder") {
    auto store = media::FolderStore::open(folder);
    return store ? Store(std::move(*store)) : Store(no_folder);
  }
  for (std::string const key : {"media.s3.endpoint", "media.s3.bucket"})
    if (configuration.text(key).empty())
      return Error{ErrorCode::invalid_content, key + " is needed to keep files in a bucket"};
  auto store =
      media::S3Store::open({{configuration.text("media.s3.endpoint"), configuration.text("media.s3.bucket"),
                             configuration.text("media.s3.region"), configuration.text("media.s3.access_key"),
                             configuration.text("media.s3.secret_key")},
                            folder,
                            static_cast<std::uint64_t>(configuration.number("media.s3.copies_bytes"))});
  return store ? Store(std::move(*store)) : Store(no_folder);
}

media::PictureLimits picture_limits(Configuration const& configuration) {
  media::PictureLimits limits;
  limits.pixels = static_cast<std::uint64_t>(configuration.number("media.pixels"));
  limits.at_once = static_cast<unsigned>(configuration.number("media.at_once"));
  return limits;
}

media::UploadRules upload_rules(Configuration const& configuration) {
  media::UploadRules rules;
  rules.bytes = configuration.number("media.upload_bytes");
  for (std::string& type : configuration.list("media.types")) rules.types.insert(std::move(type));
  rules.keep_camera_data = configuration.boolean("media.keep_camera_data");
  if (std::string const socket = configuration.text("media.clamd"); !socket.empty())
    rules.scan = [socket](std::filesystem::path const& file) {
      return media::scan(media::ClamdSettings{socket}, file);
    };
  rules.most = static_cast<std::size_t>(configuration.number("media.uploads"));
  rules.lifetime = std::chrono::hours{configuration.number("media.upload_hours")};
  rules.known = std::chrono::days{configuration.number("media.orphans_days")};
  return rules;
}

Result<media::Offer> media_offer(Configuration const& configuration) {
  media::Offer offer;
  Result<std::vector<media::Variant>> variants = media::parse_variants(configuration.text("media.variants"));
  if (!variants) return Error{ErrorCode::invalid_content, "media.variants: " + variants.error().detail};
  offer.variants = std::move(*variants);
  for (std::string const& name : configuration.list("media.formats")) {
    auto const format = media::format_of(name);
    if (!format)
      return Error{ErrorCode::invalid_content,
                   "media.formats: \"" + name + "\" is not among webp, avif, jpg and png"};
    offer.formats.push_back(*format);
  }
  if (!configuration.text("site.url").empty()) {
    Result<std::string> const site = public_address(configuration);
    if (!site) return site.error();
    offer.site = *site;
  }
  return offer;
}

Result<std::string> public_address(Configuration const& configuration) {
  std::string url = configuration.text("site.url");
  if (url.empty()) {
    std::string const address = configuration.text("http.address");
    bool const v6 = address.find(':') != std::string::npos;
    return "http://" + (v6 ? "[" + address + "]" : address) + ":" + configuration.text("http.port");
  }
  bool const http = url.starts_with("http://") || url.starts_with("https://");
  if (!http || url.find_first_of(" ?#\\\"<>") != std::string::npos)
    return Error{ErrorCode::invalid_content,
                 "site.url must be an http or https address without query, not \"" + url + "\""};
  while (url.ends_with('/')) url.pop_back();
  return url;
}

Result<std::set<std::string>> second_factor_for(Configuration const& configuration, access::Roles const& roles) {
  std::set<std::string> permissions;
  for (std::string const& name : configuration.list("second_factor.required_for")) {
    if (!roles.vocabulary().permissions.contains(name))
      return Error{ErrorCode::invalid_content, "second_factor.required_for: \"" + name +
                                                   "\" is not a permission that the core or a plugin knows"};
    permissions.insert(name);
  }
  return permissions;
}

} // namespace tandem::app
