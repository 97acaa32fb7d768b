#pragma once
/// Requests and responses as plain values: what the rest of Tandem and its plugins see of HTTP.
/// Beast's types stay inside core/http. This header includes nothing of Tandem.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tandem::http {

enum class Method { get, head, post, put, patch, del, options };

/// "GET", "HEAD", … ; `del` is "DELETE".
[[nodiscard]] constexpr std::string_view name_of(Method method) {
  switch (method) {
  case Method::get: return "GET";
  case Method::head: return "HEAD";
  case Method::post: return "POST";
  case Method::put: return "PUT";
  case Method::patch: return "PATCH";
  case Method::del: return "DELETE";
  case Method::options: return "OPTIONS";
  }
  return "GET";
}

struct Header {
  std::string name;
  std::string value;
};

/// One query parameter, percent-decoded, in the order sent.
struct Parameter {
  std::string name;
  std::string value;
};

struct Request {
  Method method = Method::get;
  std::string target;           ///< Path and query as received, still encoded; never with a host.
  std::string path;             ///< Percent-decoded path, valid UTF-8, without NUL.
  std::vector<Parameter> query; ///< Decoded; literal and encoded brackets both arrive as brackets.
  std::vector<Header> headers;  ///< In the order received.
  std::string body;
  std::string remote_address; ///< Address of the client, without port; behind trusted proxies, as they tell it.
  std::string request_id;     ///< Unique per request; in the answer as X-Request-Id and in the log.
  std::map<std::string, std::string, std::less<>> captures; ///< Values of the route's {names}.

  /// The first header of that name (case-insensitive), or "".
  [[nodiscard]] std::string_view header(std::string_view name) const {
    for (Header const& h : headers)
      if (same_name(h.name, name)) return h.value;
    return {};
  }
  [[nodiscard]] bool has_header(std::string_view name) const {
    for (Header const& h : headers)
      if (same_name(h.name, name)) return true;
    return false;
  }
  /// The first query parameter of that name.
  [[nodiscard]] std::optional<std::string_view> parameter(std::string_view name) const {
    for (Parameter const& p : query)
      if (p.name == name) return p.value;
    return std::nullopt;
  }
  /// The value captured for {name} in the route's pattern, or "".
  [[nodiscard]] std::string_view capture(std::string_view name) const {
    auto const found = captures.find(name);
    return found == captures.end() ? std::string_view{} : std::string_view{found->second};
  }

  [[nodiscard]] static bool same_name(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
      auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
      if (lower(a[i]) != lower(b[i])) return false;
    }
    return true;
  }
};

/// A body that goes on, made while it is sent (server-sent events, a long export). The session asks for one part
/// after another, each when the client has taken the one before: a slow client holds up nobody and no more than a
/// part is in memory. No thread waits meanwhile. Calls never overlap. The stream is destroyed as soon as it ends, the
/// client is gone, is too slow for a part (`http.write_timeout_ms`), or the server stops.
class Stream {
public:
  struct Part {
    enum class Then {
      next, ///< Ask `next` again.
      work, ///< Ask `work`, on a worker thread.
      wait, ///< Ask `next` again when woken, or after `at_most` (0: however long it takes).
      end,  ///< That was all.
    };
    std::string bytes = {}; ///< Sent before anything else; may be empty.
    Then then = Then::next;
    std::chrono::milliseconds at_most{0};
  };

  virtual ~Stream() = default;
  /// Called once, before all else. `wake` says that there is something to be had: from any thread, at any time, also
  /// when the stream is over.
  virtual void begin(std::function<void()> wake) = 0;
  /// What comes next. Runs on an I/O thread: must not block. What it throws ends the connection.
  virtual Part next() = 0;
  /// The same on a worker thread, where it may block.
  virtual Part work() { return {{}, Part::Then::end}; }
};

struct Response;

/// Takes in a body while it arrives, instead of a request that holds it whole (an upload). A route makes one with its
/// `open` (see `Router::add_open`) from the request without its body. `http.body_bytes` does not hold for it: how
/// much it takes is its own affair. All calls are on worker threads, may block, and never overlap; the next part is
/// read from the connection only when `take` is back, so no more than one part is in memory and a slow disk slows the
/// client down.
///
/// Its destructor runs on an I/O thread and must not block: what is to be done is done in `end`.
///
/// Each part must arrive within `http.body_timeout_ms`. Only a server that is stopped by force destroys a sink
/// without `end`.
class BodySink {
public:
  static constexpr std::size_t part_bytes = 64 << 10;

  virtual ~BodySink() = default;
  /// The next bytes of the body: 1 to `part_bytes`, and less than that only for the last that there are. False when
  /// no more is wanted (too much, a full disk): nothing more is read, and what `end` answers is sent. What it throws
  /// is told to the log; the client gets 500.
  [[nodiscard]] virtual bool take(std::string_view part) = 0;
  /// Called once, after the last `take`. `whole`: the body came to its end and all of it was taken; what is answered
  /// is sent. Otherwise the client went away, was too slow, broke the framing, the server stops, or `take` gave up:
  /// only in this last case somebody hears the answer.
  [[nodiscard]] virtual Response end(bool whole) = 0;
};

class File; // http/file.hpp

/// A piece of a file, sent instead of a body, without ever being in memory whole.
struct FilePiece {
  std::shared_ptr<File const> file = {}; ///< Null: none. It stays open until the piece is sent.
  std::uint64_t offset = 0;              ///< Of the first byte sent.
  std::uint64_t length = 0;              ///< Bytes sent; offset and length stay within the file.
};

struct Response {
  int status = 200;
  std::vector<Header> headers = {}; ///< Without Content-Length, Date, Server, Connection: the session adds those.
  std::string body = {};            ///< Left out by the session for HEAD, 204 and 304.
  /// What is sent instead of a body, for this answer alone; nobody else keeps it. To HEAD it is not begun. At most
  /// `http.streams` are sent at once; one more is answered 503.
  std::shared_ptr<Stream> stream = {};
  /// What is sent instead of a body; `file_answer` in http/file.hpp makes such answers. Neither with a body nor with
  /// a stream. Left out for HEAD.
  FilePiece file = {};

  void set(std::string name, std::string value) { headers.push_back({std::move(name), std::move(value)}); }
};

} // namespace tandem::http
