// What goes wrong behind the HTTP layer and in front of it: handlers that fail, clients that vanish, a machine that
// has no file descriptor left. None of it may end the process or the service.

#include "integration/http/service.hpp"

#include <ctime>
#include <gmock/gmock.h>
#include <sys/resource.h>

namespace tandem {
namespace {

using test::Answer;
using test::get;
using test::post;
using test::Service;
using test::Wire;
using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;

class Faults : public testing::Test {
protected:
  Service service;
};

TEST_F(Faults, AHandlerThatThrowsGives500AndOnlyTheLogLearnsWhy) {
  Wire wire(service.port);
  wire.send(get("/fout", "X-Request-Id: bruxelles-1830\r\n"));
  Answer const answer = wire.receive();
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.header("x-request-id"), "bruxelles-1830");
  EXPECT_THAT(answer.body, Not(HasSubstr("entrepôt")));
  auto const mistakes = service.mistakes.first(1);
  ASSERT_EQ(mistakes.size(), 1U);
  EXPECT_EQ(mistakes[0].text, "l'entrepôt a brûlé");
  EXPECT_EQ(mistakes[0].request_id, "bruxelles-1830");
  wire.send(get("/diensten/erna"));
  EXPECT_EQ(wire.receive().body, "Dienst erna");
}

TEST_F(Faults, AHandlerThatThrowsNoExceptionTypeGives500Too) {
  EXPECT_EQ(service.ask(get("/fout/onbekend")).status, 500);
  EXPECT_EQ(service.mistakes.first(1).at(0).text, "unknown exception");
  EXPECT_TRUE(service.lives());
}

TEST_F(Faults, ManyThatThrowUseUpNothing) {
  Service small{[](auto& options) { options.limits.queued_requests = 1; }};
  Wire wire(small.port);
  for (int i = 0; i < 20; ++i) {
    wire.send(get("/fout"));
    ASSERT_EQ(wire.receive().status, 500) << i;
  }
}

TEST_F(Faults, AHandlerCannotInjectAHeader) {
  for (char const* query :
       {"naam=X-Terug&waarde=fr%0D%0ASet-Cookie:%20a=b", "naam=X-Terug&waarde=fr%0ASet-Cookie:%20a=b",
        "naam=X%0D%0ASet-Cookie&waarde=b", "naam=X-Terug:%20a&waarde=b", "naam=&waarde=b", "naam=X+Terug&waarde=b"}) {
    Wire wire(service.port);
    wire.send(get("/kop?" + std::string(query), "Connection: close\r\n"));
    std::string const all = wire.receive_all();
    EXPECT_THAT(all, testing::StartsWith("HTTP/1.1 500 ")) << query;
    EXPECT_THAT(all, HasSubstr("\r\nX-Request-Id: ")) << query;
    EXPECT_THAT(all, Not(HasSubstr("Cookie"))) << query;
  }
  EXPECT_EQ(service.mistakes.first(6).size(), 6U) << "the log must tell of each";
  EXPECT_EQ(service.ask(get("/kop?naam=X-Terug&waarde=l'%C5%93uvre")).header("x-terug"), "l'œuvre");
}

TEST_F(Faults, AHandlerCannotSendWhatIsNoAnswer) {
  for (char const* status : {"0", "-1", "42", "100", "101", "600", "1000", "2147483647"})
    EXPECT_EQ(service.ask(get("/status/" + std::string(status))).status, 500) << status;
  EXPECT_EQ(service.mistakes.first(8).size(), 8U);
  EXPECT_EQ(service.ask(get("/status/299")).status, 299);
}

TEST_F(Faults, AHandlerCannotSendAHeaderLargerThanClientsTake) {
  Service generous{[](auto& options) { options.limits.header_bytes = options.limits.target_bytes = 1 << 18; }};
  EXPECT_EQ(generous.ask(get("/kop?naam=X-Lang&waarde=" + std::string(30'000, 'l'))).status, 200);
  EXPECT_EQ(generous.ask(get("/kop?naam=X-Lang&waarde=" + std::string(70'000, 'l'))).status, 500);
  EXPECT_TRUE(generous.lives());
}

TEST_F(Faults, ClientsThatVanishInTheMiddleOfARequestLeaveNothingBehind) {
  std::string const request = post("/echo", "une phrase entière");
  for (std::size_t cut = 1; cut < request.size(); cut += 5) {
    Wire reset(service.port), closed(service.port);
    reset.send(request.substr(0, cut));
    reset.vanish();
    closed.send(request.substr(0, cut));
  }
  EXPECT_TRUE(service.lives());
  service.server->stop(Wire::patience); // waits for every connection there still is
  EXPECT_EQ(service.handled, 1) << "half a request is none";
}

TEST_F(Faults, ABodyThatEndsTooSoonIsRefused) {
  Wire wire(service.port);
  std::string const request = post("/echo", "une phrase entière");
  wire.send(request.substr(0, request.size() - 1));
  wire.finish_sending();
  EXPECT_EQ(wire.receive().status, 400);
  EXPECT_EQ(service.handled, 0);
}

TEST_F(Faults, ClientsThatVanishInTheMiddleOfAnAnswerLeaveNothingBehind) {
  for (int i = 0; i < 10; ++i) {
    Wire wire(service.port, 4096);
    wire.send(get("/groot/16777216"));
    ASSERT_TRUE(wire.received(1000));
    wire.vanish();
  }
  EXPECT_EQ(service.served.first(10).size(), 10U) << "writing to nobody must end before its timeout";
  EXPECT_TRUE(service.lives());
  auto const began = test::Clock::now();
  service.server->stop(Wire::patience);
  EXPECT_LT(test::Clock::now() - began, 10s);
}

TEST_F(Faults, AClientThatVanishesWhileItsHandlerRunsHarmsNobody) {
  Wire gone(service.port), stays(service.port);
  gone.send(get("/poort/weg"));
  stays.send(get("/poort/hier"));
  ASSERT_TRUE(service.gate.reached_by(2));
  gone.vanish();
  service.gate.open();
  EXPECT_EQ(stays.receive().body, "Voorbij de poort: hier");
  EXPECT_EQ(service.served.first(2).size(), 2U);
  EXPECT_TRUE(service.lives());
}

/// Leaves this process exactly so many file descriptors as long as it lives.
class FewFileDescriptors {
public:
  explicit FewFileDescriptors(rlim_t left) {
    int const lowest = ::dup(0); // every one below is in use
    ::close(lowest);
    ::getrlimit(RLIMIT_NOFILE, &before_);
    rlimit few = before_;
    few.rlim_cur = static_cast<rlim_t>(lowest) + left;
    ::setrlimit(RLIMIT_NOFILE, &few);
  }
  ~FewFileDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

private:
  rlimit before_{};
};

std::chrono::milliseconds processor_time() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return std::chrono::seconds{now.tv_sec} +
         std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::nanoseconds{now.tv_nsec});
}

// The two below have a service of their own, because to look at a member of the test itself the undefined behaviour
// sanitizer needs file descriptors.

TEST(FaultsOfTheMachine, WithoutFileDescriptorsTheServerWaitsInsteadOfSpinningAndThenServes) {
  Service service;
  ASSERT_TRUE(service.lives());
  std::optional<FewFileDescriptors> few(1);
  Wire wire(service.port); // takes the one; the kernel connects it, the server cannot accept it
  ASSERT_TRUE(wire.connected());
  wire.send(get("/diensten/later"));
  auto const before = processor_time();
  EXPECT_FALSE(wire.ready_within(1s)) << "it was accepted: the test did not make descriptors run out";
  EXPECT_LT(processor_time() - before, 300ms);
  few.reset();
  EXPECT_EQ(wire.receive().body, "Dienst later");
}

TEST(FaultsOfTheMachine, AServerWithoutFileDescriptorsStillStops) {
  Service service;
  FewFileDescriptors const few(1);
  Wire wire(service.port);
  EXPECT_FALSE(wire.ready_within(100ms));
  auto const began = test::Clock::now();
  service.server->stop(Wire::patience);
  EXPECT_LT(test::Clock::now() - began, 5s);
}

} // namespace
} // namespace tandem
