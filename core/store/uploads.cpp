#include "store/uploads.hpp"

#include "store/cells.hpp"

namespace tandem::store {

void insert_upload(Transaction& tx, UploadRow const& upload) {
  tx.query("insert into upload (id, account, name, bytes, expires_at) values ($1, $2, $3, $4, $5)",
           {upload.id.text(), upload.account.text(), upload.name, std::to_string(upload.bytes),
            format_timestamp(upload.expires_at)});
}

std::optional<UploadRow> find_upload(Transaction& tx, Uuid const& id) {
  Rows const rows = tx.query("select id, account, name, bytes, received, file, expires_at from upload "
                             "where id = $1 and expires_at > clock_timestamp()",
                             {id.text()});
  if (rows.empty()) return std::nullopt;
  auto const& row = rows[0];
  return UploadRow{uuid_cell(row[0]),          uuid_cell(row[1]),          row[2].value(),
                   std::stoll(row[3].value()), std::stoll(row[4].value()), row[5],
                   timestamp_cell(row[6])};
}

std::size_t open_uploads(Transaction& tx, Uuid const& account) {
  return std::stoul(tx.query("select count(*) from upload where account = $1 and file is null and expires_at > "
                             "clock_timestamp()",
                             {account.text()})[0][0]
                        .value());
}

void set_received(Transaction& tx, Uuid const& id, std::int64_t received, Timestamp expires_at) {
  tx.query("update upload set received = $2, expires_at = $3 where id = $1",
           {id.text(), std::to_string(received), format_timestamp(expires_at)});
}

void lock_upload(Transaction& tx, Uuid const& id) {
  tx.query("select 1 from upload where id = $1 for update", {id.text()});
}

void finish_upload(Transaction& tx, Uuid const& id, std::string const& file, Timestamp expires_at) {
  tx.query("update upload set received = bytes, file = $2, expires_at = $3 where id = $1",
           {id.text(), file, format_timestamp(expires_at)});
}

bool remove_upload(Transaction& tx, Uuid const& id) {
  return tx.query("delete from upload where id = $1", {id.text()}).affected() == 1;
}

void remove_expired_uploads(Transaction& tx) { tx.query("delete from upload where expires_at <= clock_timestamp()"); }

std::set<Uuid> unfinished_uploads(Transaction& tx) {
  std::set<Uuid> ids;
  for (auto const& row : tx.query("select id from upload where file is null")) ids.insert(uuid_cell(row[0]));
  return ids;
}

} // namespace tandem::store
