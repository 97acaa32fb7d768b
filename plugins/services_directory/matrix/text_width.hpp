#pragma once
/// How much room text takes in a font that is not known: by the widths of DejaVu Sans, which is wider than most sans
/// serif fonts. Pure.

#include <string>
#include <string_view>
#include <vector>

namespace directory::matrix {

/// In pixels, for UTF-8 in a font of that size.
[[nodiscard]] double text_width(std::string_view text, double size);

struct Wrapped {
  std::vector<std::string> lines;
  bool shortened = false; ///< The last line ends with "…", because there was more.
};

/// In lines of that width at most, broken at spaces; a word that is wider is cut. No more than `most` lines.
[[nodiscard]] Wrapped wrapped(std::string_view text, double width, double size, std::size_t most);

} // namespace directory::matrix
