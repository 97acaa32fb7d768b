#include "media/durable.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace tandem::media {

namespace fs = std::filesystem;

Error disk_error(int error_number) {
  if (error_number == ENOSPC || error_number == EDQUOT)
    return {ErrorCode::unavailable, "there is no room left for files; try again later"};
  return {ErrorCode::internal, "the files cannot be read or written"};
}

namespace {

Result<void> sync(fs::path const& path, int flags) {
  int const descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
  if (descriptor < 0) return disk_error(errno);
  int const failed = ::fsync(descriptor) == 0 ? 0 : errno;
  ::close(descriptor);
  if (failed != 0) return disk_error(failed);
  return {};
}

} // namespace

Result<void> sync_folder(fs::path const& folder) { return sync(folder, O_RDONLY | O_DIRECTORY); }

Result<void> make_folders(fs::path const& root, fs::path const& below) {
  fs::path folder = root;
  for (fs::path const& name : below) {
    fs::path const parent = folder;
    folder /= name;
    if (::mkdir(folder.c_str(), 0750) == 0) {
      if (auto ok = sync_folder(parent); !ok) return ok;
    } else if (errno != EEXIST) {
      return disk_error(errno);
    }
  }
  return {};
}

Result<void> move_durably(fs::path const& from, fs::path const& to) {
  if (auto ok = sync(from, O_RDONLY); !ok) return ok;
  if (::rename(from.c_str(), to.c_str()) != 0) return disk_error(errno);
  return sync_folder(to.parent_path());
}

Result<void> copy_bytes(fs::path const& from, fs::path const& to) {
  std::error_code ec;
  fs::copy_file(from, to, fs::copy_options::overwrite_existing, ec);
  if (ec) return disk_error(ec.value());
  return {};
}

Result<Temporary> Temporary::make(fs::path const& folder) {
  std::string name = (folder / "XXXXXX").string();
  int const descriptor = ::mkostemp(name.data(), O_CLOEXEC);
  if (descriptor < 0) return disk_error(errno);
  ::close(descriptor);
  return Temporary(fs::path(name));
}

Temporary::~Temporary() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove(path_, ignored);
}

} // namespace tandem::media
