#pragma once
/// Postcodes of the Brussels-Capital Region, with the name of the place in Dutch and French.

#include <string_view>

namespace directory {

struct Place {
  std::string_view postcode, dutch, french;
};

/// The place of a postcode, or null when it is none of the region's.
[[nodiscard]] Place const* place_of(std::string_view postcode);

} // namespace directory
