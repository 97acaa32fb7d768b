#pragma once
/// Answers made beforehand: found on the I/O thread, without waiting for anybody, and written as they stand.
///
/// For requests without a body by GET or HEAD. The session adds what belongs to one answer alone (status line, Date,
/// X-Request-Id, Connection) and answers 304 by itself where the client has the body (RFC 9110 section 13.1.2).

#include "http/message.hpp"

#include <memory>

namespace tandem::http {

/// A header as it stands in the connection's buffer.
struct HeaderView {
  std::string_view name, value;
};

/// A request of which nothing is copied; valid while it is being answered.
struct Asked {
  std::string_view target; ///< Path and query as received, never with a host.
  std::vector<HeaderView> const& headers;

  /// The first header of that name (case-insensitive), or "".
  [[nodiscard]] std::string_view header(std::string_view name) const {
    for (HeaderView const& one : headers)
      if (Request::same_name(one.name, name)) return one.value;
    return {};
  }
  [[nodiscard]] bool has_header(std::string_view name) const {
    for (HeaderView const& one : headers)
      if (Request::same_name(one.name, name)) return true;
    return false;
  }
};

struct ReadyMade {
  std::string etag; ///< With its quotes.
  /// Lines that go with 200 and 304 alike, but for ETag, each with CRLF: the same in most answers, so they share
  /// them.
  std::shared_ptr<std::string const> headers;
  std::string content; ///< Lines that go with the body: Content-Type, Content-Length, ….
  std::string body;
};

/// Who keeps such answers.
class ReadyAnswers {
public:
  virtual ~ReadyAnswers() = default;
  /// The answer to the request, or null: then its route's handler makes one. Called on I/O threads, by several at
  /// once; neither blocks nor throws.
  [[nodiscard]] virtual std::shared_ptr<ReadyMade const> find(Asked const& asked) const noexcept = 0;
};

} // namespace tandem::http
