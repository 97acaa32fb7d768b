#pragma once
/// Is what is stored still what was stored? And: deriving again what can be derived.
///
///   revisions      each fits its hash, follows its parent, belongs to a variant that knows its end
///   published      what the publications say, words to search for included
///   reference      what heads and public revisions point at
///   revision_file  the files that revisions name; their bytes are another matter (media/files.hpp)
///   publication    what the audit tells of it, as of each revision (see witness.hpp)
///   audit          each line fits its hash and follows the one before it, up to its end
///
/// Not covered: whoever can write to the database can compute every chain anew. An end of the audit that was noted
/// elsewhere tells: the chain no longer leads through it.

#include "editing/editor.hpp"
#include "store/audit.hpp"

namespace tandem::editing {

struct Verification {
  std::size_t variants = 0, revisions = 0, audit_lines = 0;
  store::AuditEnd audit_end = {}; ///< To be noted elsewhere.
  std::vector<std::string>
      problems; ///< One line each, naming the first broken link of a variant; empty: all is well.
};
/// `noted`: an earlier end of the audit that the chain must lead through.
[[nodiscard]] Result<Verification> verify(Context const& context, std::optional<store::AuditEnd> const& noted = {});

/// Derives references and the projection again. Answers the number of public rows.
[[nodiscard]] Result<std::size_t> reindex(Context const& context);

} // namespace tandem::editing
