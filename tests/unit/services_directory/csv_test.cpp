#include "services_directory/import/csv.hpp"

#include <gtest/gtest.h>

namespace directory::importing {
namespace {

struct Read {
  Csv csv;
  std::vector<Problem> problems = {};
};
Read read(std::string_view text, char separator = ',', CsvLimits const& limits = {}) {
  Read done;
  done.csv = read_csv("diensten.csv", text, separator, done.problems, limits);
  return done;
}
/// "2:3 what" of the only problem.
std::string problem_of(Read const& done) {
  if (done.problems.size() != 1) return std::to_string(done.problems.size()) + " problems";
  Problem const& one = done.problems[0];
  return std::to_string(one.place.line) + ":" + std::to_string(one.place.column) + " " + one.detail;
}

TEST(Csv, QuotesHoldSeparatorsQuotesAndLineEnds) {
  auto const done = read("name,note\r\n\"Œuvre, \"\"Françoise\"\"\",\"één\r\ntwee\"\r\nSiréas,\n");
  ASSERT_TRUE(done.problems.empty()) << problem_of(done);
  ASSERT_EQ(done.csv.rows.size(), 2U);
  EXPECT_EQ(done.csv.rows[0].cells, (std::vector<std::string>{"Œuvre, \"Françoise\"", "één\r\ntwee"}));
  EXPECT_EQ(done.csv.rows[1].cells, (std::vector<std::string>{"Siréas", ""}));
  EXPECT_EQ(done.csv.rows[1].line, 4U) << "the line end in the quotes counts";
}

TEST(Csv, ACellKnowsTheLineOnWhichItBegins) {
  auto const done = read("a,b\n\"één\ntwee\",drie\n");
  ASSERT_EQ(done.csv.rows.size(), 1U);
  EXPECT_EQ(done.csv.rows[0].lines, (std::vector<std::size_t>{2, 3}));
  Table const table("diensten.csv", done.csv);
  Record const row(table, table.csv.rows[0]);
  EXPECT_EQ(text_of(row.place("b")), "diensten.csv, line 3, column 2 (b)");
  EXPECT_EQ(text_of(row.place()), "diensten.csv, line 2");
}

TEST(Csv, TheByteOrderMarkAndTheLastLineEndAreNoText) {
  auto const done = read("\xef\xbb\xbfid\nAPO");
  ASSERT_EQ(done.csv.header, std::vector<std::string>{"id"});
  ASSERT_EQ(done.csv.rows.size(), 1U);
  EXPECT_EQ(done.csv.rows[0].cells[0], "APO");
  EXPECT_TRUE(done.problems.empty());
}

TEST(Csv, ReadsOtherSeparatorsAndLeavesEmptyRowsOut) {
  auto const done = read("naam;plaats\n;\n\nAPO;Brussel, Vorst\n", ';');
  ASSERT_TRUE(done.problems.empty()) << problem_of(done);
  ASSERT_EQ(done.csv.rows.size(), 1U);
  EXPECT_EQ(done.csv.rows[0].cells[1], "Brussel, Vorst");
  EXPECT_EQ(done.csv.rows[0].line, 4U);
}

TEST(Csv, WhatIsNoCsvIsNamedWithItsPlace) {
  EXPECT_EQ(problem_of(read("a,b\nAPO,\"open\nen bloot\n")), "2:2 the quote that opens here is not closed");
  EXPECT_EQ(problem_of(read("a,b\nAPO,de \"Brug\"\n")), "2:2 a quote inside a cell without quotes");
  EXPECT_EQ(problem_of(read("a,b\n\"APO\" vzw,x\n")), "2:1 text after the closing quote of a cell");
  EXPECT_EQ(problem_of(read("a,b\rAPO,x\r")), "1:2 a line that ends in CR alone");
  EXPECT_EQ(problem_of(read("a,b\nAPO\n")), "2:2 the row has 1 cells, the header 2");
  EXPECT_EQ(problem_of(read("a,b\nAPO,x,y\n")), "2:3 the row has 3 cells, the header 2");
  EXPECT_EQ(problem_of(read("a,a\nAPO,x\n")), "1:2 the column a stands twice");
  EXPECT_EQ(problem_of(read("a,\nAPO,x\n")), "1:2 the column has no name");
  EXPECT_EQ(problem_of(read("")), "0:0 has no header");
  EXPECT_EQ(problem_of(read("a\nSir\xe9"
                            "as\n")),
            "2:0 is not UTF-8: save the file as UTF-8");
  EXPECT_EQ(problem_of(read(std::string_view("a\nx\0y\n", 6))), "2:0 holds the character U+0000");
}

TEST(Csv, RowsOfAnotherLengthDoNotHideTheOthers) {
  auto const done = read("a,b\nAPO\nSiréas,x\nCAW\n");
  EXPECT_EQ(done.problems.size(), 2U);
  EXPECT_EQ(done.csv.rows.size(), 1U);
}

TEST(Csv, HasLimits) {
  EXPECT_EQ(problem_of(read("a,b\nx,y\n", ',', {5})), "0:0 is too large to be read");
  EXPECT_EQ(problem_of(read("a,b\nx,lang\n", ',', {100, 3})), "2:2 the cell is too long");
  EXPECT_EQ(problem_of(read("a,b,c\n", ',', {100, 3, 2})), "1:0 there are more columns than can be read");
  EXPECT_EQ(problem_of(read("a\nx\ny\nz\n", ',', {100, 3, 2, 2})), "4:0 there are more rows than can be read");
}

TEST(Csv, ColumnsThatNobodyAskedForAreTold) {
  Table const table("diensten.csv", read("naam,fax,leeg\nAPO,02,\n").csv);
  EXPECT_EQ(Record(table, table.csv.rows[0]).text("naam"), "APO");
  EXPECT_EQ(Record(table, table.csv.rows[0]).text("adres"), "") << "no such column";
  EXPECT_EQ(table.ignored(), std::set<std::string>{"fax"});
}

} // namespace
} // namespace directory::importing
