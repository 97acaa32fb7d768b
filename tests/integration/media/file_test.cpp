#include "editing/verify.hpp"
#include "integration/media/media_site.hpp"
#include "media/transfer.hpp"

#include <fstream>
#include <thread>

namespace tandem {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

class File : public test::MediaSite {
protected:
  explicit File(test::Settings settings = {}) : MediaSite(std::move(settings)) {}
  std::string const bytes = test::png(640, 480);

  static std::unique_ptr<app::Site> another_site() {
    return test::make_site(test::Cluster::get().fresh_database(), core_alone({}));
  }

  /// A token with which one sees the entry's head.
  std::string preview_of(EntryId const& entry) {
    test::Reply const reply =
        served.ask(coordinator, "POST", "/edit/v1/previews",
                   R"({"data": {"type": "preview", "attributes": {"items": [{"entry": ")" + entry.text() + "\"}]}}}");
    EXPECT_EQ(reply.status, 201) << reply.body;
    return std::string(reply.document().at("data").at("attributes").at("token").as_string());
  }
};

TEST_F(File, AFileThatOnlyDraftsNameIsForThoseWhoMayReadThem) {
  std::string const file = upload(bytes);
  EntryId const entry = picture(file);
  std::string const reader = served.account("lezer", {{"reader"}}), author = served.account("auteur", {{"author"}});
  EXPECT_EQ(get(address(file)).status, 404);
  EXPECT_EQ(get(address(file), author).status, 404) << "reads what is of their own organisation";
  EXPECT_EQ(get(address(file), "geen geldig token").status, 404);
  test::Reply const seen = get(address(file), reader);
  ASSERT_EQ(seen.status, 200) << seen.body;
  EXPECT_EQ(seen.headers.at("cache-control"), "private, no-store");
  EXPECT_EQ(seen.headers.at("content-type"), "image/png");
  EXPECT_FALSE(seen.headers.contains("access-control-allow-origin"));
  std::string const token = preview_of(entry), other = preview_of(picture(upload(test::png(10, 10))));
  EXPECT_EQ(get(address(file) + "?preview=" + token).status, 200);
  EXPECT_EQ(get(address(file) + "?preview=" + token).headers.at("cache-control"), "private, no-store");
  EXPECT_EQ(get(address(file), "", {{"Tandem-Preview", token}}).status, 200);
  EXPECT_EQ(get(address(file) + "?preview=" + other).status, 404) << "a link to another draft";
  EXPECT_EQ(get(address(file) + "?preview=onbekend").status, 401);
  EXPECT_EQ(get(address(file, "thumb.webp")).status, 404) << "nor what is made of it";
  EXPECT_EQ(get(address(file, "thumb.webp"), reader).status, 200);
}

TEST_F(File, WhatIsPublicIsForEverybodyUntilItIsWithdrawn) {
  std::string const file = upload(bytes);
  EntryId const entry = picture(file), other = picture(file);
  publish(entry).value();
  test::Reply const seen = get(address(file));
  ASSERT_EQ(seen.status, 200) << seen.body;
  EXPECT_EQ(sha256_hex(seen.body), file);
  EXPECT_EQ(seen.headers.at("cache-control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(seen.headers.at("access-control-allow-origin"), "*");
  EXPECT_EQ(seen.headers.at("x-content-type-options"), "nosniff");
  EXPECT_THAT(seen.headers.at("content-security-policy"), HasSubstr("sandbox"));
  publish(other).value();
  withdraw(entry);
  EXPECT_EQ(get(address(file)).status, 200) << "something else that is public names it";
  withdraw(other);
  EXPECT_EQ(get(address(file)).status, 404) << "at once, on the node that remembers it";
  EXPECT_EQ(get(address(file, "thumb.webp")).status, 404);
  publish(entry).value();
  EXPECT_EQ(get(address(file)).status, 200);
}

TEST_F(File, ANewFileInADraftLeavesThePublicOneAsItIs) {
  std::string const old = upload(bytes), fresh = upload(test::png(320, 200, 1));
  EntryId const entry = picture(old);
  publish(entry).value();
  edit(entry, "shared", {{"file", fresh}});
  EXPECT_EQ(get(address(old)).status, 200);
  EXPECT_EQ(get(address(fresh)).status, 404);
  EXPECT_EQ(shown(entry).at("sha256"), json::value(old));
  publish(entry).value();
  EXPECT_EQ(shown(entry).at("sha256"), json::value(fresh));
  EXPECT_EQ(get(address(fresh)).status, 200);
  EXPECT_EQ(get(address(old)).status, 404) << "a revision of before names it, nothing public does";
  EXPECT_EQ(get(address(old), coordinator).status, 200);
}

TEST_F(File, RangesAndEtagsAreThoseOfTheFile) {
  std::string const file = upload(bytes);
  publish(picture(file)).value();
  test::Reply const whole = get(address(file));
  test::Reply const part = get(address(file), "", {{"Range", "bytes=10-19"}});
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.body, whole.body.substr(10, 10));
  EXPECT_EQ(get(address(file), "", {{"If-None-Match", whole.headers.at("etag")}}).status, 304);
  test::Reply const head = served.ask("", "HEAD", address(file));
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.headers.at("content-length"), std::to_string(whole.body.size()));
  EXPECT_THAT(head.body, IsEmpty());
}

TEST_F(File, TheDocumentTellsAllThatAPageNeeds) {
  std::string const file = upload(bytes);
  EntryId const entry = picture(file);
  publish(entry).value();
  json::object const told = shown(entry);
  EXPECT_EQ(told.at("url"), json::value("/media/" + file + "/kantoor.png"));
  EXPECT_EQ(told.at("width"), 640);
  EXPECT_EQ(told.at("height"), 480);
  EXPECT_EQ(told.at("media_type"), "image/png");
  EXPECT_THAT(text(told, "preview"), StartsWith("data:image/webp;base64,"));
  EXPECT_LT(text(told, "preview").size(), 400U);
  EXPECT_EQ(told.at("srcset").at("image/webp"), json::value("/media/" + file + "/page.webp 640w"))
      << "no larger than the original, and the same width once";
  json::object const& thumb = told.at("variants").at("thumb").as_object();
  EXPECT_EQ(thumb.at("width"), 320);
  EXPECT_EQ(thumb.at("height"), 240);
  for (auto const& source : thumb.at("sources").as_object()) {
    test::Reply const reply = get(std::string(source.value().as_string()));
    EXPECT_EQ(reply.status, 200) << source.key() << reply.body;
    EXPECT_EQ(reply.headers.at("content-type"), std::string(source.key()));
    EXPECT_EQ(reply.headers.at("cache-control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(get(std::string(source.value().as_string()), "", {{"If-None-Match", reply.headers.at("etag")}}).status,
              304);
  }
  test::Reply const included = get("/api/v1/media?locale=nl&filter%5Bfile%5D=" + file);
  EXPECT_THAT(included.document().at("data").as_array(), SizeIs(1)) << "filters take the name";
}

TEST_F(File, ADocumentThatIsPreviewedLeadsToItsFiles) {
  std::string const file = upload(bytes);
  EntryId const entry = picture(file);
  json::object const told = shown(entry, "&preview=" + preview_of(entry));
  EXPECT_THAT(text(told, "url"), HasSubstr("?preview=preview_"));
  EXPECT_EQ(get(text(told, "url")).status, 200);
  json::object const& sources = told.at("variants").at("thumb").at("sources").as_object();
  EXPECT_EQ(get(text(sources, "image/webp")).status, 200);
}

TEST_F(File, APictureNeedsAnAlternativeTextToGoPublicUnlessItIsDecorative) {
  std::string const file = upload(bytes);
  EntryId const bare = media({{"file", file}}, {{"title", "Het kantoor"}});
  auto const refused = publish(bare);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::invalid_content);
  EXPECT_EQ(refused.error().meta.at("pointer"), "/alternative");
  EXPECT_EQ(refused.error().meta.at("locale"), "nl");
  EXPECT_EQ(get(address(file)).status, 404);
  edit(bare, "nl", {{"alternative", "De voordeur"}});
  publish(bare).value();
  EXPECT_TRUE(publish(media({{"file", file}, {"decorative", true}}, {{"title", "Sierlijst"}})));
  EXPECT_FALSE(publish(media({{"file", file}, {"decorative", false}}, {{"title", "Sierlijst"}})));
  std::string const document = upload(test::pdf("Onthaalbrochure"));
  EXPECT_TRUE(publish(media({{"file", document}}, {{"title", "Onthaalbrochure"}}))) << "a document needs none";
}

TEST_F(File, EachLanguageHasItsOwnAlternativeText) {
  EntryId const entry = picture(upload(bytes));
  editing::Editor(served.site->editing())
      .save(access::command_line(), {entry, locale("fr"), {{"title", "Le bureau"}}, {}, "", {}, false})
      .value();
  auto const refused = publish(entry);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().meta.at("locale"), "fr");
  edit(entry, "fr", {{"alternative", "La porte d’entrée du bureau"}});
  EXPECT_TRUE(publish(entry));
}

TEST_F(File, AnEntryNamesFilesThatAreThere) {
  std::string const none(64, '0');
  editing::NewEntry entry{"media", {{Locale::shared(), {{"file", none}}}}, ""};
  auto const refused = editing::Editor(served.site->editing()).create(access::command_line(), entry);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().pointer, "/file") << refused.error().detail;
  EXPECT_EQ(refused.error().meta.at("variant"), "shared");
  EXPECT_THAT(refused.error().detail, HasSubstr("upload it first"));
  for (std::string const name : {"../../etc/passwd", "KANTOOR", ""}) {
    entry.variants[Locale::shared()] = {{"file", name}};
    EXPECT_FALSE(editing::Editor(served.site->editing()).create(access::command_line(), entry)) << name;
  }
}

TEST_F(File, WhatIsCutKeepsItsFocalPointAndNothingElseCanBeAskedFor) {
  std::string const file = upload(test::png(400, 100, 1)); // the left half is red
  EntryId const entry = media({{"file", file}, {"focal_point", {{"x", 0.1}, {"y", 0.5}}}},
                              {{"title", "Links"}, {"alternative", "Links is het rood"}});
  publish(entry).value();
  json::object const told = shown(entry);
  EXPECT_EQ(told.at("variants").at("thumb").at("sources").at("image/webp"),
            json::value("/media/" + file + "/thumb-10x50.webp"));
  EXPECT_EQ(get(address(file, "thumb-10x50.webp")).status, 200);
  EXPECT_EQ(get(address(file, "thumb.webp")).status, 200);
  for (std::string const name : {"thumb-11x50.webp", "thumb-10x50.jpg?width=7", "page-10x50.webp"})
    EXPECT_NE(get(address(file, name)).headers.at("content-type"), "image/webp") << name;
  EXPECT_EQ(get(address(file, "thumb-11x50.webp")).status, 404);
  EXPECT_EQ(get(address(file, "thumb.webp") + "?w=10").status, 400);
  std::size_t const files = kept().size();
  for (std::string const name : {"huge.webp", "thumb.tiff", "thumb.webp.webp", "thumb-010x50.webp", "page-1x1.webp"})
    EXPECT_EQ(get(address(file, name)).headers.at("content-type"), "image/png") << name << ": the original's name";
  EXPECT_EQ(kept().size(), files);
}

TEST_F(File, NoPathLeadsOutOfTheFolder) {
  publish(picture(upload(bytes))).value();
  std::vector<std::string> const targets{"/media/..%2F..%2Fetc%2Fpasswd/x",
                                         "/media/../../etc/passwd",
                                         "/media/%2e%2e/x",
                                         "/media/" + std::string(64, 'A') + "/x",
                                         "/media/" + std::string(63, 'a') + "/x",
                                         "/media/" + std::string(64, 'a') + "%00/x"};
  for (std::string const& target : targets) {
    int const status = get(target).status;
    EXPECT_TRUE(status == 404 || status == 400) << target << " " << status;
  }
}

TEST_F(File, ManyWhoAskForTheSameVariantAtOnceGetOne) {
  std::string const file = upload(test::png(1200, 900));
  publish(picture(file)).value();
  std::vector<test::Reply> replies(16);
  {
    std::vector<std::jthread> readers;
    for (test::Reply& reply : replies) readers.emplace_back([&] { reply = get(address(file, "page.webp")); });
  }
  std::string body;
  for (test::Reply const& reply : replies) {
    EXPECT_TRUE(reply.status == 200 || reply.status == 503) << reply.status;
    if (reply.status == 503) {
      EXPECT_EQ(reply.headers.at("retry-after"), "5");
      continue;
    }
    EXPECT_TRUE(body.empty() || body == reply.body);
    body = reply.body;
  }
  EXPECT_FALSE(body.empty());
  EXPECT_THAT(kept(), SizeIs(2)) << "the original and one variant, nothing temporary";
}

TEST_F(File, TheListSaysWhatBecameOfFiles) {
  std::string const draft = upload(test::png(10, 10)), open = upload(test::png(11, 10)),
                    loose = upload(test::png(12, 10));
  picture(draft);
  publish(picture(open)).value();
  json::object const all = get("/edit/v1/media/files", coordinator).document();
  std::vector<std::string> states;
  for (json::value const& file : all.at("data").as_array())
    states.emplace_back(file.at("attributes").at("state").as_string());
  EXPECT_THAT(states, ElementsAre("orphan", "public", "used"));
  for (auto const& [state, name] :
       {std::pair{"orphan", loose}, std::pair{"public", open}, std::pair{"used", draft}}) {
    json::object const some =
        get("/edit/v1/media/files?filter%5Bstate%5D=" + std::string(state), coordinator).document();
    ASSERT_THAT(some.at("data").as_array(), SizeIs(1)) << state;
    EXPECT_EQ(some.at("data").at(0).at("id"), json::value(name));
  }
  EXPECT_EQ(get("/edit/v1/media/files?filter%5Bstate%5D=kwijt", coordinator).status, 400);
  EXPECT_EQ(get("/edit/v1/media/files?page%5Bbefore%5D=1", coordinator).status, 400);
  json::object const before = get("/edit/v1/media/files?page%5Bbefore%5D=" + open, coordinator).document();
  EXPECT_THAT(before.at("data").as_array(), SizeIs(1));
  std::string const author = served.account("auteur", {{"author"}});
  EXPECT_THAT(get("/edit/v1/media/files", author).document().at("data").as_array(), IsEmpty());
}

TEST_F(File, WhatIsInUseIsNotWithdrawn) {
  // Pages of the sample point at no pictures; a second media entry cannot either: the rule is that of references.
  std::string const file = upload(bytes);
  EntryId const entry = picture(file);
  publish(entry).value();
  auto const orphans = served.site->services().files.remove_orphans(std::chrono::hours{0});
  EXPECT_THAT(*orphans, IsEmpty());
  withdraw(entry);
  EXPECT_THAT(*served.site->services().files.remove_orphans(std::chrono::hours{0}), IsEmpty())
      << "a revision names it";
  EXPECT_EQ(get(address(file), coordinator).status, 200);
}

TEST_F(File, WhatNothingNamesGoesAfterItsTimeWithAllThatWasMadeOfIt) {
  std::string const file = upload(bytes), young = upload(test::png(11, 10));
  EXPECT_EQ(get(address(file, "thumb.webp"), coordinator).status, 200);
  EXPECT_THAT(kept(), SizeIs(3));
  execute("update file set kept_at = clock_timestamp() - interval '31 days' where sha256 = $1", {file});
  media::Files const& files = served.site->services().files;
  std::chrono::days const month{30};
  EXPECT_THAT(*files.orphans(month), ElementsAre(file));
  EXPECT_THAT(kept(), SizeIs(3));
  EXPECT_THAT(*files.remove_orphans(month), ElementsAre(file));
  EXPECT_THAT(kept(), SizeIs(1));
  EXPECT_EQ(get(address(file), coordinator).status, 404);
  EXPECT_EQ(get(address(young), coordinator).status, 200);
  EXPECT_EQ(upload(bytes), file) << "and can come again";
  EXPECT_EQ(get(address(file), coordinator).status, 200);
}

TEST_F(File, BytesThatTheDatabaseDoesNotKnowAreRemoved) {
  std::string const file = upload(bytes);
  execute("delete from upload");
  execute("delete from file"); // as if a node had died between the store and the database
  EXPECT_THAT(*served.site->services().files.remove_orphans(std::chrono::days{30}), ElementsAre(file));
  EXPECT_THAT(kept(), IsEmpty());
}

TEST_F(File, VerifyNamesWhatIsMissingOrAltered) {
  std::string const missing = upload(test::png(10, 10)), altered = upload(test::png(11, 10)), well = upload(bytes);
  for (std::string const& file : {missing, altered, well}) publish(picture(file)).value();
  media::Files const& files = served.site->services().files;
  EXPECT_THAT(files.verify()->problems, IsEmpty());
  auto const path = [&](std::string const& file) {
    return served.site->file_store().local(media::FileKey::parse(file).value()).value();
  };
  std::filesystem::path const gone = path(missing);
  std::filesystem::permissions(path(altered), std::filesystem::perms::owner_write,
                               std::filesystem::perm_options::add);
  std::ofstream(path(altered), std::ios::app) << "x";
  std::filesystem::remove(gone);
  auto const found = files.verify();
  EXPECT_EQ(found->files, 3U);
  EXPECT_THAT(found->problems,
              testing::UnorderedElementsAre(StartsWith("file " + missing + ": is missing"),
                                            StartsWith("file " + altered + ": its bytes were altered")));
  test::Reply const broken = get(address(missing));
  EXPECT_EQ(broken.status, 500);
  EXPECT_THAT(text(error(broken), "detail"), HasSubstr("missing"));
  EXPECT_EQ(get("/api/v1/media?locale=nl").status, 200) << "never a broken document";
  EXPECT_TRUE(editing::verify(served.site->editing())->problems.empty());
  execute("delete from revision_file where sha256 = $1", {well});
  EXPECT_THAT(editing::verify(served.site->editing())->problems,
              ElementsAre(HasSubstr("the files that its revisions")));
}

TEST_F(File, AnExportCarriesFilesAndAnImportBringsThem) {
  std::string const file = upload(bytes), loose = upload(test::png(9, 9));
  EntryId const entry = picture(file);
  publish(entry).value();
  std::filesystem::path const folder =
      std::filesystem::temp_directory_path() / ("tandem-export-" + Uuid::make().text());
  editing::export_folder(served.site->editing(), folder).value();
  EXPECT_EQ(media::export_files(served.site->database(), served.site->file_store(), folder).value(), 1U);
  EXPECT_FALSE(std::filesystem::exists(folder / "files" / loose)) << "what nothing names is not carried";

  auto const other = another_site();
  auto const import = [&](bool dry) -> Result<editing::ImportReport> {
    auto const rows = media::read_files(other->pictures(), folder);
    if (!rows) return rows.error();
    if (!dry)
      if (auto ok = media::keep_files(other->database(), other->file_store(), *rows, folder); !ok) return ok.error();
    return editing::import_folder(other->editing(), access::command_line(), folder, dry,
                                  dry ? *rows : std::vector<store::FileRow>{});
  };
  ASSERT_TRUE(import(true));
  EXPECT_EQ(other->services().files.verify()->files, 0U);
  auto const report = import(false);
  ASSERT_TRUE(report) << report.error().detail;
  EXPECT_EQ(other->services().files.verify()->files, 1U);
  EXPECT_THAT(other->services().files.verify()->problems, IsEmpty());
  EXPECT_TRUE(other->services().files.for_everybody(media::FileKey::parse(file).value())->has_value());

  std::filesystem::path const copy = folder / "files" / file;
  std::ofstream(copy, std::ios::app) << "x";
  auto const altered = import(false);
  ASSERT_FALSE(altered);
  EXPECT_THAT(altered.error().detail, HasSubstr(file + ": its bytes do not fit its name"));
  std::filesystem::remove_all(folder / "files");
  auto const third = another_site();
  auto const without = editing::import_folder(third->editing(), access::command_line(), folder, false);
  ASSERT_FALSE(without);
  EXPECT_THAT(without.error().detail, HasSubstr("there is no file " + file));
  std::filesystem::remove_all(folder);
}

} // namespace
} // namespace tandem
