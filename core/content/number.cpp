#include "content/number.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace tandem {
namespace {

__extension__ using Wide = unsigned __int128;

/// A decimal number without its sign: 0.`digits` times ten to the `point`. Zero has no digits; others have neither
/// leading nor trailing zeros, so that equal numbers are equal member by member.
struct Decimal {
  std::string digits;
  std::int64_t point = 0;
  bool operator==(Decimal const&) const = default;
};

/// Reads any JSON number; nothing when its exponent is beyond all reason.
std::optional<Decimal> decimal(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  std::size_t const e = text.find_first_of("eE");
  std::string_view const mantissa = text.substr(0, e);
  Decimal number;
  number.point = static_cast<std::int64_t>(std::min(mantissa.find('.'), mantissa.size()));
  for (char const c : mantissa)
    if (c != '.') number.digits += c;
  std::size_t const first = number.digits.find_first_not_of('0');
  if (first == std::string::npos) return Decimal{};
  number.digits.erase(number.digits.find_last_not_of('0') + 1);
  number.digits.erase(0, first);
  number.point -= static_cast<std::int64_t>(first);
  if (e == std::string_view::npos) return number;
  std::string_view power = text.substr(e + 1);
  if (power.starts_with('+')) power.remove_prefix(1);
  std::int32_t exponent = 0;
  if (std::from_chars(power.data(), power.data() + power.size(), exponent).ec != std::errc{}) return std::nullopt;
  number.point += exponent;
  return number;
}

/// The shortest decimal that reads back as the same double.
Decimal shortest(double number) {
  std::array<char, 40> buffer{};
  char* const end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::fabs(number), std::chars_format::scientific)
          .ptr;
  return *decimal({buffer.data(), static_cast<std::size_t>(end - buffer.data())});
}

std::uint64_t as_integer(std::string const& digits) {
  std::uint64_t integer = 0; // a double has at most 17 digits
  std::from_chars(digits.data(), digits.data() + digits.size(), integer);
  return integer;
}

} // namespace

std::string number_text(double number) {
  if (number == 0) return "0";
  auto const [digits, point] = shortest(number);
  auto const count = static_cast<std::int64_t>(digits.size());
  auto const zeros = [](std::int64_t n) { return std::string(static_cast<std::size_t>(n), '0'); };
  std::string out = number < 0 ? "-" : "";
  if (count <= point && point <= 21) return out + digits + zeros(point - count);
  if (0 < point && point <= 21)
    return out + digits.substr(0, static_cast<std::size_t>(point)) + "." +
           digits.substr(static_cast<std::size_t>(point));
  if (-6 < point && point <= 0) return out + "0." + zeros(-point) + digits;
  out += digits.substr(0, 1);
  if (count > 1) out += "." + digits.substr(1);
  return out + (point < 1 ? "e-" : "e+") + std::to_string(std::abs(point - 1));
}

std::optional<double> exact_double(std::string_view json_number) {
  std::optional<Decimal> const written = decimal(json_number);
  if (!written) return std::nullopt;
  if (written->digits.empty()) return 0.0;
  double number = 0;
  std::from_chars(json_number.data(), json_number.data() + json_number.size(), number);
  if (!std::isfinite(number) || shortest(number) != *written) return std::nullopt;
  return number;
}

bool is_multiple(double number, double divisor) {
  if (number == 0) return true;
  Decimal const n = shortest(number), d = shortest(divisor);
  std::uint64_t const n_digits = as_integer(n.digits), d_digits = as_integer(d.digits);
  // number = n_digits * 10^n_power, and the divisor likewise
  std::int64_t const n_power = n.point - static_cast<std::int64_t>(n.digits.size());
  std::int64_t const d_power = d.point - static_cast<std::int64_t>(d.digits.size());
  if (n_power >= d_power) {
    Wide rest = n_digits % d_digits;
    for (std::int64_t i = d_power; i < n_power; ++i) rest = rest * 10 % d_digits;
    return rest == 0;
  }
  if (d_power - n_power > 20) return false; // the divisor is larger than the number
  Wide scaled = d_digits;
  for (std::int64_t i = n_power; i < d_power; ++i) scaled *= 10;
  return n_digits % scaled == 0;
}

} // namespace tandem
