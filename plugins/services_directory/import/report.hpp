#pragma once
/// What an import did, or would do, for people and for programs.

#include "plan.hpp"

namespace directory::importing {

struct Report {
  bool dry_run = false;
  bool refused = false; ///< There are problems: nothing was imported.
  Source const& source;
  std::vector<Decision> const& decisions;
  Plan const& plan;
  std::vector<tandem::EditedVariant> const& edited;
};

/// Lines for a terminal, problems last.
[[nodiscard]] std::string report_text(Report const& report);
/// `new`, `changed`, `unchanged`, `doubtful` (lists of entries), `problems`, `ignored`, `counts`, `dry_run`,
/// `imported`.
[[nodiscard]] json::object report_json(Report const& report);

} // namespace directory::importing
