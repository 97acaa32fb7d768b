#include "checks/structure.hpp"

#include "checks/messages.hpp"

namespace translation::checks {
namespace {

/// One text with its outline; what is found is told of the one that has less.
struct Sketch {
  std::string_view locale;
  Outline outline;
};

std::string text_of(Heading const& heading) { return heading.text; }
std::string text_of(List const& list) { return list.first; }
std::string text_of(Table const& table) { return table.first; }
std::string text_of(Target const& target) { return target.text.empty() ? target.address : target.text; }

template <class Item> std::string lines(std::vector<Item> const& items) {
  std::string all;
  for (Item const& item : items) all += (all.empty() ? "" : "\n") + text_of(item);
  return all;
}

class Comparison {
public:
  Comparison(Sketch first, Sketch second) : first_(std::move(first)), second_(std::move(second)) {}

  std::vector<Finding> run(bool links_told) {
    if (same_count(Part::headings, &Outline::headings)) levels();
    if (same_count(Part::lists, &Outline::lists)) lists();
    if (same_count(Part::tables, &Outline::tables)) tables();
    if (!links_told) same_count(Part::links, &Outline::links);
    same_count(Part::images, &Outline::images);
    return std::move(findings_);
  }

private:
  template <class Item> bool same_count(Part part, std::vector<Item> Outline::*items) {
    std::size_t const in_first = (first_.outline.*items).size(), in_second = (second_.outline.*items).size();
    if (in_first == in_second) return true;
    auto const& [here, there] = by_measure(in_first, in_second);
    findings_.push_back({Kind::structure, std::string(here.locale), std::string(there.locale),
                         lines(here.outline.*items), lines(there.outline.*items),
                         count_message(part, (here.outline.*items).size(), here.locale, (there.outline.*items).size(),
                                       there.locale)});
    return false;
  }

  void levels() {
    for (std::size_t i = 0; i < first_.outline.headings.size(); ++i) {
      Heading const &here = second_.outline.headings[i], &there = first_.outline.headings[i];
      if (here.level != there.level)
        findings_.push_back({Kind::structure, std::string(second_.locale), std::string(first_.locale), here.text,
                             there.text, level_message(here, second_.locale, there, first_.locale)});
    }
  }

  void lists() {
    for (std::size_t i = 0; i < first_.outline.lists.size(); ++i) {
      List const &one = first_.outline.lists[i], &other = second_.outline.lists[i];
      differs(Measure::items, i, one.items, other.items, &Outline::lists);
      if (one.numbered == other.numbered) continue;
      Sketch const &numbered = one.numbered ? first_ : second_, &not_numbered = one.numbered ? second_ : first_;
      findings_.push_back({Kind::structure, std::string(not_numbered.locale), std::string(numbered.locale),
                           not_numbered.outline.lists[i].first, numbered.outline.lists[i].first,
                           numbering_message(i + 1, numbered.locale, not_numbered.locale)});
    }
  }

  void tables() {
    for (std::size_t i = 0; i < first_.outline.tables.size(); ++i) {
      Table const &one = first_.outline.tables[i], &other = second_.outline.tables[i];
      differs(Measure::columns, i, one.columns, other.columns, &Outline::tables);
      differs(Measure::rows, i, one.rows, other.rows, &Outline::tables);
    }
  }

  template <class Item>
  void differs(Measure measure, std::size_t index, std::size_t in_first, std::size_t in_second,
               std::vector<Item> Outline::*items) {
    if (in_first == in_second) return;
    auto const& [here, there] = by_measure(in_first, in_second);
    findings_.push_back({Kind::structure, std::string(here.locale), std::string(there.locale),
                         text_of((here.outline.*items)[index]), text_of((there.outline.*items)[index]),
                         measure_message(measure, index + 1, std::min(in_first, in_second), here.locale,
                                         std::max(in_first, in_second), there.locale)});
  }

  /// The one that has less, then the other.
  [[nodiscard]] std::pair<Sketch const&, Sketch const&> by_measure(std::size_t in_first,
                                                                   std::size_t in_second) const {
    if (in_first < in_second) return {first_, second_};
    return {second_, first_};
  }

  Sketch first_, second_;
  std::vector<Finding> findings_;
};

} // namespace

std::vector<Finding> compare_structure(Text const& first, Text const& second, bool links_told) {
  return Comparison({first.locale, outline_of(first.text)}, {second.locale, outline_of(second.text)}).run(links_told);
}

} // namespace translation::checks
