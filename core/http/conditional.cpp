#include "http/conditional.hpp"

namespace tandem::http {

bool names_etag(std::string_view if_none_match, std::string_view etag) noexcept {
  if (if_none_match == "*") return true;
  // An ETag holds no quote (section 8.8.3), so wherever these bytes begin with one that opens, they are one.
  for (std::size_t at = if_none_match.find('"'); at != if_none_match.npos; at = if_none_match.find('"', at)) {
    std::size_t const end = if_none_match.find('"', at + 1);
    if (end == if_none_match.npos) return false;
    if (if_none_match.substr(at, end + 1 - at) == etag) return true;
    at = end + 1;
  }
  return false;
}

} // namespace tandem::http
