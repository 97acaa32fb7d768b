#include "memory/lookup.hpp"

#include "memory/likeness.hpp"

#include <algorithm>
#include <set>

namespace translation::memory {
namespace {

using tandem::Result;
using tandem::Rows;

constexpr std::size_t candidates = 50; // of each kind: far more than anybody reads

int number(std::optional<std::string> const& cell) { return cell ? std::stoi(*cell) : 0; }

/// None for a row that cannot be read: it must not hide the others.
std::optional<Match> match_of(std::vector<std::optional<std::string>> const& row, Question const& question) {
  auto const text = [&](std::size_t i) { return row.at(i).value_or(""); };
  Result<Content> source = content_of(text(1), tandem::stored_json(text(3)));
  Result<Content> target = content_of(text(2), tandem::stored_json(text(4)));
  if (!source || !target) return std::nullopt;
  Match match;
  match.id = text(0);
  match.source = *std::move(source);
  match.target = *std::move(target);
  match.origin = {text(5),           text(6), text(7), text(8), text(9), number(row.at(10)), number(row.at(11)),
                  number(row.at(12))};
  match.since = text(13);
  match.score = likeness(question.text, match.source);
  bool const same_place =
      !question.entry.empty() && match.origin.entry == question.entry && match.origin.field == question.field;
  if (match.score == 100 && same_place) match.score = 101;
  return match;
}

/// What the codes of a match stand for is not the same everywhere: a link leads elsewhere.
std::string said_by(Match const& match) {
  return segments::marked(match.source) + "\n" + segments::marked(match.target);
}

} // namespace

Result<std::vector<Match>> look_up(tandem::Storage& storage, Question const& question) {
  std::string const normal = normalised(segments::plain_text(question.text));
  if (normal.empty()) return std::vector<Match>{};
  Result<Rows> const rows =
      storage.read({"select m.id, m.source, m.target, m.source_codes, m.target_codes, m.origin, m.entry, m.type, "
                    "m.field, m.pointer, "
                    "m.segment, m.source_revision, m.target_revision, tandem_translation.instant(m.since) from "
                    "tandem_translation.memory_candidates($1, $2::integer, $3::integer, $4, $5, $6::integer) c join "
                    "tandem_translation.memory m on m.id = c.id order by m.origin <> '', m.since desc, m.id",
                    {normal, std::to_string(word_count(normal)), std::to_string(std::max(question.least, 1)),
                     question.from, question.to, std::to_string(candidates)}});
  if (!rows) return rows.error();
  std::vector<Match> matches;
  for (auto const& row : *rows) {
    std::optional<Match> match = match_of(row, question);
    if (match && match->score >= question.least) matches.push_back(*std::move(match));
  }
  std::stable_sort(matches.begin(), matches.end(), [](Match const& a, Match const& b) { return a.score > b.score; });
  std::set<std::string> said;
  std::erase_if(matches, [&](Match const& match) { return !said.insert(said_by(match)).second; });
  if (matches.size() > question.limit) matches.resize(question.limit);
  return matches;
}

Content read_sentence(std::string_view text, tandem::Locale const& locale) {
  segments::Segmented read = segments::split(text, segments::Form::markdown, locale);
  if (read.segments.size() == 1) return std::move(read.segments.front().source);
  return {std::string(text)};
}

} // namespace translation::memory
