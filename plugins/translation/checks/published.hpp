#pragma once
/// The checks over what is public, as the database has it.

#include "checks/findings.hpp"

#include <functional>
#include <optional>

namespace translation::checks {

/// What was found in one entry.
struct EntryFindings {
  tandem::EntryId entry;
  std::string type;
  std::vector<Finding> findings;
};

/// For `Host::follow_public`: an error for all findings that are refused, in those of the entries of which the
/// transaction publishes a language, as they will be public when it ends; each has `meta.entry` and `meta.type`.
/// To withdraw is never refused, nor is to derive everything anew (no entries).
[[nodiscard]] tandem::Result<void> refuse_public(tandem::Storage& transaction,
                                                 std::optional<std::vector<tandem::EntryId>> const& entries,
                                                 CheckSettings const& settings);

/// Calls `take` for each public entry with findings, by id; `type`: of this content type alone, "" for all.
[[nodiscard]] tandem::Result<void> check_public(tandem::Storage& storage, CheckSettings const& settings,
                                                std::string_view type,
                                                std::function<void(EntryFindings const&)> const& take);

/// `check [--json] [--type T]`. Answers 0; 1 when something is found that is refused; 2 for arguments that there are
/// not; 3 when the check could not be done.
[[nodiscard]] int check_command(tandem::Storage& storage, CheckSettings const& settings,
                                std::vector<std::string> const& arguments);

/// Declares the settings and the command `check`. Call `refuse_public` with what it answers.
CheckSettings register_checks(tandem::Host& host);

} // namespace translation::checks
