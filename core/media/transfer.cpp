#include "media/transfer.hpp"

#include "media/digest.hpp"

namespace tandem::media {
namespace {

using store::Transaction;

Error about(std::string const& name, std::string const& what, ErrorCode code = ErrorCode::unavailable) {
  return {code, "files/" + name + ": " + what};
}

Result<void> copy(std::filesystem::path const& from, std::filesystem::path const& to, std::string const& name) {
  std::error_code ec;
  std::filesystem::create_directories(to.parent_path(), ec);
  std::filesystem::copy_file(from, to, std::filesystem::copy_options::overwrite_existing, ec);
  return ec ? about(name, "cannot be copied") : Result<void>();
}

Result<store::FileRow> read_file(Pictures const& pictures, std::filesystem::path const& path,
                                 std::string const& name) {
  auto const key = FileKey::parse(name);
  if (!key || !key->is_original())
    return about(name, "is not named by the SHA-256 of a file", ErrorCode::invalid_content);
  Result<std::string> const sha256 = sha256_of(path);
  if (!sha256) return about(name, sha256.error().detail);
  if (*sha256 != name)
    return about(name, "its bytes do not fit its name: the file was altered", ErrorCode::invalid_content);
  Result<Identity> const identity = pictures.identify(path);
  if (!identity) return about(name, identity.error().detail, identity.error().code);
  std::error_code ec;
  store::FileRow row{name, static_cast<std::int64_t>(std::filesystem::file_size(path, ec)), identity->media_type};
  if (ec || row.bytes < 1) return about(name, "cannot be read, or is empty", ErrorCode::invalid_content);
  if (!identity->is_picture()) return row;
  row.width = static_cast<int>(*identity->width);
  row.height = static_cast<int>(*identity->height);
  Result<std::string> preview = pictures.preview(path);
  if (!preview) return about(name, preview.error().detail, preview.error().code);
  row.preview = std::move(*preview);
  return row;
}

} // namespace

Result<std::size_t> export_files(store::Database& database, FileStore& files, std::filesystem::path const& folder) {
  auto const names = database.read(
      [](Transaction& tx) -> Result<std::vector<std::string>> { return store::names_of_named_files(tx); });
  if (!names) return names.error();
  for (std::string const& name : *names) {
    auto const path = files.local(FileKey::parse(name).value());
    if (!path) return about(name, "its bytes are missing");
    std::filesystem::path const copied = folder / "files" / name;
    if (auto ok = copy(*path, copied, name); !ok) return ok.error();
    Result<std::string> const sha256 = sha256_of(copied);
    if (!sha256) return about(name, sha256.error().detail);
    if (*sha256 != name) return about(name, "its bytes were altered");
  }
  return names->size();
}

Result<std::vector<store::FileRow>> read_files(Pictures const& pictures, std::filesystem::path const& folder) {
  std::vector<store::FileRow> rows;
  std::error_code ec;
  for (auto const& item : std::filesystem::directory_iterator(folder / "files", ec)) {
    auto row = read_file(pictures, item.path(), item.path().filename().string());
    if (!row) return row.error();
    rows.push_back(std::move(*row));
  }
  return rows;
}

Result<void> keep_files(store::Database& database, FileStore& files, std::vector<store::FileRow> const& rows,
                        std::filesystem::path const& folder) {
  for (store::FileRow const& row : rows) {
    FileKey const key = FileKey::parse(row.sha256).value();
    // The store may move what it is given, and the folder is not ours.
    std::filesystem::path const temporary = files.temporary() / ("import-" + Uuid::make().text());
    if (auto ok = copy(folder / "files" / row.sha256, temporary, row.sha256); !ok) return ok;
    Result<void> const kept = database.transact([&](Transaction& tx) -> Result<void> {
      store::lock_file(tx, row.sha256);
      if (auto ok = files.put(temporary, key); !ok) return ok;
      store::keep_file(tx, row);
      return {};
    });
    std::error_code ec;
    std::filesystem::remove(temporary, ec);
    if (!kept) return kept.error();
  }
  return {};
}

} // namespace tandem::media
