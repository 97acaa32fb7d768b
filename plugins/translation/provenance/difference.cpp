#include "difference.hpp"

#include <boost/json/serialize.hpp>
#include <dtl/dtl.hpp>
#include <memory>
#include <stdexcept>
#include <unicode/brkiter.h>
#include <unicode/unistr.h>

namespace translation::provenance {
namespace {

/// Words and what stands between them, in order.
std::vector<std::string> words_of(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::BreakIterator> const breaks(
      icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
  auto const unicode = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
  std::vector<std::string> words;
  if (U_FAILURE(status)) throw std::runtime_error("ICU has no rules for words");
  breaks->setText(unicode);
  int32_t start = breaks->first();
  for (int32_t end = breaks->next(); end != icu::BreakIterator::DONE; start = end, end = breaks->next()) {
    std::string word;
    unicode.tempSubStringBetween(start, end).toUTF8String(word);
    words.push_back(std::move(word));
  }
  return words;
}

void add(std::vector<Part>& parts, Change change, std::string const& text) {
  if (!parts.empty() && parts.back().change == change) parts.back().text += text;
  else if (!text.empty()) parts.push_back({change, text});
}

} // namespace

std::string_view name_of(Change change) {
  switch (change) {
  case Change::same: return "same";
  case Change::removed: return "removed";
  case Change::added: return "added";
  }
  return "same";
}

std::vector<Part> difference(std::string_view before, std::string_view after, std::size_t most) {
  std::vector<Part> parts;
  std::vector<std::string> const old_words = words_of(before), new_words = words_of(after);
  if (old_words.size() > most || new_words.size() > most) {
    add(parts, Change::removed, std::string(before));
    add(parts, Change::added, std::string(after));
    return parts;
  }
  dtl::Diff<std::string> compared(old_words, new_words);
  compared.onHuge();
  compared.compose();
  for (auto const& [word, info] : compared.getSes().getSequence())
    add(parts,
        info.type == dtl::SES_ADD      ? Change::added
        : info.type == dtl::SES_DELETE ? Change::removed
                                       : Change::same,
        word);
  return parts;
}

std::string text_of(boost::json::value const* value) {
  if (value == nullptr) return "";
  return value->is_string() ? std::string(value->get_string()) : boost::json::serialize(*value);
}

} // namespace translation::provenance
