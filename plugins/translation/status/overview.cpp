#include "overview.hpp"

#include "answer.hpp"
#include "cells.hpp"
#include "language.hpp"

namespace translation::status {
namespace {

namespace json = boost::json;
using provenance::Policies;
using tandem::EntryId;
using tandem::Error;
using tandem::ErrorCode;
using tandem::Locale;
using tandem::Result;
using tandem::Row;
using tandem::Rows;
using tandem::Storage;
using tandem::Subject;

struct Question {
  std::optional<std::string> type, status;
  std::vector<Locale> locales; ///< In which `status` is asked for.
  std::size_t size = default_page;
  std::string after = "00000000-0000-0000-0000-000000000000";
};

Result<Question> question_of(tandem::Request const& request, Policies const& policies) {
  if (auto ok = only(request, {"filter[type]", "filter[status]", "filter[locale]", "page[size]", "page[after]"}); !ok)
    return ok.error();
  Question question;
  Result<std::optional<std::string>> const type = word_of(request, "filter[type]");
  if (!type) return type.error();
  question.type = *type;
  if (auto const status = request.parameter("filter[status]")) {
    if (*status != "up_to_date" && *status != "ahead" && *status != "stale" && *status != "missing")
      return invalid("filter[status]", "must be up_to_date, ahead, stale or missing");
    question.status = std::string(*status);
  }
  Result<std::vector<Locale>> locales = languages_of(request, "filter[locale]", policies.locales());
  if (!locales) return locales.error();
  question.locales = std::move(*locales);
  Result<std::size_t> const size = number_of(request, "page[size]", default_page, 1, largest_page);
  if (!size) return size.error();
  question.size = *size;
  if (auto const after = request.parameter("page[after]")) {
    Result<EntryId> const id = EntryId::parse(*after);
    Error wrong{ErrorCode::invalid_cursor, "must be the id of the last entry of a page"};
    wrong.parameter = "page[after]";
    if (!id) return wrong;
    question.after = id->text();
  }
  return question;
}

/// Entries of types with localised fields that somebody may see ($4), in pieces. $5: the languages of the site; $6:
/// days of grace; $7: the languages of the status, $8. The title is that of the first language that has one.
std::string page_sql(Question const& question) {
  std::string fits;
  if (question.status && *question.status == "missing")
    fits = " and exists (select from unnest($7::text[]) l (locale) where not exists "
           "(select from tandem_translation.standing s where s.entry = e.id and s.locale = l.locale))";
  else if (question.status)
    fits =
        " and exists (select from tandem_translation.standing s where s.entry = e.id and s.locale = any ($7::text[]) "
        "and s.status = $8)";
  return "with page as materialized (select e.id, e.type, e.organisation, t.schema -> 'x-tandem' ->> 'title' as "
         "title "
         "from tandem.entry e join tandem.content_type t on t.name = e.type and t.localised "
         "where e.deleted_at is null and e.id > $1::uuid and ($2::text is null or e.type = $2) and " +
         visible_sql("$4") + fits +
         " order by e.id limit $3::integer) "
         "select p.id, p.type, p.organisation, "
         "(select jsonb_object_agg(s.locale, " +
         language_sql("s") +
         ") from tandem_translation.standing s where s.entry = p.id), "
         "(select jsonb_object_agg(d.locale, " +
         language_sql("d") + ") from tandem_translation.period d where d.entry = p.id and upper_inf(d.during)), " +
         due_sql("p", "$5", "$6") +
         ", "
         "(select jsonb_object_agg(v.locale, r.data ->> p.title) from tandem.variant v join tandem.revision r "
         "on r.entry = v.entry and r.locale = v.locale and r.number = v.head where v.entry = p.id) "
         "from page p order by p.id";
}

/// One entry as the caller may see it; none when they may not.
std::optional<json::object> entry_json(Row const& row, Policies const& policies, tandem::Caller const& caller) {
  Subject subject = subject_of(row[1], row[2], EntryId::parse(row[0].value()).value());
  json::object const drafts = object_in(row[3]), open = object_in(row[4]), due = object_in(row[5]),
                     titles = object_in(row[6]);
  json::object locales;
  for (Locale const& locale : policies.locales()) {
    subject.locale = locale;
    if (!caller.may("entry.read", subject)) continue;
    json::object shown = language_json(locale, drafts, open, due);
    for (std::string const& key : {locale.text(), std::string("shared")})
      if (json::value const* title = titles.if_contains(key); title != nullptr && title->is_string())
        shown.emplace("title", *title);
    locales[locale.text()] = std::move(shown);
  }
  if (locales.empty()) return std::nullopt;
  return json::object{{"type", "translation"},
                      {"id", row[0].value()},
                      {"attributes", {{"entry_type", subject.type}, {"locales", std::move(locales)}}}};
}

} // namespace

Result<tandem::Response> answer_overview(Storage& storage, Policies const& policies, tandem::Request const& request,
                                         tandem::Caller const& caller) {
  Result<Question> question = question_of(request, policies);
  if (!question) return question.error();
  json::array data;
  std::string next;
  // Entries of which the caller may see no language leave no gap: the page is filled from those that follow.
  while (next.empty()) {
    std::vector<std::optional<std::string>> values{question->after,
                                                   question->type,
                                                   std::to_string(question->size + 1),
                                                   json::serialize(caller.visible()),
                                                   array_of(policies.locales()),
                                                   json::serialize(policies.grace_days())};
    if (question->status) values.emplace_back(array_of(question->locales));
    if (question->status && *question->status != "missing") values.emplace_back(*question->status);
    Result<Rows> const rows = storage.read({page_sql(*question), std::move(values)});
    if (!rows) return rows.error();
    for (Row const& row : *rows) {
      std::optional<json::object> entry = entry_json(row, policies, caller);
      if (!entry) continue;
      if (data.size() == question->size) {
        next = data.back().as_object().at("id").as_string();
        break;
      }
      data.push_back(std::move(*entry));
    }
    if (rows->size() <= question->size) break;
    question->after = rows->back()[0].value();
  }
  json::object const links{{"self", request.target},
                           {"next", next.empty() ? json::value(nullptr) : json::value(next_address(request, next))}};
  return document(200, std::move(data), links);
}

tandem::RouteDoc overview_doc() {
  tandem::RouteDoc doc{"Every entry with how it stands in each language, as a draft and as it is public"};
  doc.parameters = {{"filter[type]", "content type", false, {{"type", "string"}}, "page"},
                    {"filter[status]",
                     "entries that stand so in some language",
                     false,
                     {{"type", "string"}, {"enum", {"up_to_date", "ahead", "stale", "missing"}}},
                     "stale"},
                    {"filter[locale]", "of filter[status]: in this language", false, {{"type", "string"}}, "fr"},
                    {"page[size]",
                     "entries on a page",
                     false,
                     {{"type", "integer"}, {"minimum", 1}, {"maximum", largest_page}},
                     10},
                    {"page[after]", "id of the last entry of the page before", false, {{"type", "string"}}, nullptr}};
  return doc;
}

} // namespace translation::status
