#include "store/files.hpp"

#include "store/cells.hpp"

namespace tandem::store {
namespace {

constexpr std::string_view file_columns =
    "f.sha256, f.bytes, f.media_type, f.width, f.height, f.preview, f.stored_at";
constexpr std::size_t file_width = 7; // how many columns these are

FileRow file_of(std::vector<Cell> const& row) {
  return {row[0].value(),          std::stoll(row[1].value()), row[2].value(),
          optional_number(row[3]), optional_number(row[4]),    row[5].value(),
          timestamp_cell(row[6])};
}

std::string select_files() { return "select " + std::string(file_columns) + " from file f "; }

/// A file with the focal points that `rows` (SQL: a select of `data`) have.
std::optional<NamedFile> named(Transaction& tx, std::string const& rows, bool must_be_named,
                               std::vector<Cell> const& parameters) {
  Rows const found = tx.query("select " + std::string(file_columns) +
                                  ", n.times, n.points from file f cross join lateral (select count(*) as times, "
                                  "coalesce(jsonb_agg(distinct r.data -> 'focal_point') filter (where r.data ? "
                                  "'focal_point'), '[]') as points from (" +
                                  rows + ") r) n where f.sha256 = $1",
                              parameters);
  if (found.empty() || (must_be_named && found[0][file_width] == "0")) return std::nullopt;
  return NamedFile{file_of(found[0]), stored_json(found[0][file_width + 1].value()).as_array()};
}

constexpr std::string_view never_named = "not exists (select from revision_file n where n.sha256 = f.sha256)";

std::string state_condition(FileState state) {
  switch (state) {
  case FileState::is_public: return "exists (select from public_rows_naming(f.sha256))";
  case FileState::used: return "exists (select from revision_file n where n.sha256 = f.sha256)";
  case FileState::orphan: return std::string(never_named);
  }
  return "true";
}

} // namespace

void lock_file(Transaction& tx, std::string const& sha256) {
  tx.query("select pg_advisory_xact_lock(hashtextextended('tandem file ' || $1, 0))", {sha256});
}

void keep_file(Transaction& tx, FileRow const& file) {
  tx.query("insert into file (sha256, bytes, media_type, width, height, preview) values ($1, $2, $3, $4, $5, $6) "
           "on conflict (sha256) do update set kept_at = clock_timestamp()",
           {file.sha256, std::to_string(file.bytes), file.media_type, cell_of(file.width), cell_of(file.height),
            file.preview});
}

std::optional<FileRow> find_file(Transaction& tx, std::string const& sha256) {
  Rows const rows = tx.query(select_files() + "where f.sha256 = $1", {sha256});
  return rows.empty() ? std::nullopt : std::optional<FileRow>(file_of(rows[0]));
}

std::map<std::string, FileRow> find_files(Transaction& tx, std::vector<std::string> const& names) {
  std::map<std::string, FileRow> files;
  for (auto const& row : tx.query(select_files() + "where f.sha256 = any ($1::text[])", {array_literal(names)}))
    files.emplace(row[0].value(), file_of(row));
  return files;
}

std::set<std::string> hold_files(Transaction& tx, std::vector<std::string> const& names) {
  std::set<std::string> there;
  for (auto const& row :
       tx.query("select sha256 from file where sha256 = any ($1::text[]) order by sha256 for key share",
                {array_literal(names)}))
    there.insert(row[0].value());
  return there;
}

void each_file(Transaction& tx, std::function<void(FileRow const&)> const& work) {
  for (std::string after;;) {
    Rows const rows = tx.query(select_files() + "where f.sha256 > $1 order by f.sha256 limit 500", {after});
    if (rows.empty()) return;
    for (auto const& row : rows) work(file_of(row));
    after = rows[rows.size() - 1][0].value();
  }
}

std::vector<std::string> names_of_named_files(Transaction& tx) {
  std::vector<std::string> names;
  for (auto const& row : tx.query("select distinct sha256 from revision_file order by sha256"))
    names.push_back(row[0].value());
  return names;
}

std::set<std::string> files_stored(Transaction& tx, EntryId const& entry) {
  std::set<std::string> all;
  for (auto const& row : tx.query(
           "select locale || ' ' || number || ' ' || sha256 from revision_file where entry = $1", {entry.text()}))
    all.insert(row[0].value());
  return all;
}

void insert_revision_files(Transaction& tx, Revision const& revision, std::vector<std::string> const& files) {
  if (files.empty()) return;
  tx.query("insert into revision_file (sha256, entry, locale, number) "
           "select distinct name, $1::uuid, $2, $3::integer from unnest($4::text[]) name",
           {revision.entry.text(), revision.locale.text(), std::to_string(revision.number), array_literal(files)});
}

std::optional<NamedFile> find_public_file(Transaction& tx, std::string const& sha256) {
  return named(tx, "select data from public_rows_naming($1)", true, {sha256});
}

std::optional<NamedFile> find_previewed_file(Transaction& tx, Uuid const& preview, std::string const& sha256) {
  return named(
      tx,
      "select v.data from previewed($2) v join revision_file n on n.entry = v.entry and n.sha256 = $1 where "
      "case n.locale when 'shared' then v.shared_revision = n.number else v.locale = n.locale and v.revision "
      "= n.number end",
      true, {sha256, preview.text()});
}

std::optional<NamedFile> find_named_file(Transaction& tx, std::string const& sha256) {
  return named(tx,
               "select v.data from revision_file n join revision v on v.entry = n.entry and v.locale = n.locale and "
               "v.number = n.number where n.sha256 = $1",
               false, {sha256});
}

std::vector<FileUse> uses_of_file(Transaction& tx, std::string const& sha256) {
  std::vector<FileUse> uses;
  for (auto const& row : tx.query(
           "select e.id, e.type, e.organisation, e.created_at, n.locale from (select distinct entry, locale from "
           "revision_file where sha256 = $1) n join entry e on e.id = n.entry where e.deleted_at is null",
           {sha256}))
    uses.push_back({{uuid_cell(row[0]), row[1].value(), optional_uuid(row[2]), timestamp_cell(row[3]), {}, {}},
                    locale_cell(row[4])});
  return uses;
}

bool brought_file(Transaction& tx, Uuid const& account, std::string const& sha256) {
  return !tx.query("select 1 from upload where account = $1 and file = $2 and expires_at > clock_timestamp() limit 1",
                   {account.text(), sha256})
              .empty();
}

std::vector<ListedFile> list_files(Transaction& tx, FileFilter const& filter) {
  std::string const condition = filter.state ? state_condition(*filter.state) : "true";
  std::string const more = filter.state == FileState::used ? " and not " + state_condition(FileState::is_public) : "";
  Rows const rows = tx.query(
      "select " + std::string(file_columns) + ", " + state_condition(FileState::is_public) + ", " +
          state_condition(FileState::used) + " from file f where " + condition + more +
          " and ($1::text is null or (f.stored_at, f.sha256) < (select b.stored_at, b.sha256 from file b where "
          "b.sha256 = $1::text)) and ($3::jsonb is null or exists (select from upload u where u.file = f.sha256 and "
          "u.account = $4::uuid) or exists (select from revision_file n join entry e on e.id = n.entry where "
          "n.sha256 "
          "= f.sha256 and e.deleted_at is null and " +
          visible_condition("$3") + ")) order by f.stored_at desc, f.sha256 desc limit $2",
      {filter.before, std::to_string(filter.limit), filter.visible ? visible_value(*filter.visible) : Cell{},
       cell_of(filter.account)});
  std::vector<ListedFile> files;
  for (auto const& row : rows)
    files.push_back({file_of(row), row[file_width] == "t"       ? FileState::is_public
                                   : row[file_width + 1] == "t" ? FileState::used
                                                                : FileState::orphan});
  return files;
}

std::vector<std::string> orphans_since(Transaction& tx, Timestamp since) {
  std::vector<std::string> names;
  for (auto const& row : tx.query("select f.sha256 from file f where f.kept_at < $1 and " + std::string(never_named) +
                                      " order by f.sha256",
                                  {format_timestamp(since)}))
    names.push_back(row[0].value());
  return names;
}

bool remove_orphan(Transaction& tx, std::string const& sha256, Timestamp since) {
  // Held first, and only then looked at: a revision that is just being saved with it is waited for.
  tx.query("select 1 from file where sha256 = $1 for update", {sha256});
  return tx.query("delete from file f where f.sha256 = $1 and f.kept_at < $2 and " + std::string(never_named),
                  {sha256, format_timestamp(since)})
             .affected() == 1;
}

} // namespace tandem::store
