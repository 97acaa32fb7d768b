#include "content/facts/phone.hpp"

#include <algorithm>

namespace tandem::facts {

bool is_e164(std::string_view text) {
  if (text.size() < 9 || text.size() > 16 || text[0] != '+' || text[1] == '0') return false;
  std::string_view const digits = text.substr(1);
  if (!std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; })) return false;
  if (!digits.starts_with("32")) return true;
  std::string_view const national = digits.substr(2);
  if (national.front() == '0') return false;
  return national.size() == (national.front() == '4' && national.size() != 8 ? 9U : 8U);
}

std::optional<std::string> to_e164(std::string_view written) {
  std::string text(written);
  if (std::size_t const trunk = text.find("(0)"); trunk != std::string::npos) text.erase(trunk, 3);
  std::string number;
  for (char const c : text) {
    if ((c >= '0' && c <= '9') || (c == '+' && number.empty())) number += c;
    else if (std::string_view(" .-/()").find(c) == std::string_view::npos) return std::nullopt;
  }
  if (number.starts_with("00")) number = "+" + number.substr(2);
  else if (number.starts_with('0')) number = "+32" + number.substr(1);
  return is_e164(number) ? std::optional(number) : std::nullopt;
}

} // namespace tandem::facts
