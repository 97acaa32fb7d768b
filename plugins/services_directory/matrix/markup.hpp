#pragma once
/// Text in HTML and XML. Pure.

#include <string>
#include <string_view>

namespace directory::matrix {

/// `text` as content or as the value of an attribute in double quotes. Control characters that XML 1.0 cannot hold
/// (section 2.2) are left out.
[[nodiscard]] std::string escaped(std::string_view text);

} // namespace directory::matrix
