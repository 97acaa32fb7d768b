#include "mapping.hpp"

#include "fields.hpp"

#include <algorithm>

namespace directory::importing {
namespace {

using tandem::Error;
using tandem::ErrorCode;
using tandem::Locale;
using tandem::Result;

Error wrong(std::string detail, std::string pointer) {
  return {ErrorCode::invalid_content, std::move(detail), std::move(pointer)};
}

/// An object with these members at most, those with text being text.
Result<void> check_members(json::value const& value, std::vector<std::string_view> const& texts,
                           std::vector<std::string_view> const& others, std::string const& pointer) {
  if (!value.is_object()) return wrong("must be an object", pointer);
  std::vector<std::string_view> all = texts;
  all.insert(all.end(), others.begin(), others.end());
  if (auto const unknown = tandem::unknown_member(value.get_object(), all))
    return wrong("is not known here", pointer + "/" + tandem::pointer_token(*unknown));
  for (std::string_view const name : texts)
    if (json::value const* one = value.get_object().if_contains(name);
        one != nullptr && (!one->is_string() || one->get_string().empty()))
      return wrong("must be text", pointer + "/" + std::string(name));
  return {};
}

Result<FieldRule> field_rule(json::value const& value, std::string const& type, Locale const& locale,
                             std::string const& pointer) {
  if (auto ok =
          check_members(value, {"field", "locale", "column", "split", "kind", "entry"}, {"value", "values"}, pointer);
      !ok)
    return ok.error();
  json::object const& object = value.get_object();
  auto const text = [&](char const* name) { return std::string(tandem::string_member(object, name)); };
  FieldRule rule{text("field")};
  FieldForms const& forms = *fields_of(type);
  auto const form = forms.find(rule.field);
  if (form == forms.end()) return wrong("is no field of " + type + " that a mapping can fill", pointer + "/field");
  rule.column = text("column");
  rule.split = text("split");
  rule.kind = text("kind");
  rule.entry = text("entry");
  if (json::value const* one = object.if_contains("value")) rule.value = *one;
  if (int(!rule.column.empty()) + int(rule.value.has_value()) + int(!rule.entry.empty()) != 1)
    return wrong("takes one of column, value and entry", pointer);
  if (!rule.entry.empty() && rule.entry != form->second.target)
    return wrong("the field does not point at a " + rule.entry, pointer + "/entry");
  if (form->second.localised) rule.locale = locale;
  if (object.contains("locale")) {
    auto const given = Locale::parse(text("locale"));
    if (!form->second.localised) return wrong("the field is the same in every language", pointer + "/locale");
    if (!given || given->is_shared()) return wrong("is no language like nl", pointer + "/locale");
    rule.locale = *given;
  }
  if (json::value const* values = object.if_contains("values")) {
    if (!values->is_object()) return wrong("must be an object from cells to values", pointer + "/values");
    rule.values.emplace();
    for (auto const& member : values->get_object()) rule.values->emplace(member.key(), member.value());
  }
  return rule;
}

Result<EntryRule> entry_rule(json::value const& value, Locale const& locale, std::string const& pointer) {
  if (auto ok = check_members(value, {"type", "id"}, {"fields"}, pointer); !ok) return ok.error();
  json::object const& object = value.get_object();
  EntryRule rule{std::string(tandem::string_member(object, "type")),
                 std::string(tandem::string_member(object, "id"))};
  if (fields_of(rule.type) == nullptr)
    return wrong("is one of organisation, service, location, service_at_location and taxonomy_term",
                 pointer + "/type");
  json::value const* fields = object.if_contains("fields");
  if (fields == nullptr || !fields->is_array() || fields->get_array().empty())
    return wrong("must be a list of fields", pointer + "/fields");
  for (std::size_t i = 0; i < fields->get_array().size(); ++i) {
    auto one = field_rule(fields->get_array()[i], rule.type, locale, pointer + "/fields/" + std::to_string(i));
    if (!one) return one.error();
    rule.fields.push_back(std::move(*one));
  }
  return rule;
}

} // namespace

Result<Mapping> read_mapping(std::string_view text, Locale const& locale) {
  auto const value = tandem::parse_json(text, 16);
  if (!value) return value.error();
  if (auto ok = check_members(*value, {"separator", "scheme"}, {"entries"}, ""); !ok) return ok.error();
  json::object const& object = value->get_object();
  Mapping mapping;
  mapping.scheme = tandem::string_member(object, "scheme");
  std::string_view const separator = tandem::string_member(object, "separator", ",");
  if (separator != "," && separator != ";" && separator != "\t")
    return wrong("is a comma, a semicolon or a tab", "/separator");
  mapping.separator = separator.front();
  json::value const* entries = object.if_contains("entries");
  if (entries == nullptr || !entries->is_array() || entries->get_array().empty())
    return wrong("must be a list of entries", "/entries");
  std::set<std::string> types;
  for (std::size_t i = 0; i < entries->get_array().size(); ++i) {
    std::string const pointer = "/entries/" + std::to_string(i);
    auto rule = entry_rule(entries->get_array()[i], locale, pointer);
    if (!rule) return rule.error();
    for (FieldRule const& field : rule->fields)
      if (!field.entry.empty() && !types.contains(field.entry))
        return wrong("a row has no " + field.entry + " before this one", pointer + "/fields");
    if (!types.insert(rule->type).second) return wrong("a row gives one entry of a type", pointer + "/type");
    mapping.entries.push_back(std::move(*rule));
  }
  return mapping;
}

} // namespace directory::importing
