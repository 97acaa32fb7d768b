#include "media/file_store.hpp"

#include "media/durable.hpp"

#include <algorithm>
#include <sys/stat.h>

namespace tandem::media {

namespace fs = std::filesystem;

std::optional<FileKey> FileKey::parse(std::string_view text) {
  auto const all = [](std::string_view part, std::string_view allowed) {
    return part.find_first_not_of(allowed) == part.npos;
  };
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789_-";
  if (text.size() < 64 || !all(text.substr(0, 64), "0123456789abcdef")) return std::nullopt;
  if (text.size() == 64) return FileKey(std::string(text));
  if (text[64] != '/') return std::nullopt;
  std::string_view const made = text.substr(65);
  std::size_t const dot = made.find('.');
  if (dot == made.npos || dot < 1 || dot > 64 || !all(made.substr(0, dot), letters)) return std::nullopt;
  std::string_view const extension = made.substr(dot + 1);
  if (extension.empty() || extension.size() > 8 || !all(extension, letters.substr(0, 36))) return std::nullopt;
  return FileKey(std::string(text));
}

namespace {

/// Where a key lies below the folder. Two levels of 256 keep each folder small for millions of files.
fs::path place_of(FileKey const& key) {
  std::string const hash(key.sha256());
  fs::path const folder = fs::path(hash.substr(0, 2)) / hash.substr(2, 2);
  return key.is_original() ? folder / hash : folder / (hash + ".d") / key.text().substr(65);
}

/// The file when there is a regular one.
std::optional<std::uint64_t> size_of_file(fs::path const& path) {
  struct stat state {};
  if (::lstat(path.c_str(), &state) != 0 || !S_ISREG(state.st_mode)) return std::nullopt;
  return static_cast<std::uint64_t>(state.st_size);
}

Error missing() { return {ErrorCode::not_found, "there is no such file"}; }

} // namespace

Result<std::unique_ptr<FolderStore>> FolderStore::open(fs::path folder) {
  std::error_code ec;
  fs::create_directories(folder / "tmp", ec);
  if (ec) return disk_error(ec.value());
  return std::unique_ptr<FolderStore>(new FolderStore(std::move(folder)));
}

fs::path FolderStore::temporary() const { return folder_ / "tmp"; }

Result<void> FolderStore::put(fs::path const& temporary, FileKey const& key) {
  fs::path const place = place_of(key);
  if (size_of_file(folder_ / place)) return {};
  // Somebody who removes the original may take the folder away between two steps: then once more.
  for (int tries = 0;; ++tries) {
    if (auto ok = make_folders(folder_, place.parent_path()); !ok) return ok;
    std::error_code ec;
    auto const from = fs::status(temporary, ec);
    if (!fs::is_regular_file(from)) return Error{ErrorCode::internal, "the file that was to be kept is gone"};
    struct stat here {
    }, there{};
    bool const same_file_system =
        ::stat(temporary.c_str(), &there) == 0 && ::stat(folder_.c_str(), &here) == 0 && here.st_dev == there.st_dev;
    Result<void> done{};
    if (same_file_system) {
      done = move_durably(temporary, folder_ / place);
    } else {
      Result<Temporary> copy = Temporary::make(this->temporary());
      if (!copy) return copy.error();
      done = copy_bytes(temporary, copy->path());
      if (done) done = move_durably(copy->path(), folder_ / place);
    }
    if (done || tries > 0 || fs::exists(folder_ / place.parent_path(), ec)) return done;
  }
}

Result<fs::path> FolderStore::local(FileKey const& key) {
  fs::path path = folder_ / place_of(key);
  if (!size_of_file(path)) return missing();
  return path;
}

Result<bool> FolderStore::exists(FileKey const& key) { return size_of_file(folder_ / place_of(key)).has_value(); }

Result<void> FolderStore::remove(FileKey const& key) {
  fs::path const path = folder_ / place_of(key);
  std::error_code ec;
  // What was made of it first: a crash in between leaves an original, which can be removed again.
  if (key.is_original()) fs::remove_all(fs::path(path) += ".d", ec);
  if (!ec) fs::remove(path, ec);
  if (ec) return disk_error(ec.value());
  if (fs::exists(path.parent_path(), ec)) return sync_folder(path.parent_path());
  return {};
}

Result<void> FolderStore::each(std::function<bool(StoredFile const&)> const& tell) {
  std::error_code ec;
  fs::recursive_directory_iterator item(folder_, ec);
  for (; !ec && item != fs::recursive_directory_iterator(); item.increment(ec)) {
    fs::path const& path = item->path();
    std::string name = path.filename().string();
    if (std::string const above = path.parent_path().filename().string(); above.ends_with(".d"))
      name = above.substr(0, above.size() - 2) + "/" + name;
    std::optional<FileKey> key = FileKey::parse(name); // others are none of ours: a temporary file, lost+found
    if (!key || folder_ / place_of(*key) != path) continue;
    std::optional<std::uint64_t> const bytes = size_of_file(path);
    if (bytes && !tell({std::move(*key), *bytes})) return {};
  }
  if (ec) return disk_error(ec.value());
  return {};
}

} // namespace tandem::media
