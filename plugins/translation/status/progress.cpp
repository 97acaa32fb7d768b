/// How far the site is: entries and fields up to date in each language, in all and by type, or by a shared field.
#include "answer.hpp"
#include "cells.hpp"
#include "overview.hpp"

namespace translation::status {
namespace {

namespace json = boost::json;
using provenance::Policies;
using tandem::Locale;
using tandem::Result;
using tandem::Row;
using tandem::Rows;
using tandem::Storage;
using tandem::Subject;

constexpr std::size_t most_groups = 1000;

/// Entries of one language by how they stand.
struct Counts {
  std::map<std::string, std::int64_t> by_status;
  [[nodiscard]] std::int64_t of(char const* status) const {
    auto const found = by_status.find(status);
    return found == by_status.end() ? 0 : found->second;
  }
};
using ByLanguage = std::map<std::string, Counts>;
struct Progress {
  ByLanguage all;
  std::map<std::string, ByLanguage> groups; ///< "": entries without the field.
};

/// A row for each group, type, organisation, language and status, with the number of entries. Types, languages and
/// organisations decide what a caller may see. $1: the languages; $2: a type or null; $3: the field, or null for
/// types.
constexpr char const* counted =
    "select case when $3::text is null then e.type else coalesce(r.data ->> $3, '') end, e.type, e.organisation, "
    "l.locale, coalesce(s.status, 'missing'), count(*) "
    "from tandem.entry e join tandem.content_type t on t.name = e.type and t.localised "
    "cross join unnest($1::text[]) l (locale) "
    "left join tandem_translation.standing s on s.entry = e.id and s.locale = l.locale "
    "left join tandem.variant v on $3::text is not null and v.entry = e.id and v.locale = 'shared' "
    "left join tandem.revision r on r.entry = v.entry and r.locale = 'shared' and r.number = v.head "
    "where e.deleted_at is null and ($2::text is null or e.type = $2) group by 1, 2, 3, 4, 5";

Progress progress_of(Rows const& rows, tandem::Caller const& caller) {
  Progress progress;
  for (Row const& row : rows) {
    Subject const subject = subject_of(row[1], row[2], std::nullopt, Locale::parse(row[3].value()).value());
    if (!caller.may("entry.read", subject)) continue;
    std::int64_t const count = std::stoll(row[5].value());
    for (ByLanguage* of : {&progress.all, &progress.groups[row[0].value()]})
      (*of)[row[3].value()].by_status[row[4].value()] += count;
  }
  return progress;
}

/// Per cent, rounded down: 100 only when nothing is left to do. What is ahead of others is done itself.
json::object counts_json(Counts const& counts) {
  std::int64_t const done = counts.of("up_to_date") + counts.of("ahead");
  std::int64_t const all = done + counts.of("stale") + counts.of("missing");
  return {{"up_to_date", counts.of("up_to_date")},
          {"ahead", counts.of("ahead")},
          {"stale", counts.of("stale")},
          {"missing", counts.of("missing")},
          {"percent", all == 0 ? 100 : done * 100 / all}};
}

/// Of entries without the field, and of all, the group is null.
json::object group_json(std::string const& id, std::string const& name, ByLanguage const& languages) {
  json::object locales;
  for (auto const& [locale, counts] : languages) locales[locale] = counts_json(counts);
  return {{"type", "progress"},
          {"id", id},
          {"attributes",
           {{"group", name.empty() ? json::value(nullptr) : json::value(name)}, {"locales", std::move(locales)}}}};
}

} // namespace

Result<tandem::Response> answer_progress(Storage& storage, Policies const& policies, tandem::Request const& request,
                                         tandem::Caller const& caller) {
  if (auto ok = only(request, {"filter[type]", "group"}); !ok) return ok.error();
  Result<std::optional<std::string>> const type = word_of(request, "filter[type]");
  if (!type) return type.error();
  Result<std::optional<std::string>> const group = word_of(request, "group");
  if (!group) return group.error();
  Result<Rows> const rows = storage.read({counted, {array_of(policies.locales()), *type, *group}});
  if (!rows) return rows.error();
  Progress const progress = progress_of(*rows, caller);
  json::array data{group_json("all", "", progress.all)};
  for (auto const& [name, languages] : progress.groups) data.push_back(group_json("group:" + name, name, languages));
  if (data.size() > most_groups)
    return invalid("group", "has more than " + std::to_string(most_groups) + " values: it is no field to group by");
  return document(200, std::move(data), {{"self", request.target}});
}

tandem::RouteDoc progress_doc() {
  tandem::RouteDoc doc{
      "How far each language is, in entries and per cent: in all (id `all`), and by content type or by "
      "the values of a shared field"};
  doc.parameters = {
      {"filter[type]", "entries of this content type only", false, {{"type", "string"}}, "page"},
      {"group", "a shared field, like section; content types when left out", false, {{"type", "string"}}, "section"}};
  return doc;
}

} // namespace translation::status
