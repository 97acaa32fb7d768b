#include "delivery/expression.hpp"

namespace tandem::delivery {

std::string sql_text(std::string_view checked) { return "'" + std::string(checked) + "'"; }

bool has_alphabet(Field const& field) { return field.kind == FieldKind::string && !field.reference; }

std::string language_of(std::string const& locale) { return locale.substr(0, locale.find('-')); }

std::string shown_in(std::string const& locale, std::string const& row) {
  return row + "locale = " + sql_text(locale) + " or not " + row + "locales && array[" + sql_text(locale) + "]";
}

namespace {

std::string collation(Field const& field, std::string const& language) {
  return has_alphabet(field) ? " collate \"" + language + "-x-icu\"" : " collate \"C\"";
}

} // namespace

std::string comparable(Field const& field, std::string const& language, std::string const& data) {
  std::string const name = sql_text(field.name), json = data + " -> " + name, text = data + " ->> " + name;
  switch (field.kind) {
  case FieldKind::number:
  case FieldKind::integer:
    return "case jsonb_typeof(" + json + ") when 'number' then (" + text + ")::numeric else 'Infinity'::numeric end";
  case FieldKind::boolean: return "coalesce(" + json + " = 'true'::jsonb, false)";
  case FieldKind::date_time: return "coalesce(tandem.instant_of(" + text + "), 'infinity'::timestamptz)";
  default:
    return "left(coalesce(" + text + ", ''), " + std::to_string(compared_characters) + ")" +
           collation(field, language);
  }
}

std::string comparable_value(Field const& field, std::string const& language, std::string const& parameter) {
  switch (field.kind) {
  case FieldKind::number:
  case FieldKind::integer: return parameter + "::numeric";
  case FieldKind::boolean: return parameter + "::boolean";
  case FieldKind::date_time: return parameter + "::timestamptz";
  default: return parameter + "::text" + collation(field, language);
  }
}

bool lists_strings(Field const& field) {
  if (field.kind != FieldKind::array) return false;
  json::value const* items = field.schema.if_contains("items");
  json::value const* type =
      items != nullptr && items->is_object() ? items->get_object().if_contains("type") : nullptr;
  return type != nullptr && type->is_string() && type->get_string() == "string";
}

} // namespace tandem::delivery
