#pragma once
/// The rules of RFC 9112 that Beast's parser does not keep, or keeps too late: where a request's head ends, which
/// heads no honest client sends, and what a handler must not answer. Pure; internal to core/http.
///
/// A proxy in front that reads such a request differently would let one client's bytes become another's request
/// (request smuggling), so everything ambiguous is refused rather than mended.

#include "http/ready_made.hpp"

namespace tandem::http {

struct Head {
  enum class State { incomplete, malformed, complete };
  State state = State::incomplete;
  std::size_t length = 0; ///< With the empty line at its end, when complete.
};

/// Looks for the end of the head in what has arrived; the first `seen` bytes were looked at before. Malformed are a
/// first byte that begins no method (a TLS handshake, say), a line that ends in a bare LF and a folded line.
[[nodiscard]] Head find_head(std::string_view bytes, std::size_t seen);

/// Why a request with these headers must be refused with 400, or "". `version` is 10 or 11.
[[nodiscard]] std::string_view fault_in_request(unsigned version, std::vector<HeaderView> const& headers);

/// Why a handler's response cannot be sent, or "".
[[nodiscard]] std::string_view fault_in_response(Response const& response);

} // namespace tandem::http
