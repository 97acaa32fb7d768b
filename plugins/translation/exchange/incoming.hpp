#pragma once
/// Brings in what a translated file says, as drafts.

#include "exchange/hands.hpp"
#include "exchange/plan.hpp"

namespace translation::exchange {

/// All that fits goes in as one; what editing refuses, or the hands may not do, is said of its segments. `message`:
/// of every revision. `dry_run`: the same, and nothing stays.
[[nodiscard]] tandem::Result<Plan> bring_in(Hands const& hands, ReadXliff const& xliff, std::string message,
                                            bool dry_run);

} // namespace translation::exchange
