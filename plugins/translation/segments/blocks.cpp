#include "segments/blocks.hpp"

#include "segments/lines.hpp"

#include <algorithm>

namespace translation::segments {
namespace {

bool is_running_text(cmark_node* node) {
  auto const type = cmark_node_get_type(node);
  return type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING || type_of(node) == "table_cell";
}

std::size_t positive(int number) { return number > 0 ? static_cast<std::size_t>(number) : 0; }

/// What of a block belongs to the structure.
std::string outline_of(cmark_node* node) {
  std::string outline(type_of(node));
  switch (cmark_node_get_type(node)) {
  case CMARK_NODE_HEADING: outline += std::to_string(cmark_node_get_heading_level(node)); break;
  case CMARK_NODE_LIST:
    outline += std::to_string(static_cast<int>(cmark_node_get_list_type(node))) + "," +
               std::to_string(cmark_node_get_list_start(node)) + "," +
               std::to_string(cmark_node_get_list_tight(node));
    break;
  case CMARK_NODE_CODE_BLOCK:
    outline += std::string(text_or_empty(cmark_node_get_fence_info(node))) + "\n";
    [[fallthrough]];
  case CMARK_NODE_HTML_BLOCK: outline += text_or_empty(cmark_node_get_literal(node)); break;
  default: break;
  }
  return outline;
}

class Reading {
public:
  explicit Reading(std::string_view text) : text_(text), lines_(text), tree_(text) {}

  Blocks read() {
    auto const events = events_of(tree_.root());
    for (std::size_t i = 0; i < events.size() && !lost_; ++i) {
      TreeEvent const& event = events[i];
      if (type_of(event.node) == "table" && event.enter) i = table(events, i);
      else if (event.enter && is_running_text(event.node)) i = running_text(events, i);
      else other(event);
    }
    if (lost_) all_raw(events);
    return std::move(result_);
  }

private:
  /// Index of the event that leaves the node which the one at `i` enters.
  static std::size_t leaving(std::vector<TreeEvent> const& events, std::size_t i) {
    std::size_t end = i + 1;
    while (events[end].node != events[i].node) ++end;
    return end;
  }

  void other(TreeEvent const& event) {
    auto const type = cmark_node_get_type(event.node);
    if (type == CMARK_NODE_BLOCK_QUOTE) event.enter ? ++quotes_ : --quotes_;
    outline(event);
    // No text stands in lines of code and HTML; their last line is known.
    bool const leaf =
        type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_THEMATIC_BREAK;
    std::size_t const last = positive(cmark_node_get_end_line(event.node));
    if (leaf && last >= 1 && last <= lines_.count()) cursor_ = std::max(cursor_, lines_.end(last));
  }
  void outline(TreeEvent const& event) { result_.outline += event.enter ? "(" + outline_of(event.node) : ")"; }

  [[nodiscard]] std::vector<TreeEvent> between(std::vector<TreeEvent> const& events, std::size_t from,
                                               std::size_t to) const {
    return {events.begin() + static_cast<std::ptrdiff_t>(from) + 1, events.begin() + static_cast<std::ptrdiff_t>(to)};
  }

  std::size_t running_text(std::vector<TreeEvent> const& events, std::size_t i) {
    std::size_t const end = leaving(events, i);
    result_.outline += "(" + outline_of(events[i].node) + ")";
    auto const inlines = between(events, i, end);
    if (!inlines.empty() && !find(events[i].node, inlines)) raw(events[i].node, inlines);
    return end;
  }

  /// First and last line that cmark gives a block; the rest of the text where it gives none.
  struct Range {
    std::size_t first, last;
    bool known;
  };
  [[nodiscard]] Range range_of(cmark_node* node) const {
    std::size_t const first = positive(cmark_node_get_start_line(node));
    std::size_t const last = positive(cmark_node_get_end_line(node));
    bool const known = first >= 1 && last >= first && last <= lines_.count() && lines_.end(last) >= cursor_;
    if (!known) return {lines_.line_of(cursor_), lines_.count(), false};
    return {first, last, true};
  }

  bool find(cmark_node* node, std::vector<TreeEvent> const& inlines) {
    Range const range = range_of(node);
    std::size_t const column = positive(cmark_node_get_start_column(node));
    if (range.known && column >= 1 && lines_.begin(range.first) + column - 1 < lines_.end(range.first)) {
      std::size_t const begin = lines_.begin(range.first) + column - 1;
      if (begin >= cursor_ && find_in(node, inlines, begin, range.last, true)) return true;
    }
    // Definitions of links stood before it, or cmark does not know where it is.
    for (std::size_t line = std::max(range.first, lines_.line_of(cursor_)); line <= range.last;) {
      std::size_t const last = range.known ? range.last : last_before_blank(line, range.last);
      if (find_from_lines(node, inlines, line, last, range.known)) return true;
      line = last + 1;
    }
    return false;
  }
  /// The last line from `line` on before a blank one: no running text goes on behind that.
  [[nodiscard]] std::size_t last_before_blank(std::size_t line, std::size_t last) const {
    while (line < last && lines_.content(line + 1, quotes_) < lines_.end(line + 1)) ++line;
    return line;
  }

  /// Looks for it at the beginning of each of these lines.
  bool find_from_lines(cmark_node* node, std::vector<TreeEvent> const& inlines, std::size_t first, std::size_t last,
                       bool known) {
    std::size_t const begin = std::max(lines_.content(first, quotes_), cursor_);
    View const view = view_of_lines(lines_, begin, last, quotes_); // one for all of them: there may be thousands
    if (!known) spent_ += view.text.size();
    for (std::size_t line = first; line <= last && spent_ <= most_in_vain(); ++line) {
      std::size_t const at = std::max(lines_.content(line, quotes_), cursor_);
      if (at >= text_.size()) return false;
      if (is_atx(node, at) ? find_in(node, inlines, at, line, known) : find_here(node, inlines, view, at, known))
        return true;
    }
    return false;
  }
  [[nodiscard]] bool is_atx(cmark_node* node, std::size_t at) const {
    return cmark_node_get_type(node) == CMARK_NODE_HEADING && text_[at] == '#';
  }

  bool find_in(cmark_node* node, std::vector<TreeEvent> const& inlines, std::size_t begin, std::size_t last,
               bool known) {
    if (begin < cursor_ || begin >= text_.size()) return false;
    if (!is_atx(node, begin))
      return find_here(node, inlines, view_of_lines(lines_, begin, last, quotes_), begin, known);
    while (begin < text_.size() && text_[begin] == '#') ++begin;
    while (begin < text_.size() && (text_[begin] == ' ' || text_[begin] == '\t')) ++begin;
    return find_here(node, inlines, view_of_lines(lines_, begin, lines_.line_of(begin), quotes_), begin, known, true);
  }
  /// Walks from the byte of the text at `begin`, which is in the view.
  bool find_here(cmark_node* node, std::vector<TreeEvent> const& inlines, View const& view, std::size_t begin,
                 bool known, bool atx = false) {
    bool const heading = cmark_node_get_type(node) == CMARK_NODE_HEADING;
    auto const from =
        static_cast<std::size_t>(std::lower_bound(view.at.begin(), view.at.end(), begin) - view.at.begin());
    if (from >= view.at.size()) return false;
    Walked walked = walk(inlines, view, from);
    if (!walked.whole || !ends_well(std::string_view(view.text).substr(walked.end), heading, known)) {
      spent_ += walked.end - from;
      return false;
    }
    add({atx       ? Place::atx_heading
         : heading ? Place::setext_heading
                   : Place::paragraph,
         begin, view.at[walked.end], std::move(walked.atoms), ""});
    return true;
  }
  /// Bytes that may be walked in vain: a text in which it is ever more is made to be slow, and what is not found in
  /// it is not taken apart.
  [[nodiscard]] std::size_t most_in_vain() const { return 10'000 + 16 * text_.size(); }

  /// What may follow the last inline node of a block.
  static bool ends_well(std::string_view rest, bool heading, bool known) {
    std::size_t const end = rest.find_first_not_of(" \t");
    if (end == std::string_view::npos) return true;
    bool const at_line_end = rest[end] == '\n' || rest[end] == '\r';
    if (heading) return at_line_end || rest[end] == '#';
    return at_line_end && (!known || rest.find_first_not_of(" \t\r\n") == std::string_view::npos);
  }

  std::size_t table(std::vector<TreeEvent> const& events, std::size_t i) {
    std::size_t const end = leaving(events, i);
    std::size_t const before = result_.blocks.size(), cursor = cursor_;
    Range const range = range_of(events[i].node);
    bool found = range.known;
    for (std::size_t at = i; at <= end; ++at) {
      outline(events[at]);
      bool const row = type_of(events[at].node) == "table_row" || type_of(events[at].node) == "table_header";
      if (row && events[at].enter) found = found && find_row(events, at, range);
      if (is_running_text(events[at].node) && events[at].enter) {
        result_.outline += ")";
        at = leaving(events, at);
      }
    }
    if (!found) {
      result_.blocks.resize(before);
      cursor_ = cursor;
      raw(events[i].node, between(events, i, end));
    }
    return end;
  }

  bool find_row(std::vector<TreeEvent> const& events, std::size_t i, Range const& table) {
    std::size_t const reported = positive(cmark_node_get_start_line(events[i].node));
    if (reported >= table.first && reported <= table.last && find_cells(events, i, reported)) return true;
    for (std::size_t line = std::max(table.first, lines_.line_of(cursor_)); line <= table.last; ++line)
      if (find_cells(events, i, line)) return true; // cmark counts wrongly where a paragraph stood before the header
    return false;
  }
  bool find_cells(std::vector<TreeEvent> const& events, std::size_t i, std::size_t line) {
    std::size_t begin = lines_.content(line, quotes_);
    // In a list the first line has the list's mark before it.
    std::size_t const column = positive(cmark_node_get_start_column(events[i].node));
    if (positive(cmark_node_get_start_line(events[i].node)) == line && column >= 1)
      begin = std::max(begin, lines_.begin(line) + column - 1);
    if (begin < cursor_) return false;
    auto const views = views_of_cells(text_, begin, lines_.end(line));
    std::vector<Block> found;
    std::size_t cell = 0;
    for (std::size_t at = i + 1; events[at].node != events[i].node; ++at, ++cell) {
      std::size_t const end = leaving(events, at);
      auto const inlines = between(events, at, end);
      at = end;
      if (inlines.empty()) continue;
      if (cell >= views.size()) return false;
      Walked walked = walk(inlines, views[cell]);
      if (!walked.whole || walked.end != views[cell].text.size()) return false;
      found.push_back(
          {Place::table_cell, views[cell].at.front(), views[cell].at.back(), std::move(walked.atoms), ""});
    }
    for (Block& block : found) add(std::move(block));
    return true;
  }

  void add(Block block) {
    cursor_ = std::max(cursor_, block.end);
    for (Atom& atom : block.atoms)
      if (atom.code) atom.code->original = text_.substr(atom.begin, atom.end - atom.begin);
    result_.blocks.push_back(std::move(block));
  }

  static std::string types_of(std::vector<TreeEvent> const& events) {
    std::string types;
    for (TreeEvent const& event : events)
      if (event.enter && cmark_node_get_type(event.node) != CMARK_NODE_TEXT)
        types += std::string(type_of(event.node)) + " ";
    return types;
  }
  void raw(cmark_node* node, std::vector<TreeEvent> const& inlines) {
    Range const range = range_of(node);
    std::size_t begin =
        std::max(lines_.begin(range.first) + positive(cmark_node_get_start_column(node) - 1), cursor_);
    lost_ = lost_ || !range.known || begin >= lines_.end(range.last);
    if (!lost_) add({Place::raw, begin, lines_.end(range.last), {}, types_of(inlines)});
  }
  /// Not even where the blocks stand is known: all of it is one.
  void all_raw(std::vector<TreeEvent> const& events) {
    result_ = {{{Place::raw, 0, text_.size(), {}, types_of(events)}}, "raw"};
  }

  std::string_view text_;
  Lines lines_;
  MarkdownTree tree_;
  std::size_t quotes_ = 0; ///< Depth of block quotes.
  std::size_t cursor_ = 0; ///< Everything before it is accounted for.
  std::size_t spent_ = 0;  ///< Bytes walked in vain.
  bool lost_ = false;
  Blocks result_ = {};
};

} // namespace

Blocks blocks_of(std::string_view text) { return Reading(text).read(); }

} // namespace translation::segments
