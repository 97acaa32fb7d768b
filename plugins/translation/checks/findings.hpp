#pragma once
/// What stands in the way of saying the same in all languages of an entry: the checks before it goes public.
///
///   fields of the type ─┐
///   documents by locale ┴─► findings_of ─► refusals: one error each, for who publishes
///                                       └► finding_json: for answers and the command line
///
/// Pure but for published.hpp, which reads what is public and asks it the same. Called in the transaction that
/// publishes (refuse_public), by the command `check`, and by routes. What it never does: change a text, or guess
/// where a text says too little.

#include "checks/policy.hpp"
#include "segments/value.hpp"

#include <map>

namespace translation::checks {

/// All findings of kinds that are not off, in the order of the fields; each field in all pairs of the languages that
/// have it, each of its texts in its own language. Lists are compared as a whole, whatever the order of their items.
/// A field that a language lacks is no finding: see provenance/. Documents as they would be public, shared fields
/// included.
[[nodiscard]] std::vector<Finding> findings_of(CheckSettings const& settings, std::string_view type,
                                               std::vector<segments::TextField> const& fields,
                                               std::map<tandem::Locale, tandem::json::object> const& documents);

/// One error (`invalid_content`) for each finding that is refused, with its pointer, and in `meta` what finding_json
/// says of it.
[[nodiscard]] std::vector<tandem::Error> refusals(CheckPolicy const& policy, std::vector<Finding> const& findings);

/// kind, severity, locale, other, field, here, there and message (nl, fr, en).
[[nodiscard]] tandem::json::object finding_json(CheckPolicy const& policy, Finding const& finding);

} // namespace translation::checks
