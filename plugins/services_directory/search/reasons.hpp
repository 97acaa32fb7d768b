#pragma once
/// Why a service was found, filter by filter, so that whoever refers somebody can tell whether it fits.

#include "search/plan.hpp"
#include "search/statement.hpp"

namespace directory {

/// One object a reason: `parameter` is the filter it answers, `text` says it in `plan.locale` (Dutch where that is
/// neither Dutch nor French). For words `text` is HTML: the passage, with <mark> around what was found; `type`,
/// `entry`, `field` and `locale` say where it stands. `row` is one of `statement_of(plan)`, `document` the service in
/// it.
[[nodiscard]] boost::json::array reasons_of(Plan const& plan, std::vector<std::optional<std::string>> const& row,
                                            boost::json::object const& document);

/// "woensdag 2 december 2026, 13:30–16:30", "mercredi 2 décembre 2026, 13:30–16:30". `day` is YYYY-MM-DD.
[[nodiscard]] std::string opening_in_words(std::string_view locale, std::string_view day, std::string_view opens,
                                           std::string_view closes);

/// The text with its marks (0x01, 0x02) as <mark> elements, 0x03 as the apostrophe that it stands for, and everything
/// else escaped for HTML.
[[nodiscard]] std::string marked_html(std::string_view text);

} // namespace directory
