#pragma once
/// The media room: bytes of files, named by their SHA-256 and kept once, and what is made of pictures.
///
///   upload → temporary file → pictures: identify, clean → FileStore::put ─┬─ FolderStore: the data folder
///                                                                         └─ S3Store: a bucket, with local copies
///   delivery → FileStore::local → http::File; a variant that is missing: pictures: variant → put
///
///   uploads.hpp     from bytes that arrive to a file that is kept
///   files.hpp       who may read one; orphans, verify
///   addresses.hpp   where files are, and how documents tell of them
///   pictures.hpp, file_store.hpp   the two engines
///
/// Called by `api` (tus, /media) and `app` (care). The engines know no entry, no revision and no permission: who may
/// read a file is decided before they are asked. All calls block: for worker threads, never for an I/O thread.

#include "content/error.hpp"

#include <compare>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tandem::media {

/// What a file is kept under: `<sha256>` an original, `<sha256>/<variant>.<ext>` what was made of it.
class FileKey {
public:
  /// Nothing unless the text is 64 lower-case hexadecimal digits, alone or followed by '/', a name of 1 to 64 of
  /// [a-z0-9_-], '.' and an extension of 1 to 8 of [a-z0-9]. So no key leads out of a folder.
  [[nodiscard]] static std::optional<FileKey> parse(std::string_view text);
  [[nodiscard]] std::string const& text() const { return text_; }
  [[nodiscard]] std::string_view sha256() const { return std::string_view(text_).substr(0, 64); }
  [[nodiscard]] bool is_original() const { return text_.size() == 64; }
  auto operator<=>(FileKey const&) const = default;

private:
  explicit FileKey(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

/// One file that is kept, as `each` tells it.
struct StoredFile {
  FileKey key;
  std::uint64_t bytes;
};

/// Keeps files. Threads share one. Errors are `not_found`, `unavailable` (the disk is full, the bucket is away) or
/// `internal`; their details name no path.
class FileStore {
public:
  virtual ~FileStore() = default;
  /// Keeps the bytes of a finished temporary file under the key. All or nothing: it survives a crash right after, and
  /// nobody ever sees half of it. Where the key is taken already nothing is written. The temporary file is the
  /// caller's: it may be gone afterwards (moved), and otherwise is left.
  [[nodiscard]] virtual Result<void> put(std::filesystem::path const& temporary, FileKey const& key) = 0;
  /// A readable local copy. Open it at once: a copy of a bucket's file may make room for others later, which an open
  /// file does not mind.
  [[nodiscard]] virtual Result<std::filesystem::path> local(FileKey const& key) = 0;
  [[nodiscard]] virtual Result<bool> exists(FileKey const& key) = 0;
  /// Removes the key; of an original also what was made of it. No error when it is not there.
  [[nodiscard]] virtual Result<void> remove(FileKey const& key) = 0;
  /// Tells every file, in no particular order, until the function says false.
  [[nodiscard]] virtual Result<void> each(std::function<bool(StoredFile const&)> const& tell) = 0;
  /// A folder for temporary files from which `put` needs no copying. Whoever leaves files in it removes them.
  [[nodiscard]] virtual std::filesystem::path temporary() const = 0;
};

/// Keeps files in a folder of this machine (or one that nodes share): `ab/cd/<sha256>` the original,
/// `ab/cd/<sha256>.d/<variant>.<ext>` what was made of it.
class FolderStore final : public FileStore {
public:
  /// Makes the folder where it is missing.
  [[nodiscard]] static Result<std::unique_ptr<FolderStore>> open(std::filesystem::path folder);
  [[nodiscard]] Result<void> put(std::filesystem::path const& temporary, FileKey const& key) override;
  [[nodiscard]] Result<std::filesystem::path> local(FileKey const& key) override;
  [[nodiscard]] Result<bool> exists(FileKey const& key) override;
  [[nodiscard]] Result<void> remove(FileKey const& key) override;
  [[nodiscard]] Result<void> each(std::function<bool(StoredFile const&)> const& tell) override;
  [[nodiscard]] std::filesystem::path temporary() const override;

private:
  explicit FolderStore(std::filesystem::path folder) : folder_(std::move(folder)) {}
  std::filesystem::path folder_;
};

} // namespace tandem::media
