#include "content/pattern.hpp"

#include <string>
#include <unicode/regex.h>

namespace tandem {
namespace {

constexpr int32_t most_steps = 500; // ICU's unit: some milliseconds at the most

/// What ECMA-262 means by the escape, in ICU's words; empty when both mean the same.
std::string_view escape_in_icu(char c) {
  switch (c) {
  case 'd': return "[0-9]"; // ICU's own \d and \w go far beyond ASCII
  case 'D': return "[^0-9]";
  case 'w': return "[A-Za-z0-9_]";
  case 'W': return "[^A-Za-z0-9_]";
  default: return {};
  }
}

/// An ECMA-262 expression in ICU's dialect.
std::string in_icu(std::string_view expression) {
  std::string out;
  bool in_class = false;
  for (std::size_t i = 0; i < expression.size(); ++i) {
    char const c = expression[i];
    if (c == '\\' && i + 1 < expression.size()) {
      char const next = expression[++i];
      std::string_view const other = escape_in_icu(next);
      if (other.empty()) out += {c, next};
      else out += other;
    } else if (in_class && (c == '[' || c == '&')) {
      out += {'\\', c}; // ICU has sets within sets, and && between them
    } else if (!in_class && c == '$') {
      out += "\\z"; // ICU's $ also matches before a last line end
    } else {
      if (c == '[') in_class = true;
      if (c == ']') in_class = false;
      out += c;
    }
  }
  return out;
}

icu::UnicodeString utf16(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

} // namespace

struct Pattern::Compiled {
  std::unique_ptr<icu::RegexPattern> expression;
};

Result<Pattern> Pattern::compile(std::string_view expression) {
  UErrorCode status = U_ZERO_ERROR;
  UParseError where;
  auto compiled = std::make_shared<Compiled>();
  compiled->expression.reset(icu::RegexPattern::compile(utf16(in_icu(expression)), 0, where, status));
  if (U_FAILURE(status)) return Error{ErrorCode::invalid_content, "is not a valid regular expression"};
  return Pattern(std::move(compiled));
}

bool Pattern::found_in(std::string_view text) const {
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString const searched = utf16(text);
  std::unique_ptr<icu::RegexMatcher> const matcher(compiled_->expression->matcher(searched, status));
  if (U_FAILURE(status)) return false;
  matcher->setTimeLimit(most_steps, status);
  bool const found = matcher->find(status);
  return found && U_SUCCESS(status);
}

} // namespace tandem
