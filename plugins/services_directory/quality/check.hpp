#pragma once
/// The check: reads what is public, asks the links, keeps what it found. Runs each night, and when somebody asks.
///
///   tandem.published ─► check_entry ─┐
///                    └► links ─► ask ┴► keep_check (one transaction)

#include "finding.hpp"
#include "settings.hpp"

#include <stop_token>
#include <vector>

namespace directory::quality {

/// What became of the links; the names stand in the database and in answers.
enum class Links {
  checked,
  partly,       ///< Some had to wait for the next check.
  switched_off, ///< By the setting.
  offline,      ///< By who started the check.
  no_answer,    ///< None of several answered: taken for a fault of the own network, so nothing is held against them.
};
[[nodiscard]] std::string_view name_of(Links links);

struct CheckResult {
  std::vector<Finding> findings;
  Links links = Links::checked;
  std::size_t entries = 0, addresses = 0, asked = 0;
};

struct CheckOrder {
  bool offline = false;                        ///< No link is asked; what is known of them stays.
  std::chrono::milliseconds for_links{60'000}; ///< What cannot be asked in that time comes first in the next check.
  std::stop_token stop = {};                   ///< Likewise what was not asked before it.
};

[[nodiscard]] tandem::Result<CheckResult> check(tandem::Storage& storage, QualitySettings const& settings,
                                                CheckOrder order);

/// `check [--json] [--offline]`. Answers 0, 1 when it could not be done, 2 for arguments that there are not.
[[nodiscard]] int check_command(tandem::Storage& storage, QualitySettings const& settings,
                                std::vector<std::string> const& arguments);

} // namespace directory::quality
