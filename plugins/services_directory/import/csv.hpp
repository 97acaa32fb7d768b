#pragma once
/// CSV as RFC 4180 has it, read strictly: quoted cells with embedded line ends, CRLF or LF, an optional byte order
/// mark, UTF-8. Our own few lines: libcsv of Debian 12 tells no positions, and fast-cpp-csv-parser reads neither line
/// ends in quotes nor columns that are not known when it is compiled.

#include "source.hpp"

namespace directory::importing {

/// The most that is read: bytes of a file, bytes of a cell, columns, rows.
struct CsvLimits {
  std::size_t file = std::size_t{32} << 20, cell = std::size_t{64} << 10, columns = 500, rows = 200'000;
};

struct CsvRow {
  std::size_t line; ///< On which it begins, from 1.
  std::vector<std::string> cells;
  std::vector<std::size_t> lines; ///< On which each cell begins.
};

struct Csv {
  std::vector<std::string> header;
  std::vector<CsvRow> rows; ///< Each with as many cells as the header.
};

/// Reads a file's text. Problems have line and column; after a broken quote the rest of the file is not read. Rows
/// without any text are left out.
[[nodiscard]] Csv read_csv(std::string const& file, std::string_view text, char separator,
                           std::vector<Problem>& problems, CsvLimits const& limits = {});

/// A file with its header, and which of its columns somebody has asked for.
struct Table {
  Table() = default;
  Table(std::string file, Csv csv);
  std::string file = {};
  Csv csv = {};
  std::map<std::string, std::size_t, std::less<>> columns = {};
  mutable std::set<std::string, std::less<>> used = {};

  /// Columns with a value in some row that nobody has asked for.
  [[nodiscard]] std::set<std::string> ignored() const;
};

/// A row by the names of its columns.
class Record {
public:
  Record(Table const& table, CsvRow const& row) : table_(table), row_(row) {}
  /// Without white space at the ends; "" when empty, and when there is no such column.
  [[nodiscard]] std::string_view text(std::string_view column) const;
  [[nodiscard]] Place place(std::string_view column) const;
  [[nodiscard]] Place place() const { return {table_.file, row_.line, 0, {}}; }

private:
  Table const& table_;
  CsvRow const& row_;
};

[[nodiscard]] std::string_view trimmed(std::string_view text);

} // namespace directory::importing
