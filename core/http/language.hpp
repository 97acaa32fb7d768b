#pragma once
/// Which language an answer is in.

#include <string>
#include <string_view>
#include <vector>

namespace tandem::http {

/// The best of `locales` for an Accept-Language header (RFC 9110 section 12.5.4, basic filtering), as its place among
/// them; else 0.
[[nodiscard]] std::size_t choose_locale(std::string_view accept_language,
                                        std::vector<std::string> const& locales) noexcept;

} // namespace tandem::http
