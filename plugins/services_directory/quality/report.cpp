#include "report.hpp"

#include "../answer.hpp"
#include "check.hpp"
#include "messages.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>

namespace directory::quality {
namespace {

namespace json = boost::json;
using tandem::Error;
using tandem::ErrorCode;
using tandem::Result;
using tandem::Rows;

bool is_id(std::string_view text) {
  auto const id = tandem::Uuid::parse(text);
  return id && id->text() == text; // it is compared as text
}

/// A cursor is the place of the last finding in the order of the list: its entry and its own id.
constexpr std::size_t cursor_length = 73;
bool is_cursor(std::string_view text) {
  return text.size() == cursor_length && text[36] == '.' && is_id(text.substr(0, 36)) && is_id(text.substr(37));
}

/// The rows of a question: those of $1 days in zone $2, of type $3, owner $4 and locale $5.
constexpr char const* chosen =
    " from tandem_services_directory.quality_findings($1::integer, $2) f where ($3 = '' or f.type = $3) and ($4 = '' "
    "or coalesce(f.owner::text, 'coordinators') = $4) and ($5 = '' or f.locale = $5)";

std::vector<std::optional<std::string>> values_of(QualitySettings const& settings, ReportQuestion const& question) {
  return {std::to_string(settings.verify_every.count()), std::string(time_zone), question.type, question.owner,
          question.locale};
}

ReportRow row_of(std::vector<std::optional<std::string>> const& cells, QualitySettings const& settings) {
  auto const text = [&](std::size_t i) { return cells.at(i).value_or(""); };
  ReportRow row{text(0), text(1), text(2),  text(3), text(5),  text(6),
                text(7), text(8), text(11), text(4), text(13), {text(9), text(10)}};
  if (row.kind == name_of(Kind::overdue))
    row.message = overdue_message(cells.at(12) ? day_of(*cells.at(12)) : std::nullopt, settings.verify_every);
  return row;
}

Result<void> add_rows(Report& report, tandem::Storage& storage, QualitySettings const& settings,
                      ReportQuestion const& question) {
  auto values = values_of(settings, question);
  values.emplace_back(question.kind);
  values.emplace_back(question.after.substr(0, question.after.find('.')));
  values.emplace_back(question.after.empty() ? "" : question.after.substr(37));
  values.emplace_back(std::to_string(question.size + 1)); // one more tells whether there is another page
  Result<Rows> const rows = storage.read(
      {"select f.id, f.kind, f.entry, f.type, f.owner, f.locale, f.field, f.pointer, f.subject, f.nl, f.fr, "
       "to_char(f.since at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), f.verified_on::text, (select "
       "coalesce(data ->> 'name', data ->> 'title') from tandem.published p where p.entry = f.entry order by locale "
       "desc limit 1)" +
           std::string(chosen) +
           " and ($6 = '' or f.kind = $6) and ($7 = '' or (f.entry, f.id) > (nullif($7, '')::uuid, nullif($8, "
           "'')::uuid)) order by f.entry, f.id limit $9::integer",
       values});
  if (!rows) return rows.error();
  for (auto const& cells : *rows) report.rows.push_back(row_of(cells, settings));
  if (report.rows.size() > question.size) {
    report.rows.pop_back();
    report.next = report.rows.back().entry + "." + report.rows.back().id;
  }
  return {};
}

Result<void> add_counts(Report& report, tandem::Storage& storage, QualitySettings const& settings,
                        ReportQuestion const& question) {
  Result<Rows> const rows = storage.read(
      {"select f.kind, count(*)" + std::string(chosen) + " group by f.kind", values_of(settings, question)});
  if (!rows) return rows.error();
  for (std::string_view const kind : kind_names) report.counts[std::string(kind)] = 0;
  for (auto const& row : *rows) report.counts[row[0].value()] = std::stoull(row[1].value());
  return {};
}

Result<void> add_check(Report& report, tandem::Storage& storage) {
  Result<Rows> const rows =
      storage.read({"select to_char(ran_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), links, "
                    "to_char(links_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') from "
                    "tandem_services_directory.quality_check"});
  if (!rows) return rows.error();
  if (!rows->empty()) {
    report.ran_at = rows->front()[0].value_or("");
    report.links = rows->front()[1].value_or("");
    report.links_at = rows->front()[2].value_or("");
  }
  std::size_t all = 0;
  for (auto const& [kind, count] : report.counts) all += count;
  report.message = check_message(!rows->empty(), report.links, all);
  return {};
}

json::value or_null(std::string const& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

json::object message_json(Message const& message) { return {{"nl", message.nl}, {"fr", message.fr}}; }

json::object row_json(ReportRow const& row) {
  json::value owner = nullptr;
  if (!row.owner.empty()) owner = {{"type", "organisation"}, {"id", row.owner}};
  return {
      {"type", "finding"},
      {"id", row.id},
      {"attributes",
       {{"kind", row.kind},
        {"entry_type", row.type},
        {"entry_name", or_null(row.name)},
        {"locale", row.locale},
        {"field", or_null(row.field)},
        {"pointer", row.pointer},
        {"subject", or_null(row.subject)},
        {"message", message_json(row.message)},
        {"since", row.since}}},
      {"relationships",
       {{"entry", {{"data", {{"type", row.type}, {"id", row.entry}}}}}, {"owner", {{"data", std::move(owner)}}}}}};
}

/// The value of one parameter, checked.
Result<void> take(ReportQuestion& question, std::string const& name, std::string const& value) {
  if (name == "filter[kind]") {
    if (std::find(kind_names.begin(), kind_names.end(), value) == kind_names.end())
      return invalid(name, "there is no such kind of finding");
    question.kind = value;
  } else if (name == "filter[type]") {
    if (value.empty() || value.size() > 64 ||
        value.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") != std::string::npos)
      return invalid(name, "is not the name of a content type");
    question.type = value;
  } else if (name == "filter[owner]") {
    if (value != "coordinators" && !is_id(value))
      return invalid(name, "must be the id of an organisation, or coordinators");
    question.owner = value;
  } else if (name == "filter[locale]") {
    if (value != "nl" && value != "fr" && value != "shared") return invalid(name, "must be nl, fr or shared");
    question.locale = value;
  } else if (name == "page[size]") {
    bool const number = !value.empty() && value.size() <= 3 && value.find_first_not_of("0123456789") == value.npos;
    question.size = number ? std::stoul(value) : 0;
    if (question.size < 1 || question.size > largest_page)
      return invalid(name, "must be a whole number from 1 to " + std::to_string(largest_page));
  } else if (name == "page[after]") {
    Error error{ErrorCode::invalid_cursor, "is no cursor of this list"};
    error.parameter = name;
    if (!is_cursor(value)) return error;
    question.after = value;
  } else {
    return invalid(name, "is not a parameter of this list");
  }
  return {};
}

Result<ReportQuestion> question_of(tandem::Request const& request) {
  ReportQuestion question;
  for (auto parameter = request.query.begin(); parameter != request.query.end(); ++parameter) {
    for (auto earlier = request.query.begin(); earlier != parameter; ++earlier)
      if (earlier->name == parameter->name) return invalid(parameter->name, "must not come twice");
    if (auto ok = take(question, parameter->name, parameter->value); !ok) return ok.error();
  }
  return question;
}

/// What a client asks for the next page: all filters stay.
std::string address_of(ReportQuestion const& question, std::string const& after) {
  std::string address = "/services/v1/quality?page%5Bsize%5D=" + std::to_string(question.size);
  for (auto const& [name, value] : {std::pair{"kind", question.kind},
                                    {"type", question.type},
                                    {"owner", question.owner},
                                    {"locale", question.locale}})
    if (!value.empty()) address += "&filter%5B" + std::string(name) + "%5D=" + value;
  return after.empty() ? address : address + "&page%5Bafter%5D=" + after;
}

} // namespace

Result<Report> read_report(tandem::Storage& storage, QualitySettings const& settings,
                           ReportQuestion const& question) {
  Report report;
  if (auto ok = add_rows(report, storage, settings, question); !ok) return ok.error();
  if (auto ok = add_counts(report, storage, settings, question); !ok) return ok.error();
  if (auto ok = add_check(report, storage); !ok) return ok.error();
  return report;
}

json::object report_json(Report const& report) {
  json::array data;
  for (ReportRow const& row : report.rows) data.push_back(row_json(row));
  json::object counts;
  for (auto const& [kind, count] : report.counts) counts[kind] = count;
  return {{"jsonapi", {{"version", "1.1"}}},
          {"data", std::move(data)},
          {"meta",
           {{"counts", std::move(counts)},
            {"check",
             {{"ran_at", or_null(report.ran_at)},
              {"links", or_null(report.links)},
              {"links_checked_at", or_null(report.links_at)},
              {"message", message_json(report.message)}}}}}};
}

Result<tandem::Response> answer_report(tandem::Storage& storage, QualitySettings const& settings,
                                       tandem::Request const& request) {
  Result<ReportQuestion> const question = question_of(request);
  if (!question) return question.error();
  Result<Report> const report = read_report(storage, settings, *question);
  if (!report) return report.error();
  json::object document = report_json(*report);
  json::value next = nullptr;
  if (!report->next.empty()) next = address_of(*question, report->next);
  document["links"] = {{"self", address_of(*question, question->after)}, {"next", std::move(next)}};
  return tandem::Response{200,
                          {{"Content-Type", "application/vnd.api+json"}, {"Cache-Control", "private, no-store"}},
                          json::serialize(document) + "\n"};
}

tandem::RouteDoc report_doc() {
  json::array kinds;
  for (std::string_view const kind : kind_names) kinds.emplace_back(kind);
  tandem::RouteDoc doc{
      "What is overdue, broken, impossible or different between the languages, with who can mend it"};
  doc.parameters = {{"filter[kind]", "kind of finding", false, {{"type", "string"}, {"enum", kinds}}, "overdue"},
                    {"filter[type]", "content type of the entry", false, {{"type", "string"}}, "service"},
                    {"filter[owner]",
                     "id of the organisation whose entry it is, or coordinators",
                     false,
                     {{"type", "string"}},
                     "coordinators"},
                    {"filter[locale]",
                     "language in which it is to be mended, or shared",
                     false,
                     {{"type", "string"}, {"enum", {"nl", "fr", "shared"}}},
                     "shared"},
                    {"page[size]",
                     "findings on a page",
                     false,
                     {{"type", "integer"}, {"minimum", 1}, {"maximum", largest_page}},
                     5},
                    {"page[after]", "cursor of the page before", false, {{"type", "string"}}, nullptr}};
  return doc;
}

} // namespace directory::quality
