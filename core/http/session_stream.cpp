/// The way of a response that is a stream: its head, then part after part, each once the client has taken the one
/// before. Waiting for the next part is reading from the socket, so a client that goes away is noticed at once. The
/// connection ends with the stream: what the client sent meanwhile was not looked at.

#include "http/on_worker.hpp"
#include "http/session.hpp"
#include "http/stamps.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/write.hpp>
#include <charconv>

namespace tandem::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::redirect_error;
using asio::use_awaitable;
using boost::system::error_code;

std::optional<StreamPlace> StreamPlace::take(Shared& shared) {
  if (shared.streams.fetch_add(1) < shared.options.limits.streams) return StreamPlace(shared);
  --shared.streams;
  return std::nullopt;
}

/// What a stream is woken by: may be called from any thread, and may outlive the session.
class Waker : public std::enable_shared_from_this<Waker> {
public:
  Waker(Session& session, asio::any_io_executor executor) : session_(&session), executor_(std::move(executor)) {}

  void wake() {
    std::lock_guard const lock(mutex_);
    if (session_ == nullptr || under_way_) return;
    under_way_ = true;
    asio::post(executor_, [self = shared_from_this()] { self->arrive(); });
  }
  void close() {
    std::lock_guard const lock(mutex_);
    session_ = nullptr;
  }

private:
  /// On the session's I/O thread, where it is also closed.
  void arrive() {
    Session* session = nullptr;
    {
      std::lock_guard const lock(mutex_);
      under_way_ = false; // from here on another call counts: the stream may have been asked already
      session = session_;
    }
    if (session != nullptr) session->wake();
  }

  std::mutex mutex_;
  Session* session_;       // null: it is over
  bool under_way_ = false; // one call that has not arrived is enough
  asio::any_io_executor executor_;
};

void Session::let_nobody_wake() {
  if (waker_) waker_->close();
}

void Session::wake() {
  woken_ = true;
  error_code ignored;
  if (waits_for_more_) socket_.cancel(ignored);
}

/// A place for a response that is a stream and is to be sent; when there is none, the response becomes 503.
std::optional<StreamPlace> Session::take_place(Response& response, Method method) {
  if (!response.stream || method == Method::head) return std::nullopt;
  std::optional<StreamPlace> place = StreamPlace::take(shared_);
  if (!place) response = busy("as many streams are open as the server can take; try again later");
  return place;
}

/// Answers the number of bytes of the body.
asio::awaitable<std::size_t> Session::send_stream(Response response, unsigned version, std::string request_id) {
  woken_ = false;
  behind_ = 0;
  waker_ = std::make_shared<Waker>(*this, socket_.get_executor());
  std::size_t sent = 0;
  error_code const ec = co_await send_head(response, version);
  if (!ec) sent = co_await send_parts(response.stream, version >= 11, std::move(request_id));
  waker_->close();
  co_return sent;
}

/// HTTP/1.1 sends the body in chunks (RFC 9112 section 7.1); before it, the end of the connection is that of the
/// body.
asio::awaitable<error_code> Session::send_head(Response const& response, unsigned version) {
  beast::http::response<beast::http::empty_body> message;
  stamp(message.base(), response, version);
  message.keep_alive(false);
  message.chunked(version >= 11);
  beast::http::response_serializer<beast::http::empty_body> serializer(message);
  arm(shared_.options.limits.write_timeout);
  error_code ec;
  co_await beast::http::async_write_header(socket_, serializer, redirect_error(use_awaitable, ec));
  disarm();
  co_return ec;
}

asio::awaitable<std::size_t> Session::send_parts(std::shared_ptr<Stream> stream, bool chunked,
                                                 std::string request_id) {
  using Then = Stream::Part::Then;
  stream->begin([waker = waker_] { waker->wake(); });
  std::size_t sent = 0;
  std::optional<Stream::Part> part = ask(&Stream::next, *stream, request_id);
  while (part && !shared_.stopping) {
    error_code const ec = co_await send_part(part->bytes, chunked);
    if (ec) co_return sent;
    sent += part->bytes.size();
    if (part->then == Then::end) break;
    if (part->then == Then::wait) {
      bool const there = co_await wait_for_more(part->at_most);
      if (!there) co_return sent;
    }
    if (shared_.stopping) break;
    if (part->then == Then::work) {
      auto work = [self = shared_from_this(), stream, request_id] {
        return self->ask(&Stream::work, *stream, request_id);
      };
      part = co_await on_worker(*shared_.workers, socket_.get_executor(), std::move(work));
    } else {
      part = ask(&Stream::next, *stream, request_id);
    }
  }
  if (part && chunked) co_await send_last_chunk(); // without it the client knows that something is missing
  co_return sent;
}

/// Nothing when the stream did something wrong.
std::optional<Stream::Part> Session::ask(Stream::Part (Stream::*what)(), Stream& stream,
                                         std::string const& request_id) const {
  std::string wrong = "unknown exception";
  try {
    return (stream.*what)();
  } catch (std::exception const& thrown) {
    wrong = thrown.what();
  } catch (...) { // told below
  }
  if (shared_.options.on_exception) shared_.options.on_exception(wrong, request_id);
  return std::nullopt;
}

asio::awaitable<error_code> Session::send_part(std::string_view bytes, bool chunked) {
  error_code ec;
  if (bytes.empty()) co_return ec;
  std::array<char, 20> line{}; // of a chunk: its size in hexadecimal digits
  char* end = std::to_chars(line.data(), line.data() + 16, bytes.size(), 16).ptr;
  *end++ = '\r';
  *end++ = '\n';
  std::size_t const length = chunked ? static_cast<std::size_t>(end - line.data()) : 0;
  std::array<asio::const_buffer, 3> const all{asio::buffer(line.data(), length),
                                              asio::buffer(bytes.data(), bytes.size()),
                                              asio::buffer("\r\n", chunked ? 2 : 0)};
  arm(shared_.options.limits.write_timeout);
  writes_part_ = true;
  co_await asio::async_write(socket_, all, redirect_error(use_awaitable, ec));
  writes_part_ = false;
  disarm();
  co_return ec;
}

asio::awaitable<void> Session::send_last_chunk() {
  constexpr std::string_view last = "0\r\n\r\n";
  error_code ec;
  if (shared_.stopping) { // a client that does not read must not hold the stop up
    socket_.write_some(asio::buffer(last.data(), last.size()), ec);
    co_return;
  }
  arm(shared_.options.limits.write_timeout);
  writes_part_ = true;
  co_await asio::async_write(socket_, asio::buffer(last.data(), last.size()), redirect_error(use_awaitable, ec));
  writes_part_ = false;
  disarm();
}

/// Until the stream is woken, the time is over, or the server stops. False when the client is gone, or sends so much
/// behind its request that it would be work to throw it away.
asio::awaitable<bool> Session::wait_for_more(std::chrono::milliseconds at_most) {
  std::array<char, 512> thrown_away;
  error_code ec;
  disarm();
  expired_ = false;
  if (at_most.count() > 0) arm(at_most);
  while (!woken_ && !expired_ && !shared_.stopping) {
    waits_for_more_ = true;
    behind_ += co_await socket_.async_read_some(asio::buffer(thrown_away), redirect_error(use_awaitable, ec));
    waits_for_more_ = false;
    bool const gone = ec && ec != asio::error::operation_aborted;
    if (gone || behind_ > shared_.options.limits.header_bytes) {
      disarm();
      co_return false;
    }
  }
  disarm();
  woken_ = false;
  co_return true;
}

} // namespace tandem::http
