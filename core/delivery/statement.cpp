#include "delivery/statement.hpp"

#include "delivery/expression.hpp"
#include "delivery/links.hpp"
#include "delivery/selection.hpp"

#include <algorithm>

namespace tandem::delivery {
namespace {

/// `, k0, k1`: the names of the sort keys; or with another text for each.
std::string keys(Plan const& plan, std::string_view instead = "") {
  std::string all;
  for (std::size_t i = 0; i < plan.sort.size(); ++i)
    all += ", " + (instead.empty() ? "k" + std::to_string(i) : std::string(instead));
  return all;
}

/// The entry's languages, out of the same source as the row itself; of a single entry always, of others if asked for,
/// since with many languages they are most of an answer. After a limit it is asked of the page's rows only.
std::string languages(Selection const& selection, bool of_page) {
  Plan const& plan = selection.plan;
  if (!plan.alternates && (!of_page || (plan.id.empty() && plan.slug.empty()))) return "null::json";
  return "(select " + languages_of("a") + " from " + selection.from + " a where a.entry = p.entry)";
}

/// The rows of the page in their order; `place` is given by whoever wraps them.
std::string page(Selection& selection) {
  Plan const& plan = selection.plan;
  std::string select = "select p.entry, p.locale, p.data, p.revision, p.since, p.type, " +
                       languages(selection, true) + " as languages, 1 as place, null::jsonb as highlight";
  for (std::size_t i = 0; i < plan.sort.size(); ++i)
    select += ", (" + selection.key(plan.sort[i]) + ")::text as k" + std::to_string(i);
  std::string where = selection.fitting();
  if (plan.cursor) where += " and " + selection.beyond_cursor();
  return select + " from " + selection.from + " p where " + where + " order by " + selection.order() + " limit " +
         std::to_string(plan.page_size + 1);
}

/// A text that people wrote, whole sentences or a name: what a snippet is taken from.
bool is_prose(Field const& field) {
  return has_alphabet(field) && !field.slug_from && !field.schema.contains("format") &&
         !field.schema.contains("enum");
}

/// Snippets of the fields that hold one of the words; for rows of the page only, since each text is read again.
std::string highlight(Selection const& selection) {
  Plan const& plan = selection.plan;
  if (plan.search.empty()) return "null::jsonb";
  auto const sparse = plan.fields.find(plan.type->name());
  std::string const marks = "StartSel=\x01, StopSel=\x02, ";
  std::string pairs;
  for (Field const& field : plan.type->fields()) {
    if (!is_prose(field) || (sparse != plan.fields.end() && !sparse->second.contains(field.name))) continue;
    std::string const options = field.name == plan.type->title_field()
                                    ? "HighlightAll=true"
                                    : "MaxFragments=2, MinWords=10, MaxWords=25, FragmentDelimiter=\" … \"";
    pairs += (pairs.empty() ? "" : ", ") + sql_text(field.name) +
             ", ts_headline(search_configuration(case page.locale when 'shared' then " + sql_text(plan.locale) +
             " else page.locale end), translate(page.data ->> " + sql_text(field.name) + ", '’\x01\x02', '\x03'), " +
             selection.query_of("page") + ", '" + marks + options + "')";
  }
  return "case when place <= " + std::to_string(plan.page_size) + " then jsonb_build_object(" + pairs + ") end";
}

/// The include paths as a tree: each relationship of each level once, with the one it hangs on.
struct Hop {
  std::size_t parent; ///< Its number in the level above.
  std::string name;
};
std::vector<std::vector<Hop>> levels_of(Plan const& plan) {
  std::vector<std::vector<Hop>> levels;
  for (auto const& path : plan.includes) {
    std::size_t parent = 0;
    for (std::size_t depth = 0; depth < path.size(); ++depth) {
      if (levels.size() == depth) levels.emplace_back();
      auto& level = levels[depth];
      auto const known = std::find_if(level.begin(), level.end(), [&](Hop const& hop) {
        return hop.parent == parent && hop.name == path[depth];
      });
      std::size_t const number = static_cast<std::size_t>(known - level.begin());
      if (known == level.end()) level.push_back({parent, path[depth]});
      parent = number;
    }
  }
  return levels;
}

/// For level n: `hop<n>`, which entries are named by which relationship, and `found<n>`, their rows.
std::string level(Selection const& selection, std::size_t depth, std::vector<Hop> const& hops) {
  std::string const number = std::to_string(depth + 1), above = std::to_string(depth);
  std::string named;
  for (std::size_t i = 0; i < hops.size(); ++i) {
    named += (named.empty() ? "" : " union ") + ("select " + std::to_string(i) + " as hop, n.id as target from ") +
             (depth == 0 ? "page o" : "hop" + above + " h join found" + above + " o on o.entry = h.target") +
             ", references_in(o.data -> " + sql_text(hops[i].name) + ") n (id) where " +
             (depth == 0 ? "place <= " + std::to_string(selection.plan.page_size)
                         : "h.hop = " + std::to_string(hops[i].parent));
  }
  return ", hop" + number + " as materialized (" + named + "), found" + number +
         " as materialized (select p.entry, p.locale, p.data, p.revision, p.since, p.type, " +
         languages(selection, false) + " as languages from " + selection.from +
         " p where p.entry = any (array(select target from hop" + number + ")) and " + selection.readable() + ")";
}

/// Each entry once, and none that is on the page.
std::string included(Plan const& plan, std::size_t levels) {
  std::string found;
  for (std::size_t i = 1; i <= levels; ++i)
    found += (i == 1 ? "" : " union all ") + ("select * from found" + std::to_string(i));
  return " union all select *, null::bigint, null::jsonb" + keys(plan, "null::text") +
         " from (select distinct on (entry) * from (" + found +
         ") f where entry not in (select entry from page where place <= " + std::to_string(plan.page_size) + ")) i";
}

/// What is counted over all rows that fit: `f0`, `f1` … are the fields of the facets.
std::string fitting(Selection& selection) {
  std::string columns;
  for (std::size_t i = 0; i < selection.plan.facets.size(); ++i)
    columns += ", p.data -> " + sql_text(selection.plan.facets[i]->name) + " as f" + std::to_string(i);
  return ", fitting as (select 1 as one" + columns + " from " + selection.from + " p where " + selection.fitting() +
         ")";
}

std::string counts(Plan const& plan) {
  std::string facets;
  for (std::size_t i = 0; i < plan.facets.size(); ++i)
    facets += (facets.empty() ? "" : ", ") + sql_text(plan.facets[i]->name) +
              ", (select coalesce(jsonb_agg(jsonb_build_object('value', value, 'count', count) order by count desc, "
              "value), '[]') from (select value, count(*) as count from fitting, jsonb_path_query(f" +
              std::to_string(i) + ", 'lax $[*]') value group by value order by count desc, value limit " +
              std::to_string(plan.max_facet_values) + ") c)";
  std::string const total = plan.total ? "'total', (select count(*) from fitting), " : "";
  return " union all select null::uuid, null::text, jsonb_build_object(" + total + "'facets', jsonb_build_object(" +
         facets + ")), null::integer, null::timestamptz, null::text, null::json, " + std::string(place_of_counts) +
         ", null::jsonb" + keys(plan, "null::text");
}

/// The statement with one column more, `said`: an object of what plugins say of each resource object, or null. What
/// wraps a query adds a column only, so the rows keep their order.
std::string with_metas(Selection& selection, std::string const& sql) {
  Plan const& plan = selection.plan;
  if (plan.metas.empty()) return sql;
  std::string const at =
      plan.at ? selection.values.add(format_timestamp(*plan.at)) + "::timestamptz" : "null::timestamptz";
  std::string members;
  for (ResourceMeta const& meta : plan.metas)
    members += (members.empty() ? "(" : ", (") + sql_text(meta.name) + ", " + meta.function + "(a.entry, a.locale, " +
               at + "))";
  return "select a.*, case when a.entry is not null then (select jsonb_object_agg(name, value) from (values " +
         members + ") m (name, value) where value is not null) end as said from (" + sql + ") a";
}

} // namespace

Statement page_statement(Plan const& plan) {
  Selection selection(plan);
  if (!plan.search.empty()) selection.words = selection.values.add(plan.search);
  std::string sql = page(selection);
  bool const counted = plan.total || !plan.facets.empty();
  if (counted || !plan.includes.empty() || !plan.search.empty()) {
    std::string const columns = "entry, locale, data, revision, since, type, languages, ";
    sql = "with page as materialized (select " + columns + "row_number() over () as place" + keys(plan) + " from (" +
          sql + ") s)";
    auto const levels = levels_of(plan);
    for (std::size_t depth = 0; depth < levels.size(); ++depth) sql += level(selection, depth, levels[depth]);
    if (counted) sql += fitting(selection);
    sql += " select " + columns + "place, " + highlight(selection) + " as highlight" + keys(plan) + " from page";
    if (!levels.empty()) sql += included(plan, levels.size());
    if (counted) sql += counts(plan);
    sql += " order by place, entry";
  }
  sql = with_metas(selection, sql);
  return {std::move(sql), selection.values.take()};
}

Statement entries_statement(Plan const& plan, std::vector<std::string> const& ids) {
  Selection selection(plan);
  std::string sql = "select p.entry, p.locale, p.data, p.revision, p.since, p.type from " + selection.from +
                    " p where p.entry = any (" + selection.values.add(store::array_literal(ids)) + "::uuid[]) and " +
                    selection.readable() + " order by p.entry";
  return {std::move(sql), selection.values.take()};
}

} // namespace tandem::delivery
