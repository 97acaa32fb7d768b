#include "queue.hpp"

#include "answer.hpp"
#include "cells.hpp"
#include "words.hpp"

namespace translation::work {
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

constexpr std::size_t least_at_once = 500;

/// $1: languages; $2: a type; $3: days of grace by type; $4: a state; $5: an assignee, "" for nobody; $6: overdue
/// ones only; $7: the cursor; $8: how many; $9: what the caller may see. Null where it does not matter.
std::string statement() {
  static std::string const sql = [] {
    std::string text = R"(
with asked as (
  select e.id, e.type, e.organisation, e.created_at, t.schema -> 'x-tandem' ->> 'title' as title, l.locale, l.place
  from tandem.entry e
  join tandem.content_type t on t.name = e.type and t.localised
  cross join unnest($1::text[]) with ordinality l (locale, place)
  where e.deleted_at is null and ($2::text is null or e.type = $2)
    and ($9::text is null or VISIBLE)
), work as (
  select a.id, a.type, a.organisation, a.title, a.locale, coalesce(s.status, 'missing') as status,
         case when s.entry is null or s.status = 'stale' then 'to_translate' else 'to_publish' end as state,
         coalesce(s.source, d.source, (select x.locale from tandem_translation.standing x
                                       where x.entry = a.id and x.locale <> a.locale
                                       order by array_position($1::text[], x.locale) limit 1)) as source,
         coalesce(s.since, d.since, a.created_at) as since, s.fields
  from asked a
  left join tandem_translation.standing s on s.entry = a.id and s.locale = a.locale
  left join tandem_translation.period d on d.entry = a.id and d.locale = a.locale and upper_inf(d.during)
  where case when s.entry is null then exists (select from tandem_translation.standing x where x.entry = a.id)
             when s.status = 'stale' or d.status = 'stale' then true
             else d.entry is null and exists (select from tandem_translation.period x
                                              where x.entry = a.id and upper_inf(x.during)) end
), due as (
  select w.*, g.assignee, g.note,
         coalesce(g.due, tandem_translation.due(w.id, w.locale, w.type, $3::jsonb)) as due
  from work w left join tandem_translation.assignment g on g.entry = w.id and g.locale = w.locale
)
select d.id, d.type, d.organisation, d.locale,
       (select r.data ->> d.title from tandem.variant v join tandem.revision r
        on r.entry = v.entry and r.locale = v.locale and r.number = v.head
        where v.entry = d.id and v.locale in (d.source, 'shared') and r.data ? d.title limit 1),
       d.state, d.status, d.source, tandem_translation.instant(d.since), d.due,
       d.assignee, d.note, coalesce(d.due < tandem_translation.day_of(now()), false), coalesce(d.fields, '{}')
from due d
where ($4::text is null or d.state = $4) and ($5::text is null or coalesce(d.assignee, '') = $5)
  and (not $6::boolean or d.due < tandem_translation.day_of(now()))
  and ($7::text is null or (d.since, d.id::text, d.locale) >
       (split_part($7, ',', 1)::timestamptz, split_part($7, ',', 2), split_part($7, ',', 3)))
order by d.since, d.id::text, d.locale limit $8::integer)";
    text.replace(text.find("VISIBLE"), 7, visible_sql("$9"));
    return text;
  }();
  return sql;
}

Item item_of(Row const& row) {
  Item item{row[0].value(), row[1].value(),
            row[3].value(), row[4].value_or(""),
            row[2],         row[5].value(),
            row[6].value(), row[7],
            row[8],         row[9],
            row[10],        row[11],
            row[12] == "t", {}};
  json::value const fields = json::parse(row[13].value());
  for (auto const& field : fields.as_object())
    if (field.value().as_object().contains("since")) item.fields[field.key()] = field.value();
  return item;
}

std::string cursor_of(Item const& item) { return item.since.value() + "," + item.entry + "," + item.locale; }

Result<void> read_filters(Question& question, tandem::Request const& request, Policies const& policies,
                          tandem::Caller const& caller) {
  Result<std::optional<std::string>> const type = word_of(request, "filter[type]");
  if (!type) return type.error();
  question.type = *type;
  Result<std::vector<Locale>> locales = languages_of(request, "filter[locale]", policies.locales());
  if (!locales) return locales.error();
  question.locales = std::move(*locales);
  if (auto const state = request.parameter("filter[state]")) {
    if (*state != "to_translate" && *state != "to_publish")
      return invalid("filter[state]", "must be to_translate or to_publish");
    question.state = std::string(*state);
  }
  if (auto const assignee = request.parameter("filter[assignee]"))
    question.assignee = *assignee == "me" ? caller.name() : *assignee == "none" ? "" : std::string(*assignee);
  if (auto const overdue = request.parameter("filter[overdue]")) {
    if (*overdue != "true" && *overdue != "false") return invalid("filter[overdue]", "must be true or false");
    question.overdue = *overdue == "true";
  }
  return {};
}

Result<Question> question_of(tandem::Request const& request, Policies const& policies, tandem::Caller const& caller) {
  if (auto ok = only(request, {"filter[type]", "filter[locale]", "filter[state]", "filter[assignee]",
                               "filter[overdue]", "page[size]", "page[after]"});
      !ok)
    return ok.error();
  Question question;
  if (auto ok = read_filters(question, request, policies, caller); !ok) return ok.error();
  Result<std::size_t> const size = number_of(request, "page[size]", default_page, 1, largest_page);
  if (!size) return size.error();
  question.size = *size;
  auto const after = request.parameter("page[after]");
  if (!after) return question;
  Error wrong{ErrorCode::invalid_cursor, "is no cursor of this list: take it from links.next"};
  wrong.parameter = "page[after]";
  std::size_t const first = after->find(','), second = after->find(',', first == after->npos ? first : first + 1);
  if (second == after->npos || !tandem::parse_timestamp(after->substr(0, first)) ||
      !EntryId::parse(after->substr(first + 1, second - first - 1)) || !Locale::parse(after->substr(second + 1)))
    return wrong;
  question.after = std::string(*after);
  return question;
}

json::value or_null(std::optional<std::string> const& text) {
  return text ? json::value(*text) : json::value(nullptr);
}

json::object item_json(Item const& item, Words const& words) {
  return {{"type", "translation_task"},
          {"id", item.entry + ":" + item.locale},
          {"attributes",
           {{"entry", item.entry},
            {"entry_type", item.type},
            {"title", item.title},
            {"locale", item.locale},
            {"state", item.state},
            {"status", item.status},
            {"source", or_null(item.source)},
            {"since", or_null(item.since)},
            {"due", or_null(item.due)},
            {"overdue", item.overdue},
            {"assignee", or_null(item.assignee)},
            {"note", or_null(item.note)},
            {"fields", item.fields},
            {"words", {{"new", words.fresh}, {"changed", words.changed}, {"repeated", words.repeated}}}}}};
}

bool may_see(Item const& item, tandem::Caller const& caller) {
  Subject subject = subject_of(item.type, item.organisation, EntryId::parse(item.entry).value(),
                               Locale::parse(item.locale).value());
  if (!caller.may("entry.read", subject)) return false;
  if (!item.source) return true;
  subject.locale = Locale::parse(*item.source).value();
  return caller.may("entry.read", subject);
}

} // namespace

Result<std::vector<Item>> items(Storage& storage, Policies const& policies, Question const& question) {
  Result<Rows> const rows =
      storage.read({statement(),
                    {array_of(question.locales), question.type, json::serialize(policies.grace_days()),
                     question.state, question.assignee, question.overdue ? "t" : "f", question.after,
                     std::to_string(question.size + 1), question.visible}});
  if (!rows) return rows.error();
  std::vector<Item> found;
  for (Row const& row : *rows) found.push_back(item_of(row));
  return found;
}

Result<tandem::Response> answer_queue(Storage& storage, Policies const& policies, tandem::Request const& request,
                                      tandem::Caller const& caller) {
  Result<Question> question = question_of(request, policies, caller);
  if (!question) return question.error();
  question->visible = json::serialize(caller.visible());
  std::size_t const wanted = question->size;
  question->size = std::max(wanted, least_at_once); // each piece costs a walk over all that there is to do
  std::vector<Item> page;
  bool more = false;
  // What the caller may not see leaves no gap: the page is filled from what follows.
  for (bool last = false; !last && !more;) {
    Result<std::vector<Item>> found = items(storage, policies, *question);
    if (!found) return found.error();
    last = found->size() <= question->size;
    for (Item& item : *found) {
      if (!may_see(item, caller)) continue;
      more = page.size() == wanted;
      if (more) break;
      page.push_back(std::move(item));
    }
    if (!last) question->after = cursor_of(found->back());
  }
  Result<std::vector<Words>> const words = words_of(storage, page);
  if (!words) return words.error();
  json::array data;
  for (std::size_t i = 0; i < page.size(); ++i) data.push_back(item_json(page[i], (*words)[i]));
  json::value next = nullptr;
  if (more) next = next_address(request, cursor_of(page.back()));
  return document(200, std::move(data), {{"self", request.target}, {"next", std::move(next)}});
}

tandem::RouteDoc queue_doc() {
  tandem::RouteDoc doc{"What there is to translate or to publish, with words, due date and assignee; what has waited "
                       "for longest comes first"};
  json::object const text{{"type", "string"}};
  doc.parameters = {
      {"filter[type]", "content type", false, text, "page"},
      {"filter[locale]", "to be translated into this language", false, text, "fr"},
      {"filter[state]",
       "to_translate: the draft is missing or stale; to_publish: it is done, and not public",
       false,
       {{"type", "string"}, {"enum", {"to_translate", "to_publish"}}},
       "to_translate"},
      {"filter[assignee]", "name of an account; me; none", false, text, "none"},
      {"filter[overdue]", "past its due date", false, {{"type", "boolean"}}, true},
      {"page[size]", "tasks on a page", false, {{"type", "integer"}, {"minimum", 1}, {"maximum", largest_page}}, 10},
      {"page[after]", "cursor of the page before", false, text, nullptr}};
  return doc;
}

} // namespace translation::work
