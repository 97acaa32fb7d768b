#pragma once
/// What the configuration says, as the rooms take it.

#include "access/accounts.hpp"
#include "access/lockout.hpp"
#include "access/oidc.hpp"
#include "access/roles.hpp"
#include "access/tokens.hpp"
#include "app/configuration.hpp"
#include "delivery/delivery.hpp"
#include "media/addresses.hpp"
#include "media/uploads.hpp"
#include "webhooks/settings.hpp"

namespace tandem::app {

[[nodiscard]] access::InvitationRule invitation_rule(Configuration const& configuration);
[[nodiscard]] access::LockoutRule lockout_rule(Configuration const& configuration);
[[nodiscard]] access::TokenRule token_rule(Configuration const& configuration);
[[nodiscard]] access::OidcSettings oidc_settings(Configuration const& configuration);
[[nodiscard]] Result<delivery::Settings> delivery_settings(Configuration const& configuration);
[[nodiscard]] webhooks::Settings webhook_settings(Configuration const& configuration);
/// Where files are kept; the error says which setting is to blame.
[[nodiscard]] Result<std::unique_ptr<media::FileStore>> open_file_store(Configuration const& configuration);
[[nodiscard]] media::PictureLimits picture_limits(Configuration const& configuration);
[[nodiscard]] media::UploadRules upload_rules(Configuration const& configuration);
/// What there is of pictures; sizes or formats that are none are an error.
[[nodiscard]] Result<media::Offer> media_offer(Configuration const& configuration);

/// Where people reach the site (`site.url`), without slash at the end.
[[nodiscard]] Result<std::string> public_address(Configuration const& configuration);
/// The permissions of `second_factor.required_for`; one that is not known is an error.
[[nodiscard]] Result<std::set<std::string>> second_factor_for(Configuration const& configuration,
                                                              access::Roles const& roles);

} // namespace tandem::app
