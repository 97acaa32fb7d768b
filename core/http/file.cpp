#include "http/file.hpp"

#include "http/conditional.hpp"

#include <algorithm>
#include <charconv>
#include <fcntl.h>
#include <limits>
#include <sys/stat.h>
#include <unistd.h>

namespace tandem::http {

std::shared_ptr<File const> File::open(std::filesystem::path const& path) {
  int const descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK); // a pipe would wait for a writer
  if (descriptor < 0) return nullptr;
  struct stat state {};
  if (::fstat(descriptor, &state) != 0 || !S_ISREG(state.st_mode)) {
    ::close(descriptor);
    return nullptr;
  }
  return std::shared_ptr<File const>(new File(descriptor, static_cast<std::uint64_t>(state.st_size)));
}

File::~File() { ::close(descriptor_); }

namespace {

struct Range {
  enum class Kind { whole, part, beyond };
  Kind kind = Kind::whole;
  std::uint64_t first = 0, length = 0;
};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// A number of a range: digits only. One that is too large for the type is as good as the largest.
std::optional<std::uint64_t> position(std::string_view digits) {
  if (digits.empty() || digits.find_first_not_of("0123456789") != digits.npos) return std::nullopt;
  std::uint64_t value = 0;
  auto const [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return ec == std::errc::result_out_of_range ? std::numeric_limits<std::uint64_t>::max() : value;
}

/// RFC 9110 section 14.1.2: `bytes=first-last`, `bytes=first-` or `bytes=-last bytes`.
Range range_of(std::string_view header, std::uint64_t size) {
  std::size_t const equals = header.find('=');
  if (equals == header.npos || !Request::same_name(trimmed(header.substr(0, equals)), "bytes")) return {};
  std::string_view const spec = trimmed(header.substr(equals + 1));
  std::size_t const dash = spec.find('-');
  if (dash == spec.npos) return {};
  std::string_view const from = spec.substr(0, dash), to = spec.substr(dash + 1);
  std::optional<std::uint64_t> const first = position(from), last = position(to);
  if (from.empty()) {
    if (!last) return {};
    if (*last == 0 || size == 0) return {Range::Kind::beyond};
    std::uint64_t const length = std::min(*last, size);
    return {Range::Kind::part, size - length, length};
  }
  if (!first || (!to.empty() && !last) || (last && *last < *first)) return {};
  if (*first >= size) return {Range::Kind::beyond};
  return {Range::Kind::part, *first, std::min(last.value_or(size - 1), size - 1) - *first + 1};
}

void drop_content_headers(std::vector<Header>& headers) {
  std::erase_if(headers, [](Header const& header) {
    return header.name.size() > 8 && Request::same_name(std::string_view(header.name).substr(0, 8), "Content-");
  });
}

} // namespace

Response file_answer(Request const& request, std::shared_ptr<File const> file, std::string etag,
                     std::vector<Header> headers) {
  Response response;
  response.headers = std::move(headers);
  if (request.has_header("If-None-Match") && names_etag(request.header("If-None-Match"), etag)) {
    response.status = 304;
    drop_content_headers(response.headers);
    response.set("ETag", std::move(etag));
    return response;
  }
  // A range belongs to GET alone (section 14.2), and to the bytes that the client has a part of (section 13.1.5).
  bool const ranged = request.method == Method::get && request.has_header("Range") &&
                      (!request.has_header("If-Range") || trimmed(request.header("If-Range")) == etag);
  std::uint64_t const size = file->size();
  Range const range = ranged ? range_of(request.header("Range"), size) : Range{};
  response.set("ETag", std::move(etag));
  response.set("Accept-Ranges", "bytes");
  if (range.kind == Range::Kind::beyond) {
    response.status = 416;
    drop_content_headers(response.headers);
    response.set("Content-Range", "bytes */" + std::to_string(size));
  } else if (range.kind == Range::Kind::part) {
    response.status = 206;
    response.set("Content-Range", "bytes " + std::to_string(range.first) + "-" +
                                      std::to_string(range.first + range.length - 1) + "/" + std::to_string(size));
    response.file = {std::move(file), range.first, range.length};
  } else {
    response.file = {std::move(file), 0, size};
  }
  return response;
}

} // namespace tandem::http
