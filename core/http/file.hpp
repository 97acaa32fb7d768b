#pragma once
/// Answers that are files: an open file, and the answer for one (RFC 9110 sections 13 and 14).

#include "http/message.hpp"

#include <filesystem>

namespace tandem::http {

/// A regular file, open for reading. It can be read to its end also when its name is removed meanwhile.
class File {
public:
  /// Null when there is no regular file at the path, or it cannot be opened. May block on the disk.
  [[nodiscard]] static std::shared_ptr<File const> open(std::filesystem::path const& path);
  File(File const&) = delete;
  File& operator=(File const&) = delete;
  ~File();

  [[nodiscard]] int descriptor() const { return descriptor_; }
  [[nodiscard]] std::uint64_t size() const { return size_; } ///< In bytes, when it was opened.

private:
  File(int descriptor, std::uint64_t size) : descriptor_(descriptor), size_(size) {}
  int descriptor_;
  std::uint64_t size_;
};

/// The answer to a GET or HEAD for a whole file: 200, 206 with the one range that is asked for, 304 where
/// `If-None-Match` names the ETag, 416 where the range begins behind the end. Ranges that are malformed, several at
/// once, of another unit, or whose `If-Range` is not this very ETag get the whole file, as the RFC allows.
/// `etag` is strong, with its quotes. `headers` (Content-Type, Cache-Control, …) go with the answer; to 304 and 416
/// without those that begin with `Content-`.
[[nodiscard]] Response file_answer(Request const& request, std::shared_ptr<File const> file, std::string etag,
                                   std::vector<Header> headers);

} // namespace tandem::http
