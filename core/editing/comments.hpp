#pragma once
/// What reviewers and authors say to each other about a draft, each remark at a field.

#include "editing/editor.hpp"
#include "store/workflow.hpp"

namespace tandem::editing {

struct NewComment {
  EntryId entry;
  Locale locale;
  int revision;        ///< The one that was read.
  std::string pointer; ///< JSON pointer into its fields, "/body".
  std::string text;
};

class Comments {
public:
  /// `longest`: of a text, in bytes.
  Comments(Context const& context, std::size_t longest) : context_(context), longest_(longest) {}

  /// Takes entry.review, or whatever lets one write the variant.
  [[nodiscard]] Result<store::CommentRow> add(access::Actor const& actor, NewComment const& comment) const;
  /// Of a variant that the caller may read, the oldest first.
  [[nodiscard]] Result<std::vector<store::CommentRow>> list(access::Actor const& actor, EntryId const& entry,
                                                            Locale const& locale, std::optional<Uuid> const& after,
                                                            std::size_t limit) const;
  /// `conflict` when it is resolved (open) already.
  [[nodiscard]] Result<store::CommentRow> resolve(access::Actor const& actor, Uuid const& id, bool resolved) const;

private:
  Context const& context_;
  std::size_t longest_;
};

} // namespace tandem::editing
