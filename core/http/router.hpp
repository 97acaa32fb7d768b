#pragma once
/// Finds the handler of a request. Knows paths and methods, nothing of permissions or content:
/// `api/` is the only one that adds routes, and declares a permission with each.

#include "http/message.hpp"

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace tandem::http {

/// Runs on a worker thread, may block on the database. Must not throw; what it throws becomes a 500.
using Handler = std::function<Response(Request const&)>;

enum class Runs { on_a_worker, at_once };

/// Who takes the body of a request in, or the answer that refuses it (then no more of it is read).
using Opened = std::variant<std::shared_ptr<BodySink>, Response>;
/// Gets the request without its body, before any of that is read or asked for (`Expect: 100-continue`). Runs on a
/// worker thread, may block on the database; the request is valid until it returns.
using Open = std::function<Opened(Request const&)>;

struct Found {
  Handler const* handler; ///< Owned by the router; null: the route takes bodies in, with `open`.
  Runs runs = Runs::on_a_worker;
  std::map<std::string, std::string, std::less<>> captures;
  Open const* open = nullptr; ///< Owned by the router.
};
struct NoSuchPath {};
struct NoSuchMethod {
  std::string allow; ///< Value for the Allow header: "GET, HEAD, PATCH".
};
using Match = std::variant<Found, NoSuchPath, NoSuchMethod>;

class Router {
public:
  /// Adds a route. A pattern is literal segments and {captures}: "/api/v1/{type}/{id}". A literal segment wins
  /// over a capture. A last segment "{name...}" captures the rest of the path. GET also answers HEAD,
  /// where HEAD has no route of its own.
  /// Returns what it collides with (the same method on a pattern of the same shape), or nothing when added.
  /// `Runs::at_once` is for handlers that never block: they run on the I/O thread, also when every worker is busy.
  [[nodiscard]] std::optional<std::string> add(Method method, std::string pattern, Handler handler,
                                               Runs runs = Runs::on_a_worker);
  /// Adds a route that takes the body in while it arrives: `open` instead of a handler. Not for GET or HEAD.
  [[nodiscard]] std::optional<std::string> add_open(Method method, std::string pattern, Open open);

  /// Matches a decoded path. A trailing slash is not the same path.
  [[nodiscard]] Match match(Method method, std::string_view path) const;

  /// The methods a path answers to, as in an Allow header; "" when there is no such path.
  [[nodiscard]] std::string allowed(std::string_view path) const;

  /// Methods and patterns in the order added.
  [[nodiscard]] std::vector<std::pair<Method, std::string>> routes() const;

private:
  struct Entry {
    Method method;
    std::string pattern;
    std::vector<std::string> segments;
    Handler handler;
    Runs runs;
    Open open; ///< Empty, or `handler` is.
  };
  std::optional<std::string> add(Entry entry);
  std::vector<Entry> entries_;
};

} // namespace tandem::http
