#include "checks/routes.hpp"

#include "answer.hpp"
#include "cells.hpp"

namespace translation::checks {
namespace {

namespace json = tandem::json;
using tandem::EntryId;
using tandem::Error;
using tandem::ErrorCode;
using tandem::Locale;
using tandem::Request;
using tandem::Response;
using tandem::Result;
using tandem::Storage;

constexpr std::size_t usual_page = 25, largest_page = 200; // entries

void add(json::array& data, CheckPolicy const& policy, EntryFindings const& found) {
  std::size_t number = 0;
  for (Finding const& finding : found.findings) {
    json::object attributes = finding_json(policy, finding);
    attributes["pointer"] = finding.pointer;
    data.push_back({{"type", "finding"},
                    {"id", found.entry.text() + ":" + std::to_string(++number)},
                    {"attributes", std::move(attributes)},
                    {"relationships", {{"entry", {{"data", {{"type", found.type}, {"id", found.entry.text()}}}}}}}});
  }
}

} // namespace

Result<Response> answer_findings(Storage& storage, CheckSettings const& settings, Request const& request) {
  if (auto ok = only(request, {"filter[type]", "page[size]", "page[after]"}); !ok) return ok.error();
  PublicQuestion question;
  Result<std::optional<std::string>> const type = word_of(request, "filter[type]");
  if (!type) return type.error();
  question.type = type->value_or("");
  Result<std::size_t> const size = number_of(request, "page[size]", usual_page, 1, largest_page);
  if (!size) return size.error();
  if (auto const after = request.parameter("page[after]")) {
    auto const id = EntryId::parse(*after);
    if (!id) {
      Error wrong{ErrorCode::invalid_cursor, "is no cursor of this list: take it from links.next"};
      wrong.parameter = "page[after]";
      return wrong;
    }
    question.after = *id;
  }
  std::vector<EntryFindings> page;
  bool more = false;
  auto const checked = check_public(storage, settings, question, [&](EntryFindings const& found) {
    more = page.size() == *size;
    if (!more) page.push_back(found);
    return !more;
  });
  if (!checked && checked.error().code == ErrorCode::not_found)
    return invalid("filter[type]", checked.error().detail);
  if (!checked) return checked.error();
  json::array data;
  for (EntryFindings const& found : page) add(data, settings.policy, found);
  json::value next = nullptr;
  if (more) next = next_address(request, page.back().entry.text());
  return document(200, std::move(data), {{"self", request.target}, {"next", std::move(next)}});
}

tandem::RouteDoc findings_doc() {
  tandem::RouteDoc doc{"What the languages of public entries say differently, entry by entry"};
  doc.parameters = {{"filter[type]", "content type", false, {{"type", "string"}}, "service"},
                    {"page[size]",
                     "entries on a page",
                     false,
                     {{"type", "integer"}, {"minimum", 1}, {"maximum", largest_page}},
                     10},
                    {"page[after]", "cursor of the page before", false, {{"type", "string"}}, nullptr}};
  return doc;
}

Result<Response> answer_draft_findings(Storage& storage, CheckSettings const& settings,
                                       std::vector<Locale> const& locales, Request const& request,
                                       tandem::Caller const& caller) {
  if (auto ok = only(request, {}); !ok) return ok.error();
  Error const none{ErrorCode::not_found, "there is no such entry"};
  auto const id = EntryId::parse(request.capture("id"));
  if (!id) return none;
  auto const rows = storage.read(
      {"select type, organisation from tandem.entry where id = $1::uuid and deleted_at is null", {id->text()}});
  if (!rows) return rows.error();
  if (rows->empty()) return none;
  tandem::Subject subject = subject_of(rows->front()[0], rows->front()[1], *id, Locale::shared());
  bool known = caller.may("entry.read", subject);
  std::vector<Locale> readable;
  for (Locale const& locale : locales) {
    subject.locale = locale;
    if (!caller.may("entry.read", subject)) continue;
    readable.push_back(locale);
    known = true;
  }
  if (!known) return none;
  Result<std::vector<Finding>> findings = check_drafts(storage, settings, *id, readable);
  if (!findings) return findings.error();
  json::array data;
  add(data, settings.policy, {*id, subject.type, std::move(*findings)});
  return document(200, std::move(data), {{"self", request.target}});
}

tandem::RouteDoc draft_findings_doc() {
  return {"What the languages of an entry's drafts say differently: what will be warned of or refused when they are "
          "published"};
}

} // namespace translation::checks
