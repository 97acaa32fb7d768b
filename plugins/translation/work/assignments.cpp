#include "assignments.hpp"

#include "answer.hpp"
#include "cells.hpp"

#include <algorithm>

namespace translation::work {
namespace {

namespace json = boost::json;
using provenance::Policies;
using tandem::EntryId;
using tandem::Error;
using tandem::ErrorCode;
using tandem::Locale;
using tandem::Result;
using tandem::Rows;
using tandem::Storage;
using tandem::Subject;

constexpr std::size_t longest_note = 2000; // bytes

struct Assignment {
  std::string assignee, note;
  std::optional<std::string> due;
};

/// The variant that the address names, if the caller may assign it; `not_found` for what they may not see.
Result<std::pair<std::string, std::string>> variant_of(Storage& storage, Policies const& policies,
                                                       tandem::Request const& request, tandem::Caller const& caller) {
  Error const none{ErrorCode::not_found, "there is no such entry"};
  Result<EntryId> const id = EntryId::parse(request.capture("id"));
  Result<Locale> const locale = Locale::parse(request.capture("locale"));
  auto const& known = policies.locales();
  if (!id || !locale || std::find(known.begin(), known.end(), *locale) == known.end()) return none;
  Result<Rows> const rows = storage.read({"select e.type, e.organisation from tandem.entry e "
                                          "join tandem.content_type t on t.name = e.type and t.localised "
                                          "where e.id = $1::uuid and e.deleted_at is null",
                                          {id->text()}});
  if (!rows) return rows.error();
  if (rows->empty()) return none;
  Subject const subject = subject_of(rows->front()[0], rows->front()[1], *id, *locale);
  if (!caller.may("entry.read", subject)) return none;
  if (auto ok = caller.require("translation.assign", subject); !ok) return ok.error();
  return std::pair(id->text(), locale->text());
}

Result<Assignment> assignment_of(Storage& storage, tandem::Request const& request) {
  Result<json::object> const attributes = attributes_of(request, "assignment", {"assignee", "due", "note"});
  if (!attributes) return attributes.error();
  std::string const at = "/data/attributes/";
  Assignment assignment{std::string(tandem::string_member(*attributes, "assignee")),
                        std::string(tandem::string_member(*attributes, "note")), std::nullopt};
  if (assignment.assignee.empty())
    return Error{ErrorCode::malformed_document, "must be the name of an account", at + "assignee"};
  if (assignment.note.size() > longest_note)
    return Error{ErrorCode::malformed_document, "must have at most " + std::to_string(longest_note) + " bytes",
                 at + "note"};
  json::value const* due = attributes->if_contains("due");
  if (due == nullptr || due->is_null()) return assignment;
  std::string const date(tandem::string_member(*attributes, "due"));
  if (date.size() != 10 || !tandem::parse_timestamp(date))
    return Error{ErrorCode::malformed_document, "must be a date like 2027-01-31", at + "due"};
  Result<Rows> const past = storage.read({"select $1::date < tandem_translation.day_of(now())", {date}});
  if (!past) return past.error();
  if (past->front()[0] == "t") return Error{ErrorCode::invalid_content, "lies in the past", at + "due"};
  assignment.due = date;
  return assignment;
}

} // namespace

Result<tandem::Response> put_assignment(Storage& storage, Policies const& policies, tandem::Request const& request,
                                        tandem::Caller const& caller) {
  if (auto ok = only(request, {}); !ok) return ok.error();
  auto const variant = variant_of(storage, policies, request, caller);
  if (!variant) return variant.error();
  Result<Assignment> const assignment = assignment_of(storage, request);
  if (!assignment) return assignment.error();
  Result<Rows> const stored = storage.write(
      {{"insert into tandem_translation.assignment (entry, locale, assignee, due, note, assigned_by) "
        "select $1::uuid, $2, a.name, $4::date, $5, $6 from tandem.account a where a.name = $3 and not a.disabled "
        "on conflict (entry, locale) do update set assignee = excluded.assignee, due = excluded.due, "
        "note = excluded.note, assigned_by = excluded.assigned_by, assigned_at = excluded.assigned_at returning "
        "assignee",
        {variant->first, variant->second, assignment->assignee, assignment->due, assignment->note, caller.name()}}});
  if (!stored) return stored.error();
  if (stored->empty())
    return Error{ErrorCode::invalid_content, "there is no account \"" + assignment->assignee + "\" that is enabled",
                 "/data/attributes/assignee"};
  return document(200, json::object{{"type", "assignment"},
                                    {"id", variant->first + ":" + variant->second},
                                    {"attributes",
                                     {{"entry", variant->first},
                                      {"locale", variant->second},
                                      {"assignee", assignment->assignee},
                                      {"due", assignment->due ? json::value(*assignment->due) : json::value(nullptr)},
                                      {"note", assignment->note},
                                      {"assigned_by", caller.name()}}}});
}

Result<tandem::Response> delete_assignment(Storage& storage, Policies const& policies, tandem::Request const& request,
                                           tandem::Caller const& caller) {
  if (auto ok = only(request, {}); !ok) return ok.error();
  auto const variant = variant_of(storage, policies, request, caller);
  if (!variant) return variant.error();
  Result<Rows> const gone = storage.write({{"delete from tandem_translation.assignment "
                                            "where entry = $1::uuid and locale = $2 returning assignee",
                                            {variant->first, variant->second}}});
  if (!gone) return gone.error();
  if (gone->empty()) return Error{ErrorCode::not_found, "nobody is assigned to it"};
  return tandem::Response{204};
}

tandem::RouteDoc put_doc() {
  tandem::RouteDoc doc{"Say who translates an entry into a language, until when"};
  json::object const text{{"type", "string"}};
  doc.request_body = {
      {"type", "object"},
      {"required", {"data"}},
      {"properties",
       {{"data",
         {{"type", "object"},
          {"required", {"type", "attributes"}},
          {"properties",
           {{"type", {{"const", "assignment"}}},
            {"attributes",
             {{"type", "object"},
              {"required", json::array{"assignee"}},
              {"properties",
               {{"assignee", text}, {"due", {{"type", "string"}, {"format", "date"}}}, {"note", text}}}}}}}}}}}};
  return doc;
}

} // namespace translation::work
