#pragma once
/// The verb `reminders`: what is overdue or due soon, by assignee; for support to mail, each morning.

#include "provenance/policy.hpp"

namespace translation::work {

/// Arguments: [--within DAYS] [--json]. Exit code 0, also when nothing is due; 2 for wrong words.
[[nodiscard]] int remind(tandem::Storage& storage, provenance::Policies const& policies,
                         std::vector<std::string> const& arguments);

} // namespace translation::work
