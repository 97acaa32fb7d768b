#include "http/language.hpp"

#include "http/message.hpp"

#include <charconv>

namespace tandem::http {

std::size_t choose_locale(std::string_view accept_language, std::vector<std::string> const& locales) noexcept {
  std::size_t best = 0;
  double best_weight = 0;
  auto const blank = [](char c) { return c == ' ' || c == '\t'; };
  for (std::string_view rest = accept_language; !rest.empty();) {
    std::size_t const comma = rest.find(',');
    std::string_view range = rest.substr(0, comma);
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
    double weight = 1;
    if (std::size_t const semicolon = range.find(';'); semicolon != std::string_view::npos) {
      std::size_t const q = range.find("q=", semicolon);
      if (q != std::string_view::npos) std::from_chars(range.data() + q + 2, range.data() + range.size(), weight);
      range = range.substr(0, semicolon);
    }
    while (!range.empty() && blank(range.front())) range.remove_prefix(1);
    while (!range.empty() && blank(range.back())) range.remove_suffix(1);
    std::string_view const language = range.substr(0, range.find('-'));
    for (std::size_t i = 0; i < locales.size(); ++i) {
      std::string_view const locale = locales[i];
      if (weight > best_weight && Request::same_name(language, locale.substr(0, locale.find('-')))) {
        best = i;
        best_weight = weight;
      }
    }
  }
  return best;
}

} // namespace tandem::http
