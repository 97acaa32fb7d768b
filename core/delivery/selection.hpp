#pragma once
/// Which rows a plan is about, as SQL over the alias `p`: where they are read, in which language, by which filters.
/// Used by statement.cpp alone.

#include "delivery/statement.hpp"

namespace tandem::delivery {

/// Collects parameters; `$n` is made where the value is given.
class Values {
public:
  std::string add(std::string text);
  [[nodiscard]] std::vector<store::Cell> take() { return std::move(values_); }

private:
  std::vector<store::Cell> values_;
};

/// The texts that several parts of one statement share, each parameter given once.
struct Selection {
  Plan const& plan;
  Values values = {};
  std::string from = {};    ///< What is read: `published`, or a function of an instant or a preview.
  std::string preview = {}; ///< Parameter of the preview.
  std::string words = {};   ///< Parameter of what is searched for.

  explicit Selection(Plan const& plan);

  /// Rows of the type that fit everything but the cursor. The row is the best of its entry in the plan's languages.
  [[nodiscard]] std::string fitting();
  /// Rows of any type that are the best of their entry in the plan's languages.
  [[nodiscard]] std::string readable() const;
  /// Rows that come after the cursor in the plan's order (before it, for `page[before]`).
  [[nodiscard]] std::string beyond_cursor();
  /// What the rows are sorted by, with directions; ends in the entry.
  [[nodiscard]] std::string order();
  /// A key as a value that is sorted by.
  [[nodiscard]] std::string key(SortKey const& key) const;
  /// What is searched for, in the dictionary of a row's language. `row` is the alias of that row.
  [[nodiscard]] std::string query_of(std::string const& row) const;
  /// The language whose dictionary reads a locale: what is shared is read in the one asked for.
  [[nodiscard]] std::string const& dictionary_of(std::string const& locale) const;

private:
  [[nodiscard]] bool of_projection() const { return !plan.at && !plan.preview; }
  [[nodiscard]] std::string no_better() const;
  [[nodiscard]] std::string best_of_its_entry() const;
  [[nodiscard]] std::string condition(Filter const& filter);
  [[nodiscard]] std::string query_in(std::string const& locale) const;
  [[nodiscard]] bool descends(SortKey const& key) const;
};

} // namespace tandem::delivery
