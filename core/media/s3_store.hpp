#pragma once
/// Keeps files in a bucket of an S3-compatible store, so that nodes keep nothing: what is read lies as a copy in a
/// folder of bounded size.

#include "media/file_store.hpp"
#include "media/s3_bucket.hpp"

#include <list>
#include <map>
#include <mutex>

namespace tandem::media {

struct S3Settings {
  S3Access access;
  std::filesystem::path copies;               ///< Folder of this node for copies; other nodes have their own.
  std::uint64_t copies_bytes = 1'073'741'824; ///< Beyond it those go that were not asked for longest.
};

class S3Store final : public FileStore {
public:
  /// Makes the folder where it is missing and takes up the copies in it. Does not ask the bucket.
  [[nodiscard]] static Result<std::unique_ptr<S3Store>> open(S3Settings settings);
  [[nodiscard]] Result<void> put(std::filesystem::path const& temporary, FileKey const& key) override;
  /// Fetches the file where there is no copy of it; an original is compared with its name.
  [[nodiscard]] Result<std::filesystem::path> local(FileKey const& key) override;
  [[nodiscard]] Result<bool> exists(FileKey const& key) override;
  [[nodiscard]] Result<void> remove(FileKey const& key) override;
  [[nodiscard]] Result<void> each(std::function<bool(StoredFile const&)> const& tell) override;
  [[nodiscard]] std::filesystem::path temporary() const override { return copies_->temporary(); }

private:
  S3Store(S3Settings settings, std::unique_ptr<FolderStore> copies)
      : bucket_(std::move(settings.access)), most_bytes_(settings.copies_bytes), copies_(std::move(copies)) {}
  /// Writes down that a copy is there and was asked for just now; makes room for it.
  void note(FileKey const& key, std::uint64_t bytes);
  void forget(FileKey const& key);
  /// The names of all that begin with a prefix.
  [[nodiscard]] Result<void> walk(std::string_view prefix, std::function<bool(StoredFile const&)> const& tell) const;

  S3Bucket bucket_;
  std::uint64_t most_bytes_;
  std::unique_ptr<FolderStore> copies_;
  std::mutex mutex_;             ///< For what follows.
  std::list<StoredFile> recent_; ///< Copies, the one asked for last at the front.
  std::map<FileKey, std::list<StoredFile>::iterator> known_;
  std::uint64_t bytes_ = 0; ///< Of all copies.
};

} // namespace tandem::media
