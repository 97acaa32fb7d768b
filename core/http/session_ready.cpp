/// The short way through a session: requests whose answer is ready-made are read, answered and written without
/// suspending, several in a row if they came together (pipelining). Anything unusual is left as it is for the long
/// way.

#include "http/conditional.hpp"
#include "http/framing.hpp"
#include "http/session.hpp"
#include "http/stamps.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace tandem::http {

namespace asio = boost::asio;
using asio::redirect_error;
using asio::use_awaitable;
using boost::system::error_code;

/// The ready-made answer to the request with this head, if there is one and the request asks for nothing out of the
/// ordinary. Leaves the request in `parser`, its headers in `seen_`.
std::shared_ptr<ReadyMade const> Session::find_ready(Parser& parser, std::string_view head) {
  error_code ec;
  parser.put(asio::buffer(head.data(), head.size()), ec);
  if (ec || !parser.is_done() || parser.get().version() != 11) return nullptr;
  look_at(parser);
  Limits const& limits = shared_.options.limits;
  auto const sent = parser.get().target();
  std::string_view const target(sent.data(), sent.size());
  if (target.size() > limits.target_bytes || !target.starts_with('/') || seen_.size() > limits.header_count)
    return nullptr;
  if (!fault_in_request(11, seen_).empty()) return nullptr;
  Asked const asked{target, seen_};
  if (asked.has_header("Content-Length") || asked.has_header("Transfer-Encoding") || asked.has_header("Expect"))
    return nullptr;
  return shared_.options.ready->find(asked);
}

Session::Ready Session::answer_at_once() {
  if (shared_.options.ready == nullptr) return Ready::not_found;
  auto const started = std::chrono::steady_clock::now();
  std::string_view const bytes(static_cast<char const*>(buffer_.data().data()), buffer_.size());
  bool const get = bytes.starts_with("GET ");
  if (!get && !bytes.starts_with("HEAD ")) return Ready::not_found;
  Head const head = find_head(bytes, 0);
  if (head.state != Head::State::complete || head.length > shared_.options.limits.header_bytes)
    return Ready::not_found;

  arena_.release();
  Parser parser(std::piecewise_construct, std::make_tuple(), std::make_tuple(Arena(&arena_)));
  std::shared_ptr<ReadyMade const> made = find_ready(parser, bytes.substr(0, head.length));
  if (!made) return Ready::not_found;
  Asked const asked{{}, seen_};
  std::string_view const known = asked.header("If-None-Match");
  bool const whole = known.empty() || !names_etag(known, made->etag);
  std::string_view const id = request_id_for(asked.header("X-Request-Id"));
  bool const last = !parser.get().keep_alive();
  begin_answer(*made, whole, last, id);

  rest_ = {std::move(made), 0, whole && get, last};
  error_code ec;
  std::size_t const size = head_.size() + (rest_.with_body ? rest_.made->body.size() : 0);
  rest_.written = socket_.write_some(rest_of_answer(), ec);
  bool const done = rest_.written == size;
  if (shared_.options.on_served) {
    auto const target = parser.get().target();
    std::vector<Network> const& trusted = shared_.options.trusted_proxies;
    std::string const client = trusted.empty() ? remote_address_ : client_address(remote_address_, seen_, trusted);
    shared_.options.on_served(
        {get ? Method::get : Method::head,
         {target.data(), target.size()},
         whole ? 200 : 304,
         rest_.with_body ? rest_.made->body.size() : 0,
         std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started),
         client,
         id});
  }
  buffer_.consume(head.length);
  if (!done) return Ready::half_written; // also after an error: the next write meets it again
  rest_.made.reset();
  return last ? Ready::last : Ready::answered;
}

void Session::begin_answer(ReadyMade const& made, bool whole, bool last, std::string_view request_id) {
  head_.clear();
  head_ += whole ? "HTTP/1.1 200 OK\r\n" : "HTTP/1.1 304 Not Modified\r\n";
  head_ += *made.headers;
  head_ += "ETag: ";
  head_ += made.etag;
  head_ += "\r\n";
  if (whole) head_ += made.content;
  if (last) head_ += "Connection: close\r\n";
  head_ += "X-Request-Id: ";
  head_ += request_id;
  head_ += "\r\nServer: tandem\r\nDate: ";
  head_ += http_date();
  head_ += "\r\nX-Content-Type-Options: nosniff\r\n\r\n";
}

/// What is not written yet.
std::array<asio::const_buffer, 2> Session::rest_of_answer() const {
  std::size_t const of_head = std::min(rest_.written, head_.size()), of_body = rest_.written - of_head;
  std::string_view const body = rest_.with_body ? std::string_view(rest_.made->body) : std::string_view{};
  return {asio::buffer(head_) + of_head, asio::buffer(body.data(), body.size()) + of_body};
}

asio::awaitable<Session::Next> Session::write_rest() {
  arm(shared_.options.limits.write_timeout);
  error_code ec;
  co_await asio::async_write(socket_, rest_of_answer(), redirect_error(use_awaitable, ec));
  disarm();
  rest_.made.reset();
  co_return ec || rest_.last ? Next::close : Next::keep;
}

} // namespace tandem::http
