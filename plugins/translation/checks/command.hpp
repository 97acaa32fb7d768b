#pragma once
/// The verb `check`.

#include "checks/policy.hpp"

#include <string>
#include <vector>

namespace translation::checks {

/// `check [--json] [--type T]`. Answers 0; 1 when something is found that is refused; 2 for arguments that there are
/// not; 3 when the check could not be done.
[[nodiscard]] int check_command(tandem::Storage& storage, CheckSettings const& settings,
                                std::vector<std::string> const& arguments);

} // namespace translation::checks
