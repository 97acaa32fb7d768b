#include "link_client.hpp"

#include "public_address.hpp"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <curl/curl.h>
#include <list>
#include <memory>
#include <set>
#include <sys/socket.h>

namespace directory::quality {
namespace {

using Clock = std::chrono::steady_clock;

template <auto release> struct Release {
  template <class T> void operator()(T* held) const { release(held); }
};
using Easy = std::unique_ptr<CURL, Release<&curl_easy_cleanup>>;
using Multi = std::unique_ptr<CURLM, Release<&curl_multi_cleanup>>;

/// One address on its way.
struct Errand {
  std::string address, asked, host;
  LinkLimits const& limits;
  bool head = true;
  bool refused = false;  // an address that may not be asked
  bool answered = false; // a body has begun
  Easy easy = {};
};

/// Bytes outside ASCII percent-encoded, as browsers send what people type (RFC 3987 section 3.1). The host is left to
/// libcurl, which knows international names.
std::string asked_as(std::string_view address) {
  std::size_t const host = address.find("://");
  std::size_t const path = host == std::string_view::npos ? 0 : address.find_first_of("/?", host + 3);
  if (path == std::string_view::npos) return std::string(address);
  static constexpr std::string_view hex = "0123456789ABCDEF";
  std::string encoded(address.substr(0, path));
  for (char const c : address.substr(path)) {
    auto const byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte < 0x7F) encoded += c;
    else encoded += std::string("%") + hex[byte >> 4U] + hex[byte & 15U];
  }
  return encoded;
}

std::string host_of(std::string_view address) {
  std::size_t const begin = address.find("://");
  if (begin == std::string_view::npos) return {};
  std::string_view const rest = address.substr(begin + 3);
  return std::string(rest.substr(0, rest.find_first_of("/?#")));
}

curl_socket_t open_socket(void* data, curlsocktype, curl_sockaddr* peer) {
  auto& errand = *static_cast<Errand*>(data);
  if (!errand.limits.private_addresses && !is_public(peer->addr)) {
    errand.refused = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(peer->family, peer->socktype | SOCK_CLOEXEC, peer->protocol);
}

/// Taking less than was offered ends the transfer: that something comes is enough.
std::size_t take_body(char*, std::size_t, std::size_t, void* data) {
  static_cast<Errand*>(data)->answered = true;
  return 0;
}

void prepare(Errand& errand) {
  errand.easy.reset(curl_easy_init());
  CURL* const easy = errand.easy.get();
  curl_easy_setopt(easy, CURLOPT_URL, errand.asked.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt(easy, CURLOPT_MAXREDIRS, errand.limits.redirects);
  curl_easy_setopt(easy, CURLOPT_PROXY, ""); // not those of the environment: they would connect in our place
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &open_socket);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &errand);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &take_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &errand);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L); // do not wait for a DNS server that does not answer
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(errand.limits.connect.count()));
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(errand.limits.request.count()));
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "Tandem-link-check/0.1 (services directory; one request a link and day)");
  curl_easy_setopt(easy, CURLOPT_PRIVATE, &errand);
  if (errand.head) curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
}

Answer answer_of(Errand const& errand, CURLcode code) {
  long status = 0;
  curl_easy_getinfo(errand.easy.get(), CURLINFO_RESPONSE_CODE, &status);
  if (errand.refused) return {Outcome::refused, 0, "not an address of the public Internet"};
  if (code == CURLE_OK || (code == CURLE_WRITE_ERROR && errand.answered))
    return {outcome_of(static_cast<int>(status)), static_cast<int>(status), {}};
  return {Outcome::failed, 0, curl_easy_strerror(code)};
}

/// The round: a few requests at once, one a host.
class Round {
public:
  Round(std::vector<std::string> const& addresses, LinkLimits const& limits)
      : limits_(limits), until_(Clock::now() + limits.all), multi_(curl_multi_init()) {
    for (std::string const& address : addresses) {
      if (boost::urls::parse_uri(asked_as(address))) waiting_.push_back(address);
      else answers_[address] = {Outcome::failed, 0, "not a web address"};
    }
  }

  std::map<std::string, Answer> run(std::stop_token const& stop) {
    while ((!waiting_.empty() || !under_way_.empty()) && Clock::now() < until_ && !stop.stop_requested()) {
      start_some();
      int running = 0;
      if (curl_multi_perform(multi_.get(), &running) != CURLM_OK) break;
      finish_some();
      if (!under_way_.empty()) curl_multi_poll(multi_.get(), nullptr, 0, 200, nullptr);
    }
    for (Errand const& errand : under_way_) curl_multi_remove_handle(multi_.get(), errand.easy.get());
    return std::move(answers_);
  }

private:
  void start_some() {
    for (auto next = waiting_.begin(); next != waiting_.end() && under_way_.size() < limits_.at_once;) {
      std::string const host = host_of(*next);
      if (!hosts_.insert(host).second) {
        ++next;
        continue;
      }
      under_way_.push_back({*next, asked_as(*next), host, limits_});
      send(under_way_.back());
      next = waiting_.erase(next);
    }
  }

  void send(Errand& errand) {
    prepare(errand);
    curl_multi_add_handle(multi_.get(), errand.easy.get());
  }

  void finish_some() {
    int left = 0;
    while (CURLMsg const* message = curl_multi_info_read(multi_.get(), &left)) {
      CURLcode const code = message->data.result;
      char* data = nullptr;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &data);
      finish(*reinterpret_cast<Errand*>(data), code);
    }
  }

  void finish(Errand& errand, CURLcode code) {
    Answer answer = answer_of(errand, code);
    curl_multi_remove_handle(multi_.get(), errand.easy.get());
    // Some servers know no HEAD, or answer it wrongly: only GET says that there is nothing.
    if (errand.head && answer.outcome == Outcome::failed) {
      errand.head = false;
      send(errand);
      return;
    }
    answers_[errand.address] = std::move(answer);
    hosts_.erase(errand.host);
    under_way_.remove_if([&](Errand const& one) { return &one == &errand; });
  }

  LinkLimits const& limits_;
  Clock::time_point until_;
  Multi multi_;
  std::list<std::string> waiting_;
  std::list<Errand> under_way_; // a list: libcurl holds their addresses
  std::set<std::string> hosts_;
  std::map<std::string, Answer> answers_;
};

} // namespace

std::map<std::string, Answer> ask_all(std::vector<std::string> const& addresses, LinkLimits const& limits,
                                      std::stop_token const& stop) {
  static CURLcode const ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (ready != CURLE_OK) return {};
  return Round(addresses, limits).run(stop);
}

} // namespace directory::quality
