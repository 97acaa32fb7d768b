#pragma once
/// A served site to which files are uploaded.

#include "access/secrets.hpp"
#include "editing/publisher.hpp"
#include "support/files.hpp"
#include "support/orders.hpp"
#include "support/served.hpp"

#include <filesystem>
#include <gmock/gmock.h>

namespace tandem::test {

class MediaSite : public testing::Test {
protected:
  explicit MediaSite(Settings settings = {})
      : served(core_alone(std::move(settings)), Cluster::get().fresh_database(), Content::none),
        coordinator(served.account("coordinator", {{"coordinator"}})) {}

  /// Files are a matter of the core: no plugin is needed.
  static Settings core_alone(Settings settings) {
    settings.try_emplace("plugins", "");
    return settings;
  }

  static Headers tus(Headers more = {}) {
    more["Tus-Resumable"] = "1.0.0";
    return more;
  }
  static std::string const& body_type() {
    static std::string const type = "application/offset+octet-stream";
    return type;
  }

  /// POST: an upload of so many bytes, without or with the first of them.
  Reply begin(std::string const& who, std::size_t bytes, std::string const& name = "bestand",
              std::string const& first = "") {
    Headers headers = tus({{"Upload-Length", std::to_string(bytes)},
                           {"Upload-Metadata",
                            "filename " + access::base64(name) + ",filetype " + access::base64("application/x-sh")}});
    if (!first.empty()) headers["Content-Type"] = body_type();
    return served.ask(who, "POST", "/edit/v1/media/uploads", first, headers);
  }
  Reply patch(std::string const& who, std::string const& upload, std::size_t offset, std::string const& bytes) {
    return served.ask(who, "PATCH", upload, bytes,
                      tus({{"Upload-Offset", std::to_string(offset)}, {"Content-Type", body_type()}}));
  }
  Reply head(std::string const& who, std::string const& upload) { return served.ask(who, "HEAD", upload, "", tus()); }
  /// Uploads a file in one request; answers its name.
  std::string upload(std::string const& bytes, std::string const& name = "bestand", std::string const& who = "") {
    Reply const reply = begin(who.empty() ? coordinator : who, bytes.size(), name, bytes);
    EXPECT_EQ(reply.status, 201) << reply.body;
    return reply.status == 201 ? reply.headers.at("tandem-file") : "";
  }

  static Locale locale(std::string_view name) { return Locale::parse(name).value(); }
  /// A media entry in Dutch.
  EntryId media(json::object shared, json::object dutch) {
    editing::NewEntry entry{"media", {{Locale::shared(), std::move(shared)}, {locale("nl"), std::move(dutch)}}, ""};
    return editing::Editor(served.site->editing()).create(access::command_line(), entry).value().front().entry;
  }
  EntryId picture(std::string const& file) {
    return media({{"file", file}, {"name", "kantoor.png"}},
                 {{"title", "Het kantoor"}, {"alternative", "De voordeur van het kantoor, in de zon"}});
  }
  void edit(EntryId const& entry, std::string const& variant, json::object const& fields) {
    auto const head = served.site->database()
                          .transact([&](store::Transaction& tx) -> Result<std::string> {
                            auto const row = store::find_variant(tx, entry, locale(variant));
                            return row ? row->head_hash : "";
                          })
                          .value();
    editing::Editor(served.site->editing())
        .save(access::command_line(), {entry, locale(variant), fields, head, "", {}, false})
        .value();
  }
  Result<editing::Published> publish(EntryId const& entry) {
    return editing::Publisher(served.site->editing()).make(access::command_line(), test::publish({{entry}}));
  }
  void withdraw(EntryId const& entry) {
    editing::Publisher(served.site->editing()).make(access::command_line(), test::withdraw({{entry}})).value();
  }
  /// The file of a public media entry, as the document tells it.
  json::object shown(EntryId const& entry, std::string const& query = "") {
    Reply const reply = served.ask("", "GET", "/api/v1/media/" + entry.text() + "?locale=nl" + query);
    EXPECT_EQ(reply.status, 200) << reply.body;
    if (reply.status != 200) return {};
    return reply.document().at("data").at("attributes").at("file").as_object();
  }
  Reply get(std::string const& target, std::string const& who = "", Headers const& headers = {}) {
    return served.ask(who, "GET", target, "", headers);
  }
  static std::string address(std::string const& file, std::string const& name = "bestand") {
    return "/media/" + file + "/" + name;
  }
  static std::string text(json::object const& object, std::string_view name) {
    return std::string(string_member(object, name));
  }
  static json::object error(Reply const& reply) { return reply.document().at("errors").at(0).as_object(); }
  void execute(std::string const& sql, std::vector<store::Cell> const& values = {}) {
    served.site->database()
        .transact([&](store::Transaction& tx) -> Result<void> {
          tx.query(sql, values);
          return {};
        })
        .value();
  }
  /// Files that lie below the site's folder of files.
  std::vector<std::filesystem::path> kept() {
    std::vector<std::filesystem::path> all;
    for (auto const& item :
         std::filesystem::recursive_directory_iterator(served.site->configuration().text("media.folder")))
      if (item.is_regular_file()) all.push_back(item.path());
    return all;
  }

  Served served;
  std::string coordinator;
};

} // namespace tandem::test
