#include "chronicle.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace translation::provenance {
namespace {

/// The texts of one field that say the same, as sets that grow together.
class Meanings {
public:
  static constexpr std::size_t nothing = 0; ///< What a field says that is not there, in every language.

  [[nodiscard]] std::size_t of(Locale const& locale, std::string const& digest) {
    if (digest.empty()) return nothing;
    auto const [found, made] = texts_.emplace(std::pair(locale, digest), parents_.size());
    if (made) parents_.push_back(parents_.size());
    return found->second;
  }
  /// To say nothing means the same as nothing else.
  void unite(std::size_t one, std::size_t other) {
    if (one == nothing || other == nothing) return;
    parents_[root(one)] = root(other);
  }
  [[nodiscard]] bool same(std::size_t one, std::size_t other) { return root(one) == root(other); }

private:
  std::size_t root(std::size_t text) {
    while (parents_[text] != text) text = parents_[text] = parents_[parents_[text]];
    return text;
  }
  std::map<std::pair<Locale, std::string>, std::size_t> texts_;
  std::vector<std::size_t> parents_{nothing};
};

/// One field along a line of time.
class Field {
public:
  /// What the field says in a language from a revision on; what is said of its source counts from now.
  void say(Wording const& wording) {
    auto const [text, said] = meaning_of(wording);
    texts_[wording.locale][wording.revision] = text;
    meanings_.unite(text, said);
  }
  /// A wording that can be named as a source, but that has not come along this line yet.
  void know(Wording const& wording) { texts_[wording.locale][wording.revision] = meaning_of(wording).first; }
  /// A language is at this revision from now on, or (none) is not there.
  void move(Locale const& locale, std::optional<int> revision) {
    if (revision) at_[locale] = {*revision, text_at(locale, *revision).value_or(Meanings::nothing)};
    else at_.erase(locale);
  }
  /// To be called when all that happened at an instant has been said.
  void look(Timestamp now) {
    for (auto const& [locale, here] : at_)
      for (auto const& [other, there] : at_)
        if (locale != other) look_at(locale, here, other, there, now);
    std::erase_if(pairs_, [&](auto const& pair) {
      return !at_.contains(pair.first.first) || !at_.contains(pair.first.second);
    });
  }
  [[nodiscard]] FieldStanding standing(Locale const& locale) const {
    FieldStanding standing;
    for (auto const& [pair, view] : pairs_) {
      if (pair.second == locale && view.behind && standing.status == Status::up_to_date)
        standing.status = Status::ahead;
      if (pair.first != locale || !view.behind) continue;
      if (standing.since && *standing.since <= *view.behind) continue;
      bool const says_nothing = at_.at(locale).text == Meanings::nothing;
      standing = {says_nothing ? Status::missing : Status::stale, pair.second, view.behind, view.then,
                  at_.at(pair.second).revision};
    }
    return standing;
  }

private:
  struct Place {
    int revision = 0;
    std::size_t text = Meanings::nothing;
  };
  /// How a language sees another.
  struct View {
    std::size_t agreed =
        Meanings::nothing;                ///< What both said when they last said the same: in the beginning, nothing.
    int then = 0;                         ///< The other's revision at that time.
    std::optional<Timestamp> behind = {}; ///< The other has moved since.
  };

  [[nodiscard]] std::optional<std::size_t> text_at(Locale const& locale, int revision) const {
    auto const texts = texts_.find(locale);
    if (texts == texts_.end()) return std::nullopt;
    auto const after = texts->second.upper_bound(revision);
    return after == texts->second.begin() ? std::nullopt : std::optional(std::prev(after)->second);
  }

  /// The text of a wording, and that of its source. Nothing that is said to mean something is nothing on purpose: a
  /// text of its own for each that it stands for.
  [[nodiscard]] std::pair<std::size_t, std::size_t> meaning_of(Wording const& wording) {
    std::size_t said = Meanings::nothing;
    if (wording.source) said = text_at(wording.source->locale, wording.source->number).value_or(Meanings::nothing);
    bool const on_purpose = wording.digest.empty() && said != Meanings::nothing;
    return {meanings_.of(wording.locale, on_purpose ? "nothing for " + std::to_string(said) : wording.digest), said};
  }

  void look_at(Locale const& locale, Place const& here, Locale const& other, Place const& there, Timestamp now) {
    View& view = pairs_[{locale, other}];
    if (meanings_.same(here.text, there.text)) {
      view = {there.text, there.revision, std::nullopt};
      return;
    }
    if (meanings_.same(there.text, view.agreed)) view.behind.reset();
    else if (!view.behind) view.behind = now;
  }

  Meanings meanings_;
  std::map<Locale, std::map<int, std::size_t>> texts_;
  std::map<Locale, Place> at_;
  std::map<std::pair<Locale, Locale>, View> pairs_;
};

using Fields = std::map<std::string, Field>;

Standing standing_of(Fields const& fields, Locale const& locale, int revision) {
  Standing standing{revision, Status::up_to_date, {}, {}, {}};
  for (auto const& [name, field] : fields) {
    FieldStanding of_field = field.standing(locale);
    if (of_field.status == Status::up_to_date) continue;
    if (of_field.since && (!standing.since || *of_field.since < *standing.since)) {
      standing.since = of_field.since;
      standing.source = of_field.source;
    }
    if (of_field.since) standing.status = Status::stale;
    else if (standing.status == Status::up_to_date) standing.status = Status::ahead;
    standing.fields.emplace(name, std::move(of_field));
  }
  return standing;
}

/// What happened to what is public, by instant.
std::map<Timestamp, std::map<Locale, std::optional<int>>> moves_of(std::vector<Publication> const& publications) {
  std::map<Timestamp, std::map<Locale, std::optional<int>>> moves;
  for (Publication const& publication : publications) {
    moves[publication.from].insert_or_assign(publication.locale, publication.revision);
    if (publication.until) moves[*publication.until].emplace(publication.locale, std::nullopt);
  }
  return moves;
}

/// The wordings of a language, in the order of their revisions, of which those up to some have gone out.
class Outgoing {
public:
  explicit Outgoing(std::vector<Wording> const& wordings) {
    for (Wording const& wording : wordings) lines_[wording.locale].push_back(&wording);
  }
  /// Those that go out with a revision and have not before.
  [[nodiscard]] std::vector<Wording const*> with(Locale const& locale, int revision) {
    auto const& line = lines_[locale];
    std::size_t& out = out_[locale];
    std::size_t const first = out;
    while (out < line.size() && line[out]->revision <= revision) ++out;
    return {line.begin() + static_cast<std::ptrdiff_t>(first), line.begin() + static_cast<std::ptrdiff_t>(out)};
  }

private:
  std::map<Locale, std::vector<Wording const*>> lines_;
  std::map<Locale, std::size_t> out_;
};

/// Ends and begins the periods of the languages whose standing is another now.
void note(std::vector<Period>& periods, std::map<Locale, std::size_t>& open, Fields const& fields,
          std::map<Locale, int> const& present, Timestamp now) {
  std::erase_if(open, [&](auto const& one) {
    if (present.contains(one.first)) return false;
    periods[one.second].until = now;
    return true;
  });
  for (auto const& [locale, revision] : present) {
    Standing standing = standing_of(fields, locale, revision);
    if (auto const found = open.find(locale); found != open.end()) {
      if (periods[found->second].standing == standing) continue;
      periods[found->second].until = now;
    }
    open[locale] = periods.size();
    periods.push_back({locale, now, std::nullopt, std::move(standing)});
  }
}

} // namespace

std::string_view name_of(Status status) {
  switch (status) {
  case Status::up_to_date: return "up_to_date";
  case Status::ahead: return "ahead";
  case Status::stale: return "stale";
  case Status::missing: return "missing";
  }
  return "missing";
}

Standings of_drafts(std::vector<Wording> const& wordings, std::map<Locale, int> const& heads) {
  Fields fields;
  // A language without a field says nothing in it. A source may have been saved in the same instant, or by a clock
  // that ran ahead: all can be named from the beginning.
  for (Wording const& wording : wordings) fields[wording.field].know(wording);
  for (auto const& [locale, head] : heads)
    for (auto& [name, field] : fields) field.move(locale, 0);
  for (Wording const& wording : wordings) {
    Field& field = fields[wording.field];
    field.say(wording);
    field.move(wording.locale, wording.revision);
    field.look(wording.at);
  }
  Standings standings;
  for (auto const& [locale, head] : heads) standings.emplace(locale, standing_of(fields, locale, head));
  for (auto& [locale, standing] : standings)
    for (auto& [name, field] : standing.fields)
      if (field.source) field.now = heads.at(*field.source);
  return standings;
}

std::vector<Period> of_public(std::vector<Wording> const& wordings, std::vector<Publication> const& publications) {
  Fields fields;
  for (Wording const& wording : wordings) fields[wording.field].know(wording);
  Outgoing outgoing(wordings);
  std::vector<Period> periods;
  std::map<Locale, std::size_t> open;
  std::map<Locale, int> present;
  for (auto const& [now, moves] : moves_of(publications)) {
    for (auto const& [locale, revision] : moves) {
      if (revision) {
        present[locale] = *revision;
        for (Wording const* wording : outgoing.with(locale, *revision)) fields.at(wording->field).say(*wording);
      } else {
        present.erase(locale);
      }
      for (auto& [name, field] : fields) field.move(locale, revision);
    }
    for (auto& [name, field] : fields) field.look(now);
    note(periods, open, fields, present, now);
  }
  return periods;
}

void in_order(std::vector<Wording>& wordings) {
  std::sort(wordings.begin(), wordings.end(), [](Wording const& one, Wording const& other) {
    return std::tie(one.locale, one.revision, one.field) < std::tie(other.locale, other.revision, other.field);
  });
  std::map<Locale, Timestamp> latest;
  std::vector<Timestamp> keys;
  for (Wording const& wording : wordings) {
    auto const [found, first] = latest.emplace(wording.locale, wording.at);
    found->second = std::max(found->second, wording.at);
    keys.push_back(found->second);
  }
  std::vector<std::size_t> order(wordings.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t one, std::size_t other) { return keys[one] < keys[other]; });
  std::vector<Wording> sorted;
  sorted.reserve(wordings.size());
  for (std::size_t const index : order) sorted.push_back(std::move(wordings[index]));
  wordings = std::move(sorted);
}

std::optional<RevisionName> presumed_source(std::vector<Wording> const& before, std::string const& field,
                                            Locale const& locale) {
  std::map<Locale, Wording const*> others;
  for (Wording const& wording : before) {
    if (wording.field != field) continue;
    if (wording.locale != locale) others.insert_or_assign(wording.locale, &wording);
    else if (!wording.digest.empty()) return std::nullopt; // not its first text
  }
  Wording const* last = nullptr;
  for (auto const& [other, wording] : others)
    if (!wording->digest.empty() && (last == nullptr || wording->at > last->at)) last = wording;
  if (last == nullptr) return std::nullopt;
  return RevisionName{last->locale, last->revision};
}

} // namespace translation::provenance
