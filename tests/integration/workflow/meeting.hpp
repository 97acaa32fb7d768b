#pragma once
/// A served site with those who agree about texts: an author, a translator, a reviewer, and a coordinator of each
/// authority.

#include "support/served.hpp"

#include <map>

namespace tandem::test {

/// A revision to be decided about.
struct Item {
  std::string entry, locale;
  int revision = 1;
};

class Meeting : public Served {
public:
  Meeting() {
    for (auto const& [name, roles] : std::map<std::string, std::vector<store::Assignment>>{
             {"lezer", {{"reader"}}},
             {"auteur", {{"editor"}}},
             {"vertaler", {{"translator"}}},
             {"nalezer", {{"reviewer"}}},
             {"ggc", {coordinator_of("ggc-cocom")}},
             {"vg", {coordinator_of("vlaamse-gemeenschap")}},
             {"cf", {coordinator_of("communaute-francaise")}},
             {"invaller", {coordinator_of("ggc-cocom"), coordinator_of("vlaamse-gemeenschap")}},
             {"lid", {coordinator_of("ggc-cocom"), in_the_name_of("communaute-francaise", {"reader"}), news_desk()}},
             {"zonder", {{"coordinator"}}}})
      tokens_[name] = account(name, roles);
    tokens_[""] = "";
  }

  Reply as(std::string const& who, std::string const& method, std::string const& target, std::string const& body = "",
           Headers headers = {}) const {
    return ask(tokens_.at(who), method, target, body, std::move(headers));
  }

  /// A new entry, made by the author; answers its id.
  std::string make(std::string const& type, json::object const& variants) const {
    return std::string(
        as("auteur", "POST", "/edit/v1/entries", document("entry", {{"entry_type", type}, {"variants", variants}}))
            .document()
            .at("data")
            .at("id")
            .as_string());
  }
  std::string make_page(std::string const& dutch, std::string const& french, int position) const {
    auto const words = [](std::string const& title) {
      return json::object{{"title", title}, {"summary", title + "."}, {"body", "## " + title}};
    };
    return make("page", {{"nl", words(dutch)},
                         {"fr", words(french)},
                         {"shared", {{"section", "presentation"}, {"position", position}}}});
  }
  std::string make_news(std::string const& title) const {
    return make("news", {{"nl", {{"title", title}, {"summary", title + "."}, {"body", title + "."}}},
                         {"shared", {{"dated", "2026-03"}}}});
  }

  /// Saves a revision on top of the head; answers its number.
  int edit(std::string const& who, std::string const& entry, std::string const& locale,
           json::object const& fields) const {
    std::string const target = "/edit/v1/entries/" + entry + "/" + locale;
    std::string const etag = as(who, "GET", target).headers.at("etag");
    Reply const saved = as(who, "PATCH", target, document("revision", {{"fields", fields}}), {{"If-Match", etag}});
    if (saved.status != 201) throw std::runtime_error(saved.body);
    return static_cast<int>(saved.document().at("data").at("attributes").at("number").as_int64());
  }

  Reply decide(std::string const& who, std::string const& kind, std::vector<Item> const& items,
               json::object more = {}) const {
    json::array named;
    for (Item const& item : items)
      named.push_back({{"entry", item.entry}, {"locale", item.locale}, {"revision", item.revision}});
    more["kind"] = kind;
    more["items"] = std::move(named);
    return as(who, "POST", "/edit/v1/decisions", document("decision", more));
  }

  /// Publishes all variants of the entries.
  Reply publish(std::string const& who, std::vector<std::string> const& entries) const {
    json::array items;
    for (std::string const& entry : entries) items.push_back(json::object{{"entry", entry}});
    return as(who, "POST", "/edit/v1/bundles",
              document("bundle", {{"kind", "publish"}, {"items", std::move(items)}}));
  }

  /// How far the head of a variant is.
  json::object state(std::string const& entry, std::string const& locale) const {
    return as("lezer", "GET", "/edit/v1/entries/" + entry + "/" + locale + "/workflow")
        .document()
        .at("data")
        .at("attributes")
        .as_object();
  }
  bool is_public(std::string const& type, std::string const& entry) const {
    return as("", "GET", "/api/v1/" + type + "/" + entry).status == 200;
  }
  /// Lines of the audit about an entry, the newest first.
  std::vector<json::object> audit(std::string const& entry, std::string const& action) const {
    std::vector<json::object> lines;
    json::object const answer =
        as("ggc", "GET", "/edit/v1/audit?filter[entry]=" + entry + "&filter[action]=" + action).document();
    for (json::value const& line : answer.at("data").as_array()) lines.push_back(line.at("attributes").as_object());
    return lines;
  }

  static std::string document(std::string const& type, json::object const& attributes) {
    return json::serialize(json::object{{"data", {{"type", type}, {"attributes", attributes}}}});
  }
  static json::object error(Reply const& reply, std::size_t index = 0) {
    return reply.document().at("errors").as_array().at(index).as_object();
  }

private:
  static store::Assignment in_the_name_of(std::string const& authority, store::Assignment held) {
    held.authority = authority;
    return held;
  }
  static store::Assignment coordinator_of(std::string const& authority) {
    return in_the_name_of(authority, {"coordinator"});
  }
  /// Signs for an authority, but news only.
  static store::Assignment news_desk() {
    store::Assignment held = coordinator_of("vlaamse-gemeenschap");
    held.types = {"news"};
    return held;
  }
  std::map<std::string, std::string> tokens_;
};

} // namespace tandem::test
