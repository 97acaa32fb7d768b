#include "segments/lines.hpp"

#include <algorithm>

namespace translation::segments {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

void append(View& view, std::string_view text, std::size_t begin, std::size_t end) {
  view.text += text.substr(begin, end - begin);
  for (std::size_t i = begin; i < end; ++i) view.at.push_back(i);
}

/// A cell without the white space around it.
View cell(std::string_view text, std::size_t begin, std::size_t end) {
  while (begin < end && is_blank(text[begin])) ++begin;
  while (end > begin && is_blank(text[end - 1])) --end;
  View view;
  for (std::size_t i = begin; i < end; ++i) {
    view.at.push_back(i);
    if (text[i] == '\\' && i + 1 < end && text[i + 1] == '|') ++i;
    view.text += text[i];
  }
  view.at.push_back(end);
  return view;
}

} // namespace

Lines::Lines(std::string_view text) : text_(text) {
  begins_.push_back(0);
  for (std::size_t i = 0; i < text.size(); ++i) {
    bool const pair = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if ((text[i] == '\n' || text[i] == '\r') && !pair) begins_.push_back(i + 1);
  }
  if (begins_.back() != text.size() || begins_.size() == 1) begins_.push_back(text.size());
}

std::size_t Lines::end(std::size_t line) const {
  std::size_t end = begins_[line];
  while (end > begins_[line - 1] && (text_[end - 1] == '\n' || text_[end - 1] == '\r')) --end;
  return end;
}

std::size_t Lines::content(std::size_t line, std::size_t quotes) const {
  std::size_t at = begin(line);
  std::size_t const stop = end(line);
  for (;;) {
    while (at < stop && is_blank(text_[at])) ++at;
    if (quotes == 0 || at >= stop || text_[at] != '>') return at;
    --quotes;
    ++at;
  }
}

std::size_t Lines::line_of(std::size_t offset) const {
  auto const after = std::upper_bound(begins_.begin(), begins_.end() - 1, offset);
  return static_cast<std::size_t>(after - begins_.begin());
}

View view_of_lines(Lines const& lines, std::size_t begin, std::size_t last, std::size_t quotes) {
  View view;
  std::size_t line = lines.line_of(begin);
  append(view, lines.text(), begin, line < last ? lines.begin(line + 1) : lines.end(line));
  while (++line <= last)
    append(view, lines.text(), std::max(lines.content(line, quotes), begin),
           line < last ? lines.begin(line + 1) : lines.end(line));
  view.at.push_back(view.at.empty() ? begin : view.at.back() + 1);
  return view;
}

std::vector<View> views_of_cells(std::string_view text, std::size_t begin, std::size_t end) {
  std::vector<View> cells;
  if (begin < end && text[begin] == '|') ++begin;
  for (std::size_t i = begin; i < end; ++i) {
    if (text[i] == '\\' && i + 1 < end && is_markdown_punctuation(text[i + 1])) {
      ++i;
    } else if (text[i] == '|') {
      cells.push_back(cell(text, begin, i));
      begin = i + 1;
    }
  }
  if (begin < end) cells.push_back(cell(text, begin, end));
  return cells;
}

} // namespace translation::segments
