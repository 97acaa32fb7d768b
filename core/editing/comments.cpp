#include "editing/comments.hpp"

#include "access/audit.hpp"
#include "editing/visible.hpp"

namespace tandem::editing {
namespace {

using store::Transaction;

/// Who reviews or writes a variant takes part in what is said of it.
Result<void> may_comment(access::Actor const& actor, access::Target const& target) {
  return may_write(actor, target) ? Result<void>() : access::require(actor, "entry.review", target);
}

/// RFC 6901: "" or tokens that begin with "/", in which "~" stands before 0 or 1 only.
bool is_pointer(std::string_view text) {
  if (!text.empty() && text.front() != '/') return false;
  for (std::size_t at = text.find('~'); at != std::string_view::npos; at = text.find('~', at + 1))
    if (at + 1 == text.size() || (text[at + 1] != '0' && text[at + 1] != '1')) return false;
  return true;
}

Result<void> check_pointer(ContentType const& type, Locale const& locale, std::string const& pointer) {
  Error wrong{ErrorCode::invalid_content,
              "must be a JSON Pointer that begins with a field of this variant, like /" + type.title_field(),
              "/pointer"};
  if (pointer.size() < 2 || !is_pointer(pointer)) return wrong;
  Field const* field = type.field(std::string_view(pointer).substr(1, pointer.find('/', 1) - 1));
  if (field == nullptr || field->localised == locale.is_shared()) return wrong;
  return {};
}

void tell(Transaction& tx, access::Actor const& actor, std::string const& action, store::CommentRow const& comment) {
  auto const revision = store::find_revision(tx, comment.entry, comment.locale, comment.revision);
  access::audit(tx, actor,
                {action,
                 comment.entry,
                 comment.locale.text(),
                 comment.revision,
                 {{"comment", comment.id.text()},
                  {"pointer", comment.pointer},
                  {"text", comment.text},
                  {"hash", revision.value().hash}}});
}

} // namespace

Result<store::CommentRow> add_comment(Context const& context, access::Actor const& actor, NewComment const& comment) {
  return context.database.transact([&](Transaction& tx) -> Result<store::CommentRow> {
    auto const entry = visible_variant(tx, actor, comment.entry, comment.locale);
    if (!entry) return entry.error();
    if (auto ok = may_comment(actor, target_of(*entry, comment.locale)); !ok) return ok.error();
    ContentType const* type = context.types.find(entry->type);
    if (type == nullptr) return Error{ErrorCode::conflict, "the content type " + entry->type + " is not loaded"};
    if (auto ok = check_pointer(*type, comment.locale, comment.pointer); !ok) return ok.error();
    if (comment.text.empty()) return Error{ErrorCode::invalid_content, "must say something", "/text"};
    if (!store::find_revision(tx, comment.entry, comment.locale, comment.revision))
      return Error{ErrorCode::invalid_content, "there is no such revision", "/revision"};
    store::CommentRow const row{Uuid::make(),    comment.entry, comment.locale, comment.revision,
                                comment.pointer, actor.name,    comment.text,   now()};
    store::insert_comment(tx, row);
    tell(tx, actor, "comment.add", row);
    return row;
  });
}

Result<store::CommentRow> resolve_comment(Context const& context, access::Actor const& actor, Uuid const& id,
                                          bool resolved) {
  return context.database.transact([&](Transaction& tx) -> Result<store::CommentRow> {
    Error const none{ErrorCode::not_found, "there is no such comment"};
    auto comment = store::find_comment(tx, id);
    if (!comment) return none;
    auto const entry = visible_variant(tx, actor, comment->entry, comment->locale);
    if (!entry) return none;
    if (auto ok = may_comment(actor, target_of(*entry, comment->locale)); !ok) return ok.error();
    if (comment->resolved_at.has_value() == resolved)
      return Error{ErrorCode::conflict, resolved ? "the comment is resolved already" : "the comment is open"};
    if (resolved) {
      comment->resolved_by = actor.name;
      comment->resolved_at = now();
      store::set_resolved(tx, id, std::pair{actor.name, *comment->resolved_at});
    } else {
      comment->resolved_by.reset();
      comment->resolved_at.reset();
      store::set_resolved(tx, id, std::nullopt);
    }
    tell(tx, actor, resolved ? "comment.resolve" : "comment.reopen", *comment);
    return std::move(*comment);
  });
}

} // namespace tandem::editing
