#pragma once
/// What two languages of one text say differently: facts that stand in one and not in the other. Pure.

#include "facts.hpp"

namespace directory::quality {

struct Difference {
  Fact fact;              ///< As it stands in the one.
  std::string_view lacks; ///< "nl" or "fr": the language that has not got it.
};

/// By value, whatever the order and however often. Where one text writes a number in digits, a word for it in the
/// other will do; where one says "12 uur", so will "midi".
[[nodiscard]] std::vector<Difference> differences(std::string_view dutch, std::string_view french);

} // namespace directory::quality
