#include "media/part_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace tandem::media {
namespace {

Error not_written(int why) {
  bool const full = why == ENOSPC || why == EDQUOT || why == EFBIG;
  return {ErrorCode::unavailable, full ? "there is no room left for files" : "files cannot be written at the moment"};
}

} // namespace

Result<PartFile> PartFile::open(std::filesystem::path const& path) {
  int const descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) return not_written(errno);
  PartFile file(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0)
    return Error{ErrorCode::conflict, "another request is writing this upload: ask where it stands, then go on"};
  return file;
}

PartFile::PartFile(PartFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
PartFile& PartFile::operator=(PartFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}
PartFile::~PartFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::int64_t PartFile::size() const {
  struct stat status {};
  return ::fstat(descriptor_, &status) == 0 ? static_cast<std::int64_t>(status.st_size) : 0;
}

Result<void> PartFile::cut(std::int64_t size) {
  if (::ftruncate(descriptor_, size) != 0 || ::lseek(descriptor_, size, SEEK_SET) < 0) return not_written(errno);
  return {};
}

Result<void> PartFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t const written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return not_written(errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> PartFile::sync() {
  if (::fdatasync(descriptor_) != 0) return not_written(errno);
  return {};
}

} // namespace tandem::media
