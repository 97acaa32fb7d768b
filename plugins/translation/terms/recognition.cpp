#include "terms/recognition.hpp"

#include "terms/inflection.hpp"

#include <algorithm>

namespace translation::terms {
namespace {

bool share(std::vector<std::string> const& sorted, std::vector<std::string> const& lexemes) {
  return std::any_of(lexemes.begin(), lexemes.end(), [&](std::string const& lexeme) {
    return std::binary_search(sorted.begin(), sorted.end(), lexeme);
  });
}

/// Whether the designation stands at this word; `strict`: as it is, or in an inflected form.
bool stands_at(ReadText const& text, std::size_t at, Designation const& designation, bool strict) {
  std::size_t const count = designation.words.size();
  if (count == 0 || at + count > text.words.size()) return false;
  for (std::size_t i = 0; i < count; ++i) {
    std::string const& written = text.words[at + i].text;
    if (strict && designation.fixed) {
      if (written != designation.words[i]) return false;
      continue;
    }
    auto const lexemes = text.lexemes.find(written);
    if (lexemes == text.lexemes.end() || !share(designation.accepts[i], lexemes->second)) return false;
    bool const says_something = !lexemes->second.front().starts_with('=');
    if (strict && says_something && !is_form_of(text.locale, designation.words[i], written)) return false;
  }
  return true;
}

Finding finding_at(FindingKind kind, Side side, ReadText const& text, Spot const& spot, std::string entry) {
  Word const& first = text.words[spot.word];
  Word const& last = text.words[spot.word + spot.words - 1];
  return {
      kind,     side, text.locale, std::move(entry), first.start, last.start + last.length - first.start, first.begin,
      last.end, {},   {}};
}

/// Tells of names that the translation keeps, and looks for each only once, however often it stands there.
class Kept {
public:
  Kept(ReadText const& source, ReadText const& target) : source_(source), target_(target) {}

  bool as_it_is(Spot const& spot) {
    auto const first = source_.words.begin() + static_cast<std::ptrdiff_t>(spot.word);
    auto const last = first + static_cast<std::ptrdiff_t>(spot.words);
    if (!first->capital) return false;
    std::string name;
    for (auto word = first; word != last; ++word) name += (word->capital ? "^" : " ") + word->text;
    auto const [known, is_new] = known_.emplace(std::move(name), false);
    if (is_new)
      known->second =
          std::search(target_.words.begin(), target_.words.end(), first, last, [](Word const& a, Word const& b) {
            return a.text == b.text && a.capital == b.capital;
          }) != target_.words.end();
    return known->second;
  }

private:
  ReadText const& source_;
  ReadText const& target_;
  std::map<std::string, bool> known_ = {};
};

std::vector<std::string> to_use(std::string const& entry, std::vector<Designation> const& designations) {
  std::vector<std::string> all;
  for (Designation const& one : designations)
    if (one.entry == entry && one.standing != Standing::forbidden) all.push_back(one.written);
  return all;
}

void add_forbidden(std::vector<Finding>& found, Side side, ReadText const& text, std::vector<Spot> const& spots,
                   std::vector<Designation> const& designations) {
  for (Spot const& spot : spots) {
    // Where it is a good word for another concept, it may be meant so.
    bool const good = std::any_of(spot.designations.begin(), spot.designations.end(),
                                  [&](std::size_t i) { return designations[i].standing != Standing::forbidden; });
    if (good) continue;
    Designation const& one = designations[spot.designations.front()];
    Finding finding = finding_at(FindingKind::forbidden_word, side, text, spot, one.entry);
    finding.use = to_use(one.entry, designations);
    finding.reason = one.reason;
    found.push_back(std::move(finding));
  }
}

} // namespace

std::vector<Spot> spot(ReadText const& text, std::vector<Designation> const& designations) {
  std::vector<Spot> all;
  for (std::size_t at = 0; at < text.words.size(); ++at)
    for (std::size_t i = 0; i < designations.size(); ++i)
      if (stands_at(text, at, designations[i], true)) all.push_back({at, designations[i].words.size(), {i}});
  std::stable_sort(all.begin(), all.end(), [](Spot const& a, Spot const& b) { return a.words > b.words; });
  std::vector<Spot> kept;
  std::vector<std::size_t> owner(text.words.size(), SIZE_MAX); // of each word, its spot among those kept
  for (Spot& one : all) {
    auto const begin = owner.begin() + static_cast<std::ptrdiff_t>(one.word);
    auto const end = begin + static_cast<std::ptrdiff_t>(one.words);
    if (*begin != SIZE_MAX && kept[*begin].word == one.word && kept[*begin].words == one.words) {
      kept[*begin].designations.push_back(one.designations.front());
    } else if (std::all_of(begin, end, [](std::size_t i) { return i == SIZE_MAX; })) {
      std::fill(begin, end, kept.size());
      kept.push_back(std::move(one));
    }
  }
  std::sort(kept.begin(), kept.end(), [](Spot const& a, Spot const& b) { return a.word < b.word; });
  return kept;
}

std::set<std::string> said_in(ReadText const& text, std::vector<Designation> const& designations) {
  std::set<std::string> said;
  for (Designation const& one : designations) {
    if (one.standing == Standing::forbidden || said.contains(one.entry)) continue;
    for (std::size_t at = 0; at < text.words.size(); ++at)
      if (stands_at(text, at, one, false)) {
        said.insert(one.entry);
        break;
      }
  }
  return said;
}

std::vector<Finding> findings(ReadText const& source, std::vector<Designation> const& of_source,
                              ReadText const& target, std::vector<Designation> const& of_target) {
  std::vector<Finding> found;
  std::set<std::string> const said = said_in(target, of_target);
  std::vector<Spot> const spots = spot(source, of_source);
  std::set<std::string> told;
  Kept kept(source, target);
  for (Spot const& spot : spots) {
    std::optional<std::string> lacking;
    bool satisfied = false;
    for (std::size_t const i : spot.designations) {
      Designation const& one = of_source[i];
      if (one.standing == Standing::forbidden || to_use(one.entry, of_target).empty()) continue;
      if (said.contains(one.entry)) satisfied = true;
      else if (!lacking) lacking = one.entry;
    }
    if (satisfied || !lacking || told.contains(*lacking) || kept.as_it_is(spot)) continue;
    told.insert(*lacking);
    Finding finding = finding_at(FindingKind::missing_term, Side::source, source, spot, *lacking);
    finding.use = to_use(*lacking, of_target);
    found.push_back(std::move(finding));
  }
  add_forbidden(found, Side::source, source, spots, of_source);
  add_forbidden(found, Side::target, target, spot(target, of_target), of_target);
  return found;
}

} // namespace translation::terms
