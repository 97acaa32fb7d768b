#include "api/change_events.hpp"

#include "api/edit.hpp"

#include <algorithm>

namespace tandem::api {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t part_bytes = 64 << 10; // of what is in memory: so much is sent at a time
constexpr std::size_t page_size = 200;       // of what is read from the database: about as much
constexpr milliseconds retry{1'000};         // for a database that is away

/// One client's way through the changes. It remembers the number it told last: what it tells next is asked for by
/// number, so that being woken too often or from elsewhere makes neither holes nor doubles.
class ChangeEvents final : public http::Stream {
public:
  ChangeEvents(store::Database& database, delivery::Feed& feed, EventSettings const& settings, std::int64_t after)
      : database_(database), feed_(feed), settings_(settings), told_(after) {}

  void begin(std::function<void()> wake) override { subscription_ = feed_.subscribe(std::move(wake)); }

  Part next() override {
    if (!greeted_) return greeting();
    std::optional<delivery::Feed::Page> page = feed_.after(told_, part_bytes);
    if (!page) return {{}, Part::Then::work};
    return page->text.empty() ? silence(settings_.heartbeat) : telling(std::move(*page));
  }

  /// What only the database knows.
  Part work() override {
    auto const changes =
        database_.read(settings_.timeout, [&](store::Transaction& tx) -> Result<std::vector<store::ChangeRow>> {
          return store::list_changes(tx, told_, page_size);
        });
    if (!changes || changes->empty()) return silence(retry);
    return telling(feed_.page(*changes, told_));
  }

private:
  /// Opens the stream, so that the client sees that it is: when to come back after the connection was lost, and from
  /// where on, even if nothing is told before that.
  Part greeting() {
    greeted_ = true;
    sent_ = Clock::now();
    return {"retry: 2000\nid: " + std::to_string(told_) + "\n\n"};
  }

  Part telling(delivery::Feed::Page page) {
    told_ = page.last;
    sent_ = Clock::now();
    return {std::move(page.text)};
  }

  /// Waits to be woken, for some time at most. A comment says now and then that we are still here: proxies close what
  /// is silent for long.
  Part silence(milliseconds at_most) {
    Part part{{}, Part::Then::wait};
    if (Clock::now() - sent_ >= settings_.heartbeat) {
      part.bytes = ":\n\n";
      sent_ = Clock::now();
    }
    auto const until_next = std::chrono::ceil<milliseconds>(sent_ + settings_.heartbeat - Clock::now());
    part.at_most = std::clamp(until_next, milliseconds{1}, std::max(at_most, milliseconds{1}));
    return part;
  }

  store::Database& database_;
  delivery::Feed& feed_;
  EventSettings settings_;
  std::int64_t told_;
  bool greeted_ = false;
  Clock::time_point sent_;
  std::unique_ptr<delivery::Feed::Subscription> subscription_;
};

/// The number of a change, or 0. In the error, the place is left to the caller.
Result<std::int64_t> number_of(std::string_view text) {
  auto const number = whole_number(text);
  if (!number || *number < 0)
    return Error{ErrorCode::invalid_cursor, "must be the id of a change, or 0 for all of them"};
  return *number;
}

/// The number in Last-Event-ID, if it is there.
Result<std::optional<std::int64_t>> last_event_id(http::Request const& request) {
  std::string_view const text = request.header("Last-Event-ID");
  if (text.empty()) return std::optional<std::int64_t>{};
  Result<std::int64_t> const number = number_of(text);
  if (number) return std::optional<std::int64_t>(*number);
  Error error = number.error();
  error.header = "Last-Event-ID";
  return error;
}

/// Without a number: what this node has followed. More may have been committed meanwhile, never less.
Result<std::int64_t> present(store::Database& database, delivery::Feed const& feed, milliseconds timeout) {
  if (auto const last = feed.last()) return *last;
  return database.read(timeout,
                       [](store::Transaction& tx) -> Result<std::int64_t> { return store::last_change(tx); });
}

} // namespace

Result<std::optional<std::int64_t>> changes_after(http::Request const& request) {
  auto const text = request.parameter("after");
  if (!text) return std::optional<std::int64_t>{};
  Result<std::int64_t> const number = number_of(*text);
  if (number) return std::optional<std::int64_t>(*number);
  Error error = number.error();
  error.parameter = "after";
  return error;
}

json::object change_resource(store::ChangeRow const& change) {
  json::object attributes{{"kind", change.line.kind}, {"at", format_timestamp(change.at)}};
  json::object one{{"type", "change"}, {"id", std::to_string(change.number)}};
  if (change.line.entry) {
    attributes["entry"] = change.line.entry->text();
    attributes["entry_type"] = change.line.type;
    attributes["locale"] = change.line.locale->text();
    if (change.line.revision) attributes["revision"] = *change.line.revision;
    one["links"] = {{"entry", "/api/v1/" + change.line.type + "/" + change.line.entry->text()}};
  }
  one["attributes"] = std::move(attributes);
  return one;
}

std::string change_event(store::ChangeRow const& change) {
  return "id: " + std::to_string(change.number) + "\nevent: " + change.line.kind +
         "\ndata: " + json::serialize(change_resource(change)) + "\n\n";
}

Result<http::Response> change_events(http::Request const& request, store::Database& database, delivery::Feed& feed,
                                     EventSettings const& settings) {
  auto const after = changes_after(request);
  if (!after) return after.error();
  auto const last_told = last_event_id(request);
  if (!last_told) return last_told.error();
  std::optional<std::int64_t> from = *last_told ? *last_told : *after;
  if (!from) {
    auto const now = present(database, feed, settings.timeout);
    if (!now) return now.error();
    from = *now;
  }
  http::Response response;
  response.set("Content-Type", std::string(events_type));
  response.set("Cache-Control", "no-store");
  response.set("Vary", "Accept");
  response.set("X-Accel-Buffering", "no"); // nginx would keep events back until it has enough of them
  response.stream = std::make_shared<ChangeEvents>(database, feed, settings, *from);
  return response;
}

} // namespace tandem::api
