#include "segments/codes.hpp"
#include "segments/sentences.hpp"

#include <algorithm>
#include <map>

namespace translation::segments {
namespace {

/// Counts of codes by id and role.
std::map<std::pair<int, CodeRole>, int> counted(Content const& content) {
  std::map<std::pair<int, CodeRole>, int> counts;
  for (Part const& part : content)
    if (auto const* code = std::get_if<Code>(&part)) ++counts[{code->id, code->role}];
  return counts;
}

void check_counts(Content const& source, Content const& target, std::vector<std::string>& problems) {
  auto const wanted = counted(source), found = counted(target);
  for (Part const& part : source) {
    auto const* code = std::get_if<Code>(&part);
    if (code == nullptr) continue;
    auto const there = found.find({code->id, code->role});
    if (there == found.end()) problems.push_back("the code " + name_of(*code) + " is missing");
    else if (there->second > 1)
      problems.push_back("the code " + name_of(*code) + " stands there " + std::to_string(there->second) + " times");
  }
  for (Part const& part : target)
    if (auto const* code = std::get_if<Code>(&part); code != nullptr && !wanted.contains({code->id, code->role}))
      problems.push_back("the code " + name_of(*code) + " is not one of the source");
}

/// Pairs that cross each other, close before they open, or hold nothing (an image may).
void check_pairs(Content const& target, std::vector<std::string>& problems) {
  struct Open {
    Code const* code;
    bool holds_something;
  };
  std::vector<Open> open;
  for (Part const& part : target) {
    auto const* code = std::get_if<Code>(&part);
    bool const something = code == nullptr
                               ? leading_space(std::get<std::string>(part)) != std::get<std::string>(part).size()
                               : code->role == CodeRole::alone;
    if (something)
      for (Open& one : open) one.holds_something = true;
    if (code == nullptr || code->role == CodeRole::alone) continue;
    if (code->role == CodeRole::open) {
      open.push_back({code, false});
    } else if (open.empty() || open.back().code->id != code->id) {
      problems.push_back("the code " + name_of(*code) + " closes what is not open there");
    } else {
      if (!open.back().holds_something && code->kind != CodeKind::image)
        problems.push_back("the codes " + name_of(*open.back().code) + " and " + name_of(*code) +
                           " hold nothing between them");
      open.pop_back();
    }
  }
}

} // namespace

std::string name_of(CodeKind kind) {
  switch (kind) {
  case CodeKind::emphasis: return "emphasis";
  case CodeKind::strong: return "strong";
  case CodeKind::strikethrough: return "strikethrough";
  case CodeKind::link: return "link";
  case CodeKind::image: return "image";
  case CodeKind::code_span: return "code";
  case CodeKind::line_break: return "line break";
  case CodeKind::autolink: return "address";
  case CodeKind::html: return "HTML";
  case CodeKind::placeholder: return "placeholder";
  }
  return "";
}

std::string name_of(Code const& code) {
  std::string const id = std::to_string(code.id);
  std::string const tag = code.role == CodeRole::open    ? "<" + id + ">"
                          : code.role == CodeRole::close ? "</" + id + ">"
                                                         : "<" + id + "/>";
  std::string shown = code.kind == CodeKind::line_break ? "" : " " + code.original;
  if (shown.size() > 80) shown = shown.substr(0, 77) + "…";
  return tag + " (" + name_of(code.kind) + shown + ")";
}

std::vector<std::string> code_problems(Content const& source, Content const& target) {
  std::vector<std::string> problems;
  check_counts(source, target, problems);
  if (problems.empty()) check_pairs(target, problems);
  return problems;
}

std::string plain_text(Content const& content) {
  std::string text;
  for (Part const& part : content) {
    if (auto const* piece = std::get_if<std::string>(&part)) text += *piece;
    else if (std::get<Code>(part).kind == CodeKind::line_break) text += ' ';
  }
  return text;
}

std::size_t word_count(Content const& content, tandem::Locale const& language) {
  std::string text;
  for (Part const& part : content) {
    if (auto const* piece = std::get_if<std::string>(&part)) text += *piece;
    else if (Code const& code = std::get<Code>(part); code.role == CodeRole::alone) text += ' ';
  }
  return words_in(text, language);
}

Content tidy(Content const& content) {
  Content result;
  for (Part const& part : content) {
    auto const* text = std::get_if<std::string>(&part);
    if (text != nullptr && text->empty()) continue;
    if (text != nullptr && !result.empty() && std::holds_alternative<std::string>(result.back()))
      std::get<std::string>(result.back()) += *text;
    else result.push_back(part);
  }
  return result;
}

} // namespace translation::segments
