#pragma once
/// The lines of a Markdown text, and what cmark sees of them.

#include "segments/inline_walk.hpp"

namespace translation::segments {

/// A text and where its lines begin. Numbers of lines count from 1, as cmark's do.
class Lines {
public:
  explicit Lines(std::string_view text);
  [[nodiscard]] std::size_t count() const { return begins_.size() - 1; }
  [[nodiscard]] std::size_t begin(std::size_t line) const { return begins_[line - 1]; }
  /// Behind the line's last character, before its line end.
  [[nodiscard]] std::size_t end(std::size_t line) const;
  [[nodiscard]] std::string_view text() const { return text_; }
  /// Where a line's content begins: after white space and at most `quotes` marks of block quotes.
  [[nodiscard]] std::size_t content(std::size_t line, std::size_t quotes) const;
  /// The line that holds the byte at `offset`.
  [[nodiscard]] std::size_t line_of(std::size_t offset) const;

private:
  std::string_view text_;
  std::vector<std::size_t> begins_; ///< The last is the end of the text.
};

/// The content from `begin` to the end of line `last`, with what quotes and indentation put before later lines left
/// out.
[[nodiscard]] View view_of_lines(Lines const& lines, std::size_t begin, std::size_t last, std::size_t quotes);
/// The cells of a row of a table from `begin` to the line's end, in which "\|" is a bar of the content.
[[nodiscard]] std::vector<View> views_of_cells(std::string_view text, std::size_t begin, std::size_t end);

} // namespace translation::segments
