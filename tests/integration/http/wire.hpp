#pragma once
/// A client that sends bytes as they are given and reads answers one by one. Knows just enough of HTTP to find where
/// an answer ends, so that tests can send what no proper client would.

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <chrono>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace tandem::test {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

struct Answer {
  int status = 0;                                           ///< 0: the connection ended without an answer.
  std::vector<std::pair<std::string, std::string>> headers; ///< Names in lower case.
  std::string body;

  [[nodiscard]] std::string header(std::string_view name) const {
    for (auto const& [known, value] : headers)
      if (known == name) return value;
    return "";
  }
  [[nodiscard]] bool has(std::string_view name) const {
    return std::any_of(headers.begin(), headers.end(), [&](auto const& one) { return one.first == name; });
  }
};

class Wire {
public:
  /// Connects to the port on this machine. A small `receive_buffer` makes a client whose window fills soon.
  explicit Wire(std::uint16_t port, int receive_buffer = 0) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    if (socket_ < 0) throw std::runtime_error("no socket");
    if (receive_buffer > 0) ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    int const on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~Wire() {
    if (socket_ >= 0) ::close(socket_);
  }
  Wire(Wire&& other) noexcept
      : socket_(std::exchange(other.socket_, -1)), connected_(other.connected_), arrived_(std::move(other.arrived_)) {
  }
  Wire(Wire const&) = delete;
  Wire& operator=(Wire const&) = delete;
  Wire& operator=(Wire&&) = delete;

  [[nodiscard]] bool connected() const { return connected_; }

  /// False when the other side did not take it all, because it has closed or does not read.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      if (!ready(POLLOUT, patience)) return false;
      ssize_t const sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent < 0 && errno != EAGAIN) return false;
      if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void finish_sending() { ::shutdown(socket_, SHUT_WR); }

  /// Gone at once, with a reset instead of a farewell.
  void vanish() {
    linger const at_once{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::close(std::exchange(socket_, -1));
  }

  /// The next answer; interim ones count. The one to a HEAD has no body, whatever its length says.
  Answer receive(bool to_head = false) {
    std::size_t end = 0;
    while ((end = arrived_.find("\r\n\r\n")) == std::string::npos)
      if (!read_more()) return {};
    Answer answer = parse(arrived_.substr(0, end + 2));
    std::string const length = answer.header("content-length");
    std::size_t const wanted = to_head || length.empty() ? 0 : std::stoul(length);
    while (arrived_.size() < end + 4 + wanted)
      if (!read_more()) return {};
    answer.body = arrived_.substr(end + 4, wanted);
    arrived_.erase(0, end + 4 + wanted);
    return answer;
  }

  /// What arrives up to the end of this text; all there was, when the other side closes before it has come.
  std::string receive_until(std::string_view text) {
    std::size_t at = 0;
    for (std::size_t seen = 0; (at = arrived_.find(text, seen)) == std::string::npos;) {
      seen = arrived_.size() - std::min(arrived_.size(), text.size() - 1);
      if (!read_more()) return std::exchange(arrived_, {});
    }
    std::string const all = arrived_.substr(0, at + text.size());
    arrived_.erase(0, all.size());
    return all;
  }

  /// Everything until the other side closes.
  std::string receive_all() {
    while (read_more()) continue;
    return std::exchange(arrived_, {});
  }

  /// True when the other side closes without another word.
  bool closed() { return receive_all().empty(); }

  /// True when something can be read (an end included) within this time.
  bool ready_within(std::chrono::milliseconds time) { return !arrived_.empty() || ready(POLLIN, time); }

  /// Waits until at least this much has arrived.
  bool received(std::size_t bytes) {
    while (arrived_.size() < bytes)
      if (!read_more()) return false;
    return true;
  }

  static constexpr std::chrono::milliseconds patience = 20s; ///< Longer than any test may have to wait.

private:
  bool ready(short what, std::chrono::milliseconds time) const {
    pollfd one{socket_, what, 0};
    return ::poll(&one, 1, static_cast<int>(time.count())) > 0;
  }
  bool read_more() {
    if (!ready(POLLIN, patience)) throw std::runtime_error("the server said nothing and did not close");
    char bytes[16 << 10];
    ssize_t const count = ::recv(socket_, bytes, sizeof bytes, 0);
    if (count > 0) arrived_.append(bytes, static_cast<std::size_t>(count));
    return count > 0;
  }
  static Answer parse(std::string_view head) {
    Answer answer;
    answer.status = std::stoi(std::string(head.substr(9, 3)));
    for (std::size_t at = head.find("\r\n") + 2; at < head.size(); at = head.find("\r\n", at) + 2) {
      std::string_view const line = head.substr(at, head.find("\r\n", at) - at);
      std::size_t const colon = line.find(": ");
      std::string name(line.substr(0, colon));
      for (char& c : name) c = static_cast<char>(std::tolower(c));
      answer.headers.emplace_back(std::move(name), colon == line.npos ? "" : line.substr(colon + 2));
    }
    return answer;
  }

  int socket_;
  bool connected_ = false;
  std::string arrived_;
};

inline std::string get(std::string_view target, std::string_view headers = "") {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: gids.example\r\n" + std::string(headers) + "\r\n";
}

inline std::string post(std::string_view target, std::string_view body, std::string_view headers = "") {
  return "POST " + std::string(target) +
         " HTTP/1.1\r\nHost: gids.example\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         std::string(headers) + "\r\n" + std::string(body);
}

} // namespace tandem::test
