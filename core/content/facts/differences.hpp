#pragma once
/// What two texts that mean the same say differently: facts that stand in one and not in the other. Pure.

#include "content/facts/facts.hpp"

namespace tandem::facts {

/// One of the two texts that are compared.
enum class Side { first, second };

struct Difference {
  Fact fact;  ///< As it stands in the one.
  Side lacks; ///< The other, which has not got it.
};

/// By value, whatever the order and however often. Where one text writes a number in digits, a word for it in the
/// other will do; where one says "12 uur", so will "midi", and "14/6" where one says "14 juni". First what the second
/// lacks, then what the first does.
[[nodiscard]] std::vector<Difference> differences(std::string_view first, std::string_view second);

} // namespace tandem::facts
