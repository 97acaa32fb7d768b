#include "language.hpp"

namespace translation::status {

namespace json = boost::json;

json::object language_json(json::value const* row, provenance::Policy const& policy) {
  if (row == nullptr || !row->is_object()) return {{"status", "missing"}};
  json::object language = row->get_object();
  json::object fields;
  if (json::value const* all = language.if_contains("fields"); all != nullptr && all->is_object())
    for (auto const& field : all->get_object())
      if (field.value().as_object().contains("since")) fields[field.key()] = field.value();
  language["fields"] = std::move(fields);
  std::string_view const since = tandem::string_member(language, "since");
  if (since.empty() || policy.parity != provenance::Parity::grace) return language;
  if (auto const at = tandem::parse_timestamp(since)) {
    language["due"] = tandem::format_timestamp(*at + policy.within);
    language["overdue"] = tandem::now() > *at + policy.within;
  }
  return language;
}

std::string language_sql(std::string const& alias) {
  std::string const of = alias + ".";
  return "jsonb_strip_nulls(jsonb_build_object('revision', " + of + "revision, 'status', " + of +
         "status, 'source', " + of + "source, 'since', tandem_translation.instant(" + of + "since), 'fields', " + of +
         "fields))";
}

} // namespace translation::status
