#include "fixture.hpp"
#include "store/accounts.hpp"
#include "webhooks/signature.hpp"

#include <future>

/// Deliveries to real receivers, by the threads that the server runs.
namespace tandem {
namespace {

using namespace std::chrono_literals;
using app::WebhookDelivery;
using test::Receiver;
using test::told;
using test::Webhooks;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string entry_of(http::Request const& request) {
  return std::string(json::parse(request.body).at("entry").as_string());
}

TEST_F(Webhooks, TellOfAPublicationSigned) {
  Receiver receiver;
  auto const made = add(receiver.url("/haak?sleutel=1"));
  EntryId const entry = make_entry();
  publish(entry, "shared");
  WebhookDelivery const delivery(site->database(), settings);
  http::Request const request = receiver.wait_for(1).at(0);
  EXPECT_EQ(request.method, http::Method::post);
  EXPECT_EQ(request.target, "/haak?sleutel=1");
  EXPECT_EQ(request.header("Content-Type"), "application/json");
  EXPECT_EQ(request.header("User-Agent"), "Tandem");
  json::object const body = json::parse(request.body).as_object();
  EXPECT_EQ(body.at("id").as_string(), request.header("Tandem-Delivery"));
  EXPECT_EQ(body.at("entry").as_string(), entry.text());
  EXPECT_EQ(body.at("links").at("entry").as_string(), "/api/v1/audience/" + entry.text());
  EXPECT_THAT(request.body, Not(HasSubstr("nagelezen")));
  std::string const signature(request.header("Tandem-Signature"));
  std::int64_t const time = std::stoll(signature.substr(2));
  EXPECT_EQ(signature, webhooks::signature(made.secret, time, request.body));
  EXPECT_LT(std::abs(time - std::chrono::duration_cast<std::chrono::seconds>(now().time_since_epoch()).count()), 60);

  ASSERT_TRUE(eventually_in_state(made.webhook.id, "delivered"));
  auto const log = deliveries(made.webhook.id);
  ASSERT_THAT(log, SizeIs(1));
  EXPECT_EQ(log[0].attempts, 1);
  EXPECT_EQ(log[0].last_status, 204);
  EXPECT_EQ(log[0].last_error, "");
}

TEST_F(Webhooks, AreToldWhatTheyAskedForAndNothingOfARolledBackBundle) {
  Receiver receiver;
  auto const withdrawn = subscriptions().add(actor, {.url = receiver.url(), .events = {{"withdrawn"}}}).value();
  auto const services = subscriptions().add(actor, {.url = receiver.url(), .types = {{"service"}}}).value();
  auto const off = subscriptions().add(actor, {.url = receiver.url(), .enabled = false}).value();
  EXPECT_EQ(off.webhook.disabled_because, "disabled by lien");
  EntryId const entry = make_entry();
  publish(entry, "shared");
  publish(entry, "nl");
  withdraw(entry, "nl");
  Result<editing::Published> const refused =
      editing::Publisher(site->editing()).make(actor, test::publish({{entry}, {Uuid::make(), Locale::shared()}}));
  ASSERT_FALSE(refused);
  EXPECT_THAT(deliveries(withdrawn.webhook.id), SizeIs(1));
  EXPECT_THAT(deliveries(services.webhook.id), IsEmpty());
  EXPECT_THAT(deliveries(off.webhook.id), IsEmpty());
}

TEST_F(Webhooks, KeepTheOrderOfAnEntryThroughFailuresAndLetOthersPass) {
  std::atomic<int> failures{2};
  EntryId const first = make_entry(), second = make_entry();
  Receiver receiver([&](http::Request const& request) {
    return http::Response{entry_of(request) == first.text() && failures-- > 0 ? 503 : 200};
  });
  auto const made = add(receiver.url());
  publish(first, "shared");
  publish(first, "nl");
  withdraw(first, "nl");
  publish(second, "shared");
  WebhookDelivery const delivery(site->database(), settings);
  ASSERT_TRUE(eventually_in_state(made.webhook.id, "delivered"));
  std::vector<std::string> of_first;
  std::size_t position_of_second = 0, i = 0;
  for (auto const& request : receiver.wait_for(6)) {
    if (entry_of(request) == second.text()) position_of_second = i;
    else of_first.push_back(told(request));
    ++i;
  }
  EXPECT_THAT(of_first, ElementsAre("published shared", "published shared", "published shared", "published nl",
                                    "withdrawn nl"));
  EXPECT_LT(position_of_second, 2U) << "an entry that fails held up another";
  auto const log = deliveries(made.webhook.id);
  EXPECT_EQ(log.at(0).attempts, 3);
  EXPECT_EQ(log.at(1).attempts, 1);
}

TEST_F(Webhooks, AreToldAgainWhenTheNodeThatSentDiesBeforeItWritesItDown) {
  Receiver receiver;
  auto const made = add(receiver.url());
  publish(make_entry(), "shared");
  webhooks::Settings quick = settings;
  quick.timeout = 300ms;
  quick.margin = 200ms;
  store::Database other(connection, 2);
  {
    webhooks::Delivery const dying(other, quick);
    auto const claimed = dying.claim().value();
    ASSERT_TRUE(claimed);
    ASSERT_TRUE(dying.send(*claimed, {}));
    EXPECT_FALSE(webhooks::Delivery(site->database(), quick).claim().value()) << "the lease does not hold";
  } // sent, not recorded
  WebhookDelivery const survivor(site->database(), quick);
  auto const requests = receiver.wait_for(2);
  ASSERT_THAT(requests, SizeIs(2));
  EXPECT_EQ(requests[0].header("Tandem-Delivery"), requests[1].header("Tandem-Delivery"));
  EXPECT_EQ(requests[0].body, requests[1].body);
  ASSERT_TRUE(eventually_in_state(made.webhook.id, "delivered"));
}

TEST_F(Webhooks, AFailureReportedAfterItsLeaseEndedChangesNothing) {
  Receiver receiver;
  auto const made = add(receiver.url());
  publish(make_entry(), "shared");
  webhooks::Settings quick = settings;
  quick.timeout = 1ms;
  quick.margin = 0ms;
  webhooks::Delivery const slow(site->database(), quick), other(site->database(), settings);
  auto const late = slow.claim().value();
  ASSERT_TRUE(late);
  std::optional<store::ClaimedDelivery> again;
  ASSERT_TRUE(eventually([&] { return (again = other.claim().value()).has_value(); }));
  EXPECT_EQ(slow.record(*late, {1ms, 500, "te laat"}).value(), "");
  EXPECT_FALSE(other.claim().value()) << "the claim of the other was taken away";
  EXPECT_EQ(other.record(*again, {1ms, 200, ""}).value(), "");
  EXPECT_EQ(slow.record(*late, {1ms, 500, "te laat"}).value(), "");
  EXPECT_EQ(deliveries(made.webhook.id).at(0).state, "delivered");
}

TEST_F(Webhooks, AreSentOnceByAnyNumberOfNodes) {
  Receiver receiver;
  auto const made = add(receiver.url());
  std::vector<EntryId> entries;
  for (int i = 0; i < 20; ++i) entries.push_back(make_entry());
  for (EntryId const& entry : entries) {
    publish(entry, "shared");
    publish(entry, "nl");
  }
  store::Database second(connection, 4), third(connection, 4);
  WebhookDelivery const a(site->database(), settings), b(second, settings), c(third, settings);
  ASSERT_TRUE(eventually_in_state(made.webhook.id, "delivered"));
  std::map<std::string, std::vector<std::string>> by_entry;
  auto const requests = receiver.wait_for(40);
  EXPECT_THAT(requests, SizeIs(40));
  for (auto const& request : requests) by_entry[entry_of(request)].push_back(told(request));
  for (auto const& [entry, events] : by_entry) EXPECT_THAT(events, ElementsAre("published shared", "published nl"));
}

TEST_F(Webhooks, AreDisabledAfterLastingFailureAndGoOnWhenEnabled) {
  std::atomic<int> status{500};
  Receiver receiver([&](http::Request const&) { return http::Response{status}; });
  auto const made = add(receiver.url());
  Uuid const& id = made.webhook.id;
  EntryId const entry = make_entry();
  publish(entry, "shared");
  publish(entry, "nl");
  settings.give_up = 72h;
  {
    WebhookDelivery const delivery(site->database(), settings);
    ASSERT_TRUE(eventually([&] { return deliveries(id).at(0).last_status == 500; }));
  }
  EXPECT_TRUE(subscriptions().find(id)->enabled);
  ASSERT_TRUE(subscriptions().find(id)->failing_since);
  auto const age = [&](char const* interval) {
    (void)site->database().transact([&](store::Transaction& tx) -> Result<void> {
      tx.query("update webhook_delivery set failing_since = now() - $1::interval where failing_since is not null",
               {interval});
      return {};
    });
    make_due();
  };
  age("71 hours 59 minutes");
  int const before = deliveries(id).at(0).attempts;
  {
    WebhookDelivery const delivery(site->database(), settings);
    ASSERT_TRUE(eventually([&] { return deliveries(id).at(0).attempts > before; }));
    ASSERT_TRUE(eventually([&] { return deliveries(id).at(0).next_try > now(); }));
    EXPECT_TRUE(subscriptions().find(id)->enabled);
    age("72 hours");
    ASSERT_TRUE(eventually([&] { return !subscriptions().find(id)->enabled; }));
    EXPECT_THAT(subscriptions().find(id)->disabled_because,
                testing::MatchesRegex("a delivery has failed since 20.*Z, last because the answer was 500"));
    std::size_t const asked = receiver.count();
    make_due();
    publish(make_entry(), "shared");
    EXPECT_THAT(deliveries(id), SizeIs(2)) << "an event was noted down for a webhook that is disabled";
    EXPECT_FALSE(webhooks::Delivery(site->database(), settings).claim().value());
    EXPECT_EQ(receiver.count(), asked);
    status = 202;
    ASSERT_TRUE(subscriptions().change(actor, id, {.enabled = true}));
    ASSERT_TRUE(eventually_in_state(id, "delivered"));
  }
  auto const last = receiver.wait_for(1);
  EXPECT_EQ(told(last.at(last.size() - 2)), "published shared");
  EXPECT_EQ(told(last.back()), "published nl");
  EXPECT_EQ(subscriptions().find(id)->disabled_because, "");
  EXPECT_FALSE(subscriptions().find(id)->failing_since);
  auto const audit = site->database().transact([](store::Transaction& tx) -> Result<std::string> {
    return tx
        .query("select actor || ': ' || (detail ->> 'because') from audit where action = 'webhook.disable'")[0][0]
        .value();
  });
  EXPECT_THAT(audit.value(), HasSubstr("server: a delivery has failed since"));
}

TEST_F(Webhooks, GoOnAtOnceWithAnotherAddress) {
  Receiver wrong([](http::Request const&) { return http::Response{404}; }), right;
  auto const made = add(wrong.url());
  publish(make_entry(), "shared");
  WebhookDelivery const delivery(site->database(), settings);
  ASSERT_TRUE(eventually([&] { return deliveries(made.webhook.id).at(0).last_status == 404; }));
  (void)site->database().transact([](store::Transaction& tx) -> Result<void> {
    tx.query("update webhook_delivery set next_try = now() + interval '1 hour'");
    return {};
  });
  ASSERT_TRUE(subscriptions().change(actor, made.webhook.id, {.url = right.url()}));
  EXPECT_THAT(right.wait_for(1), SizeIs(1));
}

TEST_F(Webhooks, ASlowReceiverTimesOutAndHoldsUpNobodyElse) {
  std::promise<void> release;
  auto const released = release.get_future().share();
  Receiver slow([&](http::Request const&) {
    released.wait();
    return http::Response{204};
  });
  Receiver fast;
  auto const held = add(slow.url()), other = add(fast.url());
  settings.concurrency = 4;
  for (int i = 0; i < 6; ++i) publish(make_entry(), "shared");
  {
    WebhookDelivery const delivery(site->database(), settings);
    EXPECT_THAT(fast.wait_for(6), SizeIs(6));
    ASSERT_TRUE(eventually_in_state(other.webhook.id, "delivered"));
    EXPECT_LE(slow.count(), 4U) << "the slow one has had more than two at once in the time of one try";
    ASSERT_TRUE(eventually([&] { return deliveries(held.webhook.id).at(0).last_error != ""; }));
  }
  EXPECT_EQ(deliveries(held.webhook.id).at(0).last_error, "no answer in the time given");
  EXPECT_FALSE(deliveries(held.webhook.id).at(0).last_status);
  release.set_value();
}

TEST_F(Webhooks, StopQuicklyAndGiveBackWhatIsUnderWay) {
  std::promise<void> release;
  auto const released = release.get_future().share();
  Receiver slow([&](http::Request const&) {
    released.wait();
    return http::Response{204};
  });
  auto const made = add(slow.url());
  publish(make_entry(), "shared");
  settings.timeout = 60s;
  auto const took = [&] {
    WebhookDelivery const delivery(site->database(), settings);
    slow.wait_for(1);
    return std::chrono::steady_clock::now();
  }();
  EXPECT_LT(std::chrono::steady_clock::now() - took, 2s);
  release.set_value();
  EXPECT_EQ(deliveries(made.webhook.id).at(0).attempts, 0);
  EXPECT_TRUE(webhooks::Delivery(site->database(), settings).claim().value()) << "the lease was not given back";
}

TEST_F(Webhooks, APingIsTriedOnce) {
  std::atomic<int> status{404};
  Receiver receiver([&](http::Request const&) { return http::Response{status}; });
  auto const made = add(receiver.url());
  ASSERT_TRUE(subscriptions().ping(actor, made.webhook.id));
  EXPECT_EQ(subscriptions().ping(actor, made.webhook.id).error().code, ErrorCode::conflict);
  WebhookDelivery const delivery(site->database(), settings);
  ASSERT_TRUE(eventually_in_state(made.webhook.id, "failed"));
  EXPECT_EQ(told(receiver.wait_for(1).at(0)), "ping ");
  EXPECT_EQ(deliveries(made.webhook.id).at(0).last_error, "the answer was 404");
  EXPECT_FALSE(subscriptions().find(made.webhook.id)->failing_since);
  status = 200;
  ASSERT_TRUE(subscriptions().ping(actor, made.webhook.id));
  ASSERT_TRUE(eventually([&] { return deliveries(made.webhook.id).at(1).state == "delivered"; }));
}

TEST_F(Webhooks, ARedirectIsFollowedWhenItKeepsTheMethod) {
  Receiver target;
  Receiver receiver([&](http::Request const& request) {
    http::Response response{request.path == "/blijvend" ? 308 : 302};
    response.set("Location", target.url("/verhuisd"));
    return response;
  });
  auto const kept = add(receiver.url("/blijvend")), changed = add(receiver.url("/gevonden"));
  publish(make_entry(), "shared");
  WebhookDelivery const delivery(site->database(), settings);
  ASSERT_TRUE(eventually_in_state(kept.webhook.id, "delivered"));
  EXPECT_EQ(told(target.wait_for(1).at(0)), "published shared");
  ASSERT_TRUE(eventually([&] { return deliveries(changed.webhook.id).at(0).last_status == 302; }));
  EXPECT_EQ(target.count(), 1U);
}

TEST_F(Webhooks, AnAnswerThatIsTooLongIsCutAndCounts) {
  Receiver receiver([](http::Request const&) {
    http::Response response{200};
    response.body = std::string(20'000'000, 'x');
    return response;
  });
  settings.answer_bytes = 0;
  auto const made = add(receiver.url());
  publish(make_entry(), "shared");
  WebhookDelivery const delivery(site->database(), settings);
  ASSERT_TRUE(eventually_in_state(made.webhook.id, "delivered"));
}

TEST_F(Webhooks, PrivateAddressesAreRefusedAlsoAfterDns) {
  Receiver receiver;
  auto const made = add(receiver.url("/", "localhost"));
  publish(make_entry(), "shared");
  settings.allow_private = false;
  WebhookDelivery const delivery(site->database(), settings);
  ASSERT_TRUE(eventually([&] { return deliveries(made.webhook.id).at(0).last_error != ""; }));
  EXPECT_THAT(deliveries(made.webhook.id).at(0).last_error,
              HasSubstr("is not one of the public Internet (loopback)"));
  EXPECT_EQ(receiver.count(), 0U);
}

TEST_F(Webhooks, ARemovedWebhookIsToldNothingMore) {
  Receiver receiver([](http::Request const&) { return http::Response{500}; });
  auto const made = add(receiver.url());
  EntryId const entry = make_entry();
  publish(entry, "shared");
  {
    WebhookDelivery const delivery(site->database(), settings);
    receiver.wait_for(1);
    ASSERT_TRUE(subscriptions().remove(actor, made.webhook.id));
  }
  publish(entry, "nl");
  EXPECT_FALSE(webhooks::Delivery(site->database(), settings).claim().value());
  EXPECT_EQ(subscriptions().find(made.webhook.id).error().code, ErrorCode::not_found);
}

TEST_F(Webhooks, TheLogGoesBackAsFarAsItShould) {
  Receiver receiver;
  auto const made = add(receiver.url());
  EntryId const old = make_entry(), recent = make_entry(), waiting = make_entry();
  for (EntryId const& entry : {old, recent}) publish(entry, "shared");
  {
    WebhookDelivery const delivery(site->database(), settings);
    ASSERT_TRUE(eventually_in_state(made.webhook.id, "delivered"));
  }
  publish(waiting, "shared");
  (void)site->database().transact([&](store::Transaction& tx) -> Result<void> {
    tx.query("update webhook_delivery set occurred_at = now() - interval '90 days', tried_at = now() - "
             "case entry when $1::uuid then interval '30 days 1 minute' else interval '29 days 23 hours' end",
             {old.text()});
    tx.query("update job set next_run = now() where name = 'core.webhook-log'");
    return {};
  });
  ASSERT_TRUE(webhooks::Delivery(site->database(), settings).forget());
  std::vector<std::string> left;
  for (auto const& one : deliveries(made.webhook.id)) left.push_back(one.entry->text());
  EXPECT_THAT(left, ElementsAre(recent.text(), waiting.text()));
}

TEST_F(Webhooks, RemovingOneWhileOthersPublishFailsNoPublication) {
  Receiver receiver;
  std::vector<EntryId> entries;
  for (int i = 0; i < 30; ++i) entries.push_back(make_entry());
  std::atomic<bool> done{false};
  auto removing = std::async(std::launch::async, [&] {
    int rounds = 0;
    for (; !done; ++rounds) EXPECT_TRUE(subscriptions().remove(actor, add(receiver.url()).webhook.id));
    return rounds;
  });
  for (EntryId const& entry : entries) publish(entry, "shared");
  done = true;
  EXPECT_GT(removing.get(), 0);
}

} // namespace
} // namespace tandem
