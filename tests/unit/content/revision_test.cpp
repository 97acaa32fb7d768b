/// The hash of a revision: it covers everything, and everything before it.

#include "content/revision.hpp"

#include <functional>
#include <gtest/gtest.h>
#include <set>

namespace tandem {
namespace {

Revision sample() {
  return {.entry = *EntryId::parse("014170e2-9700-7012-8000-000000000004"),
          .type = "page",
          .locale = *Locale::parse("nl"),
          .number = 3,
          .parent = 2,
          .side = false,
          .data = {{"title", "Één vraag?"}, {"body", "l'œuvre d'aide"}},
          .author = "An Peeters",
          .message = "Ça va",
          .created_at = *parse_timestamp("2026-03-01T09:00:00Z"),
          .source = RevisionName{*Locale::parse("fr"), 7},
          .hash = {}};
}

TEST(RevisionHash, IsTheSha256OfTheCanonicalJsonOfEverything) {
  // Reckoned with `printf '%s' '{"author":…}' | sha256sum` over the canonical form written out by hand.
  EXPECT_EQ(revision_hash(sample(), "aa"), "57648ee27ac5c85665581f4b98e9cf5e6db7885743ef8f305db65c86a2e89504");
  Revision first = sample();
  first.number = 1;
  first.parent.reset();
  first.source.reset();
  first.message.clear();
  EXPECT_EQ(revision_hash(first, ""), "e5a6fcbbbed9a5d877399590899fcfa1423555852e4678bc6a1ed7e62f3240c6");
}

TEST(RevisionHash, ChangesWithEveryIngredient) {
  std::vector<std::pair<std::string, std::function<void(Revision&)>>> const changes = {
      {"nothing", [](Revision&) {}},
      {"entry", [](Revision& r) { r.entry = *EntryId::parse("014170e2-9700-7012-8000-000000000005"); }},
      {"type", [](Revision& r) { r.type = "news"; }},
      {"locale", [](Revision& r) { r.locale = *Locale::parse("nl-BE"); }},
      {"number", [](Revision& r) { r.number = 4; }},
      {"parent", [](Revision& r) { r.parent = 1; }},
      {"no parent", [](Revision& r) { r.parent.reset(); }},
      {"side", [](Revision& r) { r.side = true; }},
      {"a letter of the data", [](Revision& r) { r.data["title"] = "Een vraag?"; }},
      {"a field more", [](Revision& r) { r.data["summary"] = ""; }},
      {"a field less", [](Revision& r) { r.data.erase("body"); }},
      {"a field's type", [](Revision& r) { r.data["body"] = json::array{"l'œuvre d'aide"}; }},
      {"author", [](Revision& r) { r.author = "Éric Dubois"; }},
      {"message", [](Revision& r) { r.message = ""; }},
      {"a microsecond", [](Revision& r) { r.created_at += std::chrono::microseconds{1}; }},
      {"source locale", [](Revision& r) { r.source->locale = *Locale::parse("de"); }},
      {"source number", [](Revision& r) { r.source->number = 8; }},
      {"no source", [](Revision& r) { r.source.reset(); }},
  };
  std::set<std::string> hashes;
  for (auto const& [what, change] : changes) {
    Revision revision = sample();
    change(revision);
    EXPECT_TRUE(hashes.insert(revision_hash(revision, "aa")).second) << what << " does not show in the hash";
  }
  EXPECT_TRUE(hashes.insert(revision_hash(sample(), "ab")).second) << "the parent's hash does not show in the hash";
}

TEST(RevisionHash, DoesNotDependOnTheHashAlreadyThereNorOnTheOrderOfFields) {
  Revision other = sample();
  other.hash = "iets anders";
  other.data = {{"body", "l'œuvre d'aide"}, {"title", "Één vraag?"}};
  EXPECT_EQ(revision_hash(other, "aa"), revision_hash(sample(), "aa"));
}

TEST(RevisionHash, MovingTextFromOneFieldToTheNextShows) {
  Revision a = sample(), b = sample();
  a.author = "An", a.message = "Peeters";
  b.author = "AnPeeters", b.message = "";
  EXPECT_NE(revision_hash(a, "aa"), revision_hash(b, "aa"));
}

/// Hashes of a line of revisions, each over the one before.
std::vector<std::string> chain(std::vector<Revision> const& line) {
  std::vector<std::string> hashes;
  for (Revision const& revision : line)
    hashes.push_back(revision_hash(revision, hashes.empty() ? "" : hashes.back()));
  return hashes;
}

TEST(RevisionHash, AChangeInOneRevisionBreaksEveryLinkAfterItAndNoneBefore) {
  std::vector<Revision> line;
  for (int number = 1; number <= 4; ++number) {
    line.push_back(sample());
    line.back().number = number;
    line.back().parent = number > 1 ? std::optional(number - 1) : std::nullopt;
  }
  std::vector<std::string> const before = chain(line);
  line[1].data["title"] = "Stil veranderd";
  std::vector<std::string> const after = chain(line);
  EXPECT_EQ(after[0], before[0]);
  for (std::size_t i = 1; i < line.size(); ++i) EXPECT_NE(after[i], before[i]) << "revision " << i + 1;
}

} // namespace
} // namespace tandem
