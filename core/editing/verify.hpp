#pragma once
/// Is what is stored still what was stored? And: deriving again what can be derived.
///
///   revisions      each fits its hash, follows its parent, belongs to a variant that knows its end
///   published      what the publications say, words to search for included
///   reference      what heads and public revisions point at
///
/// Not covered: closed publications and the audit have no hash of their own, and whoever can write to the database
/// can compute a whole chain anew. An export kept elsewhere tells: its hashes must be found again.

#include "editing/editor.hpp"

namespace tandem::editing {

struct Verification {
  std::size_t variants = 0, revisions = 0;
  std::vector<std::string>
      problems; ///< One line each, naming the first broken link of a variant; empty: all is well.
};
[[nodiscard]] Result<Verification> verify(Context const& context);

/// Derives references and the projection again. Answers the number of public rows.
[[nodiscard]] Result<std::size_t> reindex(Context const& context);

} // namespace tandem::editing
