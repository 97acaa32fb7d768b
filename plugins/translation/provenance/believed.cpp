#include "believed.hpp"

#include <set>

namespace translation::provenance {
namespace {

/// A text of a field: its language and digest.
using Text = std::pair<Locale, std::string>;

/// One field of an entry.
class Descent {
public:
  void know(Wording const& wording) {
    lines_[wording.locale].insert_or_assign(wording.revision, Saved{{wording.locale, wording.digest}, wording.at});
  }

  /// Whether the wording may have been made from its source; remembers that it was.
  [[nodiscard]] bool follows(Wording const& wording) {
    Saved const* const source = at(wording.source->locale, wording.source->number);
    Text const text{wording.locale, wording.digest};
    if (source == nullptr || source->text.second.empty() || source->text == text) return true;
    if (source->text.first != wording.locale && comes_from(source->text, text)) return false;
    if (source->text.first == wording.locale || source->at < wording.at) made_from_.emplace(text, source->text);
    return true;
  }

private:
  struct Saved {
    Text text;
    Timestamp at;
  };

  [[nodiscard]] Saved const* at(Locale const& locale, int revision) const {
    auto const line = lines_.find(locale);
    if (line == lines_.end()) return nullptr;
    auto const after = line->second.upper_bound(revision);
    return after == line->second.begin() ? nullptr : &std::prev(after)->second;
  }

  /// Whether a text comes from another text of the same language as `of`.
  [[nodiscard]] bool comes_from(Text text, Text const& of) const {
    std::set<Text> seen;
    while (seen.insert(text).second) {
      auto const source = made_from_.find(text);
      if (source == made_from_.end()) return false;
      text = source->second;
      if (text.first == of.first) return text != of;
    }
    return false;
  }

  std::map<Locale, std::map<int, Saved>> lines_;
  std::map<Text, Text> made_from_; ///< The first source of each.
};

} // namespace

std::vector<Wording> believed(std::vector<Wording> wordings) {
  std::map<std::string, Descent> fields;
  for (Wording const& wording : wordings) fields[wording.field].know(wording);
  for (Wording& wording : wordings)
    if (wording.source && !fields.at(wording.field).follows(wording)) wording.source.reset();
  return wordings;
}

} // namespace translation::provenance
