#pragma once
/// What a search needs besides its place in the statement: other words for mistyped ones, and snippets as HTML.

#include "delivery/statement.hpp"

namespace tandem::delivery {

/// For each word of the search that is written nowhere on the site, now or before: its number (from 1), and the word
/// that is most like it, or null. Empty SQL when no word is long enough to tell.
[[nodiscard]] Statement correction_statement(Plan const& plan);
/// The search with the words that were meant; nothing when no word has a likely other.
[[nodiscard]] std::optional<std::string> corrected(Plan const& plan, store::Rows const& corrections);

/// A snippet as HTML: text escaped, what was found in <mark>.
[[nodiscard]] std::string marked(std::string_view snippet);
/// Field → snippet as HTML, of the cell `highlight`; only the fields in which something was found.
[[nodiscard]] json::object highlights(std::string const& cell);

} // namespace tandem::delivery
