#pragma once
/// Telephone numbers in E.164 form (ITU-T E.164: "+", country code, at most 15 digits).
/// Our own few lines: the usual library needs the headers of Boost 1.74, which cannot stand beside those of 1.81.

#include <optional>
#include <string>
#include <string_view>

namespace tandem::facts {

/// True for "+" and 8 to 15 digits; numbers of Belgium (+32) must have 8 digits behind it, or 9 for mobile ones
/// (they begin with 4), as the Belgian numbering plan has them.
[[nodiscard]] bool is_e164(std::string_view text);

/// "02 537 59 28", "0032 2 537 59 28" and "+32 (0)2/537.59.28" all become "+3225375928". A number without country
/// code is taken for a Belgian one. Nothing when it cannot be one.
[[nodiscard]] std::optional<std::string> to_e164(std::string_view written);

} // namespace tandem::facts
