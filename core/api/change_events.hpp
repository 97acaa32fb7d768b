#pragma once
/// The changes as server-sent events (WHATWG HTML, "Server-sent events"), for browsers and builders of static sites.

#include "content/error.hpp"
#include "content/json.hpp"
#include "delivery/feed.hpp"
#include "http/message.hpp"

namespace tandem::api {

inline constexpr std::string_view events_type = "text/event-stream";

struct EventSettings {
  std::chrono::milliseconds heartbeat{15'000}; ///< A stream that has told nothing for so long says that it is there.
  std::chrono::milliseconds timeout{5'000};    ///< For one question to the database.
};

/// A change as a JSON:API resource object, for JSON and events alike.
[[nodiscard]] json::object change_resource(store::ChangeRow const& change);
/// A change as an event: its number as `id`, its kind as `event`, the resource object on one line as `data`.
[[nodiscard]] std::string change_event(store::ChangeRow const& change);

/// The number in the parameter `after`, if it is there.
[[nodiscard]] Result<std::optional<std::int64_t>> changes_after(http::Request const& request);

/// The changes after that which the request names by Last-Event-ID, else by `after`, and from then on those to come;
/// without both, those to come. 400 names what cannot be read as a number, 503 is for a node that knows none while
/// the database is away. Database and feed, whose text is `change_event`, must outlive the stream.
[[nodiscard]] Result<http::Response> change_events(http::Request const& request, store::Database& database,
                                                   delivery::Feed& feed, EventSettings const& settings);

} // namespace tandem::api
