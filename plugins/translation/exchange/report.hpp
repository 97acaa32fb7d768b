#pragma once
/// What an import did, or would do, for people and for programs.

#include "exchange/plan.hpp"

namespace translation::exchange {

/// Lines for a terminal: whatever did not simply go in, segment by segment, then the counts.
[[nodiscard]] std::string report_text(Plan const& plan, std::string const& file, bool dry_run);
/// `counts` by fate, `segments` (all that did not simply go in), `drafts` (entries and fields), `dry_run`.
[[nodiscard]] json::object report_json(Plan const& plan, bool dry_run);

} // namespace translation::exchange
