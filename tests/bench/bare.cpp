/// The bound: an HTTP server that answers every request with the same bytes and does nothing else, as Beast's own
/// examples write one. usage: bare PORT FILE
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <fstream>
#include <iostream>
#include <iterator>

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

namespace {

asio::awaitable<void> serve(tcp::socket socket, std::string const& body) {
  socket.set_option(tcp::no_delay(true));
  boost::beast::flat_buffer buffer;
  try {
    for (;;) {
      http::request<http::empty_body> request;
      co_await http::async_read(socket, buffer, request, asio::use_awaitable);
      http::response<http::string_body> response{http::status::ok, request.version()};
      response.set(http::field::content_type, "application/vnd.api+json");
      response.body() = body;
      response.prepare_payload();
      response.keep_alive(request.keep_alive());
      co_await http::async_write(socket, response, asio::use_awaitable);
      if (!request.keep_alive()) co_return;
    }
  } catch (boost::system::system_error const&) { // the client has gone
  }
}

asio::awaitable<void> listen(tcp::endpoint const endpoint, std::string const& body) {
  auto const executor = co_await asio::this_coro::executor;
  tcp::acceptor acceptor(executor, endpoint);
  for (;;) asio::co_spawn(executor, serve(co_await acceptor.async_accept(asio::use_awaitable), body), asio::detached);
}

} // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: bare PORT FILE\n";
    return 2;
  }
  std::ifstream file(argv[2], std::ios::binary);
  std::string const body{std::istreambuf_iterator<char>(file), {}};
  asio::io_context context{1};
  asio::co_spawn(context,
                 listen({asio::ip::make_address("127.0.0.1"), static_cast<std::uint16_t>(std::stoi(argv[1]))}, body),
                 asio::detached);
  context.run();
}
