#pragma once
/// What a site does once its database is open; each part made with what the configuration says of it.

#include "access/accounts.hpp"
#include "access/gate.hpp"
#include "access/second_factor.hpp"
#include "access/single_sign_on.hpp"
#include "access/tokens.hpp"
#include "api/media.hpp"
#include "api/read.hpp"
#include "app/configuration.hpp"
#include "delivery/freshness.hpp"
#include "editing/previews.hpp"
#include "media/uploads.hpp"
#include "plugin/plugins.hpp"
#include "webhooks/subscriptions.hpp"

namespace tandem::app {

struct Services {
  /// What it is given must outlive it; the configuration is one that Site::load found to be right.
  Services(store::Database& database, ContentTypes const& types, access::Roles const& roles,
           plugin::Registered const& registered, Configuration const& configuration, media::FileStore& file_store,
           media::Pictures const& pictures);

  editing::Context editing;
  access::Gate gate;
  access::Accounts accounts;
  access::SignIn sign_in;
  access::SecondFactor second_factor;
  access::Tokens tokens;
  access::SingleSignOn sign_on;
  editing::Previews previews;
  delivery::Delivery delivery;
  delivery::Cache cache;
  delivery::Feed feed;
  delivery::Freshness freshness;
  api::Reads reads;
  webhooks::Subscriptions subscriptions;
  media::Files files;
  media::Uploads uploads;
  api::MediaReads media_reads;
};

} // namespace tandem::app
