#include "http/client.hpp"
#include "support/receiver.hpp"

#include <array>
#include <csignal>
#include <cstdio>
#include <future>
#include <gmock/gmock.h>

/// The client against real servers on loopback.
namespace tandem::http {
namespace {

using Reason = ClientFailure::Reason;
using test::Receiver;

Client anywhere(ClientLimits limits = {}) { return Client(limits, AddressPolicy::any); }

Reason reason(ClientAnswer const& answer) {
  EXPECT_FALSE(answer) << answer->status;
  return answer ? Reason::stopped : answer.error().reason;
}

Response redirect(int status, std::string to) {
  Response response{status};
  response.set("Location", std::move(to));
  return response;
}

TEST(Client, SendsMethodHeadersAndBodyAndReadsTheAnswer) {
  Receiver receiver([](Request const&) {
    Response response{201};
    response.set("Content-Type", "text/plain");
    response.body = "reçu, zoals afgesproken";
    return response;
  });
  auto const answer =
      anywhere().send({Method::post, receiver.url("/na%C3%AFef?q=%C5%93uvre"), {{"X-Taal", "Français"}}, "été"});
  ASSERT_TRUE(answer) << answer.error().detail;
  EXPECT_EQ(answer->status, 201);
  EXPECT_EQ(answer->header("content-type"), "text/plain");
  EXPECT_EQ(answer->body, "reçu, zoals afgesproken");
  EXPECT_FALSE(answer->cut);
  Request const request = receiver.wait_for(1).at(0);
  EXPECT_EQ(request.method, Method::post);
  EXPECT_EQ(request.header("X-Taal"), "Français");
  EXPECT_EQ(request.body, "été");
}

TEST(Client, RefusesAddressesThatAreNotPublic) {
  Receiver receiver;
  Client const client;
  EXPECT_EQ(reason(client.send({Method::get, receiver.url()})), Reason::refused_address);
  EXPECT_EQ(reason(client.send({Method::get, receiver.url("/", "[::ffff:127.0.0.1]")})), Reason::refused_address);
  // Only the resolver knows that these are loopback.
  for (char const* host : {"localhost", "0x7f.1", "2130706433", "127.1"})
    EXPECT_EQ(reason(client.send({Method::get, receiver.url("/", host)})), Reason::refused_address) << host;
  EXPECT_EQ(receiver.count(), 0U);
}

TEST(Client, SaysBeforehandWhatItWouldNotAsk) {
  Client const client;
  auto const problem = [&](char const* url) {
    auto const found = client.problem_with(url);
    return found ? found->detail : "";
  };
  EXPECT_EQ(problem("https://www.voorbeeld.be/haak?taal=nl"), "");
  EXPECT_EQ(problem("http://voorbeeld.be:8080/"), "");
  EXPECT_EQ(problem("ftp://voorbeeld.be/"), "the address must begin with https:// or http://");
  EXPECT_EQ(problem("file:///etc/passwd"), "the address must begin with https:// or http://");
  EXPECT_EQ(problem("/haak"), "the address is not a URL");
  EXPECT_EQ(problem("https://voorbeeld.be/naïef"), "the address is not a URL");
  EXPECT_EQ(problem("https:///haak"), "the address names no host");
  EXPECT_EQ(problem("https://lien:geheim@voorbeeld.be/"), "the address must not hold a user or password");
  EXPECT_EQ(problem("https://voorbeeld.be:70000/"), "the address has a port that there is not");
  EXPECT_EQ(problem("https://10.0.0.8/"), "the address 10.0.0.8 is not one of the public Internet (private use)");
  EXPECT_EQ(problem("https://[fd00::1]/"), "the address fd00::1 is not one of the public Internet (unique local)");
  EXPECT_EQ(anywhere().problem_with("https://10.0.0.8/"), std::nullopt);
}

TEST(Client, ProxiesOfTheEnvironmentAreNotUsed) {
  Receiver proxy, receiver;
  ::setenv("http_proxy", proxy.url().c_str(), 1);
  auto const answer = anywhere().send({Method::get, receiver.url()});
  EXPECT_EQ(reason(Client().send({Method::get, receiver.url()})), Reason::refused_address);
  ::unsetenv("http_proxy");
  ASSERT_TRUE(answer);
  EXPECT_EQ(receiver.count(), 1U);
  EXPECT_EQ(proxy.count(), 0U);
}

TEST(Client, TemporaryRedirectsKeepMethodAndBody) {
  for (int const status : {307, 308}) {
    Receiver target;
    Receiver first([&](Request const&) { return redirect(status, target.url("/verhuisd")); });
    auto const answer = anywhere().send(
        {Method::post, first.url(), {{"Authorization", "Bearer geheim"}, {"X-Taal", "nl"}}, "inhoud"});
    ASSERT_TRUE(answer) << answer.error().detail;
    EXPECT_EQ(answer->status, 204);
    Request const request = target.wait_for(1).at(0);
    EXPECT_EQ(request.method, Method::post);
    EXPECT_EQ(request.path, "/verhuisd");
    EXPECT_EQ(request.body, "inhoud");
    EXPECT_EQ(request.header("X-Taal"), "nl");
    EXPECT_FALSE(request.has_header("Authorization")) << "credentials went to another origin";
  }
}

TEST(Client, OtherRedirectsAreFollowedByReadersOnly) {
  for (int const status : {301, 302, 303}) {
    Receiver target;
    Receiver first([&](Request const&) { return redirect(status, target.url("/ailleurs")); });
    auto const read = anywhere().send({Method::get, first.url()});
    ASSERT_TRUE(read);
    EXPECT_EQ(read->status, 204);
    auto const posted = anywhere().send({Method::post, first.url(), {}, "inhoud"});
    ASSERT_TRUE(posted);
    EXPECT_EQ(posted->status, status);
    EXPECT_EQ(target.count(), 1U);
  }
}

TEST(Client, ARelativeRedirectStaysWithItsOriginAndItsCredentials) {
  Receiver receiver(
      [](Request const& request) { return request.path == "/oud" ? redirect(308, "nieuw") : Response{200}; });
  auto const answer = anywhere().send({Method::get, receiver.url("/oud"), {{"Authorization", "Bearer geheim"}}});
  ASSERT_TRUE(answer);
  Request const second = receiver.wait_for(2).at(1);
  EXPECT_EQ(second.path, "/nieuw");
  EXPECT_EQ(second.header("Authorization"), "Bearer geheim");
}

TEST(Client, RedirectsEnd) {
  Receiver receiver([](Request const&) { return redirect(307, "/encore"); });
  ClientLimits limits;
  limits.redirects = 2;
  EXPECT_EQ(reason(anywhere(limits).send({Method::post, receiver.url(), {}, "x"})), Reason::redirects);
  EXPECT_EQ(receiver.count(), 3U);
  Receiver elsewhere([](Request const&) { return redirect(307, "file:///etc/passwd"); });
  EXPECT_EQ(reason(anywhere().send({Method::get, elsewhere.url()})), Reason::bad_url);
  Receiver nowhere([](Request const&) { return Response{308}; });
  EXPECT_EQ(reason(anywhere().send({Method::get, nowhere.url()})), Reason::redirects);
}

TEST(Client, ALongBodyIsCutAtItsLimit) {
  Receiver receiver([](Request const& request) {
    Response response{200};
    response.body = std::string(request.path == "/past" ? 1000 : 10'000'000, 'x');
    return response;
  });
  ClientLimits limits;
  limits.body_bytes = 1000;
  auto const fits = anywhere(limits).send({Method::get, receiver.url("/past")});
  ASSERT_TRUE(fits);
  EXPECT_EQ(fits->body.size(), 1000U);
  EXPECT_FALSE(fits->cut);
  auto const cut = anywhere(limits).send({Method::get, receiver.url("/trop")});
  ASSERT_TRUE(cut) << cut.error().detail;
  EXPECT_EQ(cut->status, 200);
  EXPECT_EQ(cut->body.size(), 1000U);
  EXPECT_TRUE(cut->cut);
}

TEST(Client, TimesOutAndStops) {
  std::promise<void> release;
  auto const released = release.get_future().share();
  Receiver slow([&](Request const&) {
    released.wait();
    return Response{204};
  });
  ClientLimits limits;
  limits.timeout = std::chrono::milliseconds{200};
  EXPECT_EQ(reason(anywhere(limits).send({Method::get, slow.url()})), Reason::timeout);
  std::stop_source stop;
  auto const started = std::chrono::steady_clock::now();
  auto answer = std::async(std::launch::async, [&] {
    return anywhere().send({Method::get, slow.url("/wacht")}, stop.get_token());
  });
  slow.wait_for(2);
  stop.request_stop();
  EXPECT_EQ(reason(answer.get()), Reason::stopped);
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds{5});
  release.set_value();
}

TEST(Client, NobodyThereIsUnreachable) {
  std::string url;
  {
    Receiver const gone;
    url = gone.url();
  }
  EXPECT_EQ(reason(anywhere().send({Method::get, url})), Reason::unreachable);
}

/// `openssl s_server` with a certificate that it signed itself.
class SelfSigned {
public:
  SelfSigned() {
    char const* const command =
        "cd $(mktemp -d) && openssl req -x509 -newkey rsa:2048 -nodes -keyout key -out certificate -days 1 "
        "-subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 2> /dev/null && echo $$ && "
        "exec openssl s_server -accept 127.0.0.1:0 -cert certificate -key key -www 2> /dev/null";
    out_ = ::popen(command, "r");
    process_ = std::stoi(line());
    std::string accept;
    while (!accept.starts_with("ACCEPT ")) accept = line();
    url = "https://127.0.0.1:" + accept.substr(accept.rfind(':') + 1) + "/";
  }
  ~SelfSigned() {
    ::kill(process_, SIGTERM);
    ::pclose(out_);
  }
  SelfSigned(SelfSigned const&) = delete;
  SelfSigned& operator=(SelfSigned const&) = delete;
  std::string url;

private:
  std::string line() {
    std::array<char, 256> text{};
    if (std::fgets(text.data(), text.size(), out_) == nullptr) throw std::runtime_error("openssl s_server ended");
    std::string read = text.data();
    return read.substr(0, read.find('\n'));
  }
  std::FILE* out_;
  pid_t process_ = 0;
};

TEST(Client, ACertificateThatNobodyVouchesForIsRefused) {
  SelfSigned const server;
  ClientAnswer const answer = anywhere().send({Method::get, server.url});
  EXPECT_EQ(reason(answer), Reason::unreachable);
  EXPECT_THAT(answer.error().detail, testing::HasSubstr("self-signed certificate"));
}

} // namespace
} // namespace tandem::http
