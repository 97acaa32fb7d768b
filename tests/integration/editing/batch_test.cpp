#include "access/audit.hpp"
#include "editing/batch.hpp"
#include "store/audit.hpp"
#include "support/site.hpp"

#include <gmock/gmock.h>

namespace tandem {
namespace {

Locale const nl = Locale::parse("nl").value(), fr = Locale::parse("fr").value(), shared = Locale::shared();

/// Many entries at once, as the imports of plugins make them.
class Batches : public testing::Test {
protected:
  Batches() { importer.through = {{"plugin", "services_directory"}, {"command", "import"}}; }

  static EntryEdit audience(std::string const& dutch, std::string const& french, int position) {
    return {Uuid::make(),
            "audience",
            true,
            {},
            {{shared, {{{"position", position}}}}, {nl, {{{"name", dutch}}}}, {fr, {{{"name", french}}}}}};
  }
  Result<std::vector<EditedVariant>> edit(std::vector<EntryEdit> entries, bool dry_run = false) {
    return editing::edit_batch(site->editing(), importer, {std::move(entries), "uit de sociale kaart"}, dry_run);
  }
  std::vector<EntryHeads> heads(std::string const& type) {
    return editing::heads_of(site->editing(), importer, type).value();
  }
  std::vector<AuditLine> audit() {
    return site->database()
        .transact(
            [](store::Transaction& tx) -> Result<std::vector<AuditLine>> { return store::list_audit(tx, {}, 1000); })
        .value();
  }
  std::size_t public_rows() {
    return site->database()
        .transact([](store::Transaction& tx) -> Result<std::size_t> {
          return tx.query("select entry from published").size();
        })
        .value();
  }

  std::unique_ptr<app::Site> site = test::make_site();
  access::Actor importer = access::command_line();
};

TEST_F(Batches, MakesDraftsWithSlugsAndNothingPublic) {
  auto const made = edit({audience("Geïnterneerde personen", "Personnes internées", 1),
                          audience("Kinderen van gedetineerden", "Enfants de détenus – sœurs et frères", 2)});
  ASSERT_TRUE(made) << made.error().detail << made.error().pointer;
  ASSERT_EQ(made->size(), 6U);
  EXPECT_EQ(made->at(3).index, 1U);
  auto const stored = heads("audience");
  ASSERT_EQ(stored.size(), 2U);
  EXPECT_EQ(stored[0].variants.at(fr).data,
            (json::object{{"name", "Personnes internées"}, {"slug", "personnes-internees"}}));
  EXPECT_EQ(stored[1].variants.at(fr).data.at("slug"), "enfants-de-detenus-soeurs-et-freres");
  EXPECT_EQ(stored[0].variants.at(nl).number, 1);
  EXPECT_EQ(public_rows(), 0U);
}

TEST_F(Batches, TheAuditNamesThePluginAndItsCommand) {
  ASSERT_TRUE(edit({audience("Veroordeelden", "Condamnés", 1)}));
  auto const lines = audit();
  ASSERT_EQ(lines.size(), 4U); // three revisions and the batch
  for (AuditLine const& line : lines) {
    EXPECT_EQ(line.detail.at("plugin"), "services_directory") << line.action;
    EXPECT_EQ(line.detail.at("command"), "import");
    EXPECT_EQ(line.actor, "command line");
  }
  EXPECT_EQ(lines[0].action, "batch.edit");
  EXPECT_EQ(lines[0].detail.at("revisions"), 3);
}

TEST_F(Batches, IsAllOrNothingAndNamesEveryMistake) {
  EntryEdit wrong = audience("Verdachten", "Inculpés", 2), worse = audience("Slachtoffers", "Victimes", 3);
  wrong.variants.at(fr).fields["synonyms"] = json::array{"prévenus", ""};
  worse.variants.at(shared).fields["position"] = "drie";
  auto const refused = edit({audience("Veroordeelden", "Condamnés", 1), wrong, worse});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::invalid_content);
  EXPECT_EQ(refused.error().meta.at("index"), 1);
  EXPECT_EQ(refused.error().meta.at("entry"), json::value(wrong.entry.text()));
  EXPECT_EQ(refused.error().meta.at("variant"), "fr");
  EXPECT_EQ(refused.error().pointer, "/synonyms/1");
  ASSERT_EQ(refused.error().further.size(), 1U);
  EXPECT_EQ(refused.error().further[0].meta.at("index"), 2);
  EXPECT_EQ(refused.error().further[0].pointer, "/position");
  EXPECT_TRUE(heads("audience").empty());
  EXPECT_TRUE(audit().empty());
}

TEST_F(Batches, ADryRunSaysTheSameAndChangesNothing) {
  EntryEdit const entry = audience("Familie en naasten", "Famille et proches", 1);
  auto const tried = edit({entry}, true);
  ASSERT_TRUE(tried);
  EXPECT_TRUE(heads("audience").empty());
  EXPECT_TRUE(audit().empty());
  auto const done = edit({entry});
  ASSERT_TRUE(done);
  ASSERT_EQ(done->size(), tried->size());
  for (std::size_t i = 0; i < done->size(); ++i) {
    EXPECT_EQ(done->at(i).after, tried->at(i).after);
    EXPECT_EQ(done->at(i).revision, tried->at(i).revision);
  }
}

TEST_F(Batches, NewEntriesReferToEachOtherInAnyOrder) {
  EntryId const house = Uuid::make();
  EntryEdit const service{
      Uuid::make(),
      "service",
      true,
      house,
      {{shared, {{{"organisation", house.text()}}}}, {fr, {{{"name", "Service d’Aide aux Justiciables"}}}}}};
  EntryEdit const organisation{house, "organisation", true, {}, {{nl, {{{"name", "Huis van de hulp"}}}}}};
  auto const made = edit({service, organisation});
  ASSERT_TRUE(made) << made.error().detail << made.error().pointer;
  EXPECT_EQ(heads("service")[0].variants.at(shared).data.at("organisation"), json::value(house.text()));
  auto const owner = site->database().transact([&](store::Transaction& tx) -> Result<std::string> {
    return tx.query("select organisation from entry where id = $1", {service.entry.text()})[0][0].value_or("");
  });
  EXPECT_EQ(*owner, house.text());

  EntryEdit lost = service;
  lost.entry = Uuid::make();
  lost.variants.at(shared).fields["organisation"] = Uuid::make().text();
  auto const refused = edit({lost});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().pointer, "/organisation");
  EXPECT_EQ(heads("service").size(), 1U);
}

TEST_F(Batches, HooksOfPluginsRun) {
  EntryEdit organisation{Uuid::make(), "organisation", true, {}, {{nl, {{{"name", "APO"}}}}}};
  organisation.variants[shared].fields["phones"] = {{{"number", "02 537 59 28"}, {"kind", "telephone"}}};
  auto const made = edit({organisation});
  ASSERT_TRUE(made) << made.error().detail;
  EXPECT_EQ(heads("organisation")[0].variants.at(shared).data.at("phones").at(0).at("number"), "+3225375928");
}

TEST_F(Batches, EditsWhatIsThereFromItsHeadOnly) {
  EntryEdit entry = audience("Veroordeelden", "Condamnés", 1);
  ASSERT_TRUE(edit({entry}));
  auto const head = heads("audience")[0].variants.at(nl);
  entry.create = false;
  entry.variants = {{nl, {{{"name", "Veroordeelde personen"}, {"slug", nullptr}}, head.etag}}};
  auto const changed = edit({entry});
  ASSERT_TRUE(changed) << changed.error().detail;
  EXPECT_EQ(changed->at(0).revision, 2);
  EXPECT_EQ(changed->at(0).before.at("name"), "Veroordeelden");
  EXPECT_EQ(changed->at(0).after.at("slug"), "veroordeelde-personen");

  auto const late = edit({audience("Verdachten", "Inculpés", 2), entry});
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, ErrorCode::stale);
  EXPECT_EQ(late.error().meta.at("index"), 1);
  EXPECT_EQ(heads("audience").size(), 1U);

  entry.variants.at(nl).if_match = heads("audience")[0].variants.at(nl).etag;
  entry.variants.at(nl).fields.erase("slug");
  auto const same = edit({entry});
  ASSERT_TRUE(same);
  EXPECT_FALSE(same->at(0).revision) << "nothing differed";
  EXPECT_EQ(heads("audience")[0].variants.at(nl).number, 2);
}

TEST_F(Batches, TellsApartWhatIsThereAndWhatIsNew) {
  EntryEdit entry = audience("Veroordeelden", "Condamnés", 1);
  ASSERT_TRUE(edit({entry}));
  EXPECT_EQ(edit({entry}).error().code, ErrorCode::conflict) << "it exists";
  EntryEdit other = entry;
  other.create = false;
  other.type = "authority";
  EXPECT_EQ(edit({other}).error().code, ErrorCode::conflict) << "it is an audience";
  other.entry = Uuid::make();
  EXPECT_EQ(edit({other}).error().code, ErrorCode::not_found);
  EntryEdit const twice = audience("Verdachten", "Inculpés", 2);
  EXPECT_EQ(edit({twice, twice}).error().code, ErrorCode::conflict);
  EXPECT_EQ(heads("audience").size(), 1U);
  EXPECT_EQ(editing::heads_of(site->editing(), importer, "nieuwsbrief").error().code, ErrorCode::not_found);
}

TEST_F(Batches, WhoMayNotWriteMayNotInABatchEither) {
  importer.grants.clear();
  EXPECT_EQ(edit({audience("Veroordeelden", "Condamnés", 1)}).error().code, ErrorCode::forbidden);
  EXPECT_TRUE(editing::heads_of(site->editing(), importer, "audience")->empty());
}

} // namespace
} // namespace tandem
