/// The chronicle of an entry, by hand and against a model that knows nothing of it.

#include "provenance/believed.hpp"

#include <gtest/gtest.h>
#include <random>
#include <set>

using namespace translation::provenance;

namespace {

Locale const nl = Locale::parse("nl").value(), fr = Locale::parse("fr").value(), de = Locale::parse("de").value();
Timestamp at(int minute) { return Timestamp{std::chrono::minutes{minute}}; }

FieldStanding of(Standings const& standings, Locale const& locale, std::string const& field) {
  auto const& fields = standings.at(locale).fields;
  auto const found = fields.find(field);
  return found == fields.end() ? FieldStanding{} : found->second;
}

std::vector<Wording> const page_in_two_languages{
    {"title", nl, 1, at(0), "Over ons"},
    {"body", nl, 1, at(0), "Zeven diensten"},
    {"title", fr, 1, at(1), "À propos", RevisionName{nl, 1}},
    {"body", fr, 1, at(1), "Sept services", RevisionName{nl, 1}},
};

Standing now_of(std::vector<Period> const& periods, Locale const& locale) {
  for (Period const& period : periods)
    if (period.locale == locale && !period.until) return period.standing;
  ADD_FAILURE() << locale.text() << " is not public";
  return {};
}

std::vector<Wording> with(std::vector<Wording> wordings, std::vector<Wording> const& more) {
  wordings.insert(wordings.end(), more.begin(), more.end());
  return wordings;
}

} // namespace

TEST(Drafts, ATranslationThatWasMadeFromTheHeadIsUpToDate) {
  Standings const standings = of_drafts(page_in_two_languages, {{nl, 1}, {fr, 1}});
  EXPECT_EQ(standings.at(nl).status, Status::up_to_date);
  EXPECT_EQ(standings.at(fr).status, Status::up_to_date);
}

TEST(Drafts, AChangeOfTheSourceMakesTheTranslationStaleInThatFieldOnlySinceThen) {
  auto const standings =
      of_drafts(with(page_in_two_languages, {{"body", nl, 2, at(5), "Zes diensten"}}), {{nl, 2}, {fr, 1}});
  EXPECT_EQ(standings.at(fr).status, Status::stale);
  EXPECT_EQ(standings.at(fr).fields.size(), 1U);
  EXPECT_EQ(of(standings, fr, "body"), (FieldStanding{Status::stale, nl, at(5), 1, 2}));
  EXPECT_EQ(standings.at(fr).source, nl);
  EXPECT_EQ(standings.at(nl).status, Status::ahead);
}

TEST(Drafts, EitherLanguageMayBeTheSource) {
  auto const standings =
      of_drafts(with(page_in_two_languages, {{"body", fr, 2, at(5), "Six services"},
                                             {"body", nl, 2, at(9), "Zes diensten", RevisionName{fr, 2}},
                                             {"title", nl, 3, at(12), "Wie we zijn"}}),
                {{nl, 3}, {fr, 2}});
  EXPECT_EQ(of(standings, fr, "title").source, nl);
  EXPECT_EQ(of(standings, nl, "body").status, Status::up_to_date);
}

TEST(Drafts, BothChangedMeansThatBothAreBehind) {
  auto const standings = of_drafts(with(page_in_two_languages, {{"body", nl, 2, at(5), "Zes diensten"},
                                                                {"body", fr, 2, at(6), "Les sept services"}}),
                                   {{nl, 2}, {fr, 2}});
  EXPECT_EQ(of(standings, fr, "body").since, at(5));
  EXPECT_EQ(of(standings, nl, "body").since, at(6));
}

TEST(Drafts, ASlipCorrectedAsSuchLeavesTheTranslationUpToDate) {
  auto const standings =
      of_drafts(with(page_in_two_languages, {{"body", nl, 2, at(5), "Zeven  diensten", RevisionName{nl, 1}}}),
                {{nl, 2}, {fr, 1}});
  EXPECT_EQ(standings.at(fr).status, Status::up_to_date);
}

TEST(Drafts, ATextThatComesBackSaysWhatItSaidBefore) {
  auto const standings = of_drafts(
      with(page_in_two_languages, {{"body", nl, 2, at(5), "Zes diensten"}, {"body", nl, 3, at(6), "Zeven diensten"}}),
      {{nl, 3}, {fr, 1}});
  EXPECT_EQ(standings.at(fr).status, Status::up_to_date);
}

TEST(Drafts, AFieldThatOnlyOneLanguageHasIsMissingInTheOther) {
  auto const standings =
      of_drafts(with(page_in_two_languages, {{"summary", nl, 2, at(5), "In het kort"}}), {{nl, 2}, {fr, 1}});
  EXPECT_EQ(of(standings, fr, "summary").status, Status::missing);
  EXPECT_EQ(of(standings, nl, "summary").status, Status::ahead);
}

TEST(Drafts, WhatIsTranslatedFromATranslationSaysTheSameAsItsSource) {
  auto wordings = with(page_in_two_languages, {{"title", de, 1, at(3), "Über uns", RevisionName{fr, 1}},
                                               {"body", de, 1, at(3), "Sieben Dienste", RevisionName{fr, 1}}});
  EXPECT_EQ(of_drafts(wordings, {{nl, 1}, {fr, 1}, {de, 1}}).at(de).status, Status::up_to_date);
  wordings.push_back({"body", nl, 2, at(5), "Zes diensten"});
  EXPECT_EQ(of(of_drafts(wordings, {{nl, 2}, {fr, 1}, {de, 1}}), de, "body").source, nl);
}

TEST(Drafts, ASourceThatWasSavedInTheSameInstantCounts) {
  auto const standings =
      of_drafts(with(page_in_two_languages, {{"body", fr, 2, at(5), "Six services", RevisionName{nl, 2}},
                                             {"body", nl, 2, at(5), "Zes diensten"}}),
                {{nl, 2}, {fr, 2}});
  EXPECT_EQ(standings.at(fr).status, Status::up_to_date);
  EXPECT_EQ(standings.at(nl).status, Status::up_to_date);
}

TEST(Drafts, ALanguageMaySayNothingOnPurposeUntilTheOtherSaysSomethingElse) {
  auto wordings = with(page_in_two_languages, {{"other_names", nl, 2, at(5), "De Cel"},
                                               {"other_names", fr, 2, at(6), "", RevisionName{nl, 2}}});
  EXPECT_EQ(of_drafts(wordings, {{nl, 2}, {fr, 2}}).at(fr).status, Status::up_to_date);
  wordings.push_back({"other_names", nl, 3, at(7), "De Cel en De Brug"});
  EXPECT_EQ(of(of_drafts(wordings, {{nl, 3}, {fr, 2}}), fr, "other_names").since, at(7));
}

TEST(Believed, ATextIsNotMadeFromItsOwnTranslation) {
  auto const wordings =
      believed(with(page_in_two_languages, {{"body", nl, 2, at(5), "Gesloten", RevisionName{fr, 1}}}));
  EXPECT_EQ(wordings.back().source, std::nullopt);
  auto const standings = of_drafts(wordings, {{nl, 2}, {fr, 1}});
  EXPECT_EQ(of(standings, fr, "body").status, Status::stale);
}

TEST(Believed, NorFromATranslationOfItsTranslationNorOfOneCorrected) {
  auto const wordings =
      believed(with(page_in_two_languages, {{"body", fr, 2, at(2), "Sept  services", RevisionName{fr, 1}},
                                            {"body", de, 1, at(3), "Sieben Dienste", RevisionName{fr, 2}},
                                            {"body", nl, 2, at(5), "Gesloten", RevisionName{de, 1}}}));
  EXPECT_EQ(wordings.back().source, std::nullopt);
  EXPECT_NE(wordings[4].source, std::nullopt);
}

TEST(Believed, ATranslationMayBeWorkedOnForLongAndSlipsBeCorrected) {
  auto const all = with(page_in_two_languages, {{"body", nl, 2, at(5), "Zes diensten"},
                                                {"body", fr, 2, at(6), "Six", RevisionName{nl, 2}},
                                                {"body", fr, 3, at(7), "Six services", RevisionName{nl, 2}},
                                                {"body", nl, 3, at(8), "Zes  diensten", RevisionName{nl, 2}}});
  auto const wordings = believed(all);
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(wordings[i].source, all[i].source) << i;
}

TEST(Believed, AnotherLanguageMayTakeTheLead) {
  auto const wordings =
      believed(with(page_in_two_languages, {{"body", fr, 2, at(5), "Six services"},
                                            {"body", nl, 2, at(6), "Zes diensten", RevisionName{fr, 2}}}));
  EXPECT_NE(wordings.back().source, std::nullopt);
}

TEST(Believed, OfWhatCameTogetherNeitherWasMadeFromTheOther) {
  auto const wordings = believed({{"body", fr, 1, at(1), "Sept services"},
                                  {"body", nl, 1, at(1), "Zeven diensten", RevisionName{fr, 1}},
                                  {"body", fr, 2, at(5), "Les sept services", RevisionName{nl, 1}}});
  EXPECT_NE(wordings.back().source, std::nullopt);
}

TEST(PresumedSource, AFirstTextSaysWhatStandsBesideIt) {
  EXPECT_EQ(presumed_source(page_in_two_languages, "body", de), (RevisionName{fr, 1})); // the last that said it
  EXPECT_EQ(presumed_source(page_in_two_languages, "body", nl), std::nullopt);          // not its first
  EXPECT_EQ(presumed_source(page_in_two_languages, "summary", fr), std::nullopt);       // nobody says anything
}

TEST(Public, AStaleDraftMakesNothingPublicStale) {
  auto const periods = of_public(with(page_in_two_languages, {{"body", nl, 2, at(5), "Zes diensten"}}),
                                 {{nl, 1, at(2)}, {fr, 1, at(2)}});
  ASSERT_EQ(periods.size(), 2U);
  EXPECT_EQ(periods[0].standing.status, Status::up_to_date);
}

TEST(Public, WhoGoesFirstIsAheadAndTheOtherIsBehindUntilItFollows) {
  auto const wordings = with(page_in_two_languages, {{"body", nl, 2, at(5), "Zes diensten"},
                                                     {"body", fr, 2, at(7), "Six services", RevisionName{nl, 2}}});
  auto const periods =
      of_public(wordings, {{nl, 1, at(2), at(6)}, {fr, 1, at(2), at(8)}, {nl, 2, at(6)}, {fr, 2, at(8)}});
  std::vector<std::string> told;
  for (Period const& period : periods)
    if (period.locale == fr)
      told.push_back(std::string(name_of(period.standing.status)) + " " +
                     std::to_string(period.from.time_since_epoch() / std::chrono::minutes{1}));
  EXPECT_EQ(told, (std::vector<std::string>{"up_to_date 2", "stale 6", "up_to_date 8"}));
}

TEST(Public, ATranslationOfADraftIsNotUpToDateBesideTheOlderText) {
  auto const wordings = with(page_in_two_languages, {{"body", nl, 2, at(5), "Zes diensten"},
                                                     {"body", fr, 2, at(7), "Six services", RevisionName{nl, 2}}});
  auto const periods = of_public(wordings, {{nl, 1, at(2)}, {fr, 1, at(2), at(8)}, {fr, 2, at(8)}});
  EXPECT_EQ(now_of(periods, nl).status, Status::stale);
  EXPECT_EQ(now_of(periods, fr).status, Status::ahead);
}

TEST(Public, WhatIsSaidOfARevisionCountsWhenItGoesOut) {
  // The French text was looked at again and still says what the new Dutch one says.
  auto const wordings = with(page_in_two_languages, {{"body", nl, 2, at(5), "Onze zeven diensten"},
                                                     {"body", fr, 2, at(7), "Sept services", RevisionName{nl, 2}}});
  std::vector<Publication> publications{{nl, 1, at(2), at(6)}, {nl, 2, at(6)}, {fr, 1, at(2)}};
  EXPECT_EQ(now_of(of_public(wordings, publications), fr).status, Status::stale);
  publications.back().until = at(9);
  publications.push_back({fr, 2, at(9)});
  EXPECT_EQ(now_of(of_public(wordings, publications), fr).status, Status::up_to_date);
}

TEST(Public, WhatIsPublicInOneLanguageAloneIsBehindNothing) {
  auto const periods = of_public(page_in_two_languages, {{nl, 1, at(2), at(4)}});
  ASSERT_EQ(periods.size(), 1U);
  EXPECT_EQ(periods[0].standing.status, Status::up_to_date);
  EXPECT_EQ(periods[0].until, at(4));
}

TEST(Order, RevisionsOfALanguageKeepTheirOrderWhateverTheClockSaid) {
  std::vector<Wording> wordings{
      {"body", nl, 2, at(1), "twee"}, {"body", nl, 1, at(5), "een"}, {"body", fr, 1, at(3), "un"}};
  in_order(wordings);
  EXPECT_EQ(wordings[0].locale, fr);
  EXPECT_EQ(wordings[1].revision, 1);
  EXPECT_EQ(wordings[2].revision, 2);
}

namespace {

/// What the chronicle must say, told in another way: it keeps every step, draws the "says the same" of pairs of texts
/// as a graph and walks it, and asks of every step anew whether two languages agreed then.
class Model {
public:
  struct Text {
    Locale locale;
    std::string digest;
    auto operator<=>(Text const&) const = default;
  };
  struct Step {
    std::map<Locale, Text> says;
    std::set<std::pair<Text, Text>> same;
    Timestamp at;
  };

  void step(Step step) { steps_.push_back(std::move(step)); }

  /// Since when `locale` is behind `other`; none: it is not.
  [[nodiscard]] std::optional<Timestamp> behind(Locale const& locale, Locale const& other) const {
    std::optional<Timestamp> since;
    std::optional<Text> agreed;
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      Step const& step = steps_[i];
      auto const here = step.says.find(locale), there = step.says.find(other);
      if (here == step.says.end() || there == step.says.end()) {
        since.reset();
        agreed.reset();
        continue;
      }
      if (equal(step, here->second, there->second)) {
        agreed = there->second;
        since.reset();
      } else {
        bool const moved = agreed ? !equal(step, *agreed, there->second) : !there->second.digest.empty();
        if (!moved) since.reset();
        else if (!since) since = step.at;
      }
    }
    return since;
  }

private:
  static bool equal(Step const& step, Text const& one, Text const& other) {
    if (one.digest.empty() || other.digest.empty()) return one.digest.empty() && other.digest.empty();
    std::set<Text> reached{one};
    for (bool grew = true; grew;) {
      grew = false;
      for (auto const& [a, b] : step.same) {
        if (reached.contains(a) && reached.insert(b).second) grew = true;
        if (reached.contains(b) && reached.insert(a).second) grew = true;
      }
    }
    return reached.contains(other);
  }
  std::vector<Step> steps_;
};

/// A sequence of edits of one field in two or three languages, with its model.
struct Sequence {
  explicit Sequence(unsigned seed) : random(seed) {
    locales = {nl, fr};
    if (seed % 3 == 0) locales.push_back(de);
    for (Locale const& locale : locales) texts[locale] = {""};
  }
  int roll(int sides) { return std::uniform_int_distribution<int>(0, sides - 1)(random); }
  std::string text() { return roll(8) == 0 ? "" : "tekst " + std::to_string(roll(5)); }

  void edit(int minute) {
    Locale const& locale = locales[static_cast<std::size_t>(roll(static_cast<int>(locales.size())))];
    auto& line = texts.at(locale);
    int const revision = static_cast<int>(line.size());
    Wording wording{"body", locale, revision, at(minute), roll(6) == 0 ? digests[locale] : text()};
    if (roll(2) == 0) { // says the same as some revision, of another language or of its own
      Locale const& other = locales[static_cast<std::size_t>(roll(static_cast<int>(locales.size())))];
      int const last = static_cast<int>(texts.at(other).size()) - 1;
      if (last >= 1) wording.source = RevisionName{other, roll(3) == 0 ? 1 + roll(last) : last};
    }
    line.push_back(wording.digest);
    if (wording.digest.empty() && wording.source) { // nothing, on purpose
      Model::Text const source = text_of(wording.source->locale, wording.source->number);
      if (!source.digest.empty()) line.back() = "niets voor " + source.locale.text() + " " + source.digest;
    }
    digests[locale] = wording.digest;
    wordings.push_back(std::move(wording));
  }
  [[nodiscard]] Model::Text text_of(Locale const& locale, int revision) const {
    return {locale, texts.at(locale)[static_cast<std::size_t>(revision)]};
  }
  void say(Wording const& wording) {
    if (wording.source)
      same.emplace(text_of(wording.locale, wording.revision),
                   text_of(wording.source->locale, wording.source->number));
    std::erase_if(same, [](auto const& pair) { return pair.first.digest.empty() || pair.second.digest.empty(); });
  }

  std::mt19937 random;
  std::vector<Locale> locales;
  std::map<Locale, std::vector<std::string>> texts; ///< By revision; the first stands for none.
  std::map<Locale, std::string> digests;            ///< Of the last wording.
  std::vector<Wording> wordings;
  std::set<std::pair<Model::Text, Model::Text>> same;
};

/// Whether a standing says of every language what the model says.
void expect_agreement(Model const& model, std::vector<Locale> const& locales, Standings const& standings,
                      unsigned seed) {
  for (Locale const& locale : locales) {
    if (!standings.contains(locale)) continue;
    std::optional<Timestamp> since;
    bool ahead = false;
    for (Locale const& other : locales) {
      if (other == locale) continue;
      auto const behind = model.behind(locale, other);
      if (behind && (!since || *behind < *since)) since = behind;
      ahead = ahead || model.behind(other, locale).has_value();
    }
    Standing const& standing = standings.at(locale);
    Status const expected = since ? Status::stale : ahead ? Status::ahead : Status::up_to_date;
    ASSERT_EQ(name_of(standing.status), name_of(expected)) << "seed " << seed << " " << locale.text();
    ASSERT_EQ(standing.since, since) << "seed " << seed << " " << locale.text();
  }
}

} // namespace

TEST(Model, DraftsAgreeWithItOnTenThousandSequencesOfEdits) {
  for (unsigned seed = 0; seed < 10'000 && !HasFatalFailure(); ++seed) {
    Sequence sequence(seed);
    Model model;
    std::map<Locale, int> heads;
    int const edits = 2 + sequence.roll(14);
    std::map<Locale, Model::Text> says;
    for (int minute = 0; minute < edits; ++minute) sequence.edit(minute);
    for (Wording const& wording : sequence.wordings) heads[wording.locale] = wording.revision;
    for (auto const& [locale, head] : heads) says.emplace(locale, Model::Text{locale, ""});
    for (Wording const& wording : sequence.wordings) {
      sequence.say(wording);
      says.insert_or_assign(wording.locale, sequence.text_of(wording.locale, wording.revision));
      model.step({says, sequence.same, wording.at});
    }
    expect_agreement(model, sequence.locales, of_drafts(sequence.wordings, heads), seed);
  }
}

TEST(Model, PublicationsAgreeWithItOnTenThousandSequences) {
  for (unsigned seed = 0; seed < 10'000 && !HasFatalFailure(); ++seed) {
    Sequence sequence(seed);
    Model model;
    int const edits = 3 + sequence.roll(10);
    for (int minute = 0; minute < edits; ++minute) sequence.edit(minute);
    std::vector<Publication> publications;
    std::map<Locale, int> present, gone_out;
    for (int minute = 100; minute < 100 + edits;
         ++minute) { // a bundle: some languages go out, come back, are withdrawn
      for (Locale const& locale : sequence.locales) {
        int const last = static_cast<int>(sequence.texts.at(locale).size()) - 1;
        if (last < 1 || sequence.roll(2) == 0) continue;
        int const revision = sequence.roll(6) == 0 ? 0 : 1 + sequence.roll(last); // 0: withdrawn
        if (present.contains(locale)) {
          if (present.at(locale) == revision) continue;
          for (Publication& publication : publications)
            if (publication.locale == locale && !publication.until) publication.until = at(minute);
          present.erase(locale);
        }
        if (revision == 0) continue;
        publications.push_back({locale, revision, at(minute)});
        present[locale] = revision;
        for (Wording const& wording : sequence.wordings)
          if (wording.locale == locale && wording.revision <= revision && wording.revision > gone_out[locale])
            sequence.say(wording);
        gone_out[locale] = std::max(gone_out[locale], revision);
      }
      std::map<Locale, Model::Text> says;
      for (auto const& [locale, revision] : present) says.emplace(locale, sequence.text_of(locale, revision));
      model.step({says, sequence.same, at(minute)});
    }
    Standings now;
    for (Period const& period : of_public(sequence.wordings, publications))
      if (!period.until) now.emplace(period.locale, period.standing);
    ASSERT_EQ(now.size(), present.size()) << "seed " << seed;
    expect_agreement(model, sequence.locales, now, seed);
  }
}
