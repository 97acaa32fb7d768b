#pragma once
/// Finds where in its source each inline node of a block stands. cmark's own positions of inline nodes have gaps
/// (soft breaks, tables, entities), so this asks at each place only: is here what the tree says comes next? What
/// cannot be found so is not guessed.

#include "segments/markdown_tree.hpp"
#include "segments/segment.hpp"

#include <optional>

namespace translation::segments {

/// What cmark saw of a block's content: the bytes without what the containers put before each line, and where in the
/// text each stands.
struct View {
  std::string text;
  std::vector<std::size_t> at; ///< One more than `text` has bytes: the last is the end.
};

/// The smallest piece of a block: one character as it reads (a soft break reads as a space), or a code.
struct Atom {
  std::string text;
  std::optional<Code> code = {};
  std::size_t begin = 0, end = 0; ///< In the whole text.
};

struct Walked {
  bool whole; ///< False where the source is not what the events say: then it is how far it went.
  std::vector<Atom> atoms;
  std::size_t end; ///< In the view, behind the last of them.
};

/// Walks along the view, from a place in it, while the events (all between entering and leaving a block) say what
/// must come.
[[nodiscard]] Walked walk(std::vector<TreeEvent> const& events, View const& view, std::size_t from = 0);

/// Length in bytes of the UTF-8 character at `at`.
[[nodiscard]] std::size_t character_length(std::string_view text, std::size_t at);
[[nodiscard]] bool is_markdown_punctuation(char c); ///< ASCII punctuation, which a backslash escapes.

} // namespace translation::segments
