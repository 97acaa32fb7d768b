#include "store/workflow.hpp"

#include "store/cells.hpp"

namespace tandem::store {
namespace {

WorkflowEvent event_of(std::vector<Cell> const& row) {
  return {std::stoi(row[0].value()),
          decision_named(row[1].value()).value(),
          row[2].value(),
          uuid_cell(row[3]),
          row[4].value(),
          row[5].value(),
          timestamp_cell(row[6]),
          std::stoll(row[7].value())};
}
constexpr std::string_view event_columns =
    "select revision, kind, actor, account, authority, message, at, id, locale from workflow_event where entry = $1 ";

std::vector<WorkflowEvent> events_of(Rows const& rows) {
  std::vector<WorkflowEvent> events;
  for (auto const& row : rows) events.push_back(event_of(row));
  return events;
}

WorkflowEvent event_of(json::object const& row) {
  return {static_cast<int>(row.at("revision").as_int64()),   decision_named(string_member(row, "kind")).value(),
          std::string(string_member(row, "actor")),          Uuid::parse(string_member(row, "account")).value(),
          std::string(string_member(row, "authority")),      std::string(string_member(row, "message")),
          parse_timestamp(string_member(row, "at")).value(), row.at("id").as_int64()};
}

/// Heads `v` of entries `e`, made by revision `r`, with what of the variant is public (`p`) and what was decided.
constexpr std::string_view head_columns =
    "select e.id, e.type, e.organisation, e.created_at, e.successor, v.locale, v.head, v.last, "
    "encode(v.head_hash, 'hex'), r.author, p.revision, (select coalesce(jsonb_agg(to_jsonb(w) order by w.id), '[]') "
    "from workflow_event w where w.entry = v.entry and w.locale = v.locale and w.revision = v.head) "
    "from variant v join entry e on e.id = v.entry "
    "join revision r on r.entry = v.entry and r.locale = v.locale and r.number = v.head "
    "left join publication p on p.entry = v.entry and p.locale = v.locale and upper_inf(p.during) ";

std::vector<HeadInWorkflow> heads_of(Rows const& rows) {
  std::vector<HeadInWorkflow> heads;
  for (auto const& row : rows) {
    EntryRow const entry{uuid_cell(row[0]),      row[1].value(), optional_uuid(row[2]),
                         timestamp_cell(row[3]), std::nullopt,   optional_uuid(row[4])};
    int const number = std::stoi(row[6].value());
    HeadInWorkflow head{entry,
                        {locale_cell(row[5]), number, std::stoi(row[7].value()), row[8].value()},
                        {number, row[9].value(), row[10] ? std::optional(std::stoi(*row[10])) : std::nullopt},
                        {}};
    json::value const decisions = stored_json(row[11].value());
    for (json::value const& event : decisions.as_array()) head.decisions.push_back(event_of(event.as_object()));
    heads.push_back(std::move(head));
  }
  return heads;
}

CommentRow comment_of(std::vector<Cell> const& row) {
  return {uuid_cell(row[0]),
          uuid_cell(row[1]),
          locale_cell(row[2]),
          std::stoi(row[3].value()),
          row[4].value(),
          row[5].value(),
          row[6].value(),
          timestamp_cell(row[7]),
          row[8],
          row[9] ? std::optional(timestamp_cell(row[9])) : std::nullopt};
}
constexpr std::string_view comment_columns =
    "select id, entry, locale, revision, pointer, author, text, created_at, resolved_by, resolved_at from comment ";

} // namespace

void insert_decision(Transaction& tx, EntryId const& entry, Locale const& locale, WorkflowEvent const& event) {
  tx.query("insert into workflow_event (entry, locale, revision, kind, actor, account, authority, message, at) "
           "values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
           {entry.text(), locale.text(), std::to_string(event.revision), std::string(name_of(event.decision)),
            event.actor, event.account.text(), event.authority, event.message, format_timestamp(event.at)});
}

std::vector<WorkflowEvent> decisions_about(Transaction& tx, EntryId const& entry, Locale const& locale,
                                           int revision) {
  return events_of(tx.query(std::string(event_columns) + "and locale = $2 and revision = $3 order by id",
                            {entry.text(), locale.text(), std::to_string(revision)}));
}

std::vector<WorkflowEvent> decisions_before(Transaction& tx, EntryId const& entry, Locale const& locale,
                                            std::optional<std::int64_t> before, std::size_t limit) {
  return events_of(tx.query(
      std::string(event_columns) +
          "and locale = $2 and ($3::bigint is null or id < $3::bigint) order by id desc limit $4",
      {entry.text(), locale.text(), before ? Cell(std::to_string(*before)) : Cell{}, std::to_string(limit)}));
}

std::vector<std::pair<Locale, WorkflowEvent>> decisions_of(Transaction& tx, EntryId const& entry) {
  std::vector<std::pair<Locale, WorkflowEvent>> decisions;
  for (auto const& row : tx.query(std::string(event_columns) + "order by id", {entry.text()}))
    decisions.emplace_back(locale_cell(row[8]), event_of(row));
  return decisions;
}

std::vector<HeadInWorkflow> heads_in_workflow(Transaction& tx, std::vector<EntryId> const& entries) {
  std::vector<std::string> ids;
  ids.reserve(entries.size());
  for (EntryId const& entry : entries) ids.push_back(entry.text());
  return heads_of(tx.query(std::string(head_columns) + "where v.entry = any ($1::uuid[]) order by v.entry, v.locale",
                           {array_literal(ids)}));
}

std::vector<HeadInWorkflow> decided_heads(Transaction& tx, DecidedFilter const& filter, std::size_t limit) {
  return heads_of(
      tx.query(std::string(head_columns) +
                   "where e.deleted_at is null and p.revision is distinct from v.head and exists (select 1 from "
                   "workflow_event w where w.entry = v.entry and w.locale = v.locale and w.revision = v.head) "
                   "and ($1::text is null or e.type = $1) "
                   "and ($2::uuid is null or (v.entry, v.locale) > ($2::uuid, $3)) and " +
                   visible_condition("$4") + " order by v.entry, v.locale limit $5",
               {filter.type, filter.after ? Cell(filter.after->first.text()) : Cell{},
                filter.after ? Cell(filter.after->second.text()) : Cell{}, visible_value(filter.visible),
                std::to_string(limit)}));
}

void insert_comment(Transaction& tx, CommentRow const& comment) {
  tx.query("insert into comment (id, entry, locale, revision, pointer, author, text, created_at) "
           "values ($1, $2, $3, $4, $5, $6, $7, $8)",
           {comment.id.text(), comment.entry.text(), comment.locale.text(), std::to_string(comment.revision),
            comment.pointer, comment.author, comment.text, format_timestamp(comment.created_at)});
}

std::optional<CommentRow> find_comment(Transaction& tx, Uuid const& id) {
  Rows const rows = tx.query(std::string(comment_columns) + "where id = $1 for update", {id.text()});
  return rows.empty() ? std::nullopt : std::optional<CommentRow>(comment_of(rows[0]));
}

std::vector<CommentRow> list_comments(Transaction& tx, EntryId const& entry, Locale const& locale,
                                      std::optional<bool> resolved, std::optional<Uuid> const& after,
                                      std::size_t limit) {
  std::vector<CommentRow> comments;
  for (auto const& row :
       tx.query(std::string(comment_columns) +
                    "where entry = $1 and locale = $2 and ($3::boolean is null or (resolved_at is not null) = "
                    "$3::boolean) and ($4::uuid is null or id > $4::uuid) order by id limit $5",
                {entry.text(), locale.text(), resolved ? Cell(*resolved ? "t" : "f") : Cell{}, cell_of(after),
                 std::to_string(limit)}))
    comments.push_back(comment_of(row));
  return comments;
}

void set_resolved(Transaction& tx, Uuid const& id, std::optional<std::pair<std::string, Timestamp>> const& by) {
  tx.query("update comment set resolved_by = $2, resolved_at = $3 where id = $1",
           {id.text(), by ? Cell(by->first) : Cell{}, by ? Cell(format_timestamp(by->second)) : Cell{}});
}

} // namespace tandem::store
