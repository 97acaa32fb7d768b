#include "checks/findings.hpp"

#include "checks/compare.hpp"
#include "checks/language.hpp"
#include "checks/messages.hpp"

#include <algorithm>

namespace translation::checks {
namespace {

namespace json = tandem::json;
using segments::TextField;
using tandem::Locale;

/// A field in one language: its texts by JSON pointer in its value.
struct Value {
  std::string_view locale;
  std::map<std::string, std::string> texts;

  /// A string, not a list of them.
  [[nodiscard]] bool is_text() const { return texts.size() == 1 && texts.begin()->first.empty(); }
  [[nodiscard]] std::string all() const {
    std::string all;
    for (auto const& [pointer, text] : texts) all += text + "\n";
    return all;
  }
};

class FieldCheck {
public:
  FieldCheck(TextField const& field, std::size_t least_words) : field_(field), least_words_(least_words) {}

  std::vector<Finding> run(std::vector<Value> const& values) {
    for (auto first = values.begin(); first != values.end(); ++first)
      for (auto second = std::next(first); second != values.end(); ++second) compare_values_of(*first, *second);
    for (Value const& value : values) language(value, values);
    for (auto first = values.begin(); first != values.end(); ++first)
      for (auto second = std::next(first); second != values.end(); ++second) identical(*first, *second);
    return std::move(findings_);
  }

private:
  void add(Finding finding, std::string const& pointer) {
    finding.field = field_.name;
    finding.pointer = "/" + tandem::pointer_token(field_.name) + pointer;
    findings_.push_back(std::move(finding));
  }

  void compare_values_of(Value const& first, Value const& second) {
    bool const texts = first.is_text() && second.is_text();
    std::string const one = texts ? first.texts.begin()->second : first.all(),
                      other = texts ? second.texts.begin()->second : second.all();
    for (Finding& finding : texts ? compare(field_.form, {first.locale, one}, {second.locale, other})
                                  : compare_values(field_.form, {first.locale, one}, {second.locale, other}))
      add(std::move(finding), "");
  }

  void language(Value const& value, std::vector<Value> const& values) {
    std::vector<std::string_view> others;
    for (Value const& other : values)
      if (other.locale != value.locale) others.push_back(other.locale);
    for (auto const& [pointer, text] : value.texts)
      for (Finding& finding : check_language(field_.form, {value.locale, text}, others, least_words_))
        add(std::move(finding), pointer);
  }

  /// Unless it is told already which of them is in the wrong language.
  void identical(Value const& first, Value const& second) {
    for (auto const& [pointer, text] : first.texts) {
      auto const same = second.texts.find(pointer);
      if (same == second.texts.end() || same->second != text) continue;
      std::string const full = "/" + tandem::pointer_token(field_.name) + pointer;
      bool const told = std::any_of(findings_.begin(), findings_.end(), [&](Finding const& one) {
        return one.kind == Kind::language && one.pointer == full &&
               (one.locale == first.locale || one.locale == second.locale);
      });
      if (told || telling_words(text).count < least_words_) continue;
      add({Kind::language, std::string(second.locale), std::string(first.locale), text, text,
           identical_message(second.locale, first.locale)},
          pointer);
    }
  }

  TextField const& field_;
  std::size_t least_words_;
  std::vector<Finding> findings_;
};

} // namespace

std::vector<Finding> findings_of(CheckSettings const& settings, std::string_view type,
                                 std::vector<TextField> const& fields,
                                 std::map<Locale, json::object> const& documents) {
  std::vector<Finding> all;
  for (TextField const& field : fields) {
    if (settings.excepts(type, field.name)) continue;
    std::vector<Value> values;
    for (auto const& [locale, document] : documents) {
      json::value const* const value = document.if_contains(field.name);
      if (locale.is_shared() || value == nullptr) continue;
      if (Value read{locale.text(), segments::texts_of(field, *value)}; !read.texts.empty())
        values.push_back(std::move(read));
    }
    for (Finding& finding : FieldCheck(field, settings.least_words).run(values))
      if (settings.policy.of(finding.kind) != Severity::off) all.push_back(std::move(finding));
  }
  return all;
}

std::vector<tandem::Error> refusals(CheckPolicy const& policy, std::vector<Finding> const& findings) {
  std::vector<tandem::Error> errors;
  for (Finding const& finding : findings)
    if (policy.of(finding.kind) == Severity::refuse) {
      tandem::Error error{tandem::ErrorCode::invalid_content, finding.message.en, finding.pointer};
      error.meta = finding_json(policy, finding);
      errors.push_back(std::move(error));
    }
  return errors;
}

json::object finding_json(CheckPolicy const& policy, Finding const& finding) {
  return {{"kind", name_of(finding.kind)},
          {"severity", name_of(policy.of(finding.kind))},
          {"locale", finding.locale},
          {"other", finding.other.empty() ? json::value(nullptr) : json::value(finding.other)},
          {"field", finding.field},
          {"here", finding.here},
          {"there", finding.there},
          {"message", {{"nl", finding.message.nl}, {"fr", finding.message.fr}, {"en", finding.message.en}}}};
}

} // namespace translation::checks
