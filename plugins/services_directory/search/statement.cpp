#include "search/statement.hpp"

#include "calendar.hpp"

namespace directory {
namespace {

/// The statement as it grows, with the values it names.
struct Sql {
  std::vector<std::optional<std::string>> values = {};
  /// $1, $2 … for a value.
  std::string value(std::string text) {
    values.emplace_back(std::move(text));
    return "$" + std::to_string(values.size());
  }
};

std::string array_of(std::vector<std::string> const& values) {
  std::string literal = "{";
  for (std::string const& value : values) literal += (literal.size() > 1 ? ",\"" : "\"") + value + "\"";
  return literal + "}";
}

std::string ids_of(EntryFilter const& filter) {
  std::vector<std::string> ids;
  for (Named const& one : filter.any) ids.push_back(one.id);
  return array_of(ids);
}

EntryFilter const* location_filter(Plan const& plan) {
  for (EntryFilter const& filter : plan.entries)
    if (filter.parameter == "location") return &filter;
  return nullptr;
}

/// What is open then, and where it counts: at the locations asked for, if some were, and not too far away.
std::string open_places(Plan const& plan, Sql& sql, std::string const& far) {
  std::string text = "open as materialized (select o.* from tandem_services_directory.open_at(" +
                     sql.value(*plan.open_at) + "::timestamptz, " + sql.value(std::string(time_zone)) +
                     ") o where true";
  if (plan.walk_in) text += " and not o.appointment";
  if (EntryFilter const* locations = location_filter(plan))
    text += " and (o.location is null or o.location = any (" + sql.value(ids_of(*locations)) + "::uuid[]))";
  if (plan.within)
    text += " and exists (select from tandem_services_directory.spot t where t.service = o.service and (o.location "
            "is null or t.location = o.location) and " +
            far + " <= " + sql.value(std::to_string(*plan.within)) + "::float8)";
  return text + "), ";
}

/// Metres from the point asked for to a spot `t`.
std::string distance_to_spot(Plan const& plan, Sql& sql) {
  return "tandem_services_directory.metres(" + sql.value(std::to_string(plan.near->latitude)) + "::float8, " +
         sql.value(std::to_string(plan.near->longitude)) + "::float8, t.latitude, t.longitude)";
}

/// The nearest spot of each service; services without one are not near to anything.
std::string nearest(Plan const& plan, Sql& sql, std::string const& far) {
  std::string text = "nearest as materialized (select t.service, min(" + far +
                     ") as metres from tandem_services_directory.spot t where true";
  // A degree of latitude is more than 110 km everywhere.
  if (plan.within)
    text += " and t.latitude between " + sql.value(std::to_string(plan.near->latitude - *plan.within / 110'000)) +
            "::float8 and " + sql.value(std::to_string(plan.near->latitude + *plan.within / 110'000)) +
            "::float8 and " + far + " <= " + sql.value(std::to_string(*plan.within)) + "::float8";
  if (EntryFilter const* locations = location_filter(plan))
    text += " and t.location = any (" + sql.value(ids_of(*locations)) + "::uuid[])";
  if (plan.open_at)
    text += " and exists (select from open o where o.service = t.service and (o.location is null or o.location = "
            "t.location))";
  return text + " group by t.service), ";
}

bool has_phrases(Plan const& plan) { return plan.words.find('"') != std::string::npos; }

std::string conditions(Plan const& plan, Sql& sql) {
  std::string where = " where true";
  if (!plan.words.empty()) where += " and s.words @@ (select every from words)";
  if (has_phrases(plan))
    where +=
        " and tandem_services_directory.has_phrases(s.sources, (select phrases from words), (select unwanted from "
        "words))";
  for (EntryFilter const& filter : plan.entries)
    where += " and s." + filter.column + " && " + sql.value(ids_of(filter)) + "::uuid[]";
  for (ValueFilter const& filter : plan.values)
    where += " and s." + filter.column + (filter.many ? " && " : " = any (") + sql.value(array_of(filter.any)) +
             "::text[]" + (filter.many ? "" : ")");
  if (plan.voluntary) where += std::string(" and s.voluntary = ") + (*plan.voluntary ? "true" : "false");
  if (plan.open_at) where += " and s.entry in (select service from open)";
  return where;
}

/// `where`: which of a service's values count.
std::string facet(std::string const& name, std::string const& values, bool entries, std::string const& locale,
                  std::string const& where = "") {
  std::string const named =
      entries ? "jsonb_build_object('value', value, 'count', count, 'name', e ->> 'name', 'slug', e ->> 'slug', "
                "'taxonomy', tandem_services_directory.shown((e ->> 'taxonomy')::uuid, " +
                    locale + ") ->> 'facet')"
              : "jsonb_build_object('value', value, 'count', count)";
  return "'" + name + "', (select coalesce(jsonb_agg(jsonb_strip_nulls(" + named +
         ") order by count desc, value), '[]') from (select value, count(*) as count from fitting, unnest(" + values +
         ") value" + where + " group by value order by count desc, value limit 100) c" +
         (entries ? " left join lateral tandem_services_directory.shown(c.value, " + locale + ") e on true" : "") +
         ")";
}

/// Of a service's locations those that a filter on them would leave: open then, and near enough.
std::string fitting_locations(Plan const& plan, Sql& sql, std::string const& far) {
  std::string where;
  if (plan.open_at)
    where =
        " where exists (select from open o where o.service = fitting.entry and (o.location is null or o.location = "
        "value))";
  if (plan.near)
    where += std::string(where.empty() ? " where" : " and") +
             " exists (select from tandem_services_directory.spot t where t.service = fitting.entry and t.location = "
             "value" +
             (plan.within ? " and " + far + " <= " + sql.value(std::to_string(*plan.within)) + "::float8" : "") + ")";
  return where;
}

std::string facets(Plan const& plan, Sql& sql, std::string const& far) {
  if (!plan.facets) return "";
  std::string const locale = sql.value(plan.locale);
  std::string all;
  for (auto const& [name, column] :
       {std::pair{"audience", "audiences"}, {"term", "terms"}, {"authority", "authorities"}})
    all += facet(name, column, true, locale) + ", ";
  all += facet("location", "locations", true, locale, fitting_locations(plan, sql, far)) + ", ";
  all += facet("place", "places", false, locale) + ", " + facet("language", "languages", false, locale) + ", " +
         facet("custody", "custody", false, locale) + ", " +
         facet("cost", "array_remove(array[cost], null)", false, locale);
  return ", 'facets', jsonb_build_object(" + all + ")";
}

std::string passages(Plan const& plan) {
  if (plan.words.empty()) return "null::jsonb";
  return "(select coalesce(jsonb_agg(jsonb_build_object('type', f.type, 'entry', f.entry, 'field', f.field, "
         "'locale', "
         "f.locale, 'text', ts_headline(tandem.search_configuration(f.locale), translate(f.text, E'’\\x01\\x02', "
         "E'\\x03'), "
         "words.some, E'StartSel=\\x01, StopSel=\\x02, MaxFragments=1, MinWords=4, MaxWords=18')) order by f.place, "
         "f.type, f.field, f.locale), '[]') from (select g.*, ts_rank(g.words, words.some) * -1 as place from "
         "tandem_services_directory.passage g, words where g.entry = any (s.sources) and g.words @@ words.some order "
         "by "
         "place, g.type, g.field, g.locale limit 5) f, words)";
}

std::string openings(Plan const& plan) {
  if (!plan.open_at) return "null::jsonb";
  return "(select jsonb_agg(jsonb_build_object('location', o.location, 'day', o.day, 'opens', left(o.opens::text, "
         "5), 'closes', left(o.closes::text, 5), 'appointment', o.appointment) order by o.opens, "
         "o.location) from open o where o.service = p.entry)";
}

} // namespace

tandem::Statement statement_of(Plan const& plan) {
  Sql sql;
  std::string const locale = sql.value(plan.locale);
  std::string text = "with ";
  if (!plan.words.empty()) {
    std::string const typed = sql.value(plan.words), typing = plan.typing ? "true" : "false",
                      locales = sql.value(array_of(plan.locales)) + "::text[]",
                      asked = "tandem_services_directory.asked(" + typed + ", " + typing + ", " + locales + ", ",
                      phrases = "tandem_services_directory.phrases(" + typed + ", " + locales + ", ";
    text += "words as materialized (select " + asked + "false) as every, " + asked +
            "true) as some, tandem_services_directory.ignored(" + typed + ", " + typing + ", " + locales +
            ") as ignored" +
            (has_phrases(plan) ? ", " + phrases + "false) as phrases, " + phrases + "true) as unwanted" : "") + "), ";
  }
  std::string const far = plan.near ? distance_to_spot(plan, sql) : "";
  if (plan.open_at) text += open_places(plan, sql, far);
  if (plan.near) text += nearest(plan, sql, far);
  std::string const key = plan.near            ? "n.metres"
                          : plan.words.empty() ? "s.position::float8"
                                               : "-ts_rank(s.words, (select every from words))::float8";
  text +=
      "fitting as materialized (select s.entry, " + key + " as key, " + (plan.near ? "n.metres" : "null::float8") +
      " as metres, s.audiences, s.terms, s.authorities, s.locations, s.places, s.languages, s.custody, s.cost from "
      "tandem_services_directory.service s" +
      (plan.near ? " join nearest n on n.service = s.entry" : "") + conditions(plan, sql) +
      "), page as materialized (select * from fitting";
  if (plan.after)
    text += " where (key, entry) > (" + sql.value(plan.after->first) + "::float8, " + sql.value(plan.after->second) +
            "::uuid)";
  text += " order by key, entry limit " + std::to_string(plan.page_size + 1) +
          ") select 'service', p.entry, p.key, tandem_services_directory.chosen(s.documents, " + locale + "), " +
          passages(plan) + ", " + openings(plan) +
          ", p.metres, jsonb_build_object('audiences', p.audiences, 'terms', p.terms, 'authorities', p.authorities, "
          "'locations', p.locations, 'places', p.places, 'languages', p.languages, 'custody', p.custody, 'cost', "
          "array_remove(array[p.cost], null)) from page p join tandem_services_directory.service s on s.entry = "
          "p.entry union "
          "all select 'count', null, null, jsonb_build_object('total', (select count(*) from fitting), 'today', "
          "(now() at time "
          "zone " +
          sql.value(std::string(time_zone)) + ")::date" +
          (plan.words.empty() ? "" : ", 'ignored', (select ignored from words)") + facets(plan, sql, far) +
          "), null, null, null, null order by 1 desc, 3, 2";
  return {std::move(text), std::move(sql.values)};
}

} // namespace directory
