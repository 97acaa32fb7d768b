#pragma once
/// What became of the segments of a text that was edited meanwhile.

#include "segments/segment.hpp"

#include <optional>

namespace translation::exchange {

/// For each segment of `then`, what stands in its place in `now`: nothing when it still is there as it was, "" when
/// it is no more. By the longest common subsequence; what lies between two segments that stayed is compared in order.
[[nodiscard]] std::vector<std::optional<std::string>> changed_segments(segments::Segmented const& then,
                                                                       segments::Segmented const& now);

} // namespace translation::exchange
