#pragma once
/// Comments on drafts: each hangs on a place in one revision, and can be resolved.

#include "editing/editor.hpp"
#include "store/workflow.hpp"

namespace tandem::editing {

struct NewComment {
  EntryId entry;
  Locale locale;
  int revision;        ///< That it is about: any of the variant's.
  std::string pointer; ///< JSON Pointer that begins with a field of the variant: "/body", "/phones/0".
  std::string text;
};

/// Takes entry.review, or what it takes to write the variant. `invalid_content` with a pointer to the part that is
/// wrong.
[[nodiscard]] Result<store::CommentRow> add_comment(Context const& context, access::Actor const& actor,
                                                    NewComment const& comment);
/// Resolves a comment, or opens it again; takes the same. `conflict` when it is so already.
[[nodiscard]] Result<store::CommentRow> resolve_comment(Context const& context, access::Actor const& actor,
                                                        Uuid const& id, bool resolved);

} // namespace tandem::editing
