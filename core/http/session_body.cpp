/// The way of a body that is taken in while it arrives: its sink is made from the head, then gets part after part on
/// a worker thread, each once it has dealt with the one before. While it works nothing is read, so the client's
/// window fills and the client waits.

#include "http/framing.hpp"
#include "http/on_worker.hpp"
#include "http/session.hpp"
#include "http/target.hpp"

namespace tandem::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;

// g++ 12 takes the frame of a coroutine for memory that is freed by another family than it came from, where it
// inlines Asio's allocation of frames but not its release.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

/// The `open` of the route that the request asks for, if it has one; then the request has its path and captures.
Open const* Session::find_open(std::optional<Method> method, Request& request) const {
  if (!method || method == Method::get || method == Method::head || method == Method::options) return nullptr;
  std::optional<Target> parsed = parse_target(request.target);
  if (!parsed) return nullptr;
  Match match = shared_.router.match(*method, parsed->path);
  auto* const found = std::get_if<Found>(&match);
  if (found == nullptr || found->open == nullptr) return nullptr;
  request.path = std::move(parsed->path);
  request.query = std::move(parsed->query);
  request.captures = std::move(found->captures);
  return found->open;
}

asio::awaitable<Session::Heard> Session::take_in(Parser& parser, Open const& open, Request request) {
  Heard heard;
  if (shared_.queued.fetch_add(1) >= shared_.options.limits.queued_requests) {
    --shared_.queued;
    heard.response = busy("the server has more requests than it can take; try again in a moment");
    co_return heard;
  }
  auto const asked = std::make_shared<Request const>(std::move(request));
  auto opening = [self = shared_from_this(), &open, asked] {
    Opened opened = self->run_open(open, *asked);
    --self->shared_.queued;
    return opened;
  };
  Opened opened = co_await on_worker(*shared_.workers, socket_.get_executor(), std::move(opening));
  if (auto* const refusal = std::get_if<Response>(&opened)) {
    heard.response = std::move(*refusal);
    heard.whole = parser.is_done(); // what follows is the next request only when there was no body
    co_return heard;
  }
  bool const incomplete = !parser.is_done();
  arm(shared_.options.limits.body_timeout);
  error_code const ec = co_await invite_body(parser.get().version() >= 11 && incomplete, *asked);
  disarm();
  PartParser parts(std::move(parser));
  parts.eager(true);
  if (ec) { // nobody is there; the first read says so
    error_code ignored;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
  }
  heard = co_await take_parts(parts, std::get<std::shared_ptr<BodySink>>(std::move(opened)), asked->request_id);
  buffer_.shrink_to_fit();
  co_return heard;
}

asio::awaitable<Session::Heard> Session::take_parts(PartParser& parser, std::shared_ptr<BodySink> sink,
                                                    std::string request_id) {
  Heard heard;
  heard.whole = parser.is_done();
  std::optional<Response> instead; // of what the sink answers
  auto const part = std::make_unique<char[]>(BodySink::part_bytes);
  for (bool goes_on = !parser.is_done(); goes_on;) {
    auto& room = parser.get().body();
    room.data = part.get();
    room.size = BodySink::part_bytes;
    error_code const ec = co_await fill(parser);
    bool const late = expired_;
    std::size_t const filled = BodySink::part_bytes - room.size;
    if (filled > 0) {
      auto taking = [self = shared_from_this(), sink, request_id, bytes = std::string_view(part.get(), filled)] {
        return self->run_take(*sink, bytes, request_id);
      };
      Took const took = co_await on_worker(*shared_.workers, socket_.get_executor(), std::move(taking));
      if (took == Took::mistake) instead = error(500, own_mistake);
      if (took != Took::more) break;
    }
    goes_on = !ec && !parser.is_done();
    heard.whole = !ec && parser.is_done();
    if (!ec) continue;
    if (late) instead = error(408, "the body did not arrive in time");
    else if (shared_.stopping) instead = Response{0};
    else instead = unreadable(ec);
    if (instead->status == 0 && ec == asio::error::eof) instead = error(400, "the body is not complete");
  }
  auto ending = [self = shared_from_this(), sink, request_id, whole = heard.whole] {
    return self->run_end(*sink, whole, request_id);
  };
  sink.reset();
  heard.response = co_await on_worker(*shared_.workers, socket_.get_executor(), std::move(ending));
  if (instead) heard.response = std::move(*instead);
  co_return heard;
}

/// Gives the parser what has arrived. Answers whether more must be read: the part is not full, nor the body at its
/// end.
Session::Parsed Session::parse_part(PartParser& parser) {
  error_code ec;
  if (buffer_.size() > 0) ec = parse(parser);
  if (ec == beast::http::error::need_more || ec == beast::http::error::need_buffer) ec = {};
  bool const wants_more = !ec && !parser.is_done() && parser.get().body().size > 0;
  // The parser takes content at once; what it leaves is the line of a chunk's size, or trailers.
  if (wants_more && buffer_.size() > shared_.options.limits.header_bytes) ec = beast::http::error::header_limit;
  if (wants_more && shared_.stopping) ec = asio::error::operation_aborted;
  return {ec, wants_more && !ec};
}

/// Reads until the part is full or the body at its end; what came before an error is in the part all the same.
asio::awaitable<error_code> Session::fill(PartParser& parser) {
  arm(shared_.options.limits.body_timeout);
  Parsed parsed = parse_part(parser);
  while (parsed.wants_more) {
    takes_in_ = true;
    error_code const ec = co_await read_some(BodySink::part_bytes / 2);
    takes_in_ = false;
    parsed = ec ? Parsed{ec, false} : parse_part(parser);
  }
  disarm();
  co_return parsed.ec;
}

Opened Session::run_open(Open const& open, Request const& request) const {
  try {
    Opened opened = open(request);
    if (auto const* const sink = std::get_if<std::shared_ptr<BodySink>>(&opened))
      return *sink ? std::move(opened) : mistake("a route opened no sink", request.request_id);
    std::string_view const fault = fault_in_response(std::get<Response>(opened));
    return fault.empty() ? std::move(opened) : mistake(fault, request.request_id);
  } catch (std::exception const& thrown) {
    return mistake(thrown.what(), request.request_id);
  } catch (...) {
    return mistake("unknown exception", request.request_id);
  }
}

Session::Took Session::run_take(BodySink& sink, std::string_view part, std::string const& request_id) const {
  try {
    return sink.take(part) ? Took::more : Took::enough;
  } catch (std::exception const& thrown) {
    (void)mistake(thrown.what(), request_id);
  } catch (...) {
    (void)mistake("unknown exception", request_id);
  }
  return Took::mistake;
}

Response Session::run_end(BodySink& sink, bool whole, std::string const& request_id) const {
  try {
    Response response = sink.end(whole);
    std::string_view const fault = fault_in_response(response);
    return fault.empty() ? std::move(response) : mistake(fault, request_id);
  } catch (std::exception const& thrown) {
    return mistake(thrown.what(), request_id);
  } catch (...) {
    return mistake("unknown exception", request_id);
  }
}

} // namespace tandem::http
