#include "store/workflow.hpp"

namespace tandem::store {
namespace {

WorkflowEvent event_of(std::vector<Cell> const& row) {
  return {step_of(row[0].value()).value(), std::stoi(row[1].value()), row[2].value(), row[3].value(), row[4].value(),
          timestamp_cell(row[5])};
}

CommentRow comment_of(std::vector<Cell> const& row) {
  CommentRow comment{Uuid::parse(row[0].value()).value(),
                     Uuid::parse(row[1].value()).value(),
                     Locale::parse(row[2].value()).value(),
                     std::stoi(row[3].value()),
                     row[4].value(),
                     row[5].value(),
                     row[6].value(),
                     timestamp_cell(row[7])};
  if (row[8]) comment.resolved_by = *row[8];
  if (row[9]) comment.resolved_at = timestamp_cell(row[9]);
  return comment;
}
constexpr std::string_view comment_columns = "select id, entry, locale, revision, pointer, author, text, created_at, "
                                             "resolved_by, resolved_at from comment ";

} // namespace

void insert_workflow_event(Transaction& tx, EntryId const& entry, Locale const& locale, WorkflowEvent const& event) {
  tx.query("insert into workflow_event (entry, locale, revision, step, actor, authority, message, at) "
           "values ($1, $2, $3, $4, $5, $6, $7, $8)",
           {entry.text(), locale.text(), std::to_string(event.revision), std::string(name_of(event.step)),
            event.actor, event.authority, event.message, format_timestamp(event.at)});
}

std::vector<WorkflowEvent> workflow_events(Transaction& tx, EntryId const& entry, Locale const& locale) {
  std::vector<WorkflowEvent> events;
  for (auto const& row : tx.query("select step, revision, actor, authority, message, at from workflow_event "
                                  "where entry = $1 and locale = $2 order by id",
                                  {entry.text(), locale.text()}))
    events.push_back(event_of(row));
  return events;
}

std::vector<WaitingRow> waiting_variants(Transaction& tx, std::vector<Visible> const& visible,
                                         std::optional<std::string> const& type,
                                         std::optional<std::pair<EntryId, Locale>> const& after, std::size_t limit) {
  Rows const rows = tx.query(
      "select e.id, e.type, e.organisation, e.created_at, v.locale, v.head from variant v join entry e on e.id = "
      "v.entry where e.deleted_at is null and ($1::text is null or e.type = $1) and ($2::uuid is null or (v.entry, "
      "v.locale) > ($2::uuid, $3)) and exists (select 1 from workflow_event w where w.entry = v.entry and w.locale = "
      "v.locale and w.revision = v.head) and not exists (select 1 from publication p where p.entry = v.entry and "
      "p.locale = v.locale and p.revision = v.head and upper_inf(p.during)) and " +
          std::string(fits_visible("$4")) + " order by v.entry, v.locale limit $5",
      {type, after ? Cell(after->first.text()) : Cell{}, after ? after->second.text() : "",
       json::serialize(visible_json(visible)), std::to_string(limit)});
  std::vector<WaitingRow> waiting;
  for (auto const& row : rows) {
    EntryRow entry{Uuid::parse(row[0].value()).value(),
                   row[1].value(),
                   std::nullopt,
                   timestamp_cell(row[3]),
                   std::nullopt,
                   std::nullopt};
    if (row[2]) entry.organisation = Uuid::parse(*row[2]).value();
    waiting.push_back({std::move(entry), Locale::parse(row[4].value()).value(), std::stoi(row[5].value())});
  }
  return waiting;
}

void insert_comment(Transaction& tx, CommentRow const& comment) {
  tx.query("insert into comment (id, entry, locale, revision, pointer, author, text, created_at) "
           "values ($1, $2, $3, $4, $5, $6, $7, $8)",
           {comment.id.text(), comment.entry.text(), comment.locale.text(), std::to_string(comment.revision),
            comment.pointer, comment.author, comment.text, format_timestamp(comment.created_at)});
}

std::optional<CommentRow> find_comment(Transaction& tx, Uuid const& id) {
  Rows const rows = tx.query(std::string(comment_columns) + "where id = $1 for update", {id.text()});
  return rows.empty() ? std::nullopt : std::optional(comment_of(rows[0]));
}

std::vector<CommentRow> comments_of(Transaction& tx, EntryId const& entry, Locale const& locale,
                                    std::optional<Uuid> const& after, std::size_t limit) {
  std::vector<CommentRow> comments;
  for (auto const& row : tx.query(
           std::string(comment_columns) + "where entry = $1 and locale = $2 and ($3::uuid is null or id > $3::uuid) "
                                          "order by id limit $4",
           {entry.text(), locale.text(), after ? Cell(after->text()) : Cell{}, std::to_string(limit)}))
    comments.push_back(comment_of(row));
  return comments;
}

void set_resolved(Transaction& tx, Uuid const& id, std::string const& by, Timestamp at) {
  tx.query("update comment set resolved_by = nullif($2, ''), resolved_at = case when $2 = '' then null else "
           "$3::timestamptz end where id = $1",
           {id.text(), by, format_timestamp(at)});
}

} // namespace tandem::store
