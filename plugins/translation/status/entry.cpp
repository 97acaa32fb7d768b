#include "entry.hpp"

#include "answer.hpp"
#include "language.hpp"
#include "provenance/difference.hpp"

namespace translation::status {
namespace {

namespace json = boost::json;
using provenance::Policy;
using tandem::EntryId;
using tandem::Error;
using tandem::ErrorCode;
using tandem::Locale;
using tandem::Result;
using tandem::Rows;
using tandem::Storage;
using tandem::Subject;

/// The data of revisions of one entry, by "nl:3".
using Revisions = std::map<std::string, json::value>;

std::string named(std::string_view locale, std::int64_t number) {
  return std::string(locale) + ":" + std::to_string(number);
}

/// Of every field that is behind, the source's revisions then and now.
std::vector<std::string> sources_of(json::object const& languages) {
  std::vector<std::string> names;
  for (auto const& language : languages) {
    json::value const* fields = language.value().as_object().if_contains("fields");
    if (fields == nullptr) continue;
    for (auto const& field : fields->as_object()) {
      json::object const& standing = field.value().as_object();
      std::string_view const source = standing.at("source").as_string();
      names.push_back(named(source, standing.at("now").as_int64()));
      if (standing.contains("then")) names.push_back(named(source, standing.at("then").as_int64()));
    }
  }
  return names;
}

Result<Revisions> read_revisions(Storage& storage, std::string const& entry, std::vector<std::string> const& names) {
  Revisions revisions;
  if (names.empty()) return revisions;
  json::array const list(names.begin(), names.end());
  Result<Rows> const rows = storage.read({"select r.locale || ':' || r.number, r.data from tandem.revision r "
                                          "where r.entry = $1::uuid and r.locale || ':' || r.number in "
                                          "(select jsonb_array_elements_text($2::jsonb))",
                                          {entry, json::serialize(list)}});
  if (!rows) return rows.error();
  for (auto const& row : *rows) revisions.emplace(row[0].value(), json::parse(row[1].value()));
  return revisions;
}

/// What a field of a revision says; nothing when there is no such revision.
std::string text_in(Revisions const& revisions, std::string const& name, std::string_view field) {
  auto const found = revisions.find(name);
  if (found == revisions.end()) return "";
  return provenance::text_of(found->second.as_object().if_contains(field));
}

void add_difference(json::object& standing, Revisions const& revisions, std::string_view field) {
  std::string_view const source = standing.at("source").as_string();
  std::string const before = standing.contains("then")
                                 ? text_in(revisions, named(source, standing.at("then").as_int64()), field)
                                 : std::string();
  std::string const after = text_in(revisions, named(source, standing.at("now").as_int64()), field);
  json::array parts;
  for (provenance::Part const& part : provenance::difference(before, after))
    parts.push_back({{"change", name_of(part.change)}, {"text", part.text}});
  standing["difference"] = std::move(parts);
}

/// The languages that the caller may read; `not_found` when there is none.
Result<json::object> readable(json::object const& rows, Policy const& policy, provenance::Policies const& policies,
                              Subject subject, tandem::Caller const& caller) {
  json::object languages;
  for (Locale const& locale : policies.locales()) {
    subject.locale = locale;
    if (caller.may("entry.read", subject))
      languages[locale.text()] = language_json(rows.if_contains(locale.text()), policy);
  }
  if (languages.empty()) return Error{ErrorCode::not_found, "there is no such entry"};
  return languages;
}

} // namespace

Result<tandem::Response> answer_entry(Storage& storage, provenance::Policies const& policies,
                                      tandem::Request const& request, tandem::Caller const& caller) {
  if (auto ok = only(request, {}); !ok) return ok.error();
  Error const none{ErrorCode::not_found, "there is no such entry"};
  Result<EntryId> const id = EntryId::parse(request.capture("id"));
  if (!id) return none;
  Result<Rows> const rows =
      storage.read({"select e.type, e.organisation, "
                    "(select jsonb_object_agg(s.locale, " +
                        language_sql("s") +
                        ") from tandem_translation.standing s where s.entry = e.id), "
                        "(select jsonb_object_agg(p.locale, " +
                        language_sql("p") +
                        ") from tandem_translation.period p where p.entry = e.id and upper_inf(p.during)) "
                        "from tandem.entry e join tandem.content_type t on t.name = e.type and t.localised "
                        "where e.id = $1::uuid and e.deleted_at is null",
                    {id->text()}});
  if (!rows) return rows.error();
  if (rows->empty()) return none;
  auto const& row = rows->front();
  Subject subject{row[0].value(), *id, std::nullopt, std::nullopt};
  if (row[1]) subject.organisation = EntryId::parse(*row[1]).value();
  Policy const policy = policies.of(subject.type);
  json::object const drafts = row[2] ? json::parse(*row[2]).as_object() : json::object{};
  json::object const open = row[3] ? json::parse(*row[3]).as_object() : json::object{};
  Result<json::object> languages = readable(drafts, policy, policies, subject, caller);
  if (!languages) return languages.error();
  Result<Revisions> const revisions = read_revisions(storage, id->text(), sources_of(*languages));
  if (!revisions) return revisions.error();
  for (auto& language : *languages) {
    json::object& shown = language.value().as_object();
    if (json::value* fields = shown.if_contains("fields"))
      for (auto& field : fields->as_object()) {
        json::object& standing = field.value().as_object();
        subject.locale = Locale::parse(standing.at("source").as_string()).value();
        if (caller.may("entry.read", subject)) add_difference(standing, *revisions, field.key());
      }
    json::value const* of_public = open.if_contains(language.key());
    shown["public"] = of_public == nullptr ? json::value(nullptr) : json::value(language_json(of_public, policy));
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
