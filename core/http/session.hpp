#pragma once
/// One connection: reads requests one after another within limits, has them answered, writes the answers in
/// order. Runs on one I/O thread; only the handler runs elsewhere. Internal to core/http.

#include "http/server.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <condition_variable>
#include <memory>
#include <memory_resource>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>

namespace tandem::http {

/// What the sessions of a server share.
struct Shared {
  Shared(ServerOptions o, Router const& r)
      : options(std::move(o)), router(r), workers(std::in_place, std::max(1U, options.worker_threads)) {}
  ServerOptions options;
  Router const& router;
  std::optional<boost::asio::thread_pool> workers;
  std::atomic<std::size_t> queued{0};   ///< Requests handed to the workers and not yet answered.
  std::atomic<std::size_t> admitted{0}; ///< Connections within the limit.
  std::atomic<std::size_t> streams{0};  ///< Responses being sent that are streams.
  std::atomic<bool> stopping{false};

  void connection_begins();
  void connection_ends();
  /// Waits until there is no connection, refused ones among them, at most `grace`. False when some remain.
  [[nodiscard]] bool connections_ended(std::chrono::milliseconds grace);

private:
  std::mutex mutex_;
  std::condition_variable none_left_;
  std::size_t connections_ = 0;
};

/// One of the streams that may be sent at once.
class StreamPlace {
public:
  /// Nothing when all places are taken.
  [[nodiscard]] static std::optional<StreamPlace> take(Shared& shared);
  StreamPlace(StreamPlace&& other) noexcept : shared_(std::exchange(other.shared_, nullptr)) {}
  StreamPlace& operator=(StreamPlace&&) = delete;
  ~StreamPlace() {
    if (shared_ != nullptr) --shared_->streams;
  }

private:
  explicit StreamPlace(Shared& shared) : shared_(&shared) {}
  Shared* shared_;
};

class Waker;

class Session : public std::enable_shared_from_this<Session> {
public:
  Session(boost::asio::ip::tcp::socket socket, Shared& shared);
  ~Session();
  /// Serves the connection to its end.
  boost::asio::awaitable<void> run();
  /// Once the server is stopping: ends it if it waits for a request or sends a stream; a request in hand is answered
  /// first.
  void wind_up();
  /// Breaks off what takes longer than it may. To be called now and then.
  void tick(std::chrono::steady_clock::time_point now);
  /// Whoever wakes its stream from now on does nothing.
  void let_nobody_wake();

private:
  friend class Waker;
  using Arena = std::pmr::polymorphic_allocator<char>;
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body, Arena>;
  using PartParser = boost::beast::http::request_parser<boost::beast::http::buffer_body, Arena>;
  enum class Next { keep, close };
  enum class Ready { not_found, answered, half_written, last };

  boost::asio::awaitable<bool> wait_for_request();
  boost::asio::awaitable<Next> serve_one();
  boost::asio::awaitable<boost::system::error_code> read_some(std::size_t most);
  boost::asio::awaitable<boost::system::error_code> read_head(Parser& parser);
  boost::asio::awaitable<boost::system::error_code> read_body(Parser& parser);
  /// Gives the parser what is in the buffer.
  template <class AnyParser> boost::system::error_code parse(AnyParser& parser) {
    boost::system::error_code ec;
    try {
      buffer_.consume(parser.put(buffer_.data(), ec));
    } catch (std::length_error const&) { // Beast has no error for a header or trailer of 64 KiB, it throws
      return boost::beast::http::error::header_limit;
    }
    return ec;
  }
  boost::asio::awaitable<std::optional<Response>> receive_head(Parser& parser, Request& request);
  boost::asio::awaitable<std::optional<Response>> receive_body(Parser& parser, Request& request);
  boost::asio::awaitable<boost::system::error_code> invite_body(bool incomplete, Request const& request);
  /// What became of a request whose head was read.
  struct Heard {
    Response response = {}; ///< Status 0: there is nobody to answer.
    bool whole = false;     ///< It was read to its end, so the connection can be kept.
  };
  boost::asio::awaitable<Heard> hear(Parser& parser, std::optional<Method> method, Request request);
  [[nodiscard]] Open const* find_open(std::optional<Method> method, Request& request) const;
  boost::asio::awaitable<Heard> take_in(Parser& parser, Open const& open, Request request);
  boost::asio::awaitable<Heard> take_parts(PartParser& parser, std::shared_ptr<BodySink> sink,
                                           std::string request_id);
  struct Parsed {
    boost::system::error_code ec;
    bool wants_more;
  };
  [[nodiscard]] Parsed parse_part(PartParser& parser);
  boost::asio::awaitable<boost::system::error_code> fill(PartParser& parser);
  enum class Took { more, enough, mistake };
  [[nodiscard]] Opened run_open(Open const& open, Request const& request) const;
  [[nodiscard]] Took run_take(BodySink& sink, std::string_view part, std::string const& request_id) const;
  [[nodiscard]] Response run_end(BodySink& sink, bool whole, std::string const& request_id) const;
  static constexpr std::string_view own_mistake = "the server made a mistake; the request id leads to its log";
  [[nodiscard]] Response mistake(std::string_view what, std::string_view request_id) const;
  [[nodiscard]] Response unreadable(boost::system::error_code ec) const;
  [[nodiscard]] std::optional<Response> refusal(Parser const& parser) const;
  void set_limits(Parser& parser) const;
  void look_at(Parser const& parser);
  Ready answer_at_once();
  [[nodiscard]] std::shared_ptr<ReadyMade const> find_ready(Parser& parser, std::string_view head);
  void begin_answer(ReadyMade const& made, bool whole, bool last, std::string_view request_id);
  [[nodiscard]] std::array<boost::asio::const_buffer, 2> rest_of_answer() const;
  boost::asio::awaitable<Next> write_rest();
  boost::asio::awaitable<Response> dispatch(std::optional<Method> method, Request request);
  [[nodiscard]] Response not_allowed(std::string allowed) const;
  boost::asio::awaitable<Response> answer(Request request);
  [[nodiscard]] Response run_handler(Handler const& handler, Request const& request) const;
  boost::asio::awaitable<Next> send(Response response, Method method, unsigned version, bool keep_alive);
  struct Sent {
    Next next;
    std::size_t bytes; ///< Of the body.
  };
  boost::asio::awaitable<Sent> send_file(Response response, unsigned version, bool keep_alive);
  boost::asio::awaitable<bool> send_start(std::string_view head, bool more_follows);
  boost::asio::awaitable<std::size_t> send_window(File const& file, std::uint64_t offset, std::size_t length);
  [[nodiscard]] Response busy(std::string_view detail) const;
  [[nodiscard]] std::optional<StreamPlace> take_place(Response& response, Method method);
  boost::asio::awaitable<std::size_t> send_stream(Response response, unsigned version, std::string request_id);
  boost::asio::awaitable<boost::system::error_code> send_head(Response const& response, unsigned version);
  boost::asio::awaitable<std::size_t> send_parts(std::shared_ptr<Stream> stream, bool chunked,
                                                 std::string request_id);
  boost::asio::awaitable<boost::system::error_code> send_part(std::string_view bytes, bool chunked);
  boost::asio::awaitable<void> send_last_chunk();
  boost::asio::awaitable<bool> wait_for_more(std::chrono::milliseconds at_most);
  [[nodiscard]] std::optional<Stream::Part> ask(Stream::Part (Stream::*what)(), Stream& stream,
                                                std::string const& request_id) const;
  void wake();
  boost::asio::awaitable<void> drain();
  void arm(std::chrono::milliseconds timeout);
  void disarm();
  [[nodiscard]] Response error(int status, std::string_view detail) const;

  boost::asio::ip::tcp::socket socket_;
  boost::beast::flat_buffer buffer_;
  Shared& shared_;
  std::string remote_address_;
  bool admitted_ = false, expired_ = false, idle_ = false;
  bool takes_in_ = false; ///< Reads a part of a body for a sink.
  static constexpr auto never = std::chrono::steady_clock::time_point::max();
  std::chrono::steady_clock::time_point deadline_ = never;

  std::array<std::byte, 2048> room_; ///< For the headers of one request.
  std::pmr::monotonic_buffer_resource arena_{room_.data(), room_.size()};
  std::vector<HeaderView> seen_; ///< Those headers, while it is being answered.
  std::string head_;             ///< Of a ready-made answer.
  struct Rest {
    std::shared_ptr<ReadyMade const> made; ///< Null: none is under way.
    std::size_t written = 0;
    bool with_body = false, last = false;
  } rest_;

  std::shared_ptr<Waker> waker_; ///< Of the stream that is being sent.
  bool waits_for_more_ = false, writes_part_ = false, woken_ = false;
  std::size_t behind_ = 0; ///< Bytes that the client sent behind its request for a stream; thrown away.
};

} // namespace tandem::http
