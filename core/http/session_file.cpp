/// The way of a response that is a piece of a file: its head, then window after window by sendfile(2), which copies
/// nothing through this process. sendfile waits for the disk, so a window that is not in the page cache is first read
/// into it by a worker.

#include "http/file.hpp"
#include "http/on_worker.hpp"
#include "http/session.hpp"
#include "http/stamps.hpp"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/write.hpp>
#include <cerrno>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

namespace tandem::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::redirect_error;
using asio::use_awaitable;
using boost::system::error_code;

namespace {

/// What a client must take within `http.write_timeout_ms`, and what a worker reads at once.
constexpr std::size_t window_bytes = 256 << 10;

/// Whether the first and the last byte are in the page cache. Between them a page may be missing all the same; then
/// the disk is waited for after all, which is rare and short.
bool is_cached(File const& file, std::uint64_t offset, std::size_t length) {
  for (std::uint64_t const at : {offset, offset + length - 1}) {
    char byte = 0;
    iovec const one{&byte, 1};
    if (::preadv2(file.descriptor(), &one, 1, static_cast<off_t>(at), RWF_NOWAIT) != 1) return false;
  }
  return true;
}

/// Has the kernel read the window. Answers how much of it is there.
std::size_t read_ahead(File const& file, std::uint64_t offset, std::size_t length) {
  std::array<char, 32 << 10> thrown_away;
  std::size_t there = 0;
  while (there < length) {
    ssize_t const read = ::pread(file.descriptor(), thrown_away.data(), std::min(thrown_away.size(), length - there),
                                 static_cast<off_t>(offset + there));
    if (read < 0 && errno == EINTR) continue;
    if (read <= 0) break; // the disk is broken, or the file shorter than it was
    there += static_cast<std::size_t>(read);
  }
  return there;
}

std::string text_of(beast::http::response<beast::http::empty_body> const& message) {
  beast::http::response_serializer<beast::http::empty_body> serializer(message);
  std::string text;
  error_code ec;
  serializer.next(ec, [&text](error_code&, auto const& buffers) {
    for (asio::const_buffer const part : beast::buffers_range_ref(buffers))
      text.append(static_cast<char const*>(part.data()), part.size());
  });
  return text;
}

} // namespace

asio::awaitable<Session::Sent> Session::send_file(Response response, unsigned version, bool keep_alive) {
  beast::http::response<beast::http::empty_body> message;
  stamp(message.base(), response, version);
  message.keep_alive(keep_alive);
  FilePiece const piece = std::move(response.file);
  message.content_length(piece.length);
  Sent sent{Next::close, 0};
  bool going = co_await send_start(text_of(message), piece.length > 0);
  while (going && sent.bytes < piece.length) {
    std::uint64_t const at = piece.offset + sent.bytes;
    auto const length = static_cast<std::size_t>(std::min<std::uint64_t>(window_bytes, piece.length - sent.bytes));
    if (!is_cached(*piece.file, at, length)) {
      auto reading = [self = shared_from_this(), file = piece.file, at, length] {
        return read_ahead(*file, at, length);
      };
      going = co_await on_worker(*shared_.workers, socket_.get_executor(), std::move(reading)) == length;
    }
    if (!going) break;
    std::size_t const taken = co_await send_window(*piece.file, at, length);
    sent.bytes += taken;
    going = taken == length;
  }
  if (going && keep_alive) sent.next = Next::keep;
  co_return sent;
}

/// Sends the head, to lie in one packet with what follows. False when the client is gone or too slow.
asio::awaitable<bool> Session::send_start(std::string_view head, bool more_follows) {
  ssize_t const sent = ::send(socket_.native_handle(), head.data(), head.size(),
                              MSG_DONTWAIT | MSG_NOSIGNAL | (more_follows ? MSG_MORE : 0));
  auto const taken = static_cast<std::size_t>(std::max<ssize_t>(sent, 0));
  if (taken == head.size()) co_return true;
  error_code ec; // also of an error just now: the next write meets it again
  arm(shared_.options.limits.write_timeout);
  co_await asio::async_write(socket_, asio::buffer(head.data() + taken, head.size() - taken),
                             redirect_error(use_awaitable, ec));
  disarm();
  co_return !ec;
}

/// Answers how much the client took: all, unless it is gone or too slow, or the file is shorter than it was.
asio::awaitable<std::size_t> Session::send_window(File const& file, std::uint64_t offset, std::size_t length) {
  error_code ec;
  std::size_t taken = 0;
  arm(shared_.options.limits.write_timeout);
  while (!ec && taken < length) {
    auto at = static_cast<off_t>(offset + taken);
    ssize_t const sent = ::sendfile(socket_.native_handle(), file.descriptor(), &at, length - taken);
    if (sent > 0) taken += static_cast<std::size_t>(sent);
    else if (sent < 0 && errno == EAGAIN)
      co_await socket_.async_wait(asio::ip::tcp::socket::wait_write, redirect_error(use_awaitable, ec));
    else if (sent == 0 || errno != EINTR) break;
    if (expired_) break; // it may expire between two waits
  }
  disarm();
  co_return taken;
}

} // namespace tandem::http
