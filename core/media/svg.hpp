#pragma once
/// SVG without anything that runs, loads or reaches out. Internal to core/media.

#include "content/error.hpp"

#include <string>
#include <string_view>

namespace tandem::media {

/// The drawing as it may be shown to anybody: elements and attributes that are not known to be harmless are left out,
/// with all they hold; references lead to places in the same drawing alone, or to pictures that are part of it. What
/// cannot be judged (a style sheet that loads something, a document that is no SVG, nesting deeper than 256) is an
/// error `invalid_content`.
[[nodiscard]] Result<std::string> clean_svg(std::string_view svg);

} // namespace tandem::media
