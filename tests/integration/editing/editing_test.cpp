#include "content/diff.hpp"
#include "editing/publisher.hpp"
#include "editing/transfer.hpp"
#include "editing/verify.hpp"
#include "store/entries.hpp"
#include "support/orders.hpp"
#include "support/site.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <random>
#include <sstream>

namespace tandem {
namespace {

using editing::BundleItem;
using testing::HasSubstr;

Locale const nl = Locale::parse("nl").value(), fr = Locale::parse("fr").value();

class Editing : public testing::Test {
protected:
  EntryId make_audience(std::string const& dutch, std::string const& french, int position = 1) {
    auto const made = editor.create(
        author, {"audience",
                 {{Locale::shared(), {{"position", position}}}, {nl, {{"name", dutch}}}, {fr, {{"name", french}}}},
                 "nieuwe doelgroep"});
    EXPECT_TRUE(made) << made.error().detail << made.error().pointer;
    return made->front().entry;
  }
  Result<editing::Saved> edit(EntryId const& entry, Locale const& locale, json::object fields,
                              std::string const& base, bool keep = false) {
    return editor.save(author, {entry, locale, std::move(fields), base, "verbetering", {}, keep});
  }
  Revision head(EntryId const& entry, Locale const& locale) {
    return site->database()
        .transact([&](store::Transaction& tx) -> Result<Revision> {
          return *store::find_revision(tx, entry, locale, store::find_variant(tx, entry, locale)->head);
        })
        .value();
  }
  /// "nl:Veroordeelden" for every public row of an entry, at an instant or now.
  std::map<std::string, std::string> public_names(std::optional<Timestamp> at = {}) {
    using Names = Result<std::map<std::string, std::string>>;
    return site->database()
        .transact([&](store::Transaction& tx) -> Names {
          std::map<std::string, std::string> names;
          auto const rows =
              at ? tx.query("select entry, locale, data->>'name', data->>'position' from published_at($1)",
                            {format_timestamp(*at)})
                 : tx.query("select entry, locale, data->>'name', data->>'position' from published");
          for (auto const& row : rows) names[*row[0] + " " + *row[1]] = *row[2] + " " + *row[3];
          return names;
        })
        .value();
  }

  std::unique_ptr<app::Site> site = test::make_site();
  access::Actor author = test::somebody("auteur");
  editing::Editor editor{site->editing()};
  editing::Publisher publisher{site->editing()};
};

TEST_F(Editing, AnEditMakesTheNextRevisionAndChainsItsHash) {
  EntryId const entry = make_audience("Geïnterneerden", "Internés");
  Revision const first = head(entry, nl);
  auto const saved = edit(entry, nl, {{"name", "Geïnterneerde personen"}}, first.hash);
  ASSERT_TRUE(saved) << saved.error().detail;
  EXPECT_EQ(saved->revision.number, 2);
  EXPECT_EQ(saved->revision.parent, 1);
  EXPECT_EQ(saved->revision.hash, revision_hash(saved->revision, first.hash));
}

TEST_F(Editing, SavingWithoutAChangeMakesNoRevision) {
  EntryId const entry = make_audience("Veroordeelden", "Condamnés");
  auto const saved = edit(entry, nl, {{"name", "Veroordeelden"}}, head(entry, nl).hash);
  ASSERT_TRUE(saved);
  EXPECT_FALSE(saved->made);
  EXPECT_EQ(head(entry, nl).number, 1);
}

TEST_F(Editing, AStaleEditGetsThreeColumnsAndIsKeptAsideOnRequest) {
  EntryId const entry = make_audience("Familie", "Famille");
  std::string const base = head(entry, nl).hash;
  ASSERT_TRUE(edit(entry, nl, {{"name", "Familie en naasten"}}, base));
  auto const late = edit(entry, nl, {{"name", "Familie en vrienden"}}, base, true);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, ErrorCode::stale);
  json::object const field = late.error().meta.at("fields").as_array().at(0).as_object();
  EXPECT_EQ(field.at("base"), "Familie");
  EXPECT_EQ(field.at("theirs"), "Familie en naasten");
  EXPECT_EQ(field.at("yours"), "Familie en vrienden");
  EXPECT_EQ(late.error().meta.at("side"), 3);
  EXPECT_EQ(head(entry, nl).number, 2) << "a side revision is never the head";
  EXPECT_TRUE(editing::verify(site->editing()).value().problems.empty());
}

TEST_F(Editing, AnEditWithoutIfMatchIsRefused) {
  EntryId const entry = make_audience("Slachtoffers", "Victimes");
  auto const saved = editor.save(author, {entry, nl, {{"name", "x"}}, std::nullopt, "", {}, false});
  ASSERT_FALSE(saved);
  EXPECT_EQ(saved.error().code, ErrorCode::precondition_required);
}

TEST_F(Editing, AFieldInTheWrongVariantIsNamed) {
  EntryId const entry = make_audience("Verdachten", "Inculpés");
  auto const saved = edit(entry, nl, {{"position", 4}}, head(entry, nl).hash);
  ASSERT_FALSE(saved);
  EXPECT_EQ(saved.error().code, ErrorCode::invalid_content);
  EXPECT_EQ(saved.error().pointer, "/position");
}

TEST_F(Editing, RestoringMakesANewRevisionEqualToTheOldOne) {
  EntryId const entry = make_audience("Gedetineerden", "Détenus");
  ASSERT_TRUE(
      edit(entry, fr, {{"name", "Personnes détenues"}, {"description", "À l’intérieur."}}, head(entry, fr).hash));
  auto const restored = editor.restore(author, entry, fr, 1, head(entry, fr).hash);
  ASSERT_TRUE(restored) << restored.error().detail;
  EXPECT_EQ(restored->revision.number, 3);
  EXPECT_TRUE(same_content(restored->revision.data, json::value{{"name", "Détenus"}, {"slug", "detenus"}}));
}

TEST_F(Editing, PublishingABundleIsAllOrNothing) {
  EntryId const whole = make_audience("Beklaagden", "Prévenus");
  auto const half = editor.create(author, {"audience", {{nl, {{"description", "zonder naam"}}}}, ""});
  ASSERT_TRUE(half);
  auto const refused =
      publisher.make(author, test::publish({{whole, {}, {}}, {half->front().entry, {}, {}}}, "samen"));
  ASSERT_FALSE(refused);
  EXPECT_TRUE(public_names().empty());
  ASSERT_TRUE(publisher.make(author, test::publish({{whole, {}, {}}}, "samen")));
  EXPECT_EQ(public_names().size(), 2U);
}

TEST_F(Editing, WhatIsInUseCannotBeWithdrawnUnlessForced) {
  auto const page = editor.create(
      author, {"page",
               {{Locale::shared(), {{"section", "presentation"}, {"position", 1}}},
                {nl, {{"title", "Wie zijn wij"}, {"summary", "Wie we zijn."}, {"body", "Zeven verenigingen."}}}},
               ""});
  ASSERT_TRUE(page) << page.error().detail << page.error().pointer;
  EntryId const target = page->front().entry;
  auto const note = editor.create(author, {"note",
                                           {{Locale::shared(), {{"pages", {target.text()}}, {"position", 1}}},
                                            {nl, {{"title", "Goed om te weten"}, {"body", "Hulp is gratis."}}}},
                                           ""});
  ASSERT_TRUE(note) << note.error().detail << note.error().pointer;
  auto const early = publisher.make(author, test::publish({{note->front().entry, {}, {}}}));
  ASSERT_FALSE(early) << "points at a page that is not public";
  auto const together = publisher.make(author, test::publish({{target, {}, {}}, {note->front().entry, {}, {}}}));
  ASSERT_TRUE(together) << together.error().detail << " " << together.error().pointer;
  auto const withdrawn = publisher.make(author, test::withdraw({{target, {}, {}}}));
  ASSERT_FALSE(withdrawn);
  EXPECT_EQ(withdrawn.error().code, ErrorCode::conflict);
  EXPECT_EQ(withdrawn.error().meta.at("referrers").as_array().at(0).at("id").as_string(), note->front().entry.text());
  EXPECT_TRUE(publisher.make(author, test::withdraw({{target, {}, {}}}, true)));
}

TEST_F(Editing, TwoPublicEntriesCannotShareASlug) {
  EntryId const one = make_audience("Familie", "Famille"), two = make_audience("Familie", "Famille");
  ASSERT_TRUE(publisher.make(author, test::publish({{one, {}, {}}})));
  auto const refused = publisher.make(author, test::publish({{two, {}, {}}}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::conflict);
  EXPECT_EQ(refused.error().meta.at("pointer"), "/slug");
  EXPECT_TRUE(refused.error().pointer.empty()) << "it is no place in the request";
}

TEST_F(Editing, VerifyNamesTheFirstBrokenLink) {
  EntryId const entry = make_audience("Naasten", "Proches");
  ASSERT_TRUE(edit(entry, nl, {{"name", "Naasten en familie"}}, head(entry, nl).hash));
  ASSERT_TRUE(editing::verify(site->editing()).value().problems.empty());
  auto const alter = [&](bool with_triggers) {
    return site->database().transact([&](store::Transaction& tx) -> Result<void> {
      if (!with_triggers) tx.query("alter table revision disable trigger user");
      tx.query("update revision set data = data || '{\"name\": \"Iets anders\"}' where entry = $1 and locale = 'nl' "
               "and number = 1",
               {entry.text()});
      if (!with_triggers) tx.query("alter table revision enable trigger user");
      return {};
    });
  };
  EXPECT_ANY_THROW(static_cast<void>(alter(true))) << "the trigger must refuse";
  ASSERT_TRUE(alter(false));
  auto const problems = editing::verify(site->editing()).value().problems;
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_THAT(problems[0], HasSubstr(entry.text() + " nl revision 1: its content does not fit its hash"));
}

/// Random sequences against a small model: what is public after every step, and what was public at every earlier one.
TEST_F(Editing, RandomSequencesAgreeWithAModel) {
  struct Variant {
    std::vector<std::string> revisions; // values; the head is the last
    std::optional<std::size_t> open;    // index of the public one
  };
  using State = std::map<std::pair<EntryId, Locale>, Variant>;
  std::mt19937 random(20190401);
  auto const pick = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
  State state;
  std::vector<EntryId> entries;
  for (int i = 0; i < 4; ++i) {
    std::string const n = std::to_string(i);
    entries.push_back(make_audience("Doelgroep é" + n, "Public œ" + n, i));
    state[{entries.back(), Locale::shared()}] = {{n}, {}};
    state[{entries.back(), nl}] = {{"Doelgroep é" + n}, {}};
    state[{entries.back(), fr}] = {{"Public œ" + n}, {}};
  }
  auto const model_public = [&] {
    std::map<std::string, std::string> names;
    for (auto const& [key, variant] : state) {
      Variant const& shared = state.at({key.first, Locale::shared()});
      if (!key.second.is_shared() && variant.open && shared.open)
        names[key.first.text() + " " + key.second.text()] =
            variant.revisions[*variant.open] + " " + shared.revisions[*shared.open];
    }
    return names;
  };
  auto const orphaned = [&](State const& s, EntryId const& entry) { // a language is public without the shared fields
    return !s.at({entry, Locale::shared()}).open && (s.at({entry, nl}).open || s.at({entry, fr}).open);
  };
  std::vector<std::pair<Uuid, State>> undoable; // bundle → state before it
  std::vector<std::pair<Timestamp, std::map<std::string, std::string>>> seen;
  int refused = 0, published = 0, undone = 0;
  for (int step = 0; step < 300; ++step) {
    EntryId const entry = entries[pick(entries.size())];
    Locale const locale = std::vector{nl, fr, Locale::shared()}[pick(3)];
    Variant& variant = state.at({entry, locale});
    std::size_t const what = pick(10);
    if (what < 4) { // edit
      std::string const value = locale.is_shared() ? std::to_string(step) : "Naam " + std::to_string(step) + " ïé";
      auto const saved =
          edit(entry, locale, locale.is_shared() ? json::object{{"position", step}} : json::object{{"name", value}},
               head(entry, locale).hash);
      ASSERT_TRUE(saved) << saved.error().detail;
      variant.revisions.push_back(value);
    } else if (what == 4) { // restore
      std::size_t const index = pick(variant.revisions.size());
      auto const saved = editor.restore(author, entry, locale, static_cast<int>(index) + 1, head(entry, locale).hash);
      ASSERT_TRUE(saved) << saved.error().detail;
      EXPECT_EQ(saved->made, variant.revisions[index] != variant.revisions.back());
      if (saved->made) variant.revisions.push_back(variant.revisions[index]);
    } else if (what == 9 && !undoable.empty()) { // take the last bundle back
      auto const done = publisher.undo(author, undoable.back().first, "");
      ASSERT_TRUE(done) << done.error().detail;
      State const before = undoable.back().second;
      for (auto& [key, v] : state) v.open = before.at(key).open;
      undoable.pop_back();
      seen.emplace_back(done->bundle.created_at, model_public());
      ++undone;
    } else { // publish or withdraw
      bool const publish = what < 8;
      State after = state;
      auto& target = after.at({entry, locale}).open;
      std::optional<std::size_t> const before = target;
      target = publish ? std::optional(variant.revisions.size() - 1) : std::nullopt;
      auto const done = publish ? publisher.make(author, test::publish({{entry, locale, {}}}))
                                : publisher.make(author, test::withdraw({{entry, locale, {}}}));
      if (before == target || orphaned(after, entry)) {
        ASSERT_FALSE(done);
        EXPECT_EQ(done.error().code, ErrorCode::conflict) << done.error().detail;
        ++refused;
      } else {
        ASSERT_TRUE(done) << done.error().detail;
        undoable.emplace_back(done->bundle.id, state);
        state = after;
        seen.emplace_back(done->bundle.created_at, model_public());
        ++published;
      }
    }
    ASSERT_EQ(public_names(), model_public()) << "after step " << step;
  }
  for (auto const& [instant, names] : seen) EXPECT_EQ(public_names(instant), names) << format_timestamp(instant);
  auto const verification = editing::verify(site->editing()).value();
  EXPECT_TRUE(verification.problems.empty());
  EXPECT_GT(refused, 5);
  EXPECT_GT(published, 30);
  EXPECT_GT(undone, 5);
}

std::map<std::string, std::string> files_below(std::filesystem::path const& folder) {
  std::map<std::string, std::string> files;
  for (auto const& item : std::filesystem::recursive_directory_iterator(folder))
    if (item.is_regular_file()) {
      std::ifstream in(item.path(), std::ios::binary);
      std::stringstream text;
      text << in.rdbuf();
      files[std::filesystem::relative(item.path(), folder).string()] = text.str();
    }
  return files;
}

TEST(Transfer, ExportImportExportIsByteIdentical) {
  std::filesystem::path const scratch =
      std::filesystem::temp_directory_path() / ("tandem-transfer-" + Uuid::make().text());
  auto const site = test::make_site();
  access::Actor const actor = access::command_line();
  auto const dry = editing::import_folder(site->editing(), actor, TANDEM_SOURCE_DIR "/config/sample", true);
  ASSERT_TRUE(dry) << dry.error().detail;
  EXPECT_EQ(editing::export_folder(site->editing(), scratch / "nothing").value(), 0U) << "a dry run changes nothing";
  auto const imported = editing::import_folder(site->editing(), actor, TANDEM_SOURCE_DIR "/config/sample", false);
  ASSERT_TRUE(imported) << imported.error().detail;
  EXPECT_EQ(imported->entries, dry->entries);
  ASSERT_GT(editing::export_folder(site->editing(), scratch / "one").value(), 50U);
  auto const other = test::make_site();
  ASSERT_TRUE(editing::import_folder(other->editing(), actor, scratch / "one", false));
  ASSERT_TRUE(editing::export_folder(other->editing(), scratch / "two"));
  EXPECT_EQ(files_below(scratch / "one"), files_below(scratch / "two"));
  EXPECT_TRUE(editing::verify(other->editing()).value().problems.empty());
  std::filesystem::remove_all(scratch);
}

TEST(Transfer, ABadFileIsNamedAndNothingIsImported) {
  std::filesystem::path const scratch =
      std::filesystem::temp_directory_path() / ("tandem-transfer-" + Uuid::make().text());
  std::filesystem::copy(TANDEM_SOURCE_DIR "/config/sample", scratch, std::filesystem::copy_options::recursive);
  std::ofstream(scratch / "entries/audience/stuk.json")
      << R"({"id": "01900000-0000-7000-8000-00000000000a", "type": "audience", "created_at": "2020-01-01",)"
      << R"("variants": {"nl": [{"created_at": "2020-01-01", "data": {"naam": "Naasten"}}]}})";
  auto const site = test::make_site();
  auto const refused = editing::import_folder(site->editing(), access::command_line(), scratch, false);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().detail, HasSubstr("stuk.json at /variants/nl/0/data/naam"));
  EXPECT_EQ(editing::export_folder(site->editing(), scratch / "out").value(), 0U);
  std::filesystem::remove_all(scratch);
}

} // namespace
} // namespace tandem
