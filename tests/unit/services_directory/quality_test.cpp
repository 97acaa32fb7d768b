#include "services_directory/quality/entry_check.hpp"
#include "services_directory/quality/link_state.hpp"
#include "services_directory/quality/public_address.hpp"

#include <arpa/inet.h>
#include <boost/json/parse.hpp>
#include <cstring>
#include <gmock/gmock.h>
#include <netinet/in.h>

namespace directory::quality {
namespace {

namespace json = boost::json;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

Day day(char const* text) { return day_of(text).value(); }
Rules const rules{day("2026-11-27"), std::chrono::days{365}};

TEST(Verification, WhatWasNotVerifiedInTimeIsOverdue) {
  auto const of = [](char const* document) {
    return verification(json::parse(document).as_object(), day("2026-11-27"), std::chrono::days{365});
  };
  EXPECT_EQ(of(R"({"last_verified_on": "2025-11-27"})"),
            (json::object{{"last_verified_on", "2025-11-27"}, {"overdue", false}}));
  EXPECT_EQ(of(R"({"last_verified_on": "2025-11-26"})"),
            (json::object{{"last_verified_on", "2025-11-26"}, {"overdue", true}}));
  EXPECT_EQ(of(R"({"name": "APO"})"), (json::object{{"last_verified_on", nullptr}, {"overdue", true}}));
  EXPECT_EQ(day_of("2026-02-30"), std::nullopt);
  EXPECT_EQ(written(day("2024-02-29")), "2024-02-29");
}

std::vector<std::string> found(char const* type, char const* dutch, char const* french) {
  json::value const nl = json::parse(dutch), fr = json::parse(french);
  Entry const entry{"014170e2-9700-7013-8000-000000000004", type, nl.is_null() ? nullptr : &nl.as_object(),
                    fr.is_null() ? nullptr : &fr.as_object()};
  std::vector<std::string> all;
  for (Finding const& one : check_entry(entry, rules))
    all.push_back(std::string(name_of(one.kind)) + " " + one.locale + " " + one.pointer);
  return all;
}

TEST(EntryCheck, ASoundEntryHasNoFindings) {
  EXPECT_THAT(found("service",
                    R"({"name": "Stichting", "slug": "s-2", "last_verified_on": "2026-11-01", "synonyms": ["2"],
                        "organisation": "01234567-9700-7012-8000-000000000004", "permanence": "Op woensdag van 9 tot 12 uur"})",
                    R"({"name": "Fondation", "slug": "f", "last_verified_on": "2026-11-01",
                        "organisation": "01234567-9700-7012-8000-000000000004", "permanence": "Le mercredi, de 9 h à 12 h"})"),
              IsEmpty());
}

TEST(EntryCheck, EachFindingSaysWhere) {
  EXPECT_THAT(found("service",
                    R"({"last_verified_on": "2020-01-01", "help": "Bel 02 537 59 2", "permanence": "Om 9 uur",
                        "phones": [{"number": "+3225375928"}, {"number": "02 537"}], "required_documents": ["2 foto’s"],
                        "hours": {"weekly": [{"days": ["MO"], "opens": "09:00", "closes": "09:00"}]}})",
                    R"({"last_verified_on": "2020-01-01", "help": "Appelez 02 537 59 2", "area": "Bruxelles",
                        "phones": [{"number": "+3225375928"}, {"number": "02 537"}], "required_documents": ["2 photos"],
                        "hours": {"weekly": [{"days": ["MO"], "opens": "09:00", "closes": "09:00"}]}})"),
              UnorderedElementsAre("overdue shared /last_verified_on", "impossible_hours shared /hours/weekly/0",
                                   "invalid_phone shared /phones/1/number", "invalid_phone nl /help",
                                   "invalid_phone fr /help", "missing_translation fr /permanence",
                                   "missing_translation nl /area"));
}

TEST(EntryCheck, ALanguageThatIsNotThereIsOneFinding) {
  EXPECT_THAT(found("audience", R"({"name": "Naasten", "description": "Bel 02 274 15 51."})", "null"),
              ElementsAre("missing_translation fr "));
  EXPECT_THAT(found("audience", "null", R"({"name": "Proches"})"), ElementsAre("missing_translation nl "));
}

TEST(EntryCheck, TwoEntriesOfOnePlaceMustNotOverlap) {
  auto const hours = [](char const* text) { return json::parse(text).as_object(); };
  json::object const morning = hours(R"({"weekly": [{"days": ["MO"], "opens": "09:00", "closes": "12:00"}]})"),
                     afternoon = hours(R"({"weekly": [{"days": ["TU"], "opens": "09:00", "closes": "10:00"},
                                                      {"days": ["MO"], "opens": "11:30", "closes": "16:00"}]})"),
                     twice = hours(R"({"weekly": [{"days": ["SU"], "opens": "09:00", "closes": "10:00"},
                                                  {"days": ["SU"], "opens": "09:30", "closes": "16:00"}]})");
  std::vector<Finding> const found_there = check_place({{"a", morning}, {"b", afternoon}});
  ASSERT_EQ(found_there.size(), 1U);
  EXPECT_EQ(found_there[0].entry, "b");
  EXPECT_EQ(found_there[0].pointer, "/hours/weekly/1");
  EXPECT_THAT(check_place({{"a", morning}, {"b", twice}}), IsEmpty()) << "that is told of the entry itself";
}

TEST(EntryCheck, LinksAreThoseOfTheSiteAndOfTexts) {
  json::object const nl{{"site", "https://smbg-famd.be/"}, {"help", "Zie [hier](https://a.be/nl)."}},
      fr{{"site", "https://smbg-famd.be/"}, {"help", "Voir https://a.be/fr."}};
  std::vector<std::string> all;
  for (Link const& link : links_of({"", "service", &nl, &fr}))
    all.push_back(link.locale + " " + link.pointer + " " + link.address);
  EXPECT_THAT(
      all, ElementsAre("shared /site https://smbg-famd.be/", "nl /help https://a.be/nl", "fr /help https://a.be/fr"));
}

TEST(LinkState, ALinkIsBrokenWhenItSaysSoOrFailsOnTwoDays) {
  LinkState const unknown{"https://smbg-famd.be/"};
  auto const answer = [](int status) { return Answer{outcome_of(status), status, ""}; };
  Answer const silence{Outcome::failed, 0, "no answer"};
  EXPECT_TRUE(is_broken(after(unknown, answer(404), day("2026-11-27"))));
  EXPECT_TRUE(is_broken(after(unknown, answer(410), day("2026-11-27"))));
  EXPECT_FALSE(is_broken(after(unknown, answer(200), day("2026-11-27"))));
  EXPECT_FALSE(is_broken(after(unknown, answer(403), day("2026-11-27")))) << "it refuses programs";
  LinkState const once = after(unknown, silence, day("2026-11-27"));
  EXPECT_FALSE(is_broken(once));
  EXPECT_FALSE(is_broken(after(once, answer(500), day("2026-11-27")))) << "the same day";
  LinkState const twice = after(once, answer(500), day("2026-11-28"));
  EXPECT_TRUE(is_broken(twice));
  LinkState const mended = after(twice, answer(200), day("2026-11-29"));
  EXPECT_FALSE(is_broken(mended));
  EXPECT_FALSE(is_broken(after(mended, silence, day("2026-11-30")))) << "it begins anew";
  EXPECT_FALSE(is_broken(after(once, {Outcome::refused, 0, ""}, day("2026-11-28"))));
}

TEST(LinkState, WhereNobodyAnswersTheOwnNetworkIsAtFault) {
  Answer const silence{Outcome::failed, 0, "Couldn't resolve host name"}, gone{Outcome::failed, 404, ""};
  EXPECT_TRUE(nobody_answers(
      {{"https://smbg-famd.be/", silence}, {"https://sireas.be/", silence}, {"https://rizome-bxl.be/", silence}}));
  EXPECT_FALSE(nobody_answers(
      {{"https://smbg-famd.be/", silence}, {"https://sireas.be/", gone}, {"https://rizome-bxl.be/", silence}}));
  EXPECT_FALSE(nobody_answers({{"https://smbg-famd.be/", silence}, {"https://sireas.be/", silence}}))
      << "two may well be gone";
}

TEST(PublicAddress, OnlyThoseOfThePublicInternet) {
  auto const is_public_v4 = [](char const* text) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    EXPECT_EQ(inet_pton(AF_INET, text, &address.sin_addr), 1);
    return is_public(reinterpret_cast<sockaddr const&>(address));
  };
  for (char const* one : {"127.0.0.1", "10.1.2.3", "172.31.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",
                          "100.64.0.1", "224.0.0.1", "255.255.255.255"})
    EXPECT_FALSE(is_public_v4(one)) << one;
  for (char const* one : {"193.191.1.1", "172.32.0.1", "100.128.0.1", "8.8.8.8"})
    EXPECT_TRUE(is_public_v4(one)) << one;
  auto const is_public_v6 = [](char const* text) {
    sockaddr_storage space{};
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    EXPECT_EQ(inet_pton(AF_INET6, text, &address.sin6_addr), 1);
    std::memcpy(&space, &address, sizeof address);
    return is_public(reinterpret_cast<sockaddr const&>(space));
  };
  for (char const* one : {"::1", "::", "fe80::1", "fd00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2001:db8::1",
                          "2002::1", "ff02::1"})
    EXPECT_FALSE(is_public_v6(one)) << one;
  for (char const* one : {"2a02:2788::1", "::ffff:193.191.1.1", "64:ff9b::c1bf:101"})
    EXPECT_TRUE(is_public_v6(one)) << one;
}

} // namespace
} // namespace directory::quality
