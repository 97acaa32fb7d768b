#include "segments/markdown_tree.hpp"

#include <cmark-gfm-core-extensions.h>
#include <mutex>

namespace translation::segments {
namespace {

struct FreeParser {
  void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
};

cmark_node* parse(std::string_view text) {
  static std::mutex one_at_a_time;
  std::lock_guard const lock(one_at_a_time);
  cmark_gfm_core_extensions_ensure_registered();
  std::unique_ptr<cmark_parser, FreeParser> const parser(cmark_parser_new(CMARK_OPT_DEFAULT));
  for (char const* name : {"table", "strikethrough"})
    cmark_parser_attach_syntax_extension(parser.get(), cmark_find_syntax_extension(name));
  cmark_parser_feed(parser.get(), text.data(), text.size());
  return cmark_parser_finish(parser.get());
}

/// The only inline node of a text that is one paragraph; else null.
cmark_node* only_inline(cmark_node* root) {
  cmark_node* const block = cmark_node_first_child(root);
  if (block == nullptr || cmark_node_next(block) != nullptr) return nullptr;
  if (cmark_node_get_type(block) != CMARK_NODE_PARAGRAPH) return nullptr;
  cmark_node* const first = cmark_node_first_child(block);
  return first != nullptr && cmark_node_next(first) == nullptr ? first : nullptr;
}

} // namespace

MarkdownTree::MarkdownTree(std::string_view text) : root_(parse(text)) {}

std::vector<TreeEvent> events_of(cmark_node* root) {
  struct FreeIter {
    void operator()(cmark_iter* iter) const { cmark_iter_free(iter); }
  };
  std::vector<TreeEvent> events;
  std::unique_ptr<cmark_iter, FreeIter> const iter(cmark_iter_new(root));
  for (auto event = cmark_iter_next(iter.get()); event != CMARK_EVENT_DONE; event = cmark_iter_next(iter.get()))
    events.push_back({cmark_iter_get_node(iter.get()), event == CMARK_EVENT_ENTER});
  return events;
}

std::string_view type_of(cmark_node* node) { return cmark_node_get_type_string(node); }

std::string_view text_or_empty(char const* text) { return text == nullptr ? std::string_view() : text; }

std::string entity_text(std::string_view reference) {
  // Between letters, so that what it stands for is neither trimmed nor taken for Markdown.
  MarkdownTree const tree("x" + std::string(reference) + "x");
  std::string text;
  for (TreeEvent const& event : events_of(tree.root()))
    if (event.enter && cmark_node_get_type(event.node) == CMARK_NODE_TEXT)
      text += text_or_empty(cmark_node_get_literal(event.node));
  return text.size() < 2 ? std::string(reference) : text.substr(1, text.size() - 2);
}

bool is_link_tail(std::string_view tail, std::string_view url, std::string_view title) {
  MarkdownTree const tree("[x]" + std::string(tail));
  cmark_node* const link = only_inline(tree.root());
  return link != nullptr && cmark_node_get_type(link) == CMARK_NODE_LINK &&
         text_or_empty(cmark_node_get_url(link)) == url && text_or_empty(cmark_node_get_title(link)) == title;
}

} // namespace translation::segments
