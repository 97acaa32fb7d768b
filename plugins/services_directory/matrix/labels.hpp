#pragma once
/// All words of the matrix, in both languages. Pure.

#include "matrix.hpp"

#include <array>

namespace directory::matrix {

struct Labels {
  std::string_view title;   ///< Of the table, the picture and its page.
  std::string_view service; ///< Head of the column of services.
  std::string_view legend;
  std::string_view helps;                        ///< It helps the group; where is not known.
  std::string_view unknown;                      ///< Not known whether it does.
  std::string_view nothing;                      ///< There is nothing to show.
  std::string_view colon;                        ///< French has a space before it.
  std::array<std::string_view, 5> places;        ///< In the order of PlaceKind.
  std::array<std::string_view, 5> abbreviations; ///< The same.
};

/// Dutch for all languages but French.
[[nodiscard]] Labels const& labels(std::string_view locale);

/// Names of PlaceKind in data.
inline constexpr std::array<std::string_view, 5> place_codes{"prison", "office", "outside", "home", "other"};

/// Signs for what has no letter.
inline constexpr std::string_view helps_sign = "●", unknown_sign = "?";

} // namespace directory::matrix
