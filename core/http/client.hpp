#pragma once
/// Requests that Tandem itself makes, to addresses that somebody typed in: webhooks, identity providers.
///
/// Every connection is checked at the moment it is opened, so that neither a DNS answer nor a redirect leads into a
/// network that only the server can reach. Proxies of the environment are not used, certificates are verified.
/// libcurl stays inside client.cpp. Calls block: for worker threads, never for an I/O thread.

#include "http/message.hpp"

#include <boost/system/result.hpp>
#include <chrono>
#include <cstddef>
#include <stop_token>

namespace tandem::http {

/// Which addresses a client may connect to: those of the public Internet (see address.hpp), or all.
enum class AddressPolicy { public_only, any };

struct ClientLimits {
  std::chrono::milliseconds connect_timeout{5'000}; ///< DNS, TCP and TLS together, for each connection.
  std::chrono::milliseconds timeout{10'000};        ///< For the whole request, redirects included.
  std::size_t body_bytes = 65'536;                  ///< The body of an answer is cut after as many bytes.
  unsigned redirects = 3;                           ///< Most redirects followed; one more is a failure.
};

struct ClientRequest {
  Method method = Method::get;
  std::string url; ///< http or https, with a host and without user or password.
  std::vector<Header> headers = {};
  std::string body = {}; ///< Sent with POST, PUT and PATCH.
};

struct ClientResponse {
  int status = 0;
  std::vector<Header> headers = {}; ///< In the order received.
  std::string body = {};
  bool cut = false; ///< The body was longer than the limit; `body` is how it begins.

  /// The first header of that name (case-insensitive), or "".
  [[nodiscard]] std::string_view header(std::string_view name) const {
    for (Header const& h : headers)
      if (Request::same_name(h.name, name)) return h.value;
    return {};
  }
};

/// Why there is no answer.
struct ClientFailure {
  enum class Reason {
    bad_url,         ///< Not http or https, no host, or a user in it; also when a redirect leads there.
    refused_address, ///< The policy forbids the address, as written, as DNS answered, or after a redirect.
    unreachable,     ///< No such host, no connection, a certificate that does not hold, no HTTP.
    timeout,         ///< One of the two timeouts passed.
    redirects,       ///< Too many, without a place to go, or from https to http.
    stopped,         ///< The caller asked to stop.
  };
  Reason reason;
  std::string detail; ///< One sentence for people; holds no secret of the request.
};

/// An answer of any status, or why there is none. Test with `if (!answer)`, then `answer.error()` or `*answer`.
using ClientAnswer = boost::system::result<ClientResponse, ClientFailure>;

/// Holds no connection and no state: one may serve any number of threads.
class Client {
public:
  explicit Client(ClientLimits limits = {}, AddressPolicy policy = AddressPolicy::public_only)
      : limits_(limits), policy_(policy) {}

  /// Sends one request and waits for its answer. 307 and 308 (RFC 9110 sections 15.4.8 and 15.4.9) are followed with
  /// method and body, 301, 302 and 303 for GET and HEAD only: the answer to another method is such a response itself.
  /// `Authorization` and `Cookie` do not go along to another origin. Returns soon after `stop` is requested.
  [[nodiscard]] ClientAnswer send(ClientRequest request, std::stop_token const& stop = {}) const;

  /// Why no request would be sent to this URL, as far as it can be known without asking DNS; nothing when one would.
  [[nodiscard]] std::optional<ClientFailure> problem_with(std::string_view url) const;

private:
  ClientLimits limits_;
  AddressPolicy policy_;
};

} // namespace tandem::http
