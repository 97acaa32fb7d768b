#pragma once
/// Markdown as cmark-gfm reads it, with the extensions for tables and strikethrough.

#include <cmark-gfm.h>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace translation::segments {

/// A parsed text. Nodes live as long as it does.
class MarkdownTree {
public:
  /// One text at a time in the whole process: cmark-gfm keeps the characters that extensions react to in a global.
  explicit MarkdownTree(std::string_view text);
  [[nodiscard]] cmark_node* root() const { return root_.get(); }

private:
  struct Free {
    void operator()(cmark_node* node) const { cmark_node_free(node); }
  };
  std::unique_ptr<cmark_node, Free> root_;
};

/// A node on the way down into it (`enter`) or up again; nodes without children have the first alone.
struct TreeEvent {
  cmark_node* node;
  bool enter;
};
/// All of a tree in document order, without recursion: content may be nested as deep as it is long.
[[nodiscard]] std::vector<TreeEvent> events_of(cmark_node* root);

/// Name of a node's type ("paragraph", "table_cell"); extensions' types have no constants.
[[nodiscard]] std::string_view type_of(cmark_node* node);
/// What cmark gives as text, "" for null.
[[nodiscard]] std::string_view text_or_empty(char const* text);

/// The characters that an entity or character reference ("&eacute;") stands for; itself when it is none.
[[nodiscard]] std::string entity_text(std::string_view reference);
/// Whether "[x]" followed by `tail` is exactly one link with this address and title.
[[nodiscard]] bool is_link_tail(std::string_view tail, std::string_view url, std::string_view title);

} // namespace translation::segments
