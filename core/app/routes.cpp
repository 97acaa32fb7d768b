#include "app/routes.hpp"

#include "api/about.hpp"
#include "api/accounts.hpp"
#include "api/audit.hpp"
#include "api/bundles.hpp"
#include "api/changes.hpp"
#include "api/comments.hpp"
#include "api/entries.hpp"
#include "api/invitations.hpp"
#include "api/media.hpp"
#include "api/media_uploads.hpp"
#include "api/oidc.hpp"
#include "api/previews.hpp"
#include "api/read.hpp"
#include "api/revisions.hpp"
#include "api/second_factor.hpp"
#include "api/session.hpp"
#include "api/sessions.hpp"
#include "api/sitemap.hpp"
#include "api/tokens.hpp"
#include "api/webhooks.hpp"
#include "api/workflow.hpp"
#include "app/plugin_ports.hpp"

namespace tandem::app {
namespace {

Result<void> add_core_routes(api::Routes& routes, Site& site) {
  Services& services = site.services();
  Configuration const& configuration = site.configuration();
  api::EditLimits const limits{static_cast<std::size_t>(configuration.number("json.max_depth")),
                               static_cast<std::size_t>(configuration.number("editing.bundle_items")),
                               static_cast<std::size_t>(configuration.number("editing.comment_bytes")),
                               std::chrono::days{configuration.number("schedule.horizon_days")}};
  if (auto ok = api::add_read_routes(routes, services.reads); !ok) return ok.error();
  if (auto ok = api::add_sitemap_routes(routes, services.delivery); !ok) return ok.error();
  api::EventSettings const events{std::chrono::milliseconds{configuration.number("delivery.changes_heartbeat_ms")},
                                  std::chrono::milliseconds{configuration.number("delivery.timeout_ms")}};
  if (auto ok =
          api::add_change_routes(routes, site.database(), services.feed,
                                 static_cast<std::size_t>(configuration.number("delivery.changes_size")), events);
      !ok)
    return ok.error();
  if (auto ok = api::add_media_routes(routes, services.media_reads); !ok) return ok.error();
  if (auto ok = api::add_upload_routes(routes, site.database(), services.uploads, services.media_reads.offer()); !ok)
    return ok.error();
  if (auto ok = api::add_entry_routes(routes, services.editing, limits); !ok) return ok.error();
  if (auto ok = api::add_revision_routes(routes, services.editing, limits); !ok) return ok.error();
  if (auto ok = api::add_workflow_routes(routes, services.editing, limits); !ok) return ok.error();
  if (auto ok = api::add_comment_routes(routes, services.editing, limits); !ok) return ok.error();
  if (auto ok = api::add_bundle_routes(routes, services.editing, limits); !ok) return ok.error();
  api::PreviewSettings const preview_settings{limits.json_depth,
                                              static_cast<std::size_t>(configuration.number("preview.items")),
                                              std::chrono::hours{configuration.number("preview.hours")}};
  if (auto ok = api::add_preview_routes(routes, services.previews, preview_settings); !ok) return ok.error();
  api::SessionSettings const session{static_cast<int>(configuration.number("session.hours")),
                                     configuration.boolean("session.secure_cookie"), limits.json_depth};
  if (auto ok = api::add_session_routes(routes, services.sign_in, session); !ok) return ok.error();
  if (auto ok = api::add_sessions_routes(routes, services.sign_in); !ok) return ok.error();
  if (auto ok = api::add_second_factor_routes(routes, services.second_factor, limits.json_depth); !ok)
    return ok.error();
  if (auto ok = api::add_account_routes(routes, services.accounts, site.roles(), limits.json_depth); !ok)
    return ok.error();
  if (auto ok = api::add_invitation_routes(routes, services.accounts, limits.json_depth); !ok) return ok.error();
  if (auto ok = api::add_token_routes(routes, services.tokens, limits.json_depth); !ok) return ok.error();
  if (auto ok = api::add_oidc_routes(routes, services.sign_on, session); !ok) return ok.error();
  if (auto ok = api::add_audit_routes(routes, site.database(),
                                      static_cast<std::size_t>(configuration.number("audit.export_lines")));
      !ok)
    return ok.error();
  if (auto ok = api::add_webhook_routes(routes, services.subscriptions, limits); !ok) return ok.error();
  return api::add_about_routes(routes, site.types(), site.database(), TANDEM_VERSION);
}

Result<void> add_plugin_routes(api::Routes& routes, plugin::Registered const& registered,
                               editing::Context const& editing) {
  for (auto const& route : registered.routes)
    if (auto ok = routes.add(
            route.method, route.pattern, route.permission,
            [handler = route.handler, plugin = route.plugin, &editing](api::Call const& call) {
              return handler(call.request, ActingCaller(call.actor, plugin, editing));
            },
            route.doc, route.plugin);
        !ok)
      return Error{ErrorCode::conflict, "plugin " + route.plugin + " cannot load: " + ok.error().detail};
  return {};
}

/// A route that nobody may call is a mistake of who wrote it.
Result<void> check_permissions(api::Routes const& routes, access::Vocabulary const& vocabulary) {
  for (api::Route const& route : routes.all())
    if (Permission const& needed = route.permission;
        !needed.is_public() && !needed.is_signed_in() && !vocabulary.permissions.contains(needed.name()))
      return Error{ErrorCode::internal, route.owner + ": the route " + route.pattern + " needs the permission " +
                                            needed.name() + ", which nobody declared"};
  return {};
}

} // namespace

Result<std::unique_ptr<api::Routes>> make_routes(Site& site, http::Router& router) {
  auto routes = std::make_unique<api::Routes>(router, site.services().gate);
  if (auto ok = add_core_routes(*routes, site); !ok) return ok.error();
  if (auto ok = add_plugin_routes(*routes, site.plugins().registered(), site.services().editing); !ok)
    return ok.error();
  if (auto ok = check_permissions(*routes, site.roles().vocabulary()); !ok) return ok.error();
  return routes;
}

} // namespace tandem::app
