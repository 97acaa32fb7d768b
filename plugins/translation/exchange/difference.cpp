#include "exchange/difference.hpp"

#include <algorithm>

namespace translation::exchange {
namespace {

std::vector<std::string> texts_of(segments::Segmented const& text) {
  std::vector<std::string> all;
  for (segments::Segment const& segment : text.segments) all.push_back(segments::marked(segment.source));
  return all;
}

/// Lengths of the longest common subsequences of the ends of both.
std::vector<std::vector<std::size_t>> lengths_of(std::vector<std::string> const& a,
                                                 std::vector<std::string> const& b) {
  std::vector lengths(a.size() + 1, std::vector<std::size_t>(b.size() + 1, 0));
  for (std::size_t i = a.size(); i-- > 0;)
    for (std::size_t j = b.size(); j-- > 0;)
      lengths[i][j] = a[i] == b[j] ? lengths[i + 1][j + 1] + 1 : std::max(lengths[i + 1][j], lengths[i][j + 1]);
  return lengths;
}

} // namespace

std::vector<std::optional<std::string>> changed_segments(segments::Segmented const& then,
                                                         segments::Segmented const& now) {
  auto const before = texts_of(then), after = texts_of(now);
  auto const lengths = lengths_of(before, after);
  std::vector<std::optional<std::string>> changed(before.size());
  std::vector<std::size_t> gone; // since the last that stayed
  std::string fresh;
  std::size_t next = 0; // of `gone`, to be given the next fresh one
  auto const give = [&](std::string const& text) {
    if (next < gone.size()) changed[gone[next++]] = text;
    else if (!gone.empty()) *changed[gone.back()] += (changed[gone.back()]->empty() ? "" : " ") + text;
    else fresh += (fresh.empty() ? "" : " ") + text;
  };
  for (std::size_t i = 0, j = 0; i < before.size() || j < after.size();) {
    if (i < before.size() && j < after.size() && before[i] == after[j]) {
      gone.clear();
      fresh.clear();
      next = 0;
      ++i, ++j;
    } else if (i < before.size() && (j == after.size() || lengths[i + 1][j] >= lengths[i][j + 1])) {
      changed[i] = fresh;
      fresh.clear();
      gone.push_back(i);
      if (!changed[i]->empty()) next = gone.size();
      ++i;
    } else {
      give(after[j++]);
    }
  }
  return changed;
}

} // namespace translation::exchange
