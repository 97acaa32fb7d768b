#pragma once
/// A coordinator at work over HTTP, for the tests of the translation workflow.

#include "support/served.hpp"

#include <gmock/gmock.h>

namespace tandem::test {

/// The sheet of SMBG-FAMD, in both languages up to date in the sample content.
inline std::string const sheet = "014170e2-9700-7013-8000-000000000004";
/// The page "Over ons" / "À propos".
inline std::string const about = "014170e2-9700-7001-8000-000000000002";

class Desk {
public:
  explicit Desk(Settings settings = {}, std::string const& database = Cluster::get().fresh_database())
      : served(std::move(settings), database) {
    coordinator = served.account("coordinator", {{"coordinator"}});
  }

  static std::string entry(std::string const& id, std::string const& locale) {
    return "/edit/v1/entries/" + id + "/" + locale;
  }
  static std::string document(std::string const& type, json::object attributes) {
    return json::serialize(json::object{{"data", {{"type", type}, {"attributes", std::move(attributes)}}}});
  }

  /// Saves fields on the head, with what else the attributes have (source).
  Reply save_as(std::string const& token, std::string const& id, std::string const& locale, json::object fields,
                json::object more = {}) const {
    Reply const head = served.ask(token, "GET", entry(id, locale));
    more["fields"] = std::move(fields);
    Headers headers;
    if (head.status == 200) headers["If-Match"] = head.headers.at("etag");
    return served.ask(token, "PATCH", entry(id, locale), document("revision", std::move(more)), headers);
  }
  Reply save(std::string const& id, std::string const& locale, json::object fields, json::object more = {}) const {
    return save_as(coordinator, id, locale, std::move(fields), std::move(more));
  }
  [[nodiscard]] int head(std::string const& id, std::string const& locale) const {
    Reply const reply = served.ask(coordinator, "GET", entry(id, locale));
    return static_cast<int>(reply.document().at("data").at("attributes").at("number").as_int64());
  }
  /// A source for a translation: the head of a language.
  [[nodiscard]] json::object from(std::string const& id, std::string const& locale, json::array fields = {}) const {
    json::object source{{"locale", locale}, {"number", head(id, locale)}};
    if (!fields.empty()) source["fields"] = std::move(fields);
    return {{"source", std::move(source)}};
  }

  Reply bundle(std::string const& kind, std::string const& id, std::vector<std::string> const& locales) const {
    json::array items;
    for (std::string const& locale : locales) items.push_back({{"entry", id}, {"locale", locale}});
    return served.ask(coordinator, "POST", "/edit/v1/bundles",
                      document("bundle", {{"kind", kind}, {"items", std::move(items)}, {"message", "een bundel"}}));
  }

  /// How a language of an entry stands: what /translation/v1/entries/{id} says of it.
  [[nodiscard]] json::object standing(std::string const& id, std::string const& locale) const {
    Reply const reply = served.ask(coordinator, "GET", "/translation/v1/entries/" + id);
    EXPECT_EQ(reply.status, 200) << reply.body;
    return reply.document().at("data").at("attributes").at("locales").at(locale).as_object();
  }
  [[nodiscard]] std::string status(std::string const& id, std::string const& locale) const {
    return std::string(standing(id, locale).at("status").as_string());
  }
  [[nodiscard]] std::string public_status(std::string const& id, std::string const& locale) const {
    json::value const of_public = standing(id, locale).at("public");
    return of_public.is_null() ? "missing" : std::string(of_public.at("status").as_string());
  }
  /// `meta.translation` of what is delivered; null where there is none.
  [[nodiscard]] json::value delivered(std::string const& address) const {
    Reply const reply = served.ask("", "GET", address);
    EXPECT_EQ(reply.status, 200) << reply.body;
    json::object const meta = reply.document().at("data").at("meta").as_object();
    json::value const* said = meta.if_contains("translation");
    return said == nullptr ? json::value(nullptr) : *said;
  }
  /// The day in Brussels so many days from now, like 2026-12-05.
  [[nodiscard]] std::string day(int days) const {
    return served.site->database()
        .read([&](store::Transaction& tx) -> Result<std::string> {
          return tx
              .query("select ((now() at time zone 'Europe/Brussels')::date + $1::integer)::text",
                     {std::to_string(days)})[0][0]
              .value();
        })
        .value();
  }
  /// All rows of a table of the plugin, in order.
  [[nodiscard]] std::vector<std::string> rows(std::string const& table) const {
    return served.site->database()
        .read([&](store::Transaction& tx) -> Result<std::vector<std::string>> {
          std::vector<std::string> all;
          for (auto const& row :
               tx.query("select to_jsonb(t)::text from tandem_translation." + table + " t order by 1"))
            all.push_back(row[0].value());
          return all;
        })
        .value();
  }

  Served served;
  std::string coordinator;
};

} // namespace tandem::test
