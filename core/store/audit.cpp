#include "store/audit.hpp"

#include "store/cells.hpp"
#include "store/database.hpp"

namespace tandem::store {
namespace {

constexpr std::string_view columns = "select id, at, actor, action, entry, coalesce(locale, ''), revision, detail, "
                                     "address, request_id, coalesce(encode(hash, 'hex'), '') from audit ";

AuditLine line_of(std::vector<Cell> const& row) {
  AuditLine line{std::stoll(row[0].value()), timestamp_cell(row[1]), row[2].value(), row[3].value()};
  line.entry = optional_uuid(row[4]);
  line.locale = row[5].value();
  line.revision = optional_number(row[6]);
  line.detail = stored_json(row[7].value()).as_object();
  line.address = row[8].value();
  line.request_id = row[9].value();
  line.hash = row[10].value();
  return line;
}

/// Their values are $1 to $5 (`values_of`).
constexpr std::string_view conditions =
    "where ($1::uuid is null or entry = $1::uuid) and ($2 = '' or actor = $2) "
    "and ($3 = '' or action = $3 or (right($3, 2) = '.*' and starts_with(action, left($3, -1)))) "
    "and ($4::timestamptz is null or at >= $4::timestamptz) and ($5::timestamptz is null or at < $5::timestamptz) ";

std::vector<Cell> values_of(AuditFilter const& filter) {
  return {cell_of(filter.entry), filter.actor, filter.action, cell_of(filter.since), cell_of(filter.until)};
}

/// The end of the chain, held until the transaction ends.
AuditEnd hold_end(Transaction& tx) {
  Rows const rows = tx.query("select number, coalesce(encode(hash, 'hex'), '') from audit_end for update");
  return {std::stoll(rows[0][0].value()), rows[0][1].value()};
}

void move_end(Transaction& tx, AuditEnd const& end) {
  tx.query("update audit_end set number = $1, hash = decode($2, 'hex')", {std::to_string(end.number), end.hash});
}

} // namespace

void append_audit(Transaction& tx, std::vector<AuditLine> lines) {
  if (lines.empty()) return;
  AuditEnd end = hold_end(tx);
  json::array rows;
  for (AuditLine& line : lines) {
    line.number = ++end.number;
    line.hash = end.hash = audit_hash(line, end.hash);
    rows.push_back(audit_json(line));
  }
  tx.query(
      "with moved as (update audit_end set number = $2, hash = decode($3, 'hex')) "
      "insert into audit (id, at, actor, action, entry, locale, revision, detail, address, request_id, hash) "
      "overriding system value select number, at, actor, action, entry, locale, revision, detail, address, "
      "request_id, decode(hash, 'hex') from jsonb_to_recordset($1::jsonb) as line (number bigint, at timestamptz, "
      "actor text, action text, entry uuid, locale text, revision integer, detail jsonb, address text, "
      "request_id text, hash text)",
      {json::serialize(rows), std::to_string(end.number), end.hash});
}

std::size_t seal_audit(Transaction& tx) {
  Rows const open = tx.query(std::string(columns) + "where hash is null order by id");
  if (open.empty()) return 0;
  AuditEnd end = hold_end(tx);
  for (auto const& row : open) {
    AuditLine const line = line_of(row);
    end.hash = audit_hash(line, end.hash);
    end.number = line.number;
    tx.query("update audit set hash = decode($2, 'hex') where id = $1", {std::to_string(line.number), end.hash});
  }
  move_end(tx, end);
  return open.size();
}

std::vector<AuditLine> list_audit(Transaction& tx, AuditFilter const& filter, std::size_t limit) {
  std::vector<Cell> values = values_of(filter);
  values.emplace_back(filter.before ? Cell(std::to_string(*filter.before)) : Cell{});
  values.emplace_back(std::to_string(limit));
  std::vector<AuditLine> lines;
  for (auto const& row : tx.query(std::string(columns) + std::string(conditions) +
                                      "and ($6::bigint is null or id < $6::bigint) order by id desc limit $7",
                                  values))
    lines.push_back(line_of(row));
  return lines;
}

std::size_t count_audit(Transaction& tx, AuditFilter const& filter) {
  return std::stoul(
      tx.query("select count(*) from audit " + std::string(conditions), values_of(filter))[0][0].value());
}

void each_audit_line(Transaction& tx, AuditFilter const& filter, std::function<void(AuditLine const&)> const& work) {
  constexpr std::size_t page = 1000;
  std::int64_t after = 0;
  for (std::size_t found = page; found == page;) {
    std::vector<Cell> values = values_of(filter);
    values.emplace_back(std::to_string(after));
    Rows const rows = tx.query(std::string(columns) + std::string(conditions) +
                                   "and id > $6::bigint order by id limit " + std::to_string(page),
                               values);
    for (auto const& row : rows) {
      AuditLine const line = line_of(row);
      after = line.number;
      work(line);
    }
    found = rows.size();
  }
}

void hold_audit(Transaction& tx) { static_cast<void>(hold_end(tx)); }

AuditEnd audit_end(Transaction& tx) {
  Rows const rows = tx.query("select number, coalesce(encode(hash, 'hex'), '') from audit_end");
  return {std::stoll(rows[0][0].value()), rows[0][1].value()};
}

} // namespace tandem::store
