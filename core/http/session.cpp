#include "http/session.hpp"

#include "http/framing.hpp"
#include "http/on_worker.hpp"
#include "http/stamps.hpp"
#include "http/target.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/write.hpp>
#include <stdexcept>

namespace tandem::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::redirect_error;
using asio::use_awaitable;
using boost::system::error_code;

namespace {

std::optional<Method> method_of(beast::http::verb verb) {
  switch (verb) {
  case beast::http::verb::get: return Method::get;
  case beast::http::verb::head: return Method::head;
  case beast::http::verb::post: return Method::post;
  case beast::http::verb::put: return Method::put;
  case beast::http::verb::patch: return Method::patch;
  case beast::http::verb::delete_: return Method::del;
  case beast::http::verb::options: return Method::options;
  default: return std::nullopt;
  }
}

} // namespace

Session::Session(asio::ip::tcp::socket socket, Shared& shared) : socket_(std::move(socket)), shared_(shared) {
  error_code ec;
  socket_.non_blocking(true, ec);
  auto const peer = socket_.remote_endpoint(ec);
  if (!ec) remote_address_ = client_address(peer.address().to_string(), {}, {});
  socket_.set_option(asio::ip::tcp::no_delay(true), ec);
  shared_.connection_begins();
  // Refused ones do not count: while they are shown out, they take nobody's place.
  admitted_ = shared_.admitted.fetch_add(1) < shared_.options.limits.connections;
  if (!admitted_) --shared_.admitted;
}

Session::~Session() {
  let_nobody_wake();
  if (admitted_) --shared_.admitted;
  shared_.connection_ends();
}

void Session::arm(std::chrono::milliseconds timeout) {
  expired_ = false;
  deadline_ = std::chrono::steady_clock::now() + timeout;
}

void Session::disarm() { deadline_ = never; }

void Session::tick(std::chrono::steady_clock::time_point now) {
  if (now < deadline_) return;
  expired_ = true; // again each time until it is disarmed: between two steps of a write there is nothing to cancel
  error_code ignored;
  socket_.cancel(ignored);
}

void Session::wind_up() {
  error_code ignored;
  if (idle_ || waits_for_more_ || takes_in_) socket_.cancel(ignored);
  // A write that is between two of its steps would not notice that it is cancelled.
  else if (writes_part_) socket_.shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
}

Response Session::error(int status, std::string_view detail) const {
  if (shared_.options.error_response) return shared_.options.error_response(status, detail);
  return {status, {{"Content-Type", "text/plain; charset=utf-8"}}, std::string(detail) + "\n"};
}

asio::awaitable<void> Session::run() {
  auto const self = shared_from_this();
  if (!admitted_) {
    co_await send(error(503, "too many connections are open"), Method::get, 11, false);
  } else {
    // g++ 12 loses the short circuit of "a && co_await b", so every condition stands alone.
    while (!shared_.stopping) {
      bool const arrived = co_await wait_for_request();
      if (!arrived) break;
      Ready const ready = answer_at_once();
      if (ready == Ready::answered) continue;
      if (ready == Ready::last) break;
      Next const next = ready == Ready::half_written ? co_await write_rest() : co_await serve_one();
      if (next == Next::close) break;
    }
  }
  disarm();
  error_code ec;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ec);
  co_await drain();
  socket_.close(ec);
}

/// Takes what the client still sends for a moment, so that it reads our last answer before a reset.
asio::awaitable<void> Session::drain() {
  if (shared_.stopping) co_return;
  arm(std::chrono::milliseconds{1'000});
  std::array<char, 4096> thrown_away;
  error_code ec;
  for (int reads = 0; !ec && !expired_ && reads < 1024; ++reads)
    co_await socket_.async_read_some(asio::buffer(thrown_away), redirect_error(use_awaitable, ec));
  disarm();
}

asio::awaitable<bool> Session::wait_for_request() {
  for (bool skipped = false;;) {
    std::string_view const bytes(static_cast<char const*>(buffer_.data().data()), buffer_.size());
    if (!skipped && bytes.starts_with("\r\n")) { // some clients end a body with one too many (RFC 9112 section 2.2)
      buffer_.consume(2);
      skipped = true;
      continue;
    }
    if (!bytes.empty()) co_return true; // pipelined, or what was read below
    arm(shared_.options.limits.idle_timeout);
    idle_ = true;
    error_code const ec = co_await read_some(4096);
    idle_ = false;
    disarm();
    if (ec) co_return false;
  }
}

asio::awaitable<error_code> Session::read_some(std::size_t most) {
  error_code ec;
  std::size_t const read = co_await socket_.async_read_some(buffer_.prepare(most), redirect_error(use_awaitable, ec));
  buffer_.commit(read);
  co_return ec;
}

/// Beast would parse the head in pieces and count its bytes anew for each, so it gets the head whole.
asio::awaitable<error_code> Session::read_head(Parser& parser) {
  std::size_t const limit = shared_.options.limits.header_bytes;
  for (std::size_t seen = 0;;) {
    Head const head = find_head({static_cast<char const*>(buffer_.data().data()), buffer_.size()}, seen);
    if (head.state == Head::State::malformed) co_return beast::http::error::bad_line_ending;
    bool const complete = head.state == Head::State::complete;
    if (complete ? head.length > limit : buffer_.size() >= limit) co_return beast::http::error::header_limit;
    if (complete) co_return parse(parser);
    seen = buffer_.size();
    if (error_code const ec = co_await read_some(4096)) co_return ec;
  }
}

asio::awaitable<error_code> Session::read_body(Parser& parser) {
  parser.eager(true);
  while (!parser.is_done()) {
    if (buffer_.size() > 0) {
      error_code const ec = parse(parser);
      if (ec && ec != beast::http::error::need_more) co_return ec;
      if (parser.is_done()) break;
      // The parser takes content at once; what it leaves is the line of a chunk's size, or trailers.
      if (buffer_.size() > shared_.options.limits.header_bytes) co_return beast::http::error::header_limit;
    }
    if (error_code const ec = co_await read_some(16 << 10)) co_return ec;
  }
  co_return error_code{};
}

/// The answer to a request that could not be read; status 0 means: there is nobody to answer.
Response Session::unreadable(error_code ec) const {
  Limits const& limits = shared_.options.limits;
  if (ec == beast::http::error::header_limit)
    return error(431, "the headers are larger than " + std::to_string(limits.header_bytes) + " bytes");
  if (ec == beast::http::error::body_limit)
    return error(413, "the body is larger than " + std::to_string(limits.body_bytes) + " bytes");
  if (ec.category() == beast::http::make_error_code(beast::http::error::bad_method).category())
    return error(400, "the request is not valid HTTP/1.1");
  return {0};
}

/// Refuses what is known to be wrong from the head alone.
std::optional<Response> Session::refusal(Parser const& parser) const {
  Limits const& limits = shared_.options.limits;
  if (parser.get().target().size() > limits.target_bytes)
    return error(414, "the request target is longer than " + std::to_string(limits.target_bytes) + " bytes");
  if (seen_.size() > limits.header_count)
    return error(431, "there are more than " + std::to_string(limits.header_count) + " headers");
  std::string_view const fault = fault_in_request(parser.get().version(), seen_);
  return fault.empty() ? std::nullopt : std::optional(error(400, fault));
}

/// Reads the head of a request. Answers a response when it must be refused; status 0 means: close without a word.
asio::awaitable<std::optional<Response>> Session::receive_head(Parser& parser, Request& request) {
  arm(shared_.options.limits.header_timeout);
  error_code const ec = co_await read_head(parser);
  disarm();
  if (expired_) co_return error(408, "the headers did not arrive in time");
  auto const& message = parser.get();
  request.target = origin_form(message.target());
  look_at(parser);
  for (HeaderView const& header : seen_)
    request.headers.push_back({std::string(header.name), std::string(header.value)});
  if (ec) co_return unreadable(ec);
  co_return refusal(parser);
}

/// Tells a client that waits to be asked for its body (RFC 9110 section 10.1.1) to send it.
asio::awaitable<error_code> Session::invite_body(bool incomplete, Request const& request) {
  constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
  error_code ec;
  bool const waits =
      incomplete && buffer_.size() == 0 && Request::same_name(request.header("Expect"), "100-continue");
  if (waits)
    co_await asio::async_write(socket_, asio::buffer(go_on.data(), go_on.size()), redirect_error(use_awaitable, ec));
  co_return ec;
}

/// Reads the body; answers a response when the request must be refused.
asio::awaitable<std::optional<Response>> Session::receive_body(Parser& parser, Request& request) {
  Limits const& limits = shared_.options.limits;
  if (auto const length = parser.content_length(); length && *length > limits.body_bytes)
    co_return unreadable(beast::http::error::body_limit);
  parser.body_limit(limits.body_bytes);
  arm(limits.body_timeout);
  error_code ec = co_await invite_body(parser.get().version() >= 11 && !parser.is_done(), request);
  if (!ec) ec = co_await read_body(parser);
  disarm();
  if (expired_) co_return error(408, "the body did not arrive in time");
  if (ec) {
    Response response = unreadable(ec);
    co_return response.status == 0 ? error(400, "the body is not complete") : std::move(response);
  }
  request.body = std::move(parser.get().body());
  co_return std::nullopt;
}

void Session::set_limits(Parser& parser) const {
  parser.header_limit(static_cast<std::uint32_t>(shared_.options.limits.header_bytes));
  parser.body_limit(boost::none); // which one holds shows when the head is read
}

/// The headers of what was parsed, as they stand in the parser.
void Session::look_at(Parser const& parser) {
  seen_.clear();
  for (auto const& field : parser.get())
    seen_.push_back(
        {{field.name_string().data(), field.name_string().size()}, {field.value().data(), field.value().size()}});
}

asio::awaitable<Session::Next> Session::serve_one() {
  auto const started = std::chrono::steady_clock::now();
  arena_.release();
  Parser parser(std::piecewise_construct, std::make_tuple(), std::make_tuple(Arena(&arena_)));
  set_limits(parser);
  Request request;
  std::optional<Response> refused = co_await receive_head(parser, request);
  if (refused && refused->status == 0) co_return Next::close;
  std::vector<Network> const& trusted = shared_.options.trusted_proxies;
  request.remote_address = trusted.empty() ? remote_address_ : client_address(remote_address_, seen_, trusted);

  std::optional<Method> const method = method_of(parser.get().method());
  request.method = method.value_or(Method::options);
  request.request_id = request_id_for(request.header("X-Request-Id"));
  std::string const target = request.target, request_id = request.request_id, client = request.remote_address;
  Method const sent_method = request.method;
  unsigned const version = parser.get().version();
  bool const may_keep = parser.get().keep_alive();
  Heard heard;
  if (refused) heard.response = std::move(*refused);
  else heard = co_await hear(parser, method, std::move(request));
  Response response = std::move(heard.response);
  if (response.status == 0) co_return Next::close;
  std::optional<StreamPlace> const place = take_place(response, sent_method);
  response.set("X-Request-Id", request_id);
  int const status = response.status;
  bool const keep_alive = heard.whole && !place && may_keep && !shared_.stopping;
  Sent sent{Next::close, response.body.size()};
  if (place) sent.bytes = co_await send_stream(std::move(response), version, request_id);
  else if (response.file.file && sent_method != Method::head)
    sent = co_await send_file(std::move(response), version, keep_alive);
  else sent.next = co_await send(std::move(response), sent_method, version, keep_alive);
  if (shared_.options.on_served)
    shared_.options.on_served(
        {sent_method, target, status, sent.bytes,
         std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started), client,
         request_id});
  co_return sent.next;
}

/// Has a request answered whose head was read, with its body.
asio::awaitable<Session::Heard> Session::hear(Parser& parser, std::optional<Method> method, Request request) {
  Heard heard;
  if (Open const* const open = find_open(method, request); open != nullptr) {
    heard = co_await take_in(parser, *open, std::move(request));
    co_return heard;
  }
  std::optional<Response> refused = co_await receive_body(parser, request);
  heard.whole = !refused;
  if (refused) heard.response = std::move(*refused);
  else heard.response = co_await dispatch(method, std::move(request));
  co_return heard;
}

/// Answers a request that was read whole; no `method` stands for one that is none of ours.
asio::awaitable<Response> Session::dispatch(std::optional<Method> method, Request request) {
  if (request.target == "*" && method == Method::options) co_return Response{204}; // asks only whether we are there
  std::optional<Target> parsed = parse_target(request.target);
  if (!parsed) co_return error(400, "the request target is not valid: it must be a path in percent-encoded UTF-8");
  request.path = std::move(parsed->path);
  request.query = std::move(parsed->query);
  if (method) co_return co_await answer(std::move(request));
  co_return not_allowed(shared_.router.allowed(request.path));
}

Response Session::not_allowed(std::string allowed) const {
  if (allowed.empty()) return error(404, "there is nothing at this address");
  Response response = error(405, "this address does not know the method");
  response.set("Allow", std::move(allowed));
  return response;
}

asio::awaitable<Response> Session::answer(Request request) {
  Match match = shared_.router.match(request.method, request.path);
  if (std::holds_alternative<NoSuchPath>(match)) co_return not_allowed("");
  if (auto const* other = std::get_if<NoSuchMethod>(&match)) {
    if (request.method != Method::options) co_return not_allowed(other->allow);
    co_return Response{204, {{"Allow", other->allow}}};
  }
  if (std::get<Found>(match).runs == Runs::at_once) {
    request.captures = std::move(std::get<Found>(match).captures);
    co_return run_handler(*std::get<Found>(match).handler, request);
  }
  if (shared_.queued.fetch_add(1) >= shared_.options.limits.queued_requests) {
    --shared_.queued;
    co_return busy("the server has more requests than it can take; try again in a moment");
  }
  Found& found = std::get<Found>(match);
  request.captures = std::move(found.captures);
  auto work = [self = shared_from_this(), handler = found.handler, request = std::move(request)] {
    Response response = self->run_handler(*handler, request);
    --self->shared_.queued;
    return response;
  };
  co_return co_await on_worker(*shared_.workers, socket_.get_executor(), std::move(work));
}

/// 503 from which a client learns when to come back.
Response Session::busy(std::string_view detail) const {
  Response response = error(503, detail);
  if (std::none_of(response.headers.begin(), response.headers.end(),
                   [](Header const& h) { return Request::same_name(h.name, "Retry-After"); }))
    response.set("Retry-After", "1");
  return response;
}

/// Whatever is done wrong behind this layer is told to the log and hidden from the client.
Response Session::mistake(std::string_view what, std::string_view request_id) const {
  if (shared_.options.on_exception) shared_.options.on_exception(what, request_id);
  return error(500, own_mistake);
}

Response Session::run_handler(Handler const& handler, Request const& request) const {
  try {
    Response response = handler(request);
    std::string_view const fault = fault_in_response(response);
    return fault.empty() ? std::move(response) : mistake(fault, request.request_id);
  } catch (std::exception const& thrown) {
    return mistake(thrown.what(), request.request_id);
  } catch (...) {
    return mistake("unknown exception", request.request_id);
  }
}

/// `version` is the client's: one of HTTP/1.0 is told whether the connection is kept, which others take for granted.
asio::awaitable<Session::Next> Session::send(Response response, Method method, unsigned version, bool keep_alive) {
  beast::http::response<beast::http::string_body> message;
  stamp(message.base(), response, version);
  message.keep_alive(keep_alive);
  bool const bodiless = response.status == 204 || response.status == 304;
  if (response.stream) message.chunked(version >= 11); // to HEAD: as the answer to GET would be
  else if (response.file.file) message.content_length(response.file.length);
  else if (!bodiless) message.content_length(response.body.size());
  if (method != Method::head && !bodiless) message.body() = std::move(response.body);

  arm(shared_.options.limits.write_timeout);
  error_code ec;
  beast::http::response_serializer<beast::http::string_body> serializer(message);
  if (method == Method::head) {
    serializer.split(true);
    co_await beast::http::async_write_header(socket_, serializer, redirect_error(use_awaitable, ec));
  } else {
    co_await beast::http::async_write(socket_, serializer, redirect_error(use_awaitable, ec));
  }
  disarm();
  co_return ec || !keep_alive ? Next::close : Next::keep;
}

} // namespace tandem::http
