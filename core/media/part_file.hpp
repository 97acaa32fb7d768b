#pragma once
/// The bytes of an upload that have arrived so far.

#include "content/error.hpp"

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace tandem::media {

/// A part file, held by one writer at a time: the kernel keeps the lock, so that it ends with the process.
class PartFile {
public:
  /// Makes it where it is missing. `conflict` when somebody else is writing.
  [[nodiscard]] static Result<PartFile> open(std::filesystem::path const& path);
  PartFile(PartFile&& other) noexcept;
  PartFile& operator=(PartFile&& other) noexcept;
  ~PartFile();

  [[nodiscard]] std::int64_t size() const;
  /// Forgets what lies behind: what arrived after it was last noted how far one was.
  [[nodiscard]] Result<void> cut(std::int64_t size);
  /// Appends. `unavailable` when the disk is full; what fitted is there.
  [[nodiscard]] Result<void> append(std::string_view bytes);
  /// All that was appended is on the disk when this is back.
  [[nodiscard]] Result<void> sync();

private:
  explicit PartFile(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

} // namespace tandem::media
