#include "utf8.hpp"

#include <cstddef>
#include <cstdint>
#include <unicode/utf8.h>

namespace translation {

bool is_utf8(std::string_view bytes) {
  auto const* const data = reinterpret_cast<std::uint8_t const*>(bytes.data());
  for (std::size_t i = 0; i < bytes.size();) {
    UChar32 c = 0;
    U8_NEXT(data, i, bytes.size(), c);
    if (c < 0) return false;
  }
  return true;
}

} // namespace translation
