#pragma once
/// The use cases of a web client: read what is public, now or at an earlier time.
///
///   question ─► plan (plan.hpp) ─► statement (statement.hpp) ─► rows ─► document (document.hpp)
///               pure, knows types   pure, SQL text + values     store   JSON:API
///
/// One statement gives all of an answer: the page, what it includes, counts. Only what was searched for in vain, an
/// address that leads nowhere, and files that entries name, take more.
///
/// For `api/` and, by way of the host, for plugins. Sees no draft: it reads the projection `published`, or
/// `published_at(instant)` for time travel. Only in a preview, which whoever asks has found to be in force
/// (editing/previews.hpp), it reads `published_in_preview(id)`. Answers as bytes are kept in cache.hpp.

#include "content/content_type.hpp"
#include "content/json.hpp"
#include "delivery/cache.hpp"
#include "http/message.hpp"
#include "store/files.hpp"

namespace tandem::delivery {

/// What a plugin says of each resource object: a member of its `meta`.
struct ResourceMeta {
  std::string name;
  std::string function; ///< SQL, with its schema: (entry uuid, locale text, instant timestamptz) returns jsonb.
};

/// How a file is told in place of its name: the file, the fields of who names it, and what stands behind addresses of
/// files ("?preview=…" or "").
using FileShown =
    std::function<json::object(store::FileRow const& file, json::object const& data, std::string const& query)>;

/// From the configuration; `metas` from the plugins.
struct Settings {
  std::vector<std::string> locales{"nl", "fr"};             ///< The first is the default.
  std::map<std::string, std::vector<std::string>> fallback; ///< Locale → locales to try after it, in order.
  int page_size = 20;
  int max_page_size = 100;
  int max_include_depth = 3;
  std::size_t max_includes = 20; ///< Paths of one question.
  std::size_t max_sort_keys = 5;
  std::size_t max_filters = 20;
  std::size_t max_filter_values = 200; ///< Of one `in`.
  std::size_t max_search_bytes = 200;  ///< Of `q`.
  std::size_t max_facets = 5;
  std::size_t max_facet_values = 100; ///< Of one facet: those that are there most often.
  int sitemap_size = 1'000;           ///< Most entries on a page of the sitemap, and how many without `page[size]`.
  int timeout_ms = 5'000;             ///< For one statement; then `unavailable`.
  std::vector<ResourceMeta> metas = {};
  FileShown file_shown = {}; ///< Empty: files are told by their names alone.
};

/// A read as asked for. `path` is /api/v1/{type} or /api/v1/{type}/{id-or-slug}.
struct Question {
  std::string type;
  std::string id_or_slug; ///< "" for a collection.
  std::vector<http::Parameter> query;
  std::string accept_language;
  std::string target;               ///< As received; `links.self` repeats it.
  std::optional<Uuid> preview = {}; ///< A preview in force: read the site as it would be.
};

struct Answer {
  std::optional<json::object> document; ///< The JSON:API document; absent when `location` is set.
  std::string location;                 ///< Where the entry moved (a former slug, a withdrawn entry's successor).
  std::string locale;                   ///< Locale served, for Content-Language.
  std::vector<Dependency> on = {};      ///< What of the public content it depends on.
};

class Delivery {
public:
  /// Both must outlive it.
  Delivery(store::Database& database, ContentTypes const& types, Settings settings);
  [[nodiscard]] Result<Answer> read(Question const& question) const;
  /// The JSON:API document of a page of the sitemap (sitemap.hpp). `target` is as received.
  [[nodiscard]] Result<json::object> sitemap(std::vector<http::Parameter> const& query,
                                             std::string const& target) const;
  [[nodiscard]] Settings const& settings() const { return settings_; }

private:
  store::Database& database_;
  ContentTypes const& types_;
  Settings settings_;
};

} // namespace tandem::delivery
