#pragma once
/// Numbers as JSON text writes them (decimal) and as programs hold them (IEEE 754 double): what passes between
/// the two without loss. Only `canonical_json`, `parse_json` and the schema checks need this.

#include <optional>
#include <string>
#include <string_view>

namespace tandem {

/// ECMAScript's Number::toString (ECMA-262), which RFC 8785 section 3.2.2.3 prescribes: the shortest decimal that
/// reads back as the same double. `number` is finite.
[[nodiscard]] std::string number_text(double number);

/// The double that a JSON number stands for; nothing when no double stands for exactly that number in its shortest
/// form: 1e400, 1e-400 and 0.12345678901234567890 would all come back as something else than was sent.
[[nodiscard]] std::optional<double> exact_double(std::string_view json_number);

/// Whether `number` is a multiple of `divisor` in decimal arithmetic, as people mean it (19.99 is one of 0.01,
/// though neither is exact as a double). Both are finite, `divisor` is above zero.
[[nodiscard]] bool is_multiple(double number, double divisor);

} // namespace tandem
