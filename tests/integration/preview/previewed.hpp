#pragma once
/// A served site with drafts and links to them, for the tests of previews.

#include "editing/previews.hpp"
#include "editing/publisher.hpp"
#include "store/entries.hpp"
#include "support/orders.hpp"
#include "support/served.hpp"

#include <gmock/gmock.h>

namespace tandem::test {

class Previewed : public testing::Test {
protected:
  static void SetUpTestSuite() {
    served = new Served;
    coordinator = served->account("coordinator", {{"coordinator"}});
  }
  static void TearDownTestSuite() { delete std::exchange(served, nullptr); }

  static Locale locale(std::string_view name) { return Locale::parse(name).value(); }

  /// A page; the texts are those of its languages, the title first.
  static EntryId page(std::map<std::string, std::pair<std::string, std::string>> const& texts,
                      json::object const& shared = {{"section", "news"}, {"position", 500}}) {
    editing::NewEntry entry{"page", {}, ""};
    if (!shared.empty()) entry.variants[Locale::shared()] = shared;
    for (auto const& [language, text] : texts)
      entry.variants[locale(language)] = {{"title", text.first}, {"summary", text.second}, {"body", text.second}};
    return editing::Editor(served->site->editing()).create(access::command_line(), entry).value().front().entry;
  }
  static void publish(EntryId const& entry) {
    editing::Publisher(served->site->editing()).make(access::command_line(), test::publish({{entry}})).value();
  }
  static void edit(EntryId const& entry, std::string const& variant, json::object const& fields) {
    auto const head = served->site->database()
                          .transact([&](store::Transaction& tx) -> Result<std::string> {
                            auto const row = store::find_variant(tx, entry, locale(variant));
                            return row ? row->head_hash : "";
                          })
                          .value();
    editing::Edit change{entry, locale(variant), fields, head, "", {}, false};
    if (head.empty()) change.if_match.reset();
    editing::Editor(served->site->editing()).save(access::command_line(), change).value();
  }
  static void execute(std::string const& sql, std::vector<store::Cell> const& values) {
    served->site->database()
        .transact([&](store::Transaction& tx) -> Result<void> {
          tx.query(sql, values);
          return {};
        })
        .value();
  }

  static Reply make(std::string const& who, std::string const& attributes) {
    return served->ask(who, "POST", "/edit/v1/previews",
                       R"({"data": {"type": "preview", "attributes": {)" + attributes + "}}}");
  }
  struct Link {
    std::string id, token;
    json::object links;
  };
  /// A link of the coordinator's. `items` is the JSON of the list.
  static Link link(std::string const& items, std::string const& who = coordinator) {
    Reply const reply = make(who, R"("note": "voor de vergadering", "items": )" + items);
    EXPECT_EQ(reply.status, 201) << reply.body;
    json::object const data = reply.document().at("data").as_object();
    json::object const& attributes = data.at("attributes").as_object();
    return {std::string(data.at("id").as_string()), std::string(attributes.at("token").as_string()),
            attributes.at("links").as_object()};
  }
  static std::string item(EntryId const& entry, std::string const& more = "") {
    return R"({"entry": ")" + entry.text() + "\"" + more + "}";
  }

  static Reply get(std::string const& target, Headers const& headers = {}) {
    return served->ask("", "GET", target, "", headers);
  }
  /// A read with the token in the address.
  static Reply get(Link const& link, std::string const& target) {
    return get(target + (target.find('?') == std::string::npos ? "?" : "&") + "preview=" + link.token);
  }
  static std::string attribute(Reply const& reply, std::string_view name) {
    EXPECT_EQ(reply.status, 200) << reply.body;
    if (reply.status != 200) return "";
    json::object const document = reply.document();
    return std::string(string_member(document.at("data").at("attributes").as_object(), name));
  }
  static std::vector<std::string> ids(Reply const& reply) {
    EXPECT_EQ(reply.status, 200) << reply.body;
    std::vector<std::string> all;
    json::object const document = reply.document();
    for (json::value const& one : document.at("data").as_array()) all.emplace_back(one.at("id").as_string());
    return all;
  }
  static json::object error(Reply const& reply) { return reply.document().at("errors").at(0).as_object(); }

  inline static Served* served = nullptr;
  inline static std::string coordinator;
};

} // namespace tandem::test
