#include "media/media_type.hpp"

#include <magic.h>
#include <memory>

namespace tandem::media {
namespace {

struct Close {
  void operator()(magic_set* cookie) const { magic_close(cookie); }
};

/// Loading takes a millisecond, and one cookie serves one thread at a time. Archives are not looked into: what they
/// are is told from outside.
magic_set* cookie_of_this_thread() {
  thread_local std::unique_ptr<magic_set, Close> const cookie = [] {
    std::unique_ptr<magic_set, Close> made(magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_ERROR));
    if (made && magic_load(made.get(), nullptr) != 0) made.reset();
    return made;
  }();
  return cookie.get();
}

} // namespace

Result<std::string> media_type_of_content(std::filesystem::path const& file) {
  magic_set* const cookie = cookie_of_this_thread();
  char const* const found = cookie == nullptr ? nullptr : magic_file(cookie, file.c_str());
  if (found == nullptr) return Error{ErrorCode::internal, "what kind of file it is cannot be found out"};
  std::string_view const type(found);
  return std::string(type.find('/') == type.npos || type == "inode/x-empty" ? "application/octet-stream" : type);
}

} // namespace tandem::media
