#include "language.hpp"

namespace translation::status {

namespace json = boost::json;

json::object language_json(json::value const* row) {
  if (row == nullptr || !row->is_object()) return {{"status", "missing"}};
  json::object language = row->get_object();
  json::object fields;
  if (json::value const* all = language.if_contains("fields"); all != nullptr && all->is_object())
    for (auto const& field : all->get_object())
      if (field.value().as_object().contains("since")) fields[field.key()] = field.value();
  language["fields"] = std::move(fields);
  return language;
}

json::object language_json(tandem::Locale const& locale, json::object const& drafts, json::object const& open,
                           json::object const& due) {
  json::object shown = language_json(drafts.if_contains(locale.text()));
  if (json::value const* when = due.if_contains(locale.text()))
    for (auto const& member : when->as_object()) shown[member.key()] = member.value();
  json::value const* of_public = open.if_contains(locale.text());
  shown["public"] = of_public == nullptr ? json::value(nullptr) : json::value(language_json(of_public));
  return shown;
}

json::object object_in(std::optional<std::string> const& cell) {
  return cell ? tandem::stored_json(*cell).as_object() : json::object{};
}

std::string due_sql(std::string const& entry, std::string const& locales, std::string const& grace) {
  return "(select jsonb_object_agg(l.locale, jsonb_build_object('due', w.due, 'overdue', w.due < "
         "tandem_translation.day_of(now()))) from unnest(" +
         locales + "::text[]) l (locale) cross join lateral (select tandem_translation.due(" + entry +
         ".id, l.locale, " + entry + ".type, " + grace + "::jsonb) as due) w where w.due is not null)";
}

std::string language_sql(std::string const& alias) {
  std::string const of = alias + ".";
  return "jsonb_strip_nulls(jsonb_build_object('revision', " + of + "revision, 'status', " + of +
         "status, 'source', " + of + "source, 'since', tandem_translation.instant(" + of + "since), 'fields', " + of +
         "fields))";
}

} // namespace translation::status
