#include "exchange/difference.hpp"

#include <algorithm>
#include <dtl/dtl.hpp>
#include <map>

namespace translation::exchange {
namespace {

/// A number for each segment, the same for those that say the same.
class Numbers {
public:
  std::vector<int> of(segments::Segmented const& text) {
    std::vector<int> all;
    for (segments::Segment const& segment : text.segments)
      all.push_back(known_.emplace(segments::marked(segment.source), static_cast<int>(known_.size())).first->second);
    return all;
  }

private:
  std::map<std::string, int> known_ = {};
};

/// What lies between two segments that stayed: those that went, and those that came.
struct Gap {
  std::vector<std::size_t> gone, fresh;
};

/// First with first; what came more than went goes with the last.
void pair(Gap& gap, segments::Segmented const& now, std::vector<std::optional<std::string>>& changed) {
  for (std::size_t const gone : gap.gone) changed[gone] = "";
  for (std::size_t i = 0; i < gap.fresh.size() && !gap.gone.empty(); ++i) {
    std::string& there = *changed[gap.gone[std::min(i, gap.gone.size() - 1)]];
    there += (there.empty() ? "" : " ") + segments::marked(now.segments[gap.fresh[i]].source);
  }
  gap = {};
}

} // namespace

std::vector<std::optional<std::string>> changed_segments(segments::Segmented const& then,
                                                         segments::Segmented const& now) {
  Numbers numbers;
  dtl::Diff<int> compared(numbers.of(then), numbers.of(now));
  compared.compose();
  std::vector<std::optional<std::string>> changed(then.segments.size());
  Gap gap;
  std::size_t old_at = 0, new_at = 0;
  for (auto const& [number, info] : compared.getSes().getSequence()) {
    if (info.type == dtl::SES_DELETE) {
      gap.gone.push_back(old_at++);
    } else if (info.type == dtl::SES_ADD) {
      gap.fresh.push_back(new_at++);
    } else {
      pair(gap, now, changed);
      ++old_at;
      ++new_at;
    }
  }
  pair(gap, now, changed);
  return changed;
}

} // namespace translation::exchange
