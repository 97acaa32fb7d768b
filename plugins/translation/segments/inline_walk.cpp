#include "segments/inline_walk.hpp"

#include <algorithm>

namespace translation::segments {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_line_end(char c) { return c == '\n' || c == '\r'; }

class Walk {
public:
  Walk(View const& view, std::size_t from) : view_(view), text_(view.text), at_(from) {}

  /// False where the source is not what the tree says.
  bool follow(std::vector<TreeEvent> const& events) {
    for (std::size_t i = 0; i < events.size(); ++i) {
      TreeEvent const& event = events[i];
      if (event.enter && is_autolink(event.node)) {
        if (!autolink()) return false;
        while (events[i].node != event.node || events[i].enter) ++i; // its text is the address
      } else if (!(event.enter ? enter(event.node) : leave(event.node))) {
        return false;
      }
    }
    return true;
  }
  Walked done(bool whole) && { return {whole, std::move(atoms_), at_}; }

private:
  [[nodiscard]] bool sees(std::string_view text) const { return text_.substr(at_).starts_with(text); }
  [[nodiscard]] std::size_t run(char c) const {
    std::size_t end = at_;
    while (end < text_.size() && text_[end] == c) ++end;
    return end - at_;
  }

  void add_code(CodeRole role, CodeKind kind, std::size_t length) {
    std::size_t const begin = view_.at[at_], end = view_.at[at_ + length];
    atoms_.push_back({"", Code{0, role, kind, ""}, begin, end});
    at_ += length;
  }
  void add_text(std::string text, std::size_t length) {
    atoms_.push_back({std::move(text), std::nullopt, view_.at[at_], view_.at[at_ + length]});
    at_ += length;
  }
  bool take(std::string_view mark, CodeRole role, CodeKind kind) {
    if (!sees(mark)) return false;
    add_code(role, kind, mark.size());
    return true;
  }

  /// "*" and "_" alike; both delimiters of a pair are the same, the tree has seen to that.
  bool delimiter(std::size_t length, CodeRole role, CodeKind kind) {
    if (at_ >= text_.size() || (text_[at_] != '*' && text_[at_] != '_') || run(text_[at_]) < length) return false;
    add_code(role, kind, length);
    return true;
  }
  bool tildes(CodeRole role) {
    std::size_t const length = run('~');
    if (length == 0 || length > 2) return false;
    add_code(role, CodeKind::strikethrough, length);
    return true;
  }

  [[nodiscard]] bool is_autolink(cmark_node* node) const {
    return cmark_node_get_type(node) == CMARK_NODE_LINK && sees("<");
  }
  bool autolink() {
    std::size_t const end = text_.find('>', at_);
    if (end == std::string_view::npos) return false;
    add_code(CodeRole::alone, CodeKind::autolink, end + 1 - at_);
    return true;
  }

  bool enter(cmark_node* node) {
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT: return literal(text_or_empty(cmark_node_get_literal(node)));
    case CMARK_NODE_SOFTBREAK: return line_end(false);
    case CMARK_NODE_LINEBREAK: return line_end(true);
    case CMARK_NODE_CODE: return code_span();
    case CMARK_NODE_HTML_INLINE:
      return take(text_or_empty(cmark_node_get_literal(node)), CodeRole::alone, CodeKind::html);
    case CMARK_NODE_EMPH: return delimiter(1, CodeRole::open, CodeKind::emphasis);
    case CMARK_NODE_STRONG: return delimiter(2, CodeRole::open, CodeKind::strong);
    case CMARK_NODE_LINK: return take("[", CodeRole::open, CodeKind::link);
    case CMARK_NODE_IMAGE: return take("![", CodeRole::open, CodeKind::image);
    default: return type_of(node) == "strikethrough" && tildes(CodeRole::open);
    }
  }
  bool leave(cmark_node* node) {
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_EMPH: return delimiter(1, CodeRole::close, CodeKind::emphasis);
    case CMARK_NODE_STRONG: return delimiter(2, CodeRole::close, CodeKind::strong);
    case CMARK_NODE_LINK: return tail(node, CodeKind::link);
    case CMARK_NODE_IMAGE: return tail(node, CodeKind::image);
    default: return type_of(node) == "strikethrough" && tildes(CodeRole::close);
    }
  }

  /// "](…)", "][…]" or "]".
  bool tail(cmark_node* node, CodeKind kind) {
    if (!sees("]")) return false;
    std::size_t length = 1;
    if (std::size_t const inline_tail = inline_tail_length(node); inline_tail != 0) length += inline_tail;
    else length += label_length();
    add_code(CodeRole::close, kind, length);
    return true;
  }
  /// The shortest "(…)" that cmark takes for what the node has: it would itself have stopped at a shorter one.
  [[nodiscard]] std::size_t inline_tail_length(cmark_node* node) const {
    std::string_view const rest = text_.substr(at_ + 1);
    if (!rest.starts_with('(')) return 0;
    auto const url = text_or_empty(cmark_node_get_url(node)), title = text_or_empty(cmark_node_get_title(node));
    std::size_t tried = 0;
    for (std::size_t end = rest.find(')'); end != std::string_view::npos && ++tried < 100;
         end = rest.find(')', end + 1))
      if (is_link_tail(rest.substr(0, end + 1), url, title)) return end + 1;
    return 0;
  }
  /// A label never holds a bracket without a backslash before it.
  [[nodiscard]] std::size_t label_length() const {
    std::string_view const rest = text_.substr(at_ + 1);
    if (!rest.starts_with('[')) return 0;
    for (std::size_t i = 1; i < rest.size() && i <= 1000; ++i) {
      if (rest[i] == '\\' && i + 1 < rest.size() && is_markdown_punctuation(rest[i + 1])) ++i;
      else if (rest[i] == '[') return 0;
      else if (rest[i] == ']') return i + 1;
    }
    return 0;
  }

  bool code_span() {
    std::size_t const ticks = run('`');
    if (ticks == 0) return false;
    for (std::size_t end = at_ + ticks; end < text_.size();) {
      if (text_[end] != '`') {
        ++end;
        continue;
      }
      std::size_t after = end;
      while (after < text_.size() && text_[after] == '`') ++after;
      if (after - end == ticks) {
        add_code(CodeRole::alone, CodeKind::code_span, after - at_);
        return true;
      }
      end = after;
    }
    return false;
  }

  bool line_end(bool hard) {
    std::size_t end = at_;
    bool const backslash = hard && sees("\\");
    if (backslash) ++end;
    while (end < text_.size() && is_blank(text_[end])) ++end;
    if (end >= text_.size() || !is_line_end(text_[end])) return false;
    end += text_.substr(end).starts_with("\r\n") ? 2 : 1;
    if (hard) add_code(CodeRole::alone, CodeKind::line_break, end - at_);
    else add_text(" ", end - at_);
    return true;
  }

  bool literal(std::string_view expected) {
    while (!expected.empty()) {
      if (at_ >= text_.size()) return false;
      std::size_t taken = 0;
      if (text_[at_] == '\\' && at_ + 1 < text_.size() && is_markdown_punctuation(text_[at_ + 1])) {
        if (expected.front() != text_[at_ + 1]) return false;
        taken = 1;
        add_text(std::string(expected.substr(0, 1)), 2);
      } else if (auto const entity = entity_here()) {
        if (!expected.starts_with(entity->stands_for)) return false;
        taken = entity->stands_for.size();
        add_text(entity->stands_for, entity->length);
      } else {
        taken = character_length(expected, 0);
        if (!sees(expected.substr(0, taken))) return false;
        add_text(std::string(expected.substr(0, taken)), taken);
      }
      expected.remove_prefix(taken);
    }
    return true;
  }
  struct Entity {
    std::string stands_for;
    std::size_t length;
  };
  [[nodiscard]] std::optional<Entity> entity_here() const {
    std::size_t const end = text_[at_] == '&' ? text_.find(';', at_) : std::string_view::npos;
    if (end == std::string_view::npos || end - at_ > 40) return std::nullopt;
    std::string_view const all = text_.substr(at_, end + 1 - at_);
    bool const name = std::all_of(all.begin() + 1, all.end() - 1, [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '#';
    });
    if (!name) return std::nullopt;
    std::string const stands_for = entity_text(all);
    if (stands_for == all) return std::nullopt;
    return Entity{stands_for, all.size()};
  }

  View const& view_;
  std::string_view text_;
  std::size_t at_;
  std::vector<Atom> atoms_ = {};
};

} // namespace

Walked walk(std::vector<TreeEvent> const& events, View const& view, std::size_t from) {
  Walk walk(view, from);
  bool const whole = walk.follow(events);
  return std::move(walk).done(whole);
}

std::size_t character_length(std::string_view text, std::size_t at) {
  auto const lead = static_cast<unsigned char>(text[at]);
  std::size_t const length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  return std::min(length, text.size() - at);
}

bool is_markdown_punctuation(char c) {
  return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

} // namespace translation::segments
