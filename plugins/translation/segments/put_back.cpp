#include "segments/atoms.hpp"
#include "segments/codes.hpp"
#include "segments/sentences.hpp"
#include "segments/writing.hpp"

namespace translation::segments {
namespace {

using tandem::Error;
using tandem::ErrorCode;
using tandem::Result;

Error refused(std::size_t segment, std::string detail) {
  return {ErrorCode::invalid_content, std::move(detail), "", "", {{"segment", segment}}};
}

/// A content as something to compare: what Markdown would tell apart. Runs of white space are one space, none beside
/// a line break; placeholders are text.
std::string gist(Content const& content) {
  std::string gist;
  auto const space = [&] {
    if (!gist.empty() && gist.back() != ' ' && gist.back() != '\n') gist += ' ';
  };
  for (Part const& part : content) {
    auto const* code = std::get_if<Code>(&part);
    if (code == nullptr || code->kind == CodeKind::placeholder) {
      for (char const c : code == nullptr ? std::get<std::string>(part) : code->original)
        c == ' ' ? space() : void(gist += c);
    } else if (code->kind == CodeKind::line_break) {
      while (gist.ends_with(' ')) gist.pop_back();
      gist += '\n';
    } else {
      bool const delimiter = code->kind == CodeKind::emphasis || code->kind == CodeKind::strong;
      gist += '\1' + std::to_string(static_cast<int>(code->role)) + name_of(code->kind) +
              (delimiter ? "" : code->original) + '\2';
    }
  }
  while (gist.ends_with(' ')) gist.pop_back();
  return gist;
}

std::string joined(Segmented const& text, std::vector<std::string> const& pieces) {
  std::string result = text.skeleton.front();
  for (std::size_t i = 0; i < pieces.size(); ++i) result += pieces[i] + text.skeleton[i + 1];
  return result;
}

std::vector<std::string> originals(Segmented const& text) {
  std::vector<std::string> pieces;
  for (Segment const& segment : text.segments) pieces.push_back(segment.original);
  return pieces;
}

class Markdown {
public:
  Markdown(Segmented const& text, std::vector<Content> const& targets)
      : text_(text), source_(joined(text, originals(text))), before_(blocks_of(source_)) {
    for (Content const& target : targets) targets_.push_back(normalised(target));
    for (std::size_t i = 0, at = 0; i < targets_.size(); at += text.segments[i++].original.size())
      begins_.push_back(at += text.skeleton[i].size());
    for (std::size_t i = 0; i < targets_.size(); ++i) same_.push_back(targets[i] == text.segments[i].source);
    for (std::size_t i = 0; i < targets_.size(); ++i)
      if (text.segments[i].place == Place::raw) targets_[i] = targets[i]; // its line ends are Markdown
  }

  Result<std::string> write() {
    std::vector<bool> all(text_.segments.size(), true);
    if (auto result = with_care(all)) return *std::move(result);
    // One of them is at fault: each alone, the others as they were.
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      std::vector<bool> only(text_.segments.size(), false);
      only[i] = true;
      if (!same_[i] && !with_care(only)) return refused(i, "it cannot be written in Markdown at its place");
    }
    return refused(0, "the segments cannot be written in Markdown together");
  }

private:
  std::optional<std::string> with_care(std::vector<bool> const& which) {
    for (Care const care : {Care::usual, Care::letters, Care::marks}) {
      auto pieces = originals(text_);
      for (std::size_t i = 0; i < pieces.size(); ++i)
        if (which[i] && !same_[i]) pieces[i] = as_markdown(targets_[i], text_.segments[i], care);
      std::string result = joined(text_, pieces);
      if (holds(result, which)) return result;
    }
    return std::nullopt;
  }

  /// What was written reads as it was meant.
  [[nodiscard]] bool holds(std::string const& result, std::vector<bool> const& which) const {
    Blocks const after = blocks_of(result);
    if (after.outline != before_.outline || after.blocks.size() != before_.blocks.size()) return false;
    std::size_t segment = 0;
    for (std::size_t i = 0; i < before_.blocks.size(); ++i) {
      Block const &was = before_.blocks[i], &is = after.blocks[i];
      if ((was.place == Place::raw) != (is.place == Place::raw) || was.inlines != is.inlines) return false;
      std::size_t const first = segment;
      while (segment < text_.segments.size() && text_.segments[segment].block == i) ++segment;
      if (was.place == Place::raw) continue;
      if (gist(content_of(is.atoms)) != gist(expected(was, first, segment, which))) return false;
    }
    return true;
  }

  /// The content of a block with targets in the place of its segments.
  [[nodiscard]] Content expected(Block const& block, std::size_t first, std::size_t last,
                                 std::vector<bool> const& which) const {
    Content content;
    std::size_t atom = 0, at = begin_of(first);
    for (std::size_t i = first; i < last; at = begin_of(++i)) {
      std::vector<Atom> before;
      for (; atom < block.atoms.size() && block.atoms[atom].begin < at; ++atom) before.push_back(block.atoms[atom]);
      for (Part& part : content_of(before)) content.push_back(std::move(part));
      std::vector<Atom> inside;
      std::size_t const end = at + text_.segments[i].original.size();
      for (; atom < block.atoms.size() && block.atoms[atom].begin < end; ++atom) inside.push_back(block.atoms[atom]);
      for (Part const& part : which[i] && !same_[i] ? targets_[i] : content_of(inside)) content.push_back(part);
    }
    std::vector<Atom> const rest(block.atoms.begin() + static_cast<std::ptrdiff_t>(atom), block.atoms.end());
    for (Part& part : content_of(rest)) content.push_back(std::move(part));
    return content;
  }
  /// Where a segment begins in the source; behind all of it for one more.
  [[nodiscard]] std::size_t begin_of(std::size_t segment) const {
    return segment < begins_.size() ? begins_[segment] : source_.size();
  }

  Segmented const& text_;
  std::string source_;
  Blocks before_;
  std::vector<Content> targets_ = {};
  std::vector<std::size_t> begins_ = {};
  std::vector<bool> same_ = {}; ///< Their target is their source: written as it stood.
};

std::string plain(Content const& content) {
  std::string text;
  for (Part const& part : content)
    text += std::holds_alternative<Code>(part) ? std::get<Code>(part).original : std::get<std::string>(part);
  return text;
}

std::optional<Error> problem_of(Segmented const& text, std::vector<Content> const& targets) {
  if (targets.size() != text.segments.size())
    return Error{ErrorCode::invalid_content, "it takes " + std::to_string(text.segments.size()) + " targets, not " +
                                                 std::to_string(targets.size())};
  for (std::size_t i = 0; i < targets.size(); ++i) {
    Segment const& segment = text.segments[i];
    if (targets[i] == segment.source) continue;
    if (!has_letter_or_digit(plain_text(targets[i]))) return refused(i, "the target has no text");
    if (auto const problems = code_problems(segment.source, targets[i]); !problems.empty()) {
      Error error = refused(i, problems.front());
      for (std::size_t more = 1; more < problems.size(); ++more) error.further.push_back(refused(i, problems[more]));
      return error;
    }
  }
  return std::nullopt;
}

} // namespace

Result<std::string> put_back(Segmented const& text, std::vector<Content> const& targets) {
  if (auto problem = problem_of(text, targets)) return *problem;
  bool changed = false;
  for (std::size_t i = 0; i < targets.size(); ++i) changed = changed || targets[i] != text.segments[i].source;
  if (!changed) return joined(text, originals(text));
  if (text.form == Form::markdown) return Markdown(text, targets).write();
  std::vector<std::string> pieces;
  for (Content const& target : targets) pieces.push_back(plain(target));
  return joined(text, pieces);
}

} // namespace translation::segments
