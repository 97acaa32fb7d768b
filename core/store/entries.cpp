#include "store/entries.hpp"

#include "store/cells.hpp"

namespace tandem::store {
namespace {

EntryRow entry_of(std::vector<Cell> const& row) {
  return {uuid_cell(row[0]),      row[1].value(),        optional_uuid(row[2]),
          timestamp_cell(row[3]), optional_time(row[4]), optional_uuid(row[5])};
}
constexpr std::string_view entry_columns =
    "select id, type, organisation, created_at, deleted_at, successor from entry ";

VariantRow variant_of(std::vector<Cell> const& row) {
  return {locale_cell(row[0]), std::stoi(row[1].value()), std::stoi(row[2].value()), row[3].value()};
}
constexpr std::string_view variant_columns =
    "select locale, head, last, encode(head_hash, 'hex') from variant where entry = $1 ";

Revision revision_of(std::vector<Cell> const& row) {
  Revision revision{uuid_cell(row[0]),
                    row[1].value(),
                    locale_cell(row[2]),
                    std::stoi(row[3].value()),
                    optional_number(row[4]),
                    row[5].value() == "t",
                    stored_json(row[6].value()).as_object(),
                    row[7].value(),
                    row[8].value(),
                    timestamp_cell(row[9]),
                    std::nullopt,
                    row[12].value()};
  if (row[10]) revision.source = RevisionName{locale_cell(row[10]), std::stoi(row[11].value())};
  json::value const fields = row[13] ? stored_json(*row[13]) : json::value(json::array{});
  for (json::value const& field : fields.as_array()) revision.source_fields.emplace_back(field.as_string());
  return revision;
}
constexpr std::string_view revision_columns =
    "select r.entry, e.type, r.locale, r.number, r.parent, r.side, r.data, r.author, r.message, r.created_at, "
    "r.source_locale, r.source_number, encode(r.hash, 'hex'), to_json(r.source_fields) from revision r join entry e "
    "on e.id = r.entry "
    "where r.entry = $1 and r.locale = $2 ";

} // namespace

std::string_view lock_clause(Lock lock) {
  switch (lock) {
  case Lock::share: return " for key share";
  case Lock::edit: return " for no key update";
  case Lock::update: return " for update";
  case Lock::none: break;
  }
  return "";
}

std::string visible_condition(std::string const& parameter) {
  return "exists (select 1 from jsonb_to_recordset(" + parameter +
         "::jsonb) as v (types text[], organisations uuid[], entries uuid[]) where (v.types is null or e.type = any "
         "(v.types)) and (v.organisations is null or e.organisation = any (v.organisations)) and (v.entries is null "
         "or e.id = any (v.entries)))";
}

Cell visible_value(std::vector<Visible> const& visible) {
  auto const list = [](std::optional<std::vector<std::string>> const& values) -> json::value {
    if (!values) return nullptr;
    return json::array(values->begin(), values->end());
  };
  json::array all;
  for (Visible const& one : visible)
    all.push_back(
        {{"types", list(one.types)}, {"organisations", list(one.organisations)}, {"entries", list(one.entries)}});
  return json::serialize(all);
}

void insert_entry(Transaction& tx, EntryRow const& entry) {
  tx.query("insert into entry (id, type, organisation, created_at) values ($1, $2, $3, $4)",
           {entry.id.text(), entry.type, cell_of(entry.organisation), format_timestamp(entry.created_at)});
}

std::optional<EntryRow> find_entry(Transaction& tx, EntryId const& id, Lock lock) {
  Rows const rows =
      tx.query(std::string(entry_columns) + "where id = $1" + std::string(lock_clause(lock)), {id.text()});
  return rows.empty() ? std::nullopt : std::optional<EntryRow>(entry_of(rows[0]));
}

std::optional<EntryRow> find_present_entry(Transaction& tx, EntryId const& id, Lock lock) {
  auto entry = find_entry(tx, id, lock);
  return entry && !entry->deleted ? std::move(entry) : std::nullopt;
}

void set_entry_deleted(Transaction& tx, EntryId const& id, std::optional<Timestamp> at) {
  tx.query("update entry set deleted_at = $2 where id = $1", {id.text(), cell_of(at)});
}

void set_entry_organisation(Transaction& tx, EntryId const& entry, std::optional<EntryId> const& organisation) {
  tx.query("update entry set organisation = $2 where id = $1", {entry.text(), cell_of(organisation)});
  tx.query("update published set organisation = $2 where entry = $1", {entry.text(), cell_of(organisation)});
}

void set_successor(Transaction& tx, EntryId const& id, std::optional<EntryId> const& successor) {
  tx.query("update entry set successor = $2 where id = $1", {id.text(), cell_of(successor)});
}

std::vector<EntryRow> list_entries(Transaction& tx, EntryFilter const& filter) {
  Cell const deleted = filter.which == Which::all ? Cell{} : Cell(filter.which == Which::deleted ? "t" : "f");
  Rows const rows = tx.query(
      std::string(entry_columns) +
          "e where ($4::boolean is null or (deleted_at is not null) = $4::boolean) and ($1::text is null or type = "
          "$1) and ($2::uuid is null or id > $2::uuid) and ($5::jsonb is null or " +
          visible_condition("$5") + ") order by id limit $3",
      {filter.type, cell_of(filter.after), std::to_string(filter.limit), deleted,
       filter.visible ? visible_value(*filter.visible) : Cell{}});
  std::vector<EntryRow> entries;
  for (auto const& row : rows) entries.push_back(entry_of(row));
  return entries;
}

std::vector<VariantRow> variants_of(Transaction& tx, EntryId const& entry) {
  std::vector<VariantRow> variants;
  for (auto const& row : tx.query(std::string(variant_columns) + "order by locale", {entry.text()}))
    variants.push_back(variant_of(row));
  return variants;
}

std::optional<VariantRow> find_variant(Transaction& tx, EntryId const& entry, Locale const& locale, Lock lock) {
  Rows const rows = tx.query(std::string(variant_columns) + "and locale = $2" + std::string(lock_clause(lock)),
                             {entry.text(), locale.text()});
  return rows.empty() ? std::nullopt : std::optional<VariantRow>(variant_of(rows[0]));
}

void insert_revision(Transaction& tx, Revision const& revision) {
  std::string const number = std::to_string(revision.number);
  tx.query(revision.side ? "update variant set last = $3 where entry = $1 and locale = $2 and $4::text is not null"
                         : "insert into variant (entry, locale, head, last, head_hash) "
                           "values ($1, $2, $3, $3, decode($4, 'hex')) on conflict (entry, locale) "
                           "do update set head = excluded.head, last = excluded.last, head_hash = excluded.head_hash",
           {revision.entry.text(), revision.locale.text(), number, revision.hash});
  tx.query("insert into revision (entry, locale, number, parent, side, data, author, message, created_at, "
           "source_locale, source_number, source_fields, hash) "
           "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, decode($13, 'hex'))",
           {revision.entry.text(), revision.locale.text(), number, cell_of(revision.parent),
            revision.side ? "t" : "f", json::serialize(revision.data), revision.author, revision.message,
            format_timestamp(revision.created_at), revision.source ? Cell(revision.source->locale.text()) : Cell{},
            revision.source ? Cell(std::to_string(revision.source->number)) : Cell{},
            revision.source_fields.empty() ? Cell{} : Cell(array_literal(revision.source_fields)), revision.hash});
}

std::optional<Revision> find_revision(Transaction& tx, EntryId const& entry, Locale const& locale, int number) {
  Rows const rows = tx.query(std::string(revision_columns) + "and r.number = $3",
                             {entry.text(), locale.text(), std::to_string(number)});
  return rows.empty() ? std::nullopt : std::optional<Revision>(revision_of(rows[0]));
}

std::optional<Revision> find_revision_by_hash(Transaction& tx, EntryId const& entry, Locale const& locale,
                                              std::string const& hash) {
  Rows const rows =
      tx.query(std::string(revision_columns) + "and r.hash = decode($3, 'hex')", {entry.text(), locale.text(), hash});
  return rows.empty() ? std::nullopt : std::optional<Revision>(revision_of(rows[0]));
}

std::vector<Revision> revisions_of(Transaction& tx, EntryId const& entry, Locale const& locale) {
  std::vector<Revision> revisions;
  for (auto const& row : tx.query(std::string(revision_columns) + "order by r.number", {entry.text(), locale.text()}))
    revisions.push_back(revision_of(row));
  return revisions;
}

std::vector<EntryHeads> heads_of_type(Transaction& tx, std::string const& type) {
  std::vector<EntryHeads> all;
  for (auto const& row :
       tx.query("select e.id, v.locale, v.head, encode(v.head_hash, 'hex'), r.data, e.organisation from entry e "
                "join variant v on v.entry = e.id "
                "join revision r on r.entry = v.entry and r.locale = v.locale and r.number = v.head "
                "where e.type = $1 and e.deleted_at is null order by e.id, v.locale",
                {type})) {
    EntryId const entry = uuid_cell(row[0]);
    if (all.empty() || all.back().entry != entry) all.push_back({entry, {}, optional_uuid(row[5])});
    all.back().variants.emplace(locale_cell(row[1]), Head{std::stoi(row[2].value()), row[3].value(),
                                                          stored_json(row[4].value()).as_object()});
  }
  return all;
}

void set_references(Transaction& tx, EntryId const& entry, Locale const& locale, bool published,
                    std::vector<Reference> const& references) {
  std::vector<std::string> paths, targets;
  for (Reference const& reference : references) {
    paths.push_back(reference.pointer);
    targets.push_back(reference.target.text());
  }
  tx.query("with gone as (delete from reference where entry = $1 and locale = $2 and published = $3 "
           "and path <> all ($4::text[])) "
           "insert into reference (entry, locale, published, path, target) "
           "select $1, $2, $3, path, target from unnest($4::text[], $5::uuid[]) one (path, target) "
           "on conflict (entry, locale, published, path) do update set target = excluded.target",
           {entry.text(), locale.text(), published ? "t" : "f", array_literal(paths), array_literal(targets)});
}

std::vector<Revision> revisions_before(Transaction& tx, EntryId const& entry, Locale const& locale,
                                       std::optional<int> before, std::size_t limit) {
  std::vector<Revision> revisions;
  for (auto const& row :
       tx.query(std::string(revision_columns) +
                    "and ($3::integer is null or r.number < $3::integer) order by r.number desc limit $4",
                {entry.text(), locale.text(), cell_of(before), std::to_string(limit)}))
    revisions.push_back(revision_of(row));
  return revisions;
}

void clear_public_references(Transaction& tx, EntryId const& entry) {
  tx.query("delete from reference where entry = $1 and published", {entry.text()});
}

std::vector<Referrer> referrers_of(Transaction& tx, EntryId const& target, bool published) {
  std::vector<Referrer> referrers;
  for (auto const& row :
       tx.query("select r.entry, e.type, r.locale, r.path from reference r join entry e on e.id = r.entry "
                "where r.target = $1 and r.published = $2 and e.deleted_at is null order by 1, 3, 4",
                {target.text(), published ? "t" : "f"}))
    referrers.push_back({uuid_cell(row[0]), row[1].value(), locale_cell(row[2]), row[3].value()});
  return referrers;
}

} // namespace tandem::store
