#pragma once
/// Whether bytes that others send are text.

#include <string_view>

namespace translation {

/// True for well-formed UTF-8 (no surrogates, no overlong forms).
[[nodiscard]] bool is_utf8(std::string_view bytes);

} // namespace translation
