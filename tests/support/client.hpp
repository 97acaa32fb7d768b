#pragma once
/// A blocking HTTP client on a real socket, one request a connection.

#include "content/json.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <map>
#include <string>

namespace tandem::test {

struct Reply {
  int status = 0;
  std::map<std::string, std::string> headers; ///< Names in lower case.
  std::string body;
  [[nodiscard]] json::object document() const { return json::parse(body).as_object(); }
};

using Headers = std::map<std::string, std::string>;

inline Reply request(std::uint16_t port, std::string const& method, std::string const& target,
                     std::string const& body = "", Headers headers = {}) {
  boost::asio::io_context context;
  boost::asio::ip::tcp::socket socket(context);
  socket.connect({boost::asio::ip::address_v4::loopback(), port});
  std::string text = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
  if (!body.empty()) {
    headers.try_emplace("Content-Type", "application/vnd.api+json");
    headers["Content-Length"] = std::to_string(body.size());
  }
  for (auto const& [name, value] : headers) text += name + ": " + value + "\r\n";
  text += "\r\n" + body;
  boost::asio::write(socket, boost::asio::buffer(text));
  std::string answer;
  boost::system::error_code ec;
  boost::asio::read(socket, boost::asio::dynamic_buffer(answer), ec);
  Reply reply;
  std::size_t const end = answer.find("\r\n\r\n");
  reply.status = std::stoi(answer.substr(9, 3));
  reply.body = answer.substr(end + 4);
  for (std::size_t at = answer.find("\r\n"); at < end; at = answer.find("\r\n", at + 2)) {
    std::string const line = answer.substr(at + 2, answer.find("\r\n", at + 2) - at - 2);
    std::string name = line.substr(0, line.find(':'));
    for (char& c : name) c = static_cast<char>(std::tolower(c));
    reply.headers[name] = line.size() > name.size() + 2 ? line.substr(name.size() + 2) : "";
  }
  return reply;
}

} // namespace tandem::test
