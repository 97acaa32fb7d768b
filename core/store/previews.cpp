#include "store/previews.hpp"

#include "content/json.hpp"
#include "store/cells.hpp"

namespace tandem::store {
namespace {

constexpr std::string_view previews_in_force =
    "select v.id, v.account, a.name, v.note, v.created_at, v.expires_at, (select jsonb_agg(to_jsonb(i) || "
    "jsonb_build_object('type', e.type, 'organisation', e.organisation) order by i.entry, i.locale) from "
    "preview_item i join entry e on e.id = i.entry where i.preview = v.id) from preview v join account a on a.id = "
    "v.account where v.revoked_at is null and v.expires_at > clock_timestamp() ";

PreviewItemRow item_of(json::object const& row) {
  PreviewItemRow item{Uuid::parse(string_member(row, "entry")).value(),
                      Locale::parse(string_member(row, "locale")).value()};
  if (json::value const& revision = row.at("revision"); !revision.is_null())
    item.revision = static_cast<int>(revision.as_int64());
  item.follows_head = row.at("follows_head").as_bool();
  item.type = string_member(row, "type");
  if (!row.at("organisation").is_null()) item.organisation = Uuid::parse(string_member(row, "organisation")).value();
  return item;
}

PreviewRow preview_of(std::vector<Cell> const& row) {
  PreviewRow preview{uuid_cell(row[0]),
                     uuid_cell(row[1]),
                     row[2].value(),
                     row[3].value(),
                     timestamp_cell(row[4]),
                     timestamp_cell(row[5]),
                     {}};
  json::value const items = stored_json(row[6].value());
  for (json::value const& item : items.as_array()) preview.items.push_back(item_of(item.as_object()));
  return preview;
}

std::optional<PreviewRow> one_preview(Transaction& tx, std::string const& condition, std::string const& value) {
  Rows const rows = tx.query(std::string(previews_in_force) + condition, {value});
  return rows.empty() ? std::nullopt : std::optional<PreviewRow>(preview_of(rows[0]));
}

} // namespace

void insert_preview(Transaction& tx, PreviewRow const& preview, std::string const& secret_hash) {
  tx.query("delete from preview where expires_at <= clock_timestamp() or revoked_at is not null");
  tx.query("insert into preview (id, secret, account, note, created_at, expires_at) "
           "values ($1, decode($2, 'hex'), $3, $4, $5, $6)",
           {preview.id.text(), secret_hash, preview.account.text(), preview.note,
            format_timestamp(preview.created_at), format_timestamp(preview.expires_at)});
  for (PreviewItemRow const& item : preview.items)
    tx.query("insert into preview_item (preview, entry, locale, revision, follows_head) values ($1, $2, $3, $4, $5)",
             {preview.id.text(), item.entry.text(), item.locale.text(), cell_of(item.revision),
              item.follows_head ? "t" : "f"});
}

std::optional<PreviewRow> find_preview(Transaction& tx, Uuid const& id) {
  return one_preview(tx, "and v.id = $1", id.text());
}
std::optional<PreviewRow> find_preview(Transaction& tx, std::string const& secret_hash) {
  return one_preview(tx, "and v.secret = decode($1, 'hex')", secret_hash);
}

std::vector<PreviewRow> list_previews(Transaction& tx, std::optional<Uuid> const& account,
                                      std::optional<Uuid> const& before, std::size_t limit) {
  std::vector<PreviewRow> previews;
  for (auto const& row :
       tx.query(std::string(previews_in_force) +
                    "and ($1::uuid is null or v.account = $1::uuid) and ($2::uuid is null or v.id < "
                    "$2::uuid) order by v.id desc limit $3",
                {cell_of(account), cell_of(before), std::to_string(limit)}))
    previews.push_back(preview_of(row));
  return previews;
}

bool revoke_preview(Transaction& tx, Uuid const& id) {
  return tx.query("update preview set revoked_at = clock_timestamp() where id = $1 and revoked_at is null and "
                  "expires_at > clock_timestamp()",
                  {id.text()})
             .affected() == 1;
}

void revoke_previews_of(Transaction& tx, Uuid const& account) {
  tx.query("update preview set revoked_at = clock_timestamp() where account = $1 and revoked_at is null",
           {account.text()});
}

std::vector<ShownRow> shown_in_preview(Transaction& tx, Uuid const& id) {
  std::vector<ShownRow> shown;
  for (auto const& row :
       tx.query("select entry, type, locale from previewed($1) order by entry, locale", {id.text()}))
    shown.push_back({uuid_cell(row[0]), row[1].value(), locale_cell(row[2])});
  return shown;
}

} // namespace tandem::store
