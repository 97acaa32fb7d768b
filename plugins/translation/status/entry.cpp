#include "entry.hpp"

#include "answer.hpp"
#include "cells.hpp"
#include "language.hpp"
#include "provenance/difference.hpp"
#include "provenance/revisions.hpp"

namespace translation::status {
namespace {

namespace json = boost::json;
using tandem::EntryId;
using tandem::Error;
using tandem::ErrorCode;
using tandem::Locale;
using tandem::Result;
using tandem::Row;
using tandem::Rows;
using tandem::Storage;
using tandem::Subject;

/// Of every field that is behind, the source's revisions then and now.
std::vector<provenance::RevisionKey> sources_of(std::string const& entry, json::object const& languages) {
  std::vector<provenance::RevisionKey> wanted;
  for (auto const& language : languages)
    if (json::value const* fields = language.value().as_object().if_contains("fields"))
      provenance::add_sources(wanted, entry, fields->as_object());
  return wanted;
}

void add_difference(json::object& standing, provenance::Revisions const& revisions, std::string const& entry,
                    std::string_view field) {
  auto const then = provenance::source_then(entry, standing);
  std::string const before = then ? provenance::text_in(revisions, *then, field) : "";
  std::string const after = provenance::text_in(revisions, provenance::source_now(entry, standing), field);
  json::array parts;
  for (provenance::Part const& part : provenance::difference(before, after))
    parts.push_back({{"change", name_of(part.change)}, {"text", part.text}});
  standing["difference"] = std::move(parts);
}

/// The languages that the caller may read; `not_found` when they may read nothing of the entry.
Result<json::object> readable(Row const& row, provenance::Policies const& policies, Subject subject,
                              tandem::Caller const& caller) {
  json::object const drafts = object_in(row[2]), open = object_in(row[3]), due = object_in(row[4]);
  json::object languages;
  for (Locale const& locale : policies.locales()) {
    subject.locale = locale;
    if (caller.may("entry.read", subject)) languages[locale.text()] = language_json(locale, drafts, open, due);
  }
  // Who may read what the languages share knows of the entry, and of none of its languages.
  subject.locale = Locale::shared();
  if (languages.empty() && !caller.may("entry.read", subject))
    return Error{ErrorCode::not_found, "there is no such entry"};
  return languages;
}

} // namespace

Result<tandem::Response> answer_entry(Storage& storage, provenance::Policies const& policies,
                                      tandem::Request const& request, tandem::Caller const& caller) {
  if (auto ok = only(request, {}); !ok) return ok.error();
  Error const none{ErrorCode::not_found, "there is no such entry"};
  Result<EntryId> const id = EntryId::parse(request.capture("id"));
  if (!id) return none;
  Result<Rows> const rows = storage.read(
      {"select e.type, e.organisation, "
       "(select jsonb_object_agg(s.locale, " +
           language_sql("s") +
           ") from tandem_translation.standing s where s.entry = e.id), "
           "(select jsonb_object_agg(p.locale, " +
           language_sql("p") + ") from tandem_translation.period p where p.entry = e.id and upper_inf(p.during)), " +
           due_sql("e", "$2", "$3") +
           " from tandem.entry e join tandem.content_type t on t.name = e.type and t.localised "
           "where e.id = $1::uuid and e.deleted_at is null",
       {id->text(), array_of(policies.locales()), json::serialize(policies.grace_days())}});
  if (!rows) return rows.error();
  if (rows->empty()) return none;
  Row const& row = rows->front();
  Subject subject = subject_of(row[0], row[1], *id);
  Result<json::object> languages = readable(row, policies, subject, caller);
  if (!languages) return languages.error();
  auto const revisions = provenance::read_revisions(storage, sources_of(id->text(), *languages));
  if (!revisions) return revisions.error();
  for (auto& language : *languages) {
    json::object& shown = language.value().as_object();
    if (json::value* fields = shown.if_contains("fields"))
      for (auto& field : fields->as_object()) {
        json::object& standing = field.value().as_object();
        subject.locale = Locale::parse(standing.at("source").as_string()).value();
        if (caller.may("entry.read", subject)) add_difference(standing, *revisions, id->text(), field.key());
      }
  }
  json::object const data{{"type", "translation"},
                          {"id", id->text()},
                          {"attributes", {{"entry_type", subject.type}, {"locales", std::move(*languages)}}}};
  return document(200, data, {{"self", request.target}});
}

tandem::RouteDoc entry_doc() {
  return {
      "How an entry stands in each language: which fields are behind which language, since when, and what changed "
      "there word by word"};
}

} // namespace translation::status
