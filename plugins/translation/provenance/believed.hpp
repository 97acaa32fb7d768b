#pragma once
/// Which of the sources that were named are believed. Pure.
///
///   nl   A ──────────── B "says what a says"      a was made from A: B would be made from its own translation,
///        ║                 ┊ not believed         and every change of meaning could pass for none
///   fr   a ─────────────── a                      so fr is behind, until somebody follows B; whoever only corrects
///                                                 a slip in B says so as such, which takes a grant of its own

#include "chronicle.hpp"

namespace translation::provenance {

/// The wordings (see in_order) without those sources that were made, directly or through others, from another text of
/// the wording's own language. Of two texts saved at the same instant neither counts as made from the other.
[[nodiscard]] std::vector<Wording> believed(std::vector<Wording> wordings);

} // namespace translation::provenance
