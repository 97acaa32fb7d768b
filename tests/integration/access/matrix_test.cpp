/// Every route × every role × own, another's and nobody's entry × language, over HTTP, against one table that a
/// person can read: matrix.txt. A route that is not in the table fails.
///
/// TANDEM_UPDATE_MATRIX=1 writes the table anew: read the difference before you commit it.

#include "editing/comments.hpp"
#include "editing/publisher.hpp"
#include "integration/access/asks.hpp"
#include "support/orders.hpp"
#include "support/served.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <gmock/gmock.h>
#include <sstream>

namespace tandem {
namespace {

using test::About;
using test::Ask;
using test::Served;

struct Whose {
  std::string whose;
  test::Subject subject;
};

std::string const smbg = "014170e2-9700-7012-8000-000000000004";
/// Public and pointed at by something public, so that neither can be deleted nor withdrawn.
std::vector<Whose> rows() {
  return {
      {"own organisation", {"organisation", smbg, smbg, ""}},
      {"other organisation",
       {"organisation", "014170e2-9700-7012-8000-000000000006", "014170e2-9700-7012-8000-000000000006", ""}},
      {"page", {"page", "014170e2-9700-7001-8000-000000000004", "", ""}},
  };
}

std::string word_for(int status, Ask const& ask) {
  if (status == ask.passes) return "yes";
  if (status == 401) return "sign in";
  if (status == 403) return "no";
  if (status == 404) return "hidden";
  return std::to_string(status) + "?";
}

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(width, text.size()), ' ');
  return text + " ";
}

class Matrix : public testing::Test {
protected:
  Served served;
  std::vector<std::pair<std::string, std::string>> callers{{"public", ""}}; // column → token
  std::vector<Whose> of = rows();

  Matrix() {
    for (auto& [whose, subject] : of) {
      editing::NewEntry draft{subject.type, {}, ""};
      for (std::string const locale : {"nl", "fr", "shared"}) draft.variants[Locale::parse(locale).value()] = {};
      if (!subject.organisation.empty()) draft.organisation = Uuid::parse(subject.organisation).value();
      subject.draft =
          editing::Editor(served.site->editing()).create(access::command_line(), draft).value().front().entry.text();
      subject.comment = comment(subject);
      subject.resolved = comment(subject);
      editing::resolve_comment(served.site->editing(), access::command_line(), Uuid::parse(subject.resolved).value(),
                               true)
          .value();
    }
    json::object const file = [] {
      std::ifstream in(TANDEM_SOURCE_DIR "/config/roles.json");
      std::stringstream text;
      text << in.rdbuf();
      return json::parse(text.str()).as_object();
    }();
    for (auto const& role : file.at("roles").as_object()) {
      store::Assignment held{std::string(role.key())};
      if (held.role == "coordinator") held.authority = "ggc-cocom";
      callers.emplace_back(held.role, served.account(held.role, {held}, Uuid::parse(smbg).value()));
    }
    store::Assignment french{"translator"};
    french.locales = {"fr"};
    french.entries = {smbg};
    callers.emplace_back("translator*", served.account("vertaler", {french}));
    std::string const bundle = superseded_bundle();
    for (Whose& row : of) row.subject.bundle = bundle;
  }

  /// On the Dutch variant.
  [[nodiscard]] std::string comment(test::Subject const& subject) const {
    std::string const field = served.site->types().find(subject.type)->title_field();
    return editing::add_comment(
               served.site->editing(), access::command_line(),
               {Uuid::parse(subject.id).value(), Locale::parse("nl").value(), 1, "/" + field, "Is dit de hele naam?"})
        .value()
        .id.text();
  }

  /// Something newer is public since: it cannot be taken back any more.
  [[nodiscard]] std::string superseded_bundle() const {
    editing::Editor const editor(served.site->editing());
    editing::Publisher const publisher(served.site->editing());
    access::Actor const hand = access::command_line();
    Locale const nl = Locale::parse("nl").value();
    Revision const first =
        editor.create(hand, {"audience", {{nl, {{"name", "Naasten"}}}, {Locale::shared(), {{"position", 9}}}}, ""})
            .value()
            .front();
    auto const bundle = publisher.make(hand, test::publish({{first.entry, {}, {}}})).value().bundle.id.text();
    editor.save(hand, {first.entry, nl, {{"name", "Familie en naasten"}}, first.hash, "", {}, false}).value();
    publisher.make(hand, test::publish({{first.entry, {}, {}}})).value();
    return bundle;
  }

  std::string line(Ask const& ask, Whose const& row, std::string const& locale) {
    std::string const route = padded(ask.method, 7) + ask.pattern + (ask.note.empty() ? "" : " (" + ask.note + ")");
    std::string text = padded(route, 76);
    text += padded(ask.about == About::nothing ? "" : row.whose, 18);
    text += padded(ask.about == About::variant ? locale : "", 6);
    for (auto const& [name, token] : callers) {
      test::Reply const reply = test::send(served, token, ask, row.subject, locale);
      text += padded(word_for(reply.status, ask), std::max<std::size_t>(name.size(), 7));
    }
    return text.substr(0, text.find_last_not_of(' ') + 1) + "\n";
  }

  std::string table() {
    std::string text = padded("route", 76) + padded("of", 18) + padded("in", 6);
    for (auto const& [name, token] : callers) text += padded(name, std::max<std::size_t>(name.size(), 7));
    text = text.substr(0, text.find_last_not_of(' ') + 1) + "\n";
    for (Ask const& ask : test::asks()) {
      if (ask.about == About::nothing) text += line(ask, of[0], "");
      else
        for (Whose const& row : of) {
          if (ask.about == About::entry) text += line(ask, row, "");
          else
            for (std::string const locale : {"nl", "fr", "shared"}) text += line(ask, row, locale);
        }
    }
    return text;
  }
};

TEST_F(Matrix, EveryRouteIsInTheTable) {
  std::set<std::string> asked, there;
  for (Ask const& ask : test::asks()) asked.insert(ask.method + " " + ask.pattern);
  for (api::Route const& route : served.routes->all())
    there.insert(std::string(http::name_of(route.method)) + " " + route.pattern);
  EXPECT_EQ(there, asked);
}

TEST_F(Matrix, EveryAnswerIsTheOneInTheTable) {
  std::string const file = TANDEM_SOURCE_DIR "/tests/integration/access/matrix.txt";
  std::string const now = table();
  if (std::getenv("TANDEM_UPDATE_MATRIX") != nullptr) {
    std::ofstream(file) << now;
    return;
  }
  std::ifstream in(file);
  std::stringstream expected;
  expected << in.rdbuf();
  std::stringstream lines(now);
  for (std::string wanted, got; std::getline(expected, wanted);) {
    ASSERT_TRUE(std::getline(lines, got)) << "missing: " << wanted;
    EXPECT_EQ(got, wanted);
  }
  std::string more;
  EXPECT_FALSE(std::getline(lines, more)) << more;
}

TEST_F(Matrix, ARefusalNamesTheGrantAndAHiddenEntryLooksLikeNone) {
  auto const token = [&](std::string const& name) {
    return std::find_if(callers.begin(), callers.end(), [&](auto const& one) { return one.first == name; })->second;
  };
  std::string const page = "/edit/v1/entries/" + of[2].subject.id;
  json::value const refused = served.ask(token("reader"), "DELETE", page).document().at("errors").at(0);
  EXPECT_EQ(refused.at("meta").at("grant").at("permission"), "entry.delete");
  std::string const nowhere = "/edit/v1/entries/" + Uuid::make().text();
  for (std::string const tail : {"", "/publications", "/nl", "/nl/revisions", "/nl/revisions/1"}) {
    json::object hidden = served.ask(token("author"), "GET", page + tail).document();
    json::object none = served.ask(token("author"), "GET", nowhere + tail).document();
    hidden.erase("meta");
    none.erase("meta");
    EXPECT_EQ(hidden, none) << tail;
  }
  json::object const list = served.ask(token("author"), "GET", "/edit/v1/entries").document();
  for (json::value const& one : list.at("data").as_array())
    EXPECT_EQ(one.at("attributes").at("organisation"), json::value(smbg)) << "lists show what one may see";
}

} // namespace
} // namespace tandem
