#include "media/files.hpp"

#include "media/digest.hpp"

#include <algorithm>

namespace tandem::media {
namespace {

using store::Transaction;

Readable readable(FileKey const& key, store::NamedFile const& named) {
  Readable file{key, named.file.media_type, {}, {}};
  if (named.file.width)
    file.size = Size{static_cast<std::uint32_t>(*named.file.width), static_cast<std::uint32_t>(*named.file.height)};
  for (json::value const& point : named.focal_points)
    if (point.is_object() && point.get_object().contains("x") && point.get_object().contains("y"))
      file.focuses.push_back({point.at("x").to_number<double>(), point.at("y").to_number<double>()});
  return file;
}

access::Target target_of(store::FileUse const& use) {
  return {use.entry.type, use.entry.id, use.entry.organisation, use.locale};
}

std::optional<Readable> readable(FileKey const& key, std::optional<store::NamedFile> const& named) {
  return named ? std::optional(readable(key, *named)) : std::nullopt;
}

} // namespace

Result<std::optional<Readable>> Files::for_everybody(FileKey const& key) const {
  return database_.read([&](Transaction& tx) -> Result<std::optional<Readable>> {
    return readable(key, store::find_public_file(tx, std::string(key.sha256())));
  });
}

Result<std::optional<Readable>> Files::in_preview(Uuid const& preview, FileKey const& key) const {
  return database_.read([&](Transaction& tx) -> Result<std::optional<Readable>> {
    return readable(key, store::find_previewed_file(tx, preview, std::string(key.sha256())));
  });
}

Result<std::optional<Readable>> Files::for_actor(access::Actor const& actor, FileKey const& key) const {
  std::string const sha256(key.sha256());
  return database_.read([&](Transaction& tx) -> Result<std::optional<Readable>> {
    auto const uses = store::uses_of_file(tx, sha256);
    bool const may =
        std::any_of(uses.begin(), uses.end(),
                    [&](store::FileUse const& use) { return actor.may("entry.read", target_of(use)); }) ||
        (actor.account && store::brought_file(tx, *actor.account, sha256));
    return may ? readable(key, store::find_named_file(tx, sha256)) : std::optional<Readable>{};
  });
}

Result<std::vector<store::ListedFile>> Files::list(store::FileFilter const& filter) const {
  return database_.read(
      [&](Transaction& tx) -> Result<std::vector<store::ListedFile>> { return store::list_files(tx, filter); });
}

Result<std::vector<std::string>> Files::orphans(std::chrono::hours age) const {
  return database_.read(
      [&](Transaction& tx) -> Result<std::vector<std::string>> { return store::orphans_since(tx, now() - age); });
}

/// Removes the bytes of a file that the database does not know; whoever brings it just now is waited for.
Result<bool> Files::remove_unknown(FileKey const& key) const {
  return database_.transact([&](Transaction& tx) -> Result<bool> {
    store::lock_file(tx, std::string(key.sha256()));
    if (store::find_file(tx, std::string(key.sha256()))) return false;
    if (auto ok = files_.remove(key); !ok) return ok.error();
    return true;
  });
}

Result<std::vector<std::string>> Files::remove_orphans(std::chrono::hours age) const {
  Timestamp const since = now() - age;
  auto const found = orphans(age);
  if (!found) return found.error();
  for (std::string const& sha256 : *found) {
    // The database has forgotten it for good before the bytes go.
    Result<bool> const forgotten = database_.transact([&](Transaction& tx) -> Result<bool> {
      store::lock_file(tx, sha256);
      return store::remove_orphan(tx, sha256, since);
    });
    if (!forgotten) return forgotten.error();
  }
  std::set<FileKey> kept;
  if (auto ok = files_.each([&](StoredFile const& file) {
        kept.insert(FileKey::parse(file.key.sha256()).value()); // also of what was made when it was gone already
        return true;
      });
      !ok)
    return ok.error();
  std::vector<std::string> removed;
  auto const known = database_.read([&](Transaction& tx) -> Result<void> {
    store::each_file(tx, [&](store::FileRow const& row) { kept.erase(FileKey::parse(row.sha256).value()); });
    return {};
  });
  if (!known) return known.error();
  for (FileKey const& key : kept) {
    Result<bool> const gone = remove_unknown(key);
    if (!gone) return gone.error();
    if (*gone) removed.push_back(key.text());
  }
  return removed;
}

Result<Files::Verification> Files::verify() const {
  Verification result;
  auto const listed = database_.read([&](Transaction& tx) -> Result<std::vector<store::FileRow>> {
    std::vector<store::FileRow> rows;
    store::each_file(tx, [&](store::FileRow const& row) { rows.push_back(row); });
    return rows;
  });
  if (!listed) return listed.error();
  for (store::FileRow const& row : *listed) {
    ++result.files;
    Result<std::filesystem::path> const path = files_.local(FileKey::parse(row.sha256).value());
    if (!path && path.error().code != ErrorCode::not_found) {
      result.problems.push_back("file " + row.sha256 + ": cannot be had: " + path.error().detail);
      continue;
    }
    if (!path) {
      result.problems.push_back("file " + row.sha256 + ": is missing (" + row.media_type + ", " +
                                std::to_string(row.bytes) + " bytes)");
      continue;
    }
    Result<std::string> const sha256 = sha256_of(*path);
    if (!sha256) result.problems.push_back("file " + row.sha256 + ": cannot be read");
    else if (*sha256 != row.sha256) result.problems.push_back("file " + row.sha256 + ": its bytes were altered");
    result.bytes += static_cast<std::uint64_t>(row.bytes);
  }
  return result;
}

} // namespace tandem::media
