#include "delivery/statement.hpp"

#include "delivery/links.hpp"

#include <algorithm>

namespace tandem::delivery {
namespace {

/// Collects SQL and its parameters; `$n` is made where the value is given.
struct Builder {
  Statement statement;
  std::string value(std::string text) {
    statement.values.emplace_back(std::move(text));
    return "$" + std::to_string(statement.values.size());
  }
};

std::string preview(Builder& builder, Plan const& plan) { return builder.value(plan.preview->text()) + "::uuid"; }

std::string source(Builder& builder, Plan const& plan) {
  if (plan.preview) return "published_in_preview(" + preview(builder, plan) + ")";
  if (plan.at) return "published_at(" + builder.value(format_timestamp(*plan.at)) + "::timestamptz)";
  return "published";
}

/// A field as a value that compares by its kind; missing values sort first as text, last as numbers and times.
std::string typed(Field const& field, std::string const& locale, std::string const& text) {
  switch (field.kind) {
  case FieldKind::number:
  case FieldKind::integer: return "coalesce((" + text + ")::numeric, 'Infinity'::numeric)";
  case FieldKind::boolean: return "coalesce((" + text + ")::boolean, false)";
  case FieldKind::date_time: return "coalesce((" + text + ")::timestamptz, 'infinity'::timestamptz)";
  case FieldKind::date: return "coalesce(" + text + ", '') collate \"C\"";
  default: return "coalesce(" + text + ", '') collate \"" + locale.substr(0, locale.find('-')) + "-x-icu\"";
  }
}

std::string column(Field const& field) { return "p.data ->> '" + field.name + "'"; }

std::string folded(std::string const& text) { return "lower(public.unaccent(" + text + "))"; }

std::string condition(Builder& builder, Plan const& plan, Filter const& filter) {
  if (filter.field == nullptr)
    return "p.entry = any (" + builder.value(store::array_literal(filter.values)) + "::uuid[])";
  Field const& field = *filter.field;
  if (field.kind == FieldKind::array) {
    std::string const any = "exists (select 1 from jsonb_path_query(p.data, '$." + field.name +
                            "[*]') item where item #>> '{}' = any (" +
                            builder.value(store::array_literal(filter.values)) + "::text[]))";
    return filter.op == "ne" ? "not " + any : any;
  }
  if (filter.op == "contains")
    return "position(" + folded(builder.value(filter.values[0]) + "::text") + " in " + folded(column(field)) +
           ") > 0";
  if (filter.op == "prefix")
    return "starts_with(" + folded(column(field)) + ", " + folded(builder.value(filter.values[0]) + "::text") + ")";
  std::string const left = typed(field, plan.locale, column(field));
  auto const right = [&](std::string const& value) {
    return typed(field, plan.locale, builder.value(value) + "::text");
  };
  std::string const present = "p.data ? '" + field.name + "' and ";
  if (filter.op == "in") {
    std::string alternatives;
    for (std::string const& value : filter.values) alternatives += (alternatives.empty() ? "" : ", ") + right(value);
    return present + left + " in (" + alternatives + ")";
  }
  if (filter.op == "ne")
    return "(not (p.data ? '" + field.name + "') or " + left + " <> " + right(filter.values[0]) + ")";
  static std::map<std::string, std::string> const signs{
      {"eq", "="}, {"lt", "<"}, {"lte", "<="}, {"gt", ">"}, {"gte", ">="}};
  return present + left + " " + signs.at(filter.op) + " " + right(filter.values[0]);
}

/// (k1 > v1) or (k1 = v1 and k2 > v2) or … and at last the id: the rows after the cursor in this order.
std::string after_cursor(Builder& builder, Plan const& plan, Cursor const& cursor) {
  std::string alternatives, equal;
  for (std::size_t i = 0; i < plan.sort.size(); ++i) {
    Field const& field = *plan.sort[i].field;
    std::string const left = typed(field, plan.locale, column(field));
    std::string const right = typed(field, plan.locale, builder.value(cursor.keys[i]) + "::text");
    std::string const sign = plan.sort[i].descending != cursor.before ? " < " : " > ";
    alternatives += "(" + equal + left + sign + right + ") or ";
    equal += left + " = " + right + " and ";
  }
  return "(" + alternatives + "(" + equal + "p.entry " + (cursor.before ? "< " : "> ") + builder.value(cursor.id) +
         "::uuid))";
}

std::string conditions(Builder& builder, Plan const& plan, std::string const& from) {
  std::string const chain = builder.value(store::array_literal(plan.chain)) + "::text[]";
  std::string where = " where p.locale = any (" + chain + ")";
  if (plan.chain.size() <= 2) return where;
  // Several languages: the first that an entry has.
  auto const no_better = [&](std::string const& others) {
    where += " and not exists (select 1 from " + others + " b.entry = p.entry and array_position(" + chain +
             ", b.locale) < array_position(" + chain + ", p.locale))";
  };
  if (plan.preview) { // an entry is either previewed or as published; apart, each can be looked up
    no_better("published b where not p.previewed and");
    no_better("previewed(" + preview(builder, plan) + ") b where p.previewed and");
  } else {
    no_better(from + " b where");
  }
  return where;
}

/// One constant query a language, so that each is parsed once and the index on `search` can answer it.
std::string searched(Builder& builder, Plan const& plan) {
  std::string const words = builder.value(plan.search);
  std::string alternatives;
  for (std::string const& locale : plan.chain) {
    std::string const dictionary = "search_configuration('" + locale + "')";
    alternatives += (alternatives.empty() ? "" : " or ") + ("(p.locale = '" + locale + "' and ") +
                    (plan.at ? "jsonb_to_tsvector(" + dictionary + ", p.data, '[\"string\"]')" : "p.search") +
                    " @@ websearch_to_tsquery(" + dictionary + ", " + words + "))";
  }
  return alternatives;
}

std::string filters(Builder& builder, Plan const& plan) {
  std::string where = " and p.type = " + builder.value(plan.type->name());
  if (!plan.id.empty()) where += " and p.entry = " + builder.value(plan.id) + "::uuid";
  if (!plan.slug.empty()) where += " and p.data ->> 'slug' = " + builder.value(plan.slug);
  for (Filter const& filter : plan.filters) where += " and (" + condition(builder, plan, filter) + ")";
  if (!plan.search.empty()) where += " and (" + searched(builder, plan) + ")";
  return where;
}

/// The entry's languages, out of the same source as the row itself. After a limit it is asked of the page's rows
/// only.
std::string languages(std::string const& from) {
  return "(select " + languages_of("a") + " from " + from + " a where a.entry = p.entry)";
}

} // namespace

Statement page_statement(Plan const& plan) {
  Builder builder;
  std::string const from = source(builder, plan);
  std::string select = "select p.entry, p.locale, p.data, p.revision, p.since", order;
  bool const backwards = plan.cursor && plan.cursor->before;
  for (SortKey const& key : plan.sort) {
    std::string const expression = typed(*key.field, plan.locale, column(*key.field));
    select += ", (" + expression + ")::text";
    order += expression + (key.descending != backwards ? " desc, " : ", ");
  }
  select += ", " + languages(from);
  // One slug may be an entry's in the language asked for, and another's in one to fall back to.
  if (!plan.slug.empty())
    order = "array_position(" + builder.value(store::array_literal(plan.chain)) + "::text[], p.locale), " + order;
  std::string where = conditions(builder, plan, from) + filters(builder, plan);
  if (plan.cursor) where += " and " + after_cursor(builder, plan, *plan.cursor);
  builder.statement.sql = select + " from " + from + " p" + where + " order by " + order + "p.entry" +
                          (backwards ? " desc" : "") + " limit " + std::to_string(plan.page_size + 1);
  return std::move(builder.statement);
}

Statement count_statement(Plan const& plan) {
  Builder builder;
  std::string const from = source(builder, plan);
  std::string const where = conditions(builder, plan, from) + filters(builder, plan);
  builder.statement.sql = "select count(*) from " + from + " p" + where;
  return std::move(builder.statement);
}

Statement entries_statement(Plan const& plan, std::vector<std::string> const& ids) {
  Builder builder;
  std::string const from = source(builder, plan);
  std::string const where = conditions(builder, plan, from);
  builder.statement.sql = "select p.entry, p.locale, p.data, p.revision, p.since, p.type, " + languages(from) +
                          " from " + from + " p" + where + " and p.entry = any (" +
                          builder.value(store::array_literal(ids)) + "::uuid[]) order by p.entry";
  return std::move(builder.statement);
}

} // namespace tandem::delivery
