#include "checks/published.hpp"

#include "cells.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace translation::checks {
namespace {

namespace json = tandem::json;
using segments::TextField;
using tandem::EntryId;
using tandem::Locale;
using tandem::Result;
using tandem::Rows;
using tandem::Storage;

/// The text fields of content types, read when first asked for.
class Fields {
public:
  explicit Fields(Storage& storage) : storage_(storage) {}

  Result<std::vector<TextField> const*> of(std::string const& type) {
    auto known = known_.find(type);
    if (known == known_.end()) {
      Result<Rows> const rows =
          storage_.read({"select schema::text from tandem.content_type where name = $1", {type}});
      if (!rows) return rows.error();
      std::vector<TextField> fields;
      if (!rows->empty()) fields = segments::text_fields(tandem::stored_json(rows->front()[0].value()).as_object());
      known = known_.emplace(type, std::move(fields)).first;
    }
    return &known->second;
  }

private:
  Storage& storage_;
  std::map<std::string, std::vector<TextField>> known_;
};

/// An entry as it is public: entry, type, locale, data of each row, those of an entry together.
Result<void> check_rows(Rows const& rows, Fields& fields, CheckSettings const& settings,
                        std::function<bool(EntryFindings const&)> const& take) {
  for (auto row = rows.begin(); row != rows.end();) {
    std::string const entry = (*row)[0].value(), type = (*row)[1].value();
    std::map<Locale, json::object> documents;
    for (; row != rows.end() && (*row)[0].value() == entry; ++row)
      documents.emplace(Locale::parse((*row)[2].value()).value(), tandem::stored_json((*row)[3].value()).as_object());
    Result<std::vector<TextField> const*> const of_type = fields.of(type);
    if (!of_type) return of_type.error();
    std::vector<Finding> findings = findings_of(settings, type, **of_type, documents);
    if (!findings.empty() && !take({EntryId::parse(entry).value(), type, std::move(findings)})) return {};
  }
  return {};
}

constexpr std::size_t at_once = 200; // entries in a statement: none takes long, whatever the size of the site

/// What a finding says, wherever in time.
using Said = std::tuple<Kind, std::string, std::string, std::string, std::string, std::string>;
Said said(Finding const& one) { return {one.kind, one.locale, one.other, one.pointer, one.here, one.there}; }

/// What was found in these entries already, as they were public before the transaction: what it has not brought is no
/// reason to refuse it, or nothing could be corrected beside an older mistake.
Result<std::map<EntryId, std::set<Said>>> found_before(Storage& transaction, std::string const& entries,
                                                       Fields& fields, CheckSettings const& settings) {
  Result<Rows> const rows = transaction.read(
      {"select p.entry, e.type, p.locale, r.data::text from tandem.publication p "
       "join tandem.entry e on e.id = p.entry join tandem.bundle b on b.id = p.bundle "
       "left join tandem.bundle c on c.id = p.closed_by "
       "join tandem.revision r on r.entry = p.entry and r.locale = p.locale and r.number = p.revision "
       "where p.entry = any ($1::uuid[]) and p.locale <> 'shared' and b.xmin <> pg_current_xact_id()::xid "
       "and (upper_inf(p.during) or c.xmin = pg_current_xact_id()::xid) order by p.entry, p.locale",
       {entries}});
  if (!rows) return rows.error();
  std::map<EntryId, std::set<Said>> before;
  auto const checked = check_rows(*rows, fields, settings, [&](EntryFindings const& found) {
    for (Finding const& one : found.findings) before[found.entry].insert(said(one));
    return true;
  });
  if (!checked) return checked.error();
  return before;
}

} // namespace

Result<void> refuse_public(Storage& transaction, std::optional<std::vector<EntryId>> const& entries,
                           CheckSettings const& settings) {
  if (!entries) return {};
  Fields fields(transaction);
  std::vector<tandem::Error> errors;
  for (std::size_t begin = 0; begin < entries->size(); begin += at_once) {
    std::string const piece =
        array_of(std::span(*entries).subspan(begin, std::min(at_once, entries->size() - begin)));
    Result<Rows> const rows = transaction.read(
        {"select v.entry, v.type, v.locale, v.data::text from tandem.published v where v.entry = any "
         "($1::uuid[]) and v.locale <> 'shared' and exists (select from tandem.publication p join tandem.bundle b on "
         "b.id = p.bundle where p.entry = v.entry and p.locale <> 'shared' and upper_inf(p.during) and p.xmin = "
         "pg_current_xact_id_if_assigned()::xid and b.kind <> 'undo') order by v.entry, v.locale",
         {piece}});
    if (!rows) return rows.error();
    if (rows->empty()) continue;
    auto const before = found_before(transaction, piece, fields, settings);
    if (!before) return before.error();
    auto const checked = check_rows(*rows, fields, settings, [&](EntryFindings const& found) {
      auto const known = before->find(found.entry);
      std::vector<Finding> brought = found.findings;
      if (known != before->end())
        std::erase_if(brought, [&](Finding const& one) { return known->second.contains(said(one)); });
      for (tandem::Error& error : refusals(settings.policy, brought)) {
        error.meta["entry"] = found.entry.text();
        error.meta["type"] = found.type;
        errors.push_back(std::move(error));
      }
      return true;
    });
    if (!checked) return checked.error();
  }
  return errors.empty() ? Result<void>() : tandem::as_one(std::move(errors));
}

Result<void> check_public(Storage& storage, CheckSettings const& settings, PublicQuestion const& question,
                          std::function<bool(EntryFindings const&)> const& take) {
  Fields fields(storage);
  if (!question.type.empty()) {
    Result<Rows> const known = storage.read({"select 1 from tandem.content_type where name = $1", {question.type}});
    if (!known) return known.error();
    if (known->empty())
      return tandem::Error{tandem::ErrorCode::not_found, "there is no content type " + question.type};
  }
  std::string last = question.after.text();
  for (bool more = true; more;) {
    Result<Rows> const rows = storage.read(
        {"select p.entry, p.type, p.locale, p.data::text from tandem.published p where p.entry in (select distinct "
         "entry from tandem.published where entry > $1::uuid and ($2 = '' or type = $2) order by entry limit " +
             std::to_string(at_once) + ") and p.locale <> 'shared' order by p.entry, p.locale",
         {last, question.type}});
    if (!rows) return rows.error();
    if (rows->empty()) return {};
    auto const checked = check_rows(*rows, fields, settings, [&](EntryFindings const& found) {
      more = take(found);
      return more;
    });
    if (!checked) return checked.error();
    last = rows->back()[0].value();
  }
  return {};
}

Result<std::vector<Finding>> check_drafts(Storage& storage, CheckSettings const& settings, EntryId const& entry,
                                          std::vector<Locale> const& locales) {
  Result<Rows> const rows = storage.read(
      {"select v.entry, e.type, v.locale, r.data::text from tandem.variant v join tandem.entry e on e.id = v.entry "
       "join tandem.revision r on r.entry = v.entry and r.locale = v.locale and r.number = v.head "
       "where v.entry = $1::uuid and v.locale = any ($2::text[]) order by v.locale",
       {entry.text(), array_of(locales)}});
  if (!rows) return rows.error();
  Fields fields(storage);
  std::vector<Finding> findings;
  auto const checked = check_rows(*rows, fields, settings, [&](EntryFindings const& found) {
    findings = found.findings;
    return true;
  });
  if (!checked) return checked.error();
  return findings;
}

} // namespace translation::checks
