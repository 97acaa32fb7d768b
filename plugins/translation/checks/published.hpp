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
/// transaction publishes a language, as they will be public when it ends, and that were not there before; each has
/// `meta.entry` and `meta.type`.
/// To withdraw is never refused, nor is to take a bundle back: what was public before is better than a mistake. Nor
/// is to derive everything anew (no entries).
[[nodiscard]] tandem::Result<void> refuse_public(tandem::Storage& transaction,
                                                 std::optional<std::vector<tandem::EntryId>> const& entries,
                                                 CheckSettings const& settings);

struct PublicQuestion {
  std::string type = {}; ///< Of this content type alone; "": of all.
  tandem::EntryId after = tandem::Uuid::parse("00000000-0000-0000-0000-000000000000").value(); ///< From the next on.
};
/// Calls `take` for each public entry with findings, by id, until it answers that this is enough (false).
[[nodiscard]] tandem::Result<void> check_public(tandem::Storage& storage, CheckSettings const& settings,
                                                PublicQuestion const& question,
                                                std::function<bool(EntryFindings const&)> const& take);

/// The checks over an entry's drafts, in those of its languages that are wanted.
[[nodiscard]] tandem::Result<std::vector<Finding>> check_drafts(tandem::Storage& storage,
                                                                CheckSettings const& settings,
                                                                tandem::EntryId const& entry,
                                                                std::vector<tandem::Locale> const& locales);

/// Declares the settings, the command `check` and the routes of findings. Call `refuse_public` with what it answers.
CheckSettings register_checks(tandem::Host& host);

} // namespace translation::checks
