#pragma once
/// One request for each route, which changes nothing even where it is allowed: it is let through the gate, and then
/// fails for a reason of its own (`passes`), or only reads.

#include "support/served.hpp"

#include <string>
#include <vector>

namespace tandem::test {

enum class About { nothing, entry, variant };

struct Ask {
  std::string method, pattern; ///< The route, as /openapi.json names it.
  int passes;                  ///< Status of one who is let through.
  About about = About::nothing;
  /// Permissions of which one must be held; for a language, `entry.translate` is as good as `entry.edit`. "public"
  /// and "signed-in" as routes say it; "session" for what takes more than a token.
  std::vector<std::string> permissions = {"entry.read"};
  /// With <id> (public), <draft> (not public), <locale>, <type>, <owner>, <bundle>, <comment> and <resolved>. "": the
  /// pattern itself.
  std::string target = "", body = "";
  std::string if_match = "";
  std::string field = ""; ///< The field it writes.
  std::string note = "";  ///< In the table, when a route stands there more than once.
  std::string gate = "";  ///< Permission that the route asks for in any scope; "": the first of `permissions`.
};

/// What a request is about.
struct Subject {
  std::string type, id, organisation; ///< `organisation` is "" when it is nobody's.
  std::string draft;                  ///< An entry like it that is not public.
  std::string bundle = "";
  std::string comment = "", resolved = ""; ///< Comments on the Dutch variant: one that is open, one that is not.
};

/// An id of nothing.
inline std::string const nothing_there = "0169d5c4-3700-7000-8000-000000000000";

inline std::string document(std::string const& type, std::string const& attributes) {
  return R"({"data": {"type": ")" + type + R"(", "attributes": {)" + attributes + "}}}";
}

/// About a revision that is not the head.
inline std::string decided(std::string const& kind) {
  return R"("kind": ")" + kind + R"(", "items": [{"entry": "<id>", "locale": "<locale>", "revision": 1000000}])";
}

/// In the order of the table.
inline std::vector<Ask> const& asks() {
  using enum About;
  std::string const none(64, '0'), no_webhook = "/edit/v1/webhooks/" + nothing_there,
                                   no_upload = "/edit/v1/media/uploads/" + nothing_there,
                                   nobody = "/edit/v1/accounts/niemand";
  static std::vector<Ask> const all = {
      {"GET", "/api/v1/{type}", 200, nothing, {"public"}, "/api/v1/page"},
      {"GET", "/api/v1/{type}/{id}", 200, nothing, {"public"}, "/api/v1/service/apo"},
      {"OPTIONS", "/api/v1/{type}", 204, nothing, {"public"}, "/api/v1/page"},
      {"OPTIONS", "/api/v1/{type}/{id}", 204, nothing, {"public"}, "/api/v1/service/apo"},
      {"GET", "/api/v1/sitemap", 200, nothing, {"public"}},
      {"GET", "/api/v1/changes", 200, nothing, {"public"}},
      {"GET", "/services/v1/search", 200, nothing, {"public"}, "/services/v1/search?q=familie"},
      {"GET", "/services/v1/hsds", 200, nothing, {"public"}},
      {"GET", "/services/v1/hsds/", 200, nothing, {"public"}},
      {"GET", "/services/v1/hsds/services", 200, nothing, {"public"}},
      {"GET", "/services/v1/hsds/services/{id}", 200, nothing, {"public"}, "/services/v1/hsds/services/apo"},
      {"GET", "/services/v1/hsds/organizations", 200, nothing, {"public"}},
      {"GET",
       "/services/v1/hsds/organizations/{id}",
       200,
       nothing,
       {"public"},
       "/services/v1/hsds/organizations/014170e2-9700-7012-8000-000000000004"},
      {"GET", "/services/v1/hsds/taxonomies", 200, nothing, {"public"}},
      {"GET",
       "/services/v1/hsds/taxonomies/{id}",
       200,
       nothing,
       {"public"},
       "/services/v1/hsds/taxonomies/014170e2-9700-7018-8000-000000000001"},
      {"GET", "/services/v1/hsds/taxonomy_terms", 200, nothing, {"public"}},
      {"GET",
       "/services/v1/hsds/taxonomy_terms/{id}",
       200,
       nothing,
       {"public"},
       "/services/v1/hsds/taxonomy_terms/014170e2-9700-7019-8000-000000000001"},
      {"GET", "/services/v1/hsds/service_at_locations", 200, nothing, {"public"}},
      {"GET",
       "/services/v1/hsds/service_at_locations/{id}",
       200,
       nothing,
       {"public"},
       "/services/v1/hsds/service_at_locations/014170e2-9700-7017-8000-000000000001"},
      {"GET", "/services/v1/services/{file}", 200, nothing, {"public"}, "/services/v1/services/apo.ics"},
      {"GET", "/services/v1/services.vcf", 200, nothing, {"public"}},
      {"GET", "/services/v1/services.csv", 200, nothing, {"public"}},
      {"GET", "/services/v1/locations.geojson", 200, nothing, {"public"}},
      {"GET", "/services/v1/quality", 200, nothing, {"directory.quality"}},
      {"GET", "/services/v1/matrix", 200, nothing, {"public"}},
      {"GET", "/services/v1/matrix.html", 200, nothing, {"public"}},
      {"GET", "/services/v1/matrix.svg", 200, nothing, {"public"}, "/services/v1/matrix.svg?locale=fr"},
      {"GET", "/translation/v1/overview", 200, nothing, {"entry.read"}},
      {"GET", "/translation/v1/progress", 200, nothing, {"entry.read"}},
      {"GET", "/translation/v1/queue", 200, nothing, {"entry.read"}},
      {"GET", "/translation/v1/entries/{id}", 200, entry, {"entry.read"}, "/translation/v1/entries/<id>"},
      {"GET",
       "/translation/v1/entries/{id}/findings",
       200,
       entry,
       {"entry.read"},
       "/translation/v1/entries/<id>/findings"},
      {"GET", "/translation/v1/findings", 200, nothing, {"entry.read"}},
      {"GET", "/translation/v1/xliff", 400, nothing, {"entry.read"}},
      {"POST", "/translation/v1/xliff", 415, nothing, {"entry.translate"}},
      {"POST", "/translation/v1/suggestions", 422, nothing, {"entry.translate"}, "", document("suggestion", "")},
      {"PUT",
       "/translation/v1/assignments/{id}/{locale}",
       400,
       variant,
       {"translation.assign"},
       "/translation/v1/assignments/<id>/<locale>",
       document("assignment", "")},
      {"DELETE",
       "/translation/v1/assignments/{id}/{locale}",
       404,
       variant,
       {"translation.assign"},
       "/translation/v1/assignments/<id>/<locale>"},
      {"GET", "/translation/v1/terms", 200, nothing, {"public"}, "/translation/v1/terms?q=gedetineerde"},
      {"POST", "/translation/v1/terms/check", 422, nothing, {"signed-in"}, "", document("term_check", "")},
      {"GET",
       "/translation/v1/memory",
       200,
       nothing,
       {"signed-in"},
       "/translation/v1/memory?text=Hulp&from=nl&to=fr"},
      {"GET", "/", 200, nothing, {"public"}},
      {"GET", "/openapi.json", 200, nothing, {"public"}},
      {"GET", "/health/live", 200, nothing, {"public"}},
      {"GET", "/health/ready", 200, nothing, {"public"}},

      {"GET", "/media/{sha256}/{name}", 404, nothing, {"public"}, "/media/" + none + "/onthaal.pdf"},
      {"GET", "/edit/v1/media/files", 200},
      // Without the headers of tus: let through, and then told which version is spoken.
      {"OPTIONS", "/edit/v1/media/uploads", 204, nothing, {"public"}},
      {"POST", "/edit/v1/media/uploads", 412, nothing, {"media.upload"}},
      {"GET", "/edit/v1/media/uploads/{id}", 404, nothing, {"media.upload"}, no_upload},
      {"HEAD", "/edit/v1/media/uploads/{id}", 412, nothing, {"media.upload"}, no_upload},
      {"PATCH", "/edit/v1/media/uploads/{id}", 412, nothing, {"media.upload"}, no_upload},
      {"DELETE", "/edit/v1/media/uploads/{id}", 412, nothing, {"media.upload"}, no_upload},

      {"GET", "/edit/v1/entries", 200},
      {"POST",
       "/edit/v1/entries",
       422,
       variant,
       {"entry.create"},
       "",
       document("entry", R"("entry_type": "<type>", <owner> "variants": {"<locale>": {"onbekend": "veld"}})")},
      {"GET", "/edit/v1/entries/{id}", 200, entry},
      {"PATCH",
       "/edit/v1/entries/{id}",
       422,
       entry,
       {"entry.transfer"},
       "",
       document("entry", R"("organisation": ")" + nothing_there + R"(")")},
      {"DELETE", "/edit/v1/entries/{id}", 409, entry, {"entry.delete"}},
      {"POST", "/edit/v1/entries/{id}/undelete", 409, entry, {"entry.delete"}},
      {"GET", "/edit/v1/entries/{id}/publications", 200, entry},
      {"GET", "/edit/v1/entries/{id}/{locale}", 200, variant},
      {"PATCH",
       "/edit/v1/entries/{id}/{locale}",
       428,
       variant,
       {"entry.edit", "entry.translate"},
       "",
       document("revision", R"("fields": {"onbekend": "veld"})"),
       "",
       "",
       "",
       "entry.read"},
      {"PATCH",
       "/edit/v1/entries/{id}/{locale}",
       422,
       variant,
       {"entry.edit", "entry.translate"},
       "",
       document("revision", R"("fields": {"recognitions": "niemand"})"),
       none,
       "recognitions",
       "recognitions",
       "entry.read"},
      {"GET", "/edit/v1/entries/{id}/{locale}/revisions", 200, variant},
      {"GET",
       "/edit/v1/entries/{id}/{locale}/revisions/{number}",
       200,
       variant,
       {"entry.read"},
       "/edit/v1/entries/<id>/<locale>/revisions/1"},
      {"GET",
       "/edit/v1/entries/{id}/{locale}/revisions/{number}/diff/{other}",
       200,
       variant,
       {"entry.read"},
       "/edit/v1/entries/<id>/<locale>/revisions/1/diff/1"},
      {"POST",
       "/edit/v1/entries/{id}/{locale}/revisions/{number}/restore",
       428,
       variant,
       {"entry.edit", "entry.translate"},
       "/edit/v1/entries/<id>/<locale>/revisions/1/restore",
       "",
       "",
       "",
       "",
       "entry.read"},

      {"GET", "/edit/v1/entries/{id}/{locale}/workflow", 200, variant},
      {"POST",
       "/edit/v1/decisions",
       409,
       variant,
       {"entry.edit", "entry.translate"},
       "",
       document("decision", decided("submitted")),
       "",
       "",
       "submitted",
       "entry.read"},
      {"POST",
       "/edit/v1/decisions",
       409,
       variant,
       {"entry.review"},
       "",
       document("decision", decided("approved")),
       "",
       "",
       "approved",
       "entry.read"},
      {"POST",
       "/edit/v1/decisions",
       409,
       variant,
       {"entry.sign"},
       "",
       document("decision", decided("signed")),
       "",
       "",
       "signed",
       "entry.read"},
      {"GET", "/edit/v1/reviews", 200},
      {"GET", "/edit/v1/entries/{id}/{locale}/comments", 200, variant},
      {"POST",
       "/edit/v1/entries/{id}/{locale}/comments",
       422,
       variant,
       {"entry.review", "entry.edit", "entry.translate"},
       "",
       document("comment", R"("pointer": "/onbekend", "text": "Welk veld?", "revision": 1)"),
       "",
       "",
       "",
       "entry.read"},
      {"POST",
       "/edit/v1/comments/{id}/resolve",
       409,
       entry,
       {"entry.review", "entry.edit", "entry.translate"},
       "/edit/v1/comments/<resolved>/resolve",
       "",
       "",
       "",
       "",
       "entry.read"},
      {"POST",
       "/edit/v1/comments/{id}/reopen",
       409,
       entry,
       {"entry.review", "entry.edit", "entry.translate"},
       "/edit/v1/comments/<comment>/reopen",
       "",
       "",
       "",
       "",
       "entry.read"},

      {"GET", "/edit/v1/bundles", 200},
      {"GET", "/edit/v1/bundles/{id}", 200, nothing, {"entry.read"}, "/edit/v1/bundles/<bundle>"},
      {"POST",
       "/edit/v1/bundles",
       409,
       variant,
       {"entry.publish"},
       "",
       document("bundle", R"("kind": "publish", "items": [{"entry": "<id>", "locale": "<locale>"}])"),
       "",
       "",
       "publish",
       "entry.read"},
      {"POST",
       "/edit/v1/bundles",
       409,
       variant,
       {"entry.unpublish"},
       "",
       document("bundle", R"("kind": "unpublish", "items": [{"entry": "<draft>", "locale": "<locale>"}])"),
       "",
       "",
       "unpublish",
       "entry.read"},
      {"POST",
       "/edit/v1/bundles",
       200,
       variant,
       {"entry.publish"},
       "",
       document("bundle",
                R"("kind": "publish", "dry_run": true, "items": [{"entry": "<id>", "locale": "<locale>"}])"),
       "",
       "",
       "publish, dry run",
       "entry.read"},

      {"POST",
       "/edit/v1/bundles/{id}/undo",
       409,
       nothing,
       {"entry.publish", "entry.unpublish"},
       "/edit/v1/bundles/<bundle>/undo"},
      {"POST",
       "/edit/v1/bundles/{id}/cancel",
       409,
       nothing,
       {"entry.publish", "entry.unpublish"},
       "/edit/v1/bundles/<bundle>/cancel"},

      {"GET", "/edit/v1/previews", 200, nothing, {"signed-in"}},
      {"POST",
       "/edit/v1/previews",
       422,
       variant,
       {"entry.preview"},
       "",
       document("preview",
                R"("items": [{"entry": "<id>", "locale": "<locale>"}, {"entry": "<id>", "locale": "<locale>"}])")},
      {"DELETE", "/edit/v1/previews/{id}", 404, nothing, {"signed-in"}, "/edit/v1/previews/" + nothing_there},

      {"POST",
       "/edit/v1/login",
       401,
       nothing,
       {"public"},
       "",
       document("session", R"("name": "niemand", "password": "verkeerd wachtwoord")")},
      {"POST", "/edit/v1/logout", 204, nothing, {"signed-in"}},
      {"POST",
       "/edit/v1/password",
       422,
       nothing,
       {"signed-in"},
       "",
       document("password", R"("password": "verkeerd", "new_password": "een lange zin als wachtwoord")")},
      {"GET", "/edit/v1/me", 200, nothing, {"signed-in"}},
      {"GET", "/edit/v1/oidc/start", 404, nothing, {"public"}}, // off: there is no provider
      {"GET", "/edit/v1/oidc/callback", 404, nothing, {"public"}},

      {"GET", "/edit/v1/accounts", 200, nothing, {"account.manage"}},
      {"POST", "/edit/v1/accounts", 422, nothing, {"account.manage"}, "", document("account", R"("roles": [])")},
      {"GET", "/edit/v1/accounts/{name}", 404, nothing, {"account.manage"}, nobody},
      {"PATCH", "/edit/v1/accounts/{name}", 404, nothing, {"account.manage"}, nobody, document("account", "")},
      {"POST", "/edit/v1/accounts/{name}/invitation", 404, nothing, {"account.manage"}, nobody + "/invitation"},
      {"GET", "/edit/v1/accounts/{name}/sessions", 404, nothing, {"account.manage"}, nobody + "/sessions"},
      {"DELETE", "/edit/v1/accounts/{name}/sessions", 404, nothing, {"account.manage"}, nobody + "/sessions"},
      {"DELETE",
       "/edit/v1/accounts/{name}/sessions/{id}",
       404,
       nothing,
       {"account.manage"},
       nobody + "/sessions/" + nothing_there},
      {"DELETE",
       "/edit/v1/accounts/{name}/second_factor",
       404,
       nothing,
       {"account.manage"},
       nobody + "/second_factor"},
      {"GET", "/edit/v1/roles", 200, nothing, {"signed-in"}},
      {"GET", "/edit/v1/invitation", 404, nothing, {"public"}}, // without the secret of a link
      {"POST", "/edit/v1/invitation", 404, nothing, {"public"}, "", document("invitation", "")},
      // One's own: with a session, which these callers have not, or with account.manage.
      {"GET", "/edit/v1/sessions", 200, nothing, {"account.manage"}},
      {"DELETE", "/edit/v1/sessions", 204, nothing, {"account.manage"}},
      {"DELETE", "/edit/v1/sessions/{id}", 404, nothing, {"account.manage"}, "/edit/v1/sessions/" + nothing_there},
      {"GET", "/edit/v1/tokens", 200, nothing, {"account.manage"}},
      {"DELETE", "/edit/v1/tokens/{id}", 404, nothing, {"account.manage"}, "/edit/v1/tokens/" + nothing_there},
      // With a session only.
      {"POST", "/edit/v1/tokens", 201, nothing, {"session"}, "", document("token", R"("label": "website")")},
      {"POST", "/edit/v1/second_factor", 201, nothing, {"session"}, "", document("second_factor", "")},
      {"POST", "/edit/v1/second_factor/confirm", 201, nothing, {"session"}, "", document("second_factor", "")},
      {"POST", "/edit/v1/second_factor/recovery_codes", 201, nothing, {"session"}, "", document("second_factor", "")},
      {"DELETE", "/edit/v1/second_factor", 204, nothing, {"session"}, "", document("second_factor", "")},

      {"GET", "/edit/v1/audit", 200, nothing, {"audit.read"}},
      {"GET", "/edit/v1/audit/export", 200, nothing, {"audit.read"}},

      {"GET", "/edit/v1/webhooks", 200, nothing, {"webhook.manage"}},
      {"POST", "/edit/v1/webhooks", 422, nothing, {"webhook.manage"}, "", document("webhook", "")},
      {"GET", "/edit/v1/webhooks/{id}", 404, nothing, {"webhook.manage"}, no_webhook},
      {"PATCH", "/edit/v1/webhooks/{id}", 404, nothing, {"webhook.manage"}, no_webhook, document("webhook", "")},
      {"DELETE", "/edit/v1/webhooks/{id}", 404, nothing, {"webhook.manage"}, no_webhook},
      {"POST", "/edit/v1/webhooks/{id}/secret", 404, nothing, {"webhook.manage"}, no_webhook + "/secret"},
      {"POST", "/edit/v1/webhooks/{id}/ping", 404, nothing, {"webhook.manage"}, no_webhook + "/ping"},
      {"GET", "/edit/v1/webhooks/{id}/deliveries", 404, nothing, {"webhook.manage"}, no_webhook + "/deliveries"},
  };
  return all;
}

inline std::string filled(std::string text, Subject const& subject, std::string const& locale) {
  auto const replace = [&](std::string const& from, std::string const& to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
      text.replace(at, from.size(), to);
  };
  replace("{id}", subject.id);
  replace("{locale}", locale);
  replace("<id>", subject.id);
  replace("<draft>", subject.draft);
  replace("<locale>", locale);
  replace("<type>", subject.type);
  replace("<owner>", subject.organisation.empty() ? "" : "\"organisation\": \"" + subject.organisation + "\",");
  replace("<bundle>", subject.bundle);
  replace("<comment>", subject.comment);
  replace("<resolved>", subject.resolved);
  return text;
}

inline Reply send(Served const& served, std::string const& token, Ask const& ask, Subject const& subject,
                  std::string const& locale) {
  Headers headers;
  if (!ask.if_match.empty()) headers["If-Match"] = "\"" + ask.if_match + "\"";
  return served.ask(token, ask.method, filled(ask.target.empty() ? ask.pattern : ask.target, subject, locale),
                    filled(ask.body, subject, locale), headers);
}

} // namespace tandem::test
