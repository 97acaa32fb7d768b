#pragma once
/// Files that are there whole or not at all, also after a crash. Internal to core/media.

#include "content/error.hpp"

#include <filesystem>
#include <utility>

namespace tandem::media {

/// The answer to a failure of the operating system: `unavailable` when the disk is full, otherwise `internal`.
[[nodiscard]] Error disk_error(int error_number);

/// Makes the folders below `root` that are missing, each durable before the next.
[[nodiscard]] Result<void> make_folders(std::filesystem::path const& root, std::filesystem::path const& below);

/// Moves a finished file to where it belongs: its bytes are on the disk before its name is, and the name before this
/// returns. Both must lie in the same file system; the folder of `to` must be there.
[[nodiscard]] Result<void> move_durably(std::filesystem::path const& from, std::filesystem::path const& to);

/// A copy, for files that lie in another file system.
[[nodiscard]] Result<void> copy_bytes(std::filesystem::path const& from, std::filesystem::path const& to);

/// Has the kernel write down what names a folder has.
[[nodiscard]] Result<void> sync_folder(std::filesystem::path const& folder);

/// A file's name that is removed in the end, if it is still there.
class Temporary {
public:
  /// A new, empty file in the folder.
  [[nodiscard]] static Result<Temporary> make(std::filesystem::path const& folder);
  Temporary(Temporary&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  Temporary(Temporary const&) = delete;
  Temporary& operator=(Temporary&&) = delete;
  ~Temporary();
  [[nodiscard]] std::filesystem::path const& path() const { return path_; }

private:
  explicit Temporary(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

} // namespace tandem::media
