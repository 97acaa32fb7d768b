#pragma once
/// Words for the sentences that tell people what is wrong with their content.

#include "content/json.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tandem {

/// "a string", "a list", "null", …
[[nodiscard]] std::string_view kind_of(json::value const& value);
/// Length in Unicode code points, as JSON Schema counts it; `text` is UTF-8.
[[nodiscard]] std::uint64_t length_of(std::string_view text);
/// "1 character", "2 characters".
[[nodiscard]] std::string counted(std::uint64_t count, std::string_view one, std::string_view many);
/// The parts with the separator between them.
[[nodiscard]] std::string joined(std::vector<std::string> const& parts, std::string_view separator);

} // namespace tandem
