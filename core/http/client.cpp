#include "http/client.hpp"

#include "http/address.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>
#include <curl/curl.h>
#include <memory>
#include <sys/socket.h>
#include <unistd.h>

namespace tandem::http {
namespace {

using Reason = ClientFailure::Reason;
using Clock = std::chrono::steady_clock;

/// What libcurl's callbacks of one exchange work with.
struct Exchange {
  AddressPolicy policy;
  std::size_t body_bytes;
  ClientResponse response = {};
  std::string refused = {}; // the last address that the policy forbade
};

std::optional<std::string> refusal(boost::asio::ip::address const& address, AddressPolicy policy) {
  if (policy == AddressPolicy::any) return std::nullopt;
  auto const purpose = special_purpose(address);
  if (!purpose) return std::nullopt;
  return "the address " + address.to_string() + " is not one of the public Internet (" + std::string(*purpose) + ")";
}

/// The address that a socket is about to be opened for; nothing when it is no IP address.
std::optional<boost::asio::ip::address> address_of(curl_sockaddr const& peer) {
  if (peer.family == AF_INET)
    return boost::asio::ip::address_v4(ntohl(reinterpret_cast<sockaddr_in const&>(peer.addr).sin_addr.s_addr));
  if (peer.family != AF_INET6) return std::nullopt;
  boost::asio::ip::address_v6::bytes_type bytes;
  auto const& raw = reinterpret_cast<sockaddr_in6 const&>(peer.addr).sin6_addr.s6_addr;
  std::copy(std::begin(raw), std::end(raw), bytes.begin());
  return boost::asio::ip::address_v6(bytes);
}

curl_socket_t open_socket(void* data, curlsocktype, curl_sockaddr* peer) {
  auto& exchange = *static_cast<Exchange*>(data);
  auto const address = address_of(*peer);
  if (!address) return CURL_SOCKET_BAD;
  if (auto why = refusal(*address, exchange.policy)) {
    exchange.refused = std::move(*why);
    return CURL_SOCKET_BAD;
  }
  return ::socket(peer->family, peer->socktype | SOCK_CLOEXEC, peer->protocol);
}

std::size_t take_header(char* text, std::size_t, std::size_t size, void* data) {
  auto& response = static_cast<Exchange*>(data)->response;
  std::string_view line(text, size);
  while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
  // The last header block counts: a 100 Continue comes before it.
  if (line.starts_with("HTTP/")) response.headers.clear();
  std::size_t const colon = line.find(':');
  if (colon == std::string_view::npos) return size;
  std::string_view value = line.substr(colon + 1);
  while (value.starts_with(' ') || value.starts_with('\t')) value.remove_prefix(1);
  response.headers.push_back({std::string(line.substr(0, colon)), std::string(value)});
  return size;
}

/// Taking less than was offered ends the transfer with CURLE_WRITE_ERROR.
std::size_t take_body(char* bytes, std::size_t, std::size_t size, void* data) {
  auto& exchange = *static_cast<Exchange*>(data);
  std::size_t const room = exchange.body_bytes - exchange.response.body.size();
  exchange.response.body.append(bytes, std::min(size, room));
  exchange.response.cut = size > room;
  return std::min(size, room);
}

template <auto release> struct Release {
  template <class T> void operator()(T* held) const { release(held); }
};
using Easy = std::unique_ptr<CURL, Release<&curl_easy_cleanup>>;
using Multi = std::unique_ptr<CURLM, Release<&curl_multi_cleanup>>;
using HeaderList = std::unique_ptr<curl_slist, Release<&curl_slist_free_all>>;

HeaderList header_list(std::vector<Header> const& headers) {
  curl_slist* list = curl_slist_append(nullptr, "Expect:"); // a body is sent at once
  for (Header const& header : headers)
    // "Name;" is how libcurl is told of a header without value.
    list = curl_slist_append(list,
                             (header.value.empty() ? header.name + ";" : header.name + ": " + header.value).c_str());
  return HeaderList(list);
}

void prepare(CURL* easy, ClientRequest const& request, Exchange& exchange, curl_slist* headers) {
  curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_PROXY, ""); // not those of the environment: they would connect in our place
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &open_socket);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &exchange);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &take_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &exchange);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &take_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &exchange);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L); // do not wait for a DNS server that does not answer
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
  if (request.method == Method::head) curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
  if (request.method == Method::post || request.method == Method::put || request.method == Method::patch) {
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.data());
  }
  if (request.method != Method::get && request.method != Method::head && request.method != Method::post)
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, std::string(name_of(request.method)).c_str());
}

/// Runs the transfer to its end, or until somebody asks to stop.
std::optional<CURLcode> run(CURL* easy, std::stop_token const& stop) {
  Multi const multi(curl_multi_init());
  curl_multi_add_handle(multi.get(), easy);
  std::stop_callback const wake(stop, [&] { curl_multi_wakeup(multi.get()); });
  int running = 1;
  while (!stop.stop_requested() && curl_multi_perform(multi.get(), &running) == CURLM_OK && running != 0)
    curl_multi_poll(multi.get(), nullptr, 0, 1'000, nullptr);
  int left = 0;
  CURLMsg const* const message = curl_multi_info_read(multi.get(), &left);
  std::optional<CURLcode> const code = message != nullptr ? std::optional(message->data.result) : std::nullopt;
  curl_multi_remove_handle(multi.get(), easy);
  return code;
}

ClientFailure failure_of(CURLcode code, Exchange const& exchange, std::string_view said) {
  if (!exchange.refused.empty() && code == CURLE_COULDNT_CONNECT) return {Reason::refused_address, exchange.refused};
  if (code == CURLE_OPERATION_TIMEDOUT) return {Reason::timeout, "no answer in the time given"};
  if (code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL)
    return {Reason::bad_url, "the address is not one that can be asked"};
  return {Reason::unreachable, said.empty() ? curl_easy_strerror(code) : std::string(said)};
}

struct Reply {
  ClientResponse response;
  std::string location; // where a redirect leads, made absolute
};

/// One request on one connection, without following anything.
boost::system::result<Reply, ClientFailure> exchange_once(ClientRequest const& request, ClientLimits const& limits,
                                                          AddressPolicy policy, Clock::time_point until,
                                                          std::stop_token const& stop) {
  static CURLcode const ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  Easy const easy(curl_easy_init());
  if (ready != CURLE_OK || !easy) return ClientFailure{Reason::unreachable, "no request can be made at present"};
  auto const left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
  if (left.count() <= 0) return ClientFailure{Reason::timeout, "no answer in the time given"};
  Exchange exchange{policy, limits.body_bytes};
  std::array<char, CURL_ERROR_SIZE> said{};
  HeaderList const headers = header_list(request.headers);
  prepare(easy.get(), request, exchange, headers.get());
  curl_easy_setopt(easy.get(), CURLOPT_ERRORBUFFER, said.data());
  curl_easy_setopt(easy.get(), CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(std::min(limits.connect_timeout, left).count()));
  curl_easy_setopt(easy.get(), CURLOPT_TIMEOUT_MS, static_cast<long>(left.count()));
  auto const code = run(easy.get(), stop);
  if (!code) return ClientFailure{Reason::stopped, "the request was stopped"};
  if (*code != CURLE_OK && !exchange.response.cut) return failure_of(*code, exchange, said.data());
  long status = 0;
  char const* location = nullptr;
  curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(easy.get(), CURLINFO_REDIRECT_URL, &location);
  exchange.response.status = static_cast<int>(status);
  return Reply{std::move(exchange.response), location != nullptr ? location : ""};
}

bool follows(Method method, int status) {
  bool const reads = method == Method::get || method == Method::head;
  return status == 307 || status == 308 || (reads && (status == 301 || status == 302 || status == 303));
}

/// Prepares the request for the next place; credentials stay with the origin they were meant for.
std::optional<ClientFailure> move_on(ClientRequest& request, std::string const& location) {
  auto const from = boost::urls::parse_uri(request.url);
  auto const to = boost::urls::parse_uri(location);
  if (!from || !to) return ClientFailure{Reason::redirects, "a redirect does not say where to"};
  if (from->scheme_id() == boost::urls::scheme::https && to->scheme_id() != boost::urls::scheme::https)
    return ClientFailure{Reason::redirects, "a redirect leads from https to an address that is not"};
  if (from->encoded_origin() != to->encoded_origin())
    std::erase_if(request.headers, [](Header const& header) {
      return Request::same_name(header.name, "Authorization") || Request::same_name(header.name, "Cookie");
    });
  request.url = location;
  return std::nullopt;
}

} // namespace

std::optional<ClientFailure> Client::problem_with(std::string_view url) const {
  auto const parsed = boost::urls::parse_uri(url);
  if (!parsed) return ClientFailure{Reason::bad_url, "the address is not a URL"};
  if (parsed->scheme_id() != boost::urls::scheme::http && parsed->scheme_id() != boost::urls::scheme::https)
    return ClientFailure{Reason::bad_url, "the address must begin with https:// or http://"};
  if (parsed->encoded_host().empty()) return ClientFailure{Reason::bad_url, "the address names no host"};
  if (parsed->has_userinfo()) return ClientFailure{Reason::bad_url, "the address must not hold a user or password"};
  if (parsed->has_port() && (!parsed->port_number() || parsed->port_number() == 0))
    return ClientFailure{Reason::bad_url, "the address has a port that there is not"};
  if (policy_ == AddressPolicy::any) return std::nullopt;
  boost::system::error_code no_address;
  auto const literal = boost::asio::ip::make_address(std::string(parsed->host_address()), no_address);
  if (no_address) return std::nullopt;
  auto why = refusal(literal, policy_);
  return why ? std::optional(ClientFailure{Reason::refused_address, std::move(*why)}) : std::nullopt;
}

ClientAnswer Client::send(ClientRequest request, std::stop_token const& stop) const {
  Clock::time_point const until = Clock::now() + limits_.timeout;
  for (unsigned followed = 0;; ++followed) {
    if (auto problem = problem_with(request.url)) return *problem;
    auto reply = exchange_once(request, limits_, policy_, until, stop);
    if (!reply) return reply.error();
    if (!follows(request.method, reply->response.status)) return std::move(reply->response);
    if (followed == limits_.redirects)
      return ClientFailure{Reason::redirects, "it redirects more than " + std::to_string(followed) + " times"};
    if (auto problem = move_on(request, reply->location)) return *problem;
  }
}

} // namespace tandem::http
