#include "segments/writing.hpp"

#include "segments/codes.hpp"
#include "segments/inline_walk.hpp"
#include "segments/sentences.hpp"

#include <algorithm>

namespace translation::segments {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alphanumeric(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_delimiter(Code const& code) {
  return code.kind == CodeKind::emphasis || code.kind == CodeKind::strong || code.kind == CodeKind::strikethrough;
}

/// "&" here could begin a reference to a character.
bool begins_reference(std::string_view text) {
  std::size_t end = text.size() > 1 && text[1] == '#' ? 2 : 1;
  while (end < text.size() && is_alphanumeric(text[end])) ++end;
  return end > 1 && end < text.size() && text[end] == ';';
}

/// Running text with backslashes where Markdown could begin.
class Escaping {
public:
  Escaping(std::string_view text, Place place, bool line_start, bool after_bracket, bool before_link)
      : text_(text), place_(place), line_start_(line_start), after_bracket_(after_bracket),
        before_link_(before_link) {}

  std::string write() {
    std::string result;
    for (at_ = 0; at_ < text_.size(); ++at_) {
      if (must_escape()) result += '\\';
      result += text_[at_];
    }
    return result;
  }

private:
  [[nodiscard]] char before() const { return at_ == 0 ? ' ' : text_[at_ - 1]; }
  [[nodiscard]] char after() const { return at_ + 1 == text_.size() ? ' ' : text_[at_ + 1]; }
  [[nodiscard]] bool first_on_line() const { return line_start_ && at_ == 0; }

  [[nodiscard]] bool must_escape() const {
    char const c = text_[at_];
    if (at_ == 0 && after_bracket_ && (c == '(' || c == '[' || c == ':')) return true;
    switch (c) {
    case '\\':
    case '`':
    case '*':
    case '[':
    case ']':
    case '<':
    case '~':
    case '|': return true;
    case '_': return !is_alphanumeric(before()) || !is_alphanumeric(after()) || at_ == 0 || at_ + 1 == text_.size();
    case '&': return begins_reference(text_.substr(at_));
    case '!': return at_ + 1 == text_.size() && before_link_;
    case '#': return first_on_line() || (place_ == Place::atx_heading && !is_alphanumeric(before()));
    case '>':
    case '-':
    case '+':
    case '=':
    case ':': return first_on_line();
    case '.':
    case ')': return ends_number();
    default: return false;
    }
  }
  /// "1." and "1)" at the start of a line begin a list.
  [[nodiscard]] bool ends_number() const {
    return line_start_ && at_ > 0 && at_ <= 9 &&
           std::all_of(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at_), is_digit);
  }

  std::string_view text_;
  Place place_;
  bool line_start_, after_bracket_, before_link_;
  std::size_t at_ = 0;
};

std::string as_reference(std::string_view character) {
  auto const lead = static_cast<unsigned char>(character[0]);
  std::uint32_t code = character.size() == 1 ? lead : lead & (0xFFU >> (character.size() + 1));
  for (std::size_t i = 1; i < character.size(); ++i)
    code = (code << 6U) | (static_cast<unsigned char>(character[i]) & 0x3FU);
  return "&#" + std::to_string(code) + ";";
}

std::size_t last_character(std::string_view text) {
  std::size_t at = text.size() - 1;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
  return at;
}

bool is_worded(std::string_view character) { return has_letter_or_digit(character); }

Code const* code_at(Content const& content, std::size_t i) {
  return i < content.size() ? std::get_if<Code>(&content[i]) : nullptr;
}

/// Delimiters' pairs, every second one of those that touch.
std::vector<int> with_other_marks(Content const& content) {
  std::vector<int> changed;
  for (std::size_t i = 1; i < content.size(); ++i) {
    Code const *before = code_at(content, i - 1), *here = code_at(content, i);
    if (before == nullptr || here == nullptr || !is_delimiter(*before) || !is_delimiter(*here) ||
        before->id == here->id)
      continue;
    if (here->role == CodeRole::open && std::find(changed.begin(), changed.end(), before->id) == changed.end())
      changed.push_back(here->id);
  }
  return changed;
}

class Writing {
public:
  Writing(Content const& content, Segment const& at, Care care) : content_(content), at_(at), care_(care) {
    if (care == Care::marks) other_marks_ = with_other_marks(content);
  }

  std::string write() {
    bool line_start = at_.starts_line;
    for (std::size_t i = 0; i < content_.size(); ++i) {
      if (auto const* code = std::get_if<Code>(&content_[i])) {
        result_ += mark(*code);
        line_start = code->kind == CodeKind::line_break;
      } else {
        text(std::get<std::string>(content_[i]), i, line_start);
        line_start = false;
      }
    }
    return result_;
  }

private:
  [[nodiscard]] std::string mark(Code const& code) const {
    std::string original = code.original;
    if (std::find(other_marks_.begin(), other_marks_.end(), code.id) != other_marks_.end())
      for (char& c : original) c = c == '*' ? '_' : c == '_' ? '*' : c;
    return original;
  }

  void text(std::string_view text, std::size_t i, bool line_start) {
    Code const *before = i > 0 ? code_at(content_, i - 1) : nullptr, *after = code_at(content_, i + 1);
    bool const careful = care_ != Care::usual;
    if (careful && before != nullptr && is_delimiter(*before)) {
      std::size_t const length = character_length(text, 0);
      if (is_worded(text.substr(0, length)) && before->role == CodeRole::close) {
        result_ += as_reference(text.substr(0, length));
        text.remove_prefix(length);
        line_start = false;
      }
    }
    std::string last;
    if (careful && !text.empty() && after != nullptr && is_delimiter(*after) && after->role == CodeRole::open) {
      std::size_t const at = last_character(text);
      if (is_worded(text.substr(at))) {
        last = as_reference(text.substr(at));
        text = text.substr(0, at);
      }
    }
    bool const before_link = last.empty() && after != nullptr && after->original.starts_with('[');
    result_ += Escaping(text, at_.place, line_start, result_.ends_with(']'), before_link).write() + last;
  }

  Content const& content_;
  Segment const& at_;
  Care care_;
  std::vector<int> other_marks_ = {};
  std::string result_ = {};
};

/// Moves white space over delimiters to their outside; true when something moved.
bool move_space_out(Content& content) {
  bool moved = false;
  for (std::size_t i = 0; i < content.size(); ++i) {
    auto const* code = std::get_if<Code>(&content[i]);
    if (code == nullptr || !is_delimiter(*code)) continue;
    bool const opens = code->role == CodeRole::open;
    if (opens ? i + 1 == content.size() : i == 0) continue;
    auto* const inside = std::get_if<std::string>(&content[opens ? i + 1 : i - 1]);
    if (inside == nullptr) continue;
    std::size_t const length = opens ? leading_space(*inside) : trailing_space(*inside);
    if (length == 0) continue;
    std::string space = opens ? inside->substr(0, length) : inside->substr(inside->size() - length);
    opens ? inside->erase(0, length) : inside->erase(inside->size() - length);
    content.insert(content.begin() + static_cast<std::ptrdiff_t>(opens ? i : i + 1), Part(std::move(space)));
    moved = true;
    ++i;
  }
  content = tidy(content);
  return moved;
}

void trim(std::string& text, bool front, bool back) {
  std::size_t const first = front ? text.find_first_not_of(' ') : 0;
  text.erase(0, first);
  if (back) text.erase(text.find_last_not_of(' ') + 1);
}

} // namespace

Content normalised(Content const& target) {
  Content content = tidy(target);
  for (Part& part : content)
    if (auto* text = std::get_if<std::string>(&part))
      std::replace_if(
          text->begin(), text->end(),
          [](char c) { return c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\v'; }, ' ');
  while (move_space_out(content)) {
  }
  for (std::size_t i = 0; i < content.size(); ++i) {
    auto* const text = std::get_if<std::string>(&content[i]);
    if (text == nullptr) continue;
    Code const *before = i > 0 ? code_at(content, i - 1) : nullptr, *after = code_at(content, i + 1);
    trim(*text, i == 0 || (before != nullptr && before->kind == CodeKind::line_break),
         i + 1 == content.size() || (after != nullptr && after->kind == CodeKind::line_break));
  }
  return tidy(content);
}

std::string as_markdown(Content const& target, Segment const& at, Care care) {
  if (at.place == Place::raw) return plain_text(target);
  return Writing(target, at, care).write();
}

} // namespace translation::segments
