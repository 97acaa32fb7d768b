#include "fold.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <memory>
#include <mutex>
#include <regex>
#include <stdexcept>
#include <unicode/locid.h>
#include <unicode/translit.h>
#include <unicode/uloc.h>

namespace directory::importing {

std::string folded(std::string_view text) {
  static std::mutex transliterating; // ICU's transliterators are not safe to share between threads
  static std::unique_ptr<icu::Transliterator> const transliterator = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> made(
        icu::Transliterator::createInstance("Any-Latin; NFKC; Latin-ASCII; Lower", UTRANS_FORWARD, status));
    if (U_FAILURE(status)) throw std::runtime_error("ICU has no transliteration to ASCII");
    return made;
  }();
  icu::UnicodeString written = icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
  {
    std::lock_guard const lock(transliterating);
    transliterator->transliterate(written);
  }
  std::string ascii, result;
  written.toUTF8String(ascii);
  for (char const c : ascii) {
    bool const counts = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
    if (counts) result += c;
    else if (!result.empty() && result.back() != ' ') result += ' ';
  }
  if (!result.empty() && result.back() == ' ') result.pop_back();
  return result;
}

StreetAddress street_address(std::string_view written) {
  static std::regex const box(R"(^(.*?)[,\s]+(?:bus|bte|bo(?:î|Î|i)te|box|b\.)\s*([0-9A-Za-z]{1,12})$)",
                              std::regex::icase);
  static std::regex const behind(R"(^(.*[^\s,0-9])[,\s]+([0-9]{1,4}\s?[A-Za-z]?(?:[-/][0-9]{1,4}[A-Za-z]?)?)$)");
  static std::regex const before(R"(^([0-9]{1,4}[A-Za-z]?(?:[-/][0-9]{1,4}[A-Za-z]?)?)[,\s]+([^0-9\s].*)$)");
  std::string text(written);
  StreetAddress address;
  std::smatch found;
  if (std::regex_match(text, found, box)) {
    address.box = found[2];
    text = std::string(found[1]);
  }
  if (std::regex_match(text, found, behind)) {
    address.street = found[1];
    address.house_number = found[2];
  } else if (std::regex_match(text, found, before)) {
    address.street = found[2];
    address.house_number = found[1];
  } else {
    address.street = text;
  }
  return address;
}

namespace {

/// Names of languages, folded, in the languages that directories are written in.
std::map<std::string, std::string> const& language_names() {
  static std::map<std::string, std::string> const names = [] {
    std::map<std::string, std::string> all;
    for (char const* const* code = icu::Locale::getISOLanguages(); *code != nullptr; ++code)
      for (icu::Locale const& in : {icu::Locale::getEnglish(), icu::Locale("nl"), icu::Locale::getFrench()}) {
        icu::UnicodeString shown;
        icu::Locale(*code).getDisplayLanguage(in, shown);
        std::string name;
        shown.toUTF8String(name);
        all.emplace(folded(name), icu::Locale(*code).getLanguage());
      }
    return all;
  }();
  return names;
}

} // namespace

namespace {

/// Codes of ISO 639-2/B, of libraries, that differ from those of 639-2/T, which ICU knows.
std::map<std::string_view, std::string_view> const bibliographic_codes{
    {"alb", "sq"}, {"arm", "hy"}, {"baq", "eu"}, {"bur", "my"}, {"chi", "zh"}, {"cze", "cs"}, {"dut", "nl"},
    {"fre", "fr"}, {"geo", "ka"}, {"ger", "de"}, {"gre", "el"}, {"ice", "is"}, {"mac", "mk"}, {"mao", "mi"},
    {"may", "ms"}, {"per", "fa"}, {"rum", "ro"}, {"slo", "sk"}, {"tib", "bo"}, {"wel", "cy"}};

} // namespace

std::optional<std::string> language_tag(std::string_view written) {
  static std::regex const form("^([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2}))?$");
  std::string const text(written);
  if (std::smatch found; std::regex_match(text, found, form)) {
    std::string language = found.str(1);
    std::transform(language.begin(), language.end(), language.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    auto const terminological = bibliographic_codes.find(language);
    icu::Locale const locale(terminological == bibliographic_codes.end() ? language.c_str()
                                                                         : terminological->second.data(),
                             found.str(2).c_str());
    if (*locale.getISO3Language() == '\0') return std::nullopt;
    std::string tag = locale.getLanguage();
    if (*locale.getCountry() != '\0') tag += std::string("-") + locale.getCountry();
    return tag;
  }
  auto const found = language_names().find(folded(text));
  return found == language_names().end() ? std::nullopt : std::optional(found->second);
}

} // namespace directory::importing
