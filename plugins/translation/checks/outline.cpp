#include "checks/outline.hpp"

#include "segments/markdown_tree.hpp"

#include <cmark-gfm-core-extensions.h>

namespace translation::checks {
namespace {

using segments::events_of;
using segments::text_or_empty;
using segments::TreeEvent;
using segments::type_of;

/// What people read below a node, without the lists in it.
std::string text_of(cmark_node* node) {
  std::string text;
  int lists = 0; // how deep
  for (TreeEvent const& event : events_of(node)) {
    cmark_node_type const type = cmark_node_get_type(event.node);
    if (type == CMARK_NODE_LIST) lists += event.enter ? 1 : -1;
    if (lists > 0 || !event.enter) continue;
    if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE) text += text_or_empty(cmark_node_get_literal(event.node));
    else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) text += ' ';
    else if (type_of(event.node) == "table_cell" && cmark_node_previous(event.node) != nullptr) text += " | ";
  }
  return text;
}

std::size_t children_of(cmark_node* node) {
  std::size_t count = 0;
  for (cmark_node* child = cmark_node_first_child(node); child != nullptr; child = cmark_node_next(child)) ++count;
  return count;
}

Target target_of(cmark_node* node) { return {text_of(node), std::string(text_or_empty(cmark_node_get_url(node)))}; }

} // namespace

Outline outline_of(std::string_view markdown) {
  Outline outline;
  segments::MarkdownTree const tree(markdown);
  for (TreeEvent const& event : events_of(tree.root())) {
    if (!event.enter) continue;
    cmark_node* const node = event.node;
    cmark_node_type const type = cmark_node_get_type(node);
    if (type == CMARK_NODE_HEADING) outline.headings.push_back({cmark_node_get_heading_level(node), text_of(node)});
    else if (type == CMARK_NODE_LIST)
      outline.lists.push_back({cmark_node_get_list_type(node) == CMARK_ORDERED_LIST, children_of(node),
                               text_of(cmark_node_first_child(node))});
    else if (type == CMARK_NODE_LINK) outline.links.push_back(target_of(node));
    else if (type == CMARK_NODE_IMAGE) outline.images.push_back(target_of(node));
    else if (type_of(node) == "table")
      outline.tables.push_back(
          {cmark_gfm_extensions_get_table_columns(node), children_of(node), text_of(cmark_node_first_child(node))});
  }
  return outline;
}

} // namespace translation::checks
