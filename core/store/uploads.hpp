#pragma once
/// Uploads under way and those that have become files: rows in and out.

#include "content/identity.hpp"
#include "content/timestamp.hpp"
#include "store/database.hpp"

#include <set>

namespace tandem::store {

struct UploadRow {
  Uuid id;
  Uuid account;                         ///< Who may go on with it.
  std::string name;                     ///< What the client calls the file, cleaned.
  std::int64_t bytes = 0;               ///< Of the whole file.
  std::int64_t received = 0;            ///< Safe in the part file; all of them only once the file is kept.
  std::optional<std::string> file = {}; ///< What it has become.
  Timestamp expires_at = {};            ///< Then it is forgotten.
};

void insert_upload(Transaction& tx, UploadRow const& upload);
/// None once it has expired.
[[nodiscard]] std::optional<UploadRow> find_upload(Transaction& tx, Uuid const& id);
/// Uploads of an account that are not finished.
[[nodiscard]] std::size_t open_uploads(Transaction& tx, Uuid const& account);
void set_received(Transaction& tx, Uuid const& id, std::int64_t received, Timestamp expires_at);
/// Waits for whoever changes it, and makes others wait until this transaction ends.
void lock_upload(Transaction& tx, Uuid const& id);
void finish_upload(Transaction& tx, Uuid const& id, std::string const& file, Timestamp expires_at);
/// False when there is none.
[[nodiscard]] bool remove_upload(Transaction& tx, Uuid const& id);
/// Forgets those that have expired.
void remove_expired_uploads(Transaction& tx);
/// The ids of all that have not become files.
[[nodiscard]] std::set<Uuid> unfinished_uploads(Transaction& tx);

} // namespace tandem::store
