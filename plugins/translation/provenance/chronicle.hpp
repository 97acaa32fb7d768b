#pragma once
/// What the languages of an entry say to each other, and when one of them fell behind. Pure.
///
/// A **wording** is what a field says in a language from a revision on. Two wordings say the same when somebody said
/// so, by the source of a revision: a translation says what the revision says that it was made from; a slip corrected
/// says what the revision before said. That goes on through others (nl ~ fr ~ de), whichever language came first.
///
///   nl   A ────────────── B ─────────── B        nl moved on to B: fr is behind since then, in this field
///        ║ same           │             ║ same
///   fr   a ────────────── a ─────────── b        b was made from B: up to date again
///
/// Of two languages that say different things, the one is behind in which the other has moved since they last said
/// the same; both are, when both have. A text that comes back (undo, restore) says what it said before.
///
/// Read once along the drafts and once along what was public: there a wording, and what was said of it, counts from
/// when it went out; so a translation of a draft is not up to date beside the older text that is public.

#include <tandem/plugin.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace translation::provenance {

using tandem::Locale;
using tandem::RevisionName;
using tandem::Timestamp;

/// What a field says in a language from a revision on; also when only its source is new.
struct Wording {
  std::string field;
  Locale locale;
  int revision;
  Timestamp at;       ///< When the revision was saved.
  std::string digest; ///< Equal for equal texts; "" when the field says nothing.
  std::optional<RevisionName> source =
      {}; ///< The revision of which the field says the same, or says nothing on purpose.
};

/// A period in which a revision was the public one.
struct Publication {
  Locale locale;
  int revision;
  Timestamp from;
  std::optional<Timestamp> until = {};
};

enum class Status {
  up_to_date, ///< Says what the others say.
  ahead,      ///< Another is behind this one, and this one behind none.
  stale,      ///< Another has moved on since they said the same.
  missing,    ///< Says nothing where another says something; of a language as a whole: it is not there.
};
[[nodiscard]] std::string_view name_of(Status status);

/// How a field stands in one language.
struct FieldStanding {
  Status status = Status::up_to_date;
  std::optional<Locale> source = {};   ///< Of one that is behind: which language it has to follow …
  std::optional<Timestamp> since = {}; ///< … since when …
  int then = 0;                        ///< … the source's revision that it says the same as; 0: none …
  int now = 0;                         ///< … and the one it has to follow.
  bool operator==(FieldStanding const&) const = default;
};

/// How a language stands.
struct Standing {
  int revision = 0; ///< Its newest, or the public one.
  Status status = Status::up_to_date;
  std::optional<Locale> source = {}; ///< Of the field that has been behind for longest.
  std::optional<Timestamp> since = {};
  std::map<std::string, FieldStanding> fields; ///< Those that are not up to date.
  bool operator==(Standing const&) const = default;
};
using Standings = std::map<Locale, Standing>;

/// How a language stood while it was public.
struct Period {
  Locale locale;
  Timestamp from;
  std::optional<Timestamp> until;
  Standing standing;
};

/// How the drafts of an entry stand. `wordings` in the order of saving (see `in_order`); `heads`: the newest revision
/// of each language.
[[nodiscard]] Standings of_drafts(std::vector<Wording> const& wordings, std::map<Locale, int> const& heads);

/// How what was public of it stood, from the first publication on, in order of time; the periods that have no end
/// tell how it stands now.
[[nodiscard]] std::vector<Period> of_public(std::vector<Wording> const& wordings,
                                            std::vector<Publication> const& publications);

/// Sorts by time, but keeps the revisions of each language in their order, whatever the clocks said.
void in_order(std::vector<Wording>& wordings);

/// The language that a first text is taken to say the same as, because nobody said otherwise: whoever writes it sees
/// what stands there already. `others`: what the field says in the other languages, none of them nothing. Of several
/// that do not say the same it is the one that said it last.
[[nodiscard]] std::optional<RevisionName> presumed_source(std::vector<Wording> const& before,
                                                          std::string const& field, Locale const& locale);

} // namespace translation::provenance
