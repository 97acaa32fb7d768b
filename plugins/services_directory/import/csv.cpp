#include "csv.hpp"

#include <algorithm>
#include <unicode/utf8.h>

namespace directory::importing {
namespace {

class Reader {
public:
  Reader(std::string const& file, std::string_view text, char separator, std::vector<Problem>& problems,
         CsvLimits const& limits)
      : file_(file), text_(text), separator_(separator), problems_(problems), limits_(limits) {
    if (text_.starts_with("\xef\xbb\xbf")) text_.remove_prefix(3);
  }

  Csv read() {
    Csv csv;
    if (text_.size() > limits_.file) return problem(0, 0, "is too large to be read"), csv;
    if (!check_text()) return csv;
    bool first = true;
    while (at_ < text_.size()) {
      CsvRow row{line_, {}, {}};
      if (!read_row(row)) return csv;
      if (std::all_of(row.cells.begin(), row.cells.end(), [](auto const& cell) { return trimmed(cell).empty(); }))
        continue;
      if (first) {
        if (!read_header(csv, row)) return csv;
        first = false;
      } else if (row.cells.size() != csv.header.size()) {
        problem(row.line, std::min(row.cells.size(), csv.header.size()) + 1,
                "the row has " + std::to_string(row.cells.size()) + " cells, the header " +
                    std::to_string(csv.header.size()));
      } else if (csv.rows.size() == limits_.rows) {
        return problem(row.line, 0, "there are more rows than can be read"), csv;
      } else {
        csv.rows.push_back(std::move(row));
      }
    }
    if (first) problem(0, 0, "has no header");
    return csv;
  }

private:
  void problem(std::size_t line, std::size_t column, std::string detail) {
    problems_.push_back({{file_, line, column, {}}, std::move(detail)});
  }

  /// UTF-8 without U+0000, which the database cannot hold.
  bool check_text() {
    std::size_t line = 1;
    auto const* const bytes = reinterpret_cast<std::uint8_t const*>(text_.data());
    for (std::size_t i = 0; i < text_.size();) {
      UChar32 code = 0;
      U8_NEXT(bytes, i, text_.size(), code);
      if (code == '\n') ++line;
      if (code > 0) continue;
      problem(line, 0, code == 0 ? "holds the character U+0000" : "is not UTF-8: save the file as UTF-8");
      return false;
    }
    return true;
  }

  bool read_header(Csv& csv, CsvRow& row) {
    std::set<std::string> names;
    bool right = row.cells.size() <= limits_.columns;
    if (!right) problem(row.line, 0, "there are more columns than can be read");
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      std::string name(trimmed(row.cells[i]));
      if (name.empty()) problem(row.line, i + 1, "the column has no name");
      else if (!names.insert(name).second) problem(row.line, i + 1, "the column " + name + " stands twice");
      else {
        csv.header.push_back(std::move(name));
        continue;
      }
      right = false;
    }
    return right;
  }

  bool read_row(CsvRow& row) {
    for (;;) {
      std::string cell;
      row.lines.push_back(line_);
      bool const read = peek() == '"' ? read_quoted(row, cell) : read_plain(row, cell);
      if (!read) return false;
      if (cell.size() > limits_.cell)
        return problem(row.lines.back(), row.lines.size(), "the cell is too long"), false;
      row.cells.push_back(std::move(cell));
      if (at_ == text_.size()) return true;
      if (text_[at_] == separator_) ++at_;
      else break;
    }
    at_ += text_[at_] == '\r' ? 2 : 1;
    ++line_;
    return true;
  }

  [[nodiscard]] int peek() const { return at_ < text_.size() ? static_cast<unsigned char>(text_[at_]) : -1; }
  [[nodiscard]] bool at_line_end() const {
    return peek() == '\n' || (peek() == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n');
  }
  [[nodiscard]] bool at_cell_end() const { return peek() == -1 || text_[at_] == separator_ || at_line_end(); }

  bool read_plain(CsvRow const& row, std::string& cell) {
    for (; !at_cell_end(); ++at_) {
      if (text_[at_] == '"' || text_[at_] == '\r')
        return problem(line_, row.lines.size(),
                       text_[at_] == '"' ? "a quote inside a cell without quotes" : "a line that ends in CR alone"),
               false;
      cell += text_[at_];
    }
    return true;
  }

  bool read_quoted(CsvRow const& row, std::string& cell) {
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\n') ++line_;
      if (text_[at_] != '"') {
        cell += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        cell += '"';
        ++at_;
      } else {
        ++at_;
        if (at_cell_end()) return true;
        return problem(line_, row.lines.size(), "text after the closing quote of a cell"), false;
      }
    }
    return problem(row.lines.back(), row.lines.size(), "the quote that opens here is not closed"), false;
  }

  std::string const& file_;
  std::string_view text_;
  char separator_;
  std::vector<Problem>& problems_;
  CsvLimits limits_;
  std::size_t at_ = 0, line_ = 1;
};

} // namespace

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view white = " \t\r\n";
  std::size_t const first = text.find_first_not_of(white);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(white) - first + 1);
}

Csv read_csv(std::string const& file, std::string_view text, char separator, std::vector<Problem>& problems,
             CsvLimits const& limits) {
  return Reader(file, text, separator, problems, limits).read();
}

Table::Table(std::string name, Csv read) : file(std::move(name)), csv(std::move(read)) {
  for (std::size_t i = 0; i < csv.header.size(); ++i) columns.emplace(csv.header[i], i);
}

std::set<std::string> Table::ignored() const {
  std::set<std::string> names;
  for (auto const& [name, index] : columns)
    if (!used.contains(name) && std::any_of(csv.rows.begin(), csv.rows.end(), [at = index](CsvRow const& row) {
          return !trimmed(row.cells[at]).empty();
        }))
      names.insert(name);
  return names;
}

std::string_view Record::text(std::string_view column) const {
  auto const found = table_.columns.find(column);
  if (found == table_.columns.end()) return {};
  table_.used.insert(found->first);
  return trimmed(row_.cells[found->second]);
}

Place Record::place(std::string_view column) const {
  auto const found = table_.columns.find(column);
  if (found == table_.columns.end()) return place();
  return {table_.file, row_.lines[found->second], found->second + 1, found->first};
}

} // namespace directory::importing
