#include "editing/comments.hpp"

#include "access/audit.hpp"
#include "editing/visible.hpp"

#include <algorithm>

namespace tandem::editing {
namespace {

using store::Transaction;

/// Reviewers comment, and those who write answer them.
Result<void> may_comment(access::Actor const& actor, access::Target const& target) {
  bool const writes =
      actor.may("entry.edit", target) || (!target.locale->is_shared() && actor.may("entry.translate", target));
  return writes ? Result<void>() : access::require(actor, "entry.review", target);
}

/// The pointer begins with a field that the variant has.
Result<void> check_pointer(ContentType const& type, Locale const& locale, std::string const& pointer) {
  std::size_t const end = pointer.find('/', 1);
  Field const* field =
      pointer.starts_with('/') ? type.field(pointer.substr(1, end == std::string::npos ? end : end - 1)) : nullptr;
  if (field == nullptr || field->localised == locale.is_shared() || pointer.size() > 500)
    return Error{ErrorCode::invalid_content, "must point at a field of the variant, like \"/title\"", "/pointer"};
  return {};
}

} // namespace

Result<store::CommentRow> Comments::add(access::Actor const& actor, NewComment const& comment) const {
  if (comment.text.empty() || comment.text.size() > longest_)
    return Error{ErrorCode::invalid_content, "must have 1 to " + std::to_string(longest_) + " bytes", "/text"};
  return context_.database.transact([&](Transaction& tx) -> Result<store::CommentRow> {
    auto const entry = visible_variant(tx, actor, comment.entry, comment.locale);
    if (!entry) return entry.error();
    if (auto ok = may_comment(actor, target_of(*entry, comment.locale)); !ok) return ok.error();
    ContentType const* type = context_.types.find(entry->type);
    if (type == nullptr) return Error{ErrorCode::conflict, "the content type " + entry->type + " is not loaded"};
    if (!store::find_revision(tx, comment.entry, comment.locale, comment.revision))
      return Error{ErrorCode::invalid_content, "there is no such revision", "/revision"};
    if (auto ok = check_pointer(*type, comment.locale, comment.pointer); !ok) return ok.error();
    store::CommentRow const row{Uuid::make(),    comment.entry, comment.locale, comment.revision,
                                comment.pointer, actor.name,    comment.text,   now()};
    store::insert_comment(tx, row);
    access::audit(tx, actor,
                  {"comment.add",
                   row.entry,
                   row.locale.text(),
                   row.revision,
                   {{"comment", row.id.text()}, {"pointer", row.pointer}}});
    return row;
  });
}

Result<std::vector<store::CommentRow>> Comments::list(access::Actor const& actor, EntryId const& id,
                                                      Locale const& locale, std::optional<Uuid> const& after,
                                                      std::size_t limit) const {
  using Rows = Result<std::vector<store::CommentRow>>;
  return context_.database.transact([&](Transaction& tx) -> Rows {
    auto const entry = visible_variant(tx, actor, id, locale);
    if (!entry) return entry.error();
    return store::comments_of(tx, id, locale, after, limit);
  });
}

Result<store::CommentRow> Comments::resolve(access::Actor const& actor, Uuid const& id, bool resolved) const {
  return context_.database.transact([&](Transaction& tx) -> Result<store::CommentRow> {
    Error const none{ErrorCode::not_found, "there is no such comment"};
    auto comment = store::find_comment(tx, id);
    if (!comment) return none;
    auto const entry = visible_variant(tx, actor, comment->entry, comment->locale);
    if (!entry) return none;
    if (auto ok = may_comment(actor, target_of(*entry, comment->locale)); !ok) return ok.error();
    if (comment->resolved_by.empty() != resolved)
      return Error{ErrorCode::conflict, resolved ? "it is resolved already" : "it is open already"};
    comment->resolved_by = resolved ? actor.name : "";
    comment->resolved_at = resolved ? std::optional(now()) : std::nullopt;
    store::set_resolved(tx, id, comment->resolved_by, now());
    access::audit(tx, actor,
                  {resolved ? "comment.resolve" : "comment.reopen",
                   comment->entry,
                   comment->locale.text(),
                   comment->revision,
                   {{"comment", id.text()}}});
    return *comment;
  });
}

} // namespace tandem::editing
