#include "media/clamd.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace tandem::media {
namespace {

class Descriptor {
public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor const&) = delete;
  Descriptor& operator=(Descriptor const&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] int number() const { return number_; }

private:
  int number_;
};

Error away() { return {ErrorCode::unavailable, "the virus scanner does not answer; try again later"}; }

bool ready(int socket, short what, std::chrono::milliseconds time) {
  pollfd one{socket, what, 0};
  int found = 0;
  do found = ::poll(&one, 1, static_cast<int>(time.count()));
  while (found < 0 && errno == EINTR);
  return found > 0;
}

bool send_all(int socket, std::string_view bytes, std::chrono::milliseconds time) {
  while (!bytes.empty()) {
    if (!ready(socket, POLLOUT, time)) return false;
    ssize_t const sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) return false;
    if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

/// What it says, up to its NUL; shorter when it says no more.
std::string answer_of(int socket, std::chrono::milliseconds time) {
  std::string text;
  std::array<char, 512> some;
  while (text.size() < 4096 && text.find('\0') == text.npos && ready(socket, POLLIN, time)) {
    ssize_t const read = ::recv(socket, some.data(), some.size(), 0);
    if (read < 0 && errno == EINTR) continue;
    if (read <= 0) break;
    text.append(some.data(), static_cast<std::size_t>(read));
  }
  return text.substr(0, text.find('\0'));
}

bool connect_to(int socket, std::filesystem::path const& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::string const& name = path.native();
  if (name.size() >= sizeof address.sun_path) return false;
  std::memcpy(address.sun_path, name.data(), name.size());
  return ::connect(socket, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0;
}

/// Sends the file in pieces, each after its length in network order; a length of 0 ends it. False when the scanner
/// takes no more: it may have said why.
Result<bool> stream(int socket, int file, std::chrono::milliseconds time) {
  std::string piece(64 << 10, '\0');
  for (;;) {
    ssize_t const read = ::read(file, piece.data() + 4, piece.size() - 4);
    if (read < 0 && errno == EINTR) continue;
    if (read < 0) return Error{ErrorCode::internal, "the file cannot be read"};
    auto const length = static_cast<std::uint32_t>(read);
    for (unsigned i = 0; i < 4; ++i) piece[i] = static_cast<char>(length >> (24 - 8 * i) & 0xff);
    if (!send_all(socket, std::string_view(piece).substr(0, 4 + length), time)) return false;
    if (length == 0) return true;
  }
}

} // namespace

Result<void> scan(ClamdSettings const& clamd, std::filesystem::path const& file) {
  Descriptor const bytes(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (bytes.number() < 0) return Error{ErrorCode::internal, "the file cannot be read"};
  Descriptor const socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (socket.number() < 0 || !connect_to(socket.number(), clamd.socket)) return away();
  using namespace std::string_view_literals;
  if (!send_all(socket.number(), "zINSTREAM\0"sv, clamd.timeout)) return away();
  if (Result<bool> sent = stream(socket.number(), bytes.number(), clamd.timeout); !sent) return sent.error();
  std::string const answer = answer_of(socket.number(), clamd.timeout);
  if (answer == "stream: OK") return {};
  constexpr std::string_view begin = "stream: ", found = " FOUND";
  if (answer.starts_with(begin) && answer.ends_with(found))
    return Error{ErrorCode::invalid_content,
                 "the virus scanner found " +
                     answer.substr(begin.size(), answer.size() - begin.size() - found.size()) + " in the file"};
  if (answer.starts_with("INSTREAM size limit exceeded"))
    return Error{ErrorCode::payload_too_large, "the file is larger than the virus scanner takes"};
  return away();
}

} // namespace tandem::media
