#include "store/publications.hpp"

#include "store/cells.hpp"

namespace tandem::store {
namespace {

std::vector<PublicationRow> publications(Transaction& tx, std::string const& where, std::vector<Cell> const& values) {
  std::vector<PublicationRow> found;
  for (auto const& row : tx.query("select entry, locale, revision, lower(during), upper(during), bundle, closed_by "
                                  "from publication where " +
                                      where + " order by entry, locale, during",
                                  values)) {
    found.push_back({uuid_cell(row[0]), locale_cell(row[1]), std::stoi(row[2].value()), timestamp_cell(row[3]),
                     optional_time(row[4]), uuid_cell(row[5]), optional_uuid(row[6])});
  }
  return found;
}

BundleRow bundle_of(std::vector<Cell> const& row) {
  BundleRow bundle{uuid_cell(row[0]), row[1].value(),         row[2].value(),
                   row[3].value(),    timestamp_cell(row[4]), optional_uuid(row[5])};
  json::value const successors = stored_json(row[6].value());
  for (auto const& [entry, successor] : successors.as_object())
    bundle.successors_before.emplace(Uuid::parse(entry).value(),
                                     successor.is_null() ? std::nullopt
                                                         : std::optional(Uuid::parse(successor.as_string()).value()));
  bundle.at = optional_time(row[7]);
  return bundle;
}
constexpr std::string_view bundle_columns =
    "select b.id, b.kind, b.author, b.message, b.created_at, b.undoes, b.successors_before, s.at from bundle b "
    "left join scheduled_bundle s on s.id = b.id ";

} // namespace

void insert_bundle(Transaction& tx, BundleRow const& bundle) {
  json::object successors;
  for (auto const& [entry, successor] : bundle.successors_before)
    successors[entry.text()] = successor ? json::value(successor->text()) : nullptr;
  tx.query("insert into bundle (id, kind, author, message, created_at, undoes, successors_before) "
           "values ($1, $2, $3, $4, $5, $6, $7)",
           {bundle.id.text(), bundle.kind, bundle.author, bundle.message, format_timestamp(bundle.created_at),
            cell_of(bundle.undoes), json::serialize(successors)});
}

std::optional<BundleRow> find_bundle(Transaction& tx, Uuid const& id) {
  Rows const rows = tx.query(std::string(bundle_columns) + "where b.id = $1", {id.text()});
  return rows.empty() ? std::nullopt : std::optional<BundleRow>(bundle_of(rows[0]));
}

std::vector<BundleRow> list_bundles(Transaction& tx, std::optional<Uuid> const& before, std::size_t limit) {
  std::vector<BundleRow> bundles;
  for (auto const& row :
       tx.query(std::string(bundle_columns) + "where $1::uuid is null or b.id < $1::uuid order by b.id desc limit $2",
                {cell_of(before), std::to_string(limit)}))
    bundles.push_back(bundle_of(row));
  return bundles;
}

std::optional<PublicationRow> open_publication(Transaction& tx, EntryId const& entry, Locale const& locale) {
  auto const found =
      publications(tx, "upper_inf(during) and entry = $1 and locale = $2", {entry.text(), locale.text()});
  return found.empty() ? std::nullopt : std::optional<PublicationRow>(found.front());
}

bool was_public(Transaction& tx, EntryId const& entry, Locale const& locale, int revision) {
  return !tx.query("select from publication where entry = $1 and locale = $2 and revision = $3 limit 1",
                   {entry.text(), locale.text(), std::to_string(revision)})
              .empty();
}

std::vector<PublicationRow> open_publications(Transaction& tx, EntryId const& entry) {
  return publications(tx, "upper_inf(during) and entry = $1", {entry.text()});
}
std::map<Locale, json::object> public_contents(Transaction& tx, EntryId const& entry) {
  std::map<Locale, json::object> contents;
  for (auto const& row : tx.query("select p.locale, r.data from publication p join revision r on r.entry = p.entry "
                                  "and r.locale = p.locale and r.number = p.revision "
                                  "where p.entry = $1 and upper_inf(p.during)",
                                  {entry.text()}))
    contents.emplace(locale_cell(row[0]), stored_json(row[1].value()).as_object());
  return contents;
}
std::vector<PublicationRow> publications_of(Transaction& tx, EntryId const& entry) {
  return publications(tx, "entry = $1", {entry.text()});
}
std::vector<PublicationRow> opened_by(Transaction& tx, Uuid const& bundle) {
  return publications(tx, "bundle = $1", {bundle.text()});
}
std::vector<PublicationRow> closed_by(Transaction& tx, Uuid const& bundle) {
  return publications(tx, "closed_by = $1", {bundle.text()});
}

void insert_publication(Transaction& tx, PublicationRow const& publication) {
  tx.query("insert into publication (entry, locale, revision, during, bundle, closed_by) "
           "values ($1, $2, $3, tstzrange($4, $5, '[)'), $6, $7)",
           {publication.entry.text(), publication.locale.text(), std::to_string(publication.revision),
            format_timestamp(publication.from), cell_of(publication.until), publication.bundle.text(),
            cell_of(publication.closed_by)});
}

void close_publication(Transaction& tx, EntryId const& entry, Locale const& locale, Timestamp until,
                       Uuid const& bundle) {
  tx.query("update publication set during = tstzrange(lower(during), $3, '[)'), closed_by = $4 "
           "where entry = $1 and locale = $2 and upper_inf(during)",
           {entry.text(), locale.text(), format_timestamp(until), bundle.text()});
}

void refresh_statistics(Transaction& tx) {
  tx.query("analyze entry, variant, revision, publication, published, reference");
}

void refresh_published(Transaction& tx, std::vector<EntryId> const& entries, Timestamp instant) {
  std::vector<std::string> ids;
  for (EntryId const& entry : entries) ids.push_back(entry.text());
  tx.query("select refresh_published($1::uuid[], $2::timestamptz)", {array_literal(ids), format_timestamp(instant)});
}

std::size_t rebuild_published(Transaction& tx) {
  tx.query("select rebuild_published()");
  return static_cast<std::size_t>(std::stoull(tx.query("select count(*) from published")[0][0].value()));
}

std::vector<std::string> projection_differences(Transaction& tx) {
  constexpr std::string_view columns =
      "select entry, locale, type, organisation, data, revision, shared_revision, since, created_at, search, locales "
      "from ";
  std::string const derived = std::string(columns) + "projected_at(now())";
  std::string const kept = std::string(columns) + "published";
  std::vector<std::string> differences;
  for (auto const& row : tx.query("select distinct entry, locale from ((" + derived + " except " + kept +
                                  ") union all (" + kept + " except " + derived + ")) d order by 1, 2"))
    differences.push_back(row[0].value() + " " + row[1].value());
  return differences;
}

std::vector<EntryId> public_among(Transaction& tx, std::vector<EntryId> const& entries) {
  std::vector<std::string> ids;
  for (EntryId const& entry : entries) ids.push_back(entry.text());
  std::vector<EntryId> found;
  for (auto const& row : tx.query("select public_among($1::uuid[])", {array_literal(ids)}))
    found.push_back(uuid_cell(row[0]));
  return found;
}

std::optional<EntryId> claim(Transaction& tx, UniqueValue const& value) {
  // Taken over when nobody holds it now; a value that someone holds stays and its holder is answered.
  Rows const rows = tx.query(
      "insert into unique_value as u (type, field, locale, value, entry, is_slug, current) "
      "values ($1, $2, $3, $4, $5, $6, true) on conflict (type, field, locale, value) do update "
      "set entry = case when u.current then u.entry else excluded.entry end, current = true returning entry",
      {value.type, value.field, value.locale.text(), value.value, value.entry.text(), value.is_slug ? "t" : "f"});
  Uuid const holder = uuid_cell(rows[0][0]);
  return holder == value.entry ? std::nullopt : std::optional<EntryId>(holder);
}

std::set<EntryId> release_public(Transaction& tx, EntryId const& entry) {
  std::set<EntryId> targets;
  for (auto const& row :
       tx.query("with removed as (delete from unique_value where entry = $1 and not is_slug), "
                "kept as (update unique_value set current = false where entry = $1 and is_slug and current) "
                "delete from reference where entry = $1 and published returning target",
                {entry.text()}))
    targets.insert(uuid_cell(row[0]));
  return targets;
}

std::optional<EntryId> entry_of_slug(Transaction& tx, std::string const& type,
                                     std::vector<std::string> const& locales, std::string const& slug) {
  Rows const rows =
      tx.query("select entry from unique_value where type = $1 and is_slug and value = $2 "
               "and locale = any ($3::text[]) order by current desc, array_position($3::text[], locale) "
               "limit 1",
               {type, slug, array_literal(locales)});
  return rows.empty() ? std::nullopt : std::optional<EntryId>(uuid_cell(rows[0][0]));
}

std::vector<std::pair<Locale, std::string>> former_slugs(Transaction& tx, EntryId const& entry) {
  std::vector<std::pair<Locale, std::string>> slugs;
  for (auto const& row : tx.query("select locale, value from unique_value where entry = $1 and is_slug "
                                  "and not current order by 1, 2",
                                  {entry.text()}))
    slugs.emplace_back(locale_cell(row[0]), row[1].value());
  return slugs;
}

void insert_former_slug(Transaction& tx, UniqueValue const& value) {
  tx.query("insert into unique_value (type, field, locale, value, entry, is_slug, current) "
           "values ($1, $2, $3, $4, $5, true, false) on conflict do nothing",
           {value.type, value.field, value.locale.text(), value.value, value.entry.text()});
}

void insert_event(Transaction& tx, std::string const& kind, EntryId const& entry, std::string const& type,
                  Locale const& locale, Uuid const& bundle) {
  // A webhook that is deleted at this moment is left out: its row lock is waited for.
  tx.query("with event as (insert into outbox (kind, entry, type, locale, bundle) values ($1, $2, $3, $4, $5) "
           "returning kind, entry, type, locale, bundle, created_at) "
           "insert into webhook_delivery (webhook, event, entry, type, locale, bundle, occurred_at) "
           "select w.id, e.kind, e.entry, e.type, e.locale, e.bundle, e.created_at from event e, webhook w "
           "where w.enabled and e.kind = any (w.events) and (w.types = '{}' or e.type = any (w.types)) "
           "for key share of w",
           {kind, entry.text(), type, locale.text(), bundle.text()});
}

} // namespace tandem::store
