#include "follow.hpp"

#include "believed.hpp"
#include "cells.hpp"

#include <algorithm>

namespace translation::provenance {
namespace {

namespace json = boost::json;
using tandem::Changed;
using tandem::EntryId;
using tandem::Error;
using tandem::Result;
using tandem::Rows;
using tandem::Storage;

constexpr std::size_t at_once = 500; // entries in a statement

using Values = std::vector<std::optional<std::string>>;

/// What a statement answers; a failure takes the transaction back.
Rows asked(Storage& storage, std::string sql, Values values) {
  return storage.read({std::move(sql), std::move(values)}).value();
}

void done(Storage& storage, std::string sql, Values values) {
  (void)storage.write({{std::move(sql), std::move(values)}}).value();
}

Locale locale_of(std::optional<std::string> const& cell) { return Locale::parse(cell.value()).value(); }
/// Instants are read as text of RFC 3339, and as PostgreSQL takes them.
Timestamp instant_of(std::string const& cell) { return tandem::parse_timestamp(cell).value(); }
std::string instant(std::string const& column) { return "tandem_translation.instant(" + column + ")"; }

json::value or_null(std::optional<Locale> const& locale) { return locale ? json::value(locale->text()) : nullptr; }
json::value or_null(std::optional<Timestamp> const& at) {
  return at ? json::value(tandem::format_timestamp(*at)) : nullptr;
}

/// All of them in pieces, whichever they are.
template <class Work> Result<void> in_pieces(Changed const& changed, Work work) {
  if (changed.entries) {
    auto const& all = *changed.entries;
    for (std::size_t begin = 0; begin < all.size(); begin += at_once) {
      auto const first = all.begin() + static_cast<std::ptrdiff_t>(begin);
      std::size_t const some = std::min(at_once, all.size() - begin);
      if (auto ok = work(std::vector<EntryId>(first, first + static_cast<std::ptrdiff_t>(some))); !ok) return ok;
    }
    return {};
  }
  std::string after = "00000000-0000-0000-0000-000000000000";
  while (true) {
    Rows const rows = asked(
        changed.transaction,
        "select id from tandem.entry where id > $1::uuid order by id limit " + std::to_string(at_once), {after});
    if (rows.empty()) return {};
    std::vector<EntryId> entries;
    for (auto const& row : rows) entries.push_back(EntryId::parse(row[0].value()).value());
    if (auto ok = work(entries); !ok) return ok;
    after = entries.back().text();
  }
}

/// The wordings of entries, in order (in_order).
std::map<EntryId, std::vector<Wording>> wordings_of(Storage& storage, std::vector<EntryId> const& entries) {
  std::map<EntryId, std::vector<Wording>> found;
  for (auto const& row : asked(storage,
                               "select entry, field, locale, revision, " + instant("saved_at") +
                                   ", digest, source_locale, source_number from tandem_translation.wording "
                                   "where entry = any ($1::uuid[])",
                               {array_of(entries)})) {
    Wording wording{row[1].value(), locale_of(row[2]), std::stoi(row[3].value()), instant_of(row[4].value()),
                    row[5].value()};
    if (row[6]) wording.source = RevisionName{locale_of(row[6]), std::stoi(row[7].value())};
    found[EntryId::parse(row[0].value()).value()].push_back(std::move(wording));
  }
  for (auto& [entry, wordings] : found) in_order(wordings);
  return found;
}

/// The wordings of a revision: of the fields that it changed, and of those of which it names the source.
std::vector<Wording> wordings_in(std::vector<std::optional<std::string>> const& row,
                                 std::vector<Wording> const& before) {
  Locale const locale = locale_of(row[1]);
  int const revision = std::stoi(row[2].value());
  Timestamp const at = instant_of(row[3].value());
  std::optional<RevisionName> source;
  if (row[4]) source = RevisionName{locale_of(row[4]), std::stoi(row[5].value())};
  json::value const named = row[6] ? json::parse(*row[6]) : json::value(json::array{});
  json::array const& fields = named.as_array();
  std::map<std::string, std::string> says, said;
  json::value const digests = json::parse(row[7].value());
  for (auto const& member : digests.as_object()) says[member.key()] = member.value().as_string();
  for (Wording const& wording : before)
    if (wording.locale == locale) said[wording.field] = wording.digest;
  for (auto const& [field, digest] : said) says.try_emplace(field, "");
  for (json::value const& field : fields) says.try_emplace(std::string(field.as_string()), "");

  std::vector<Wording> wordings;
  for (auto const& [field, digest] : says) {
    bool const is_new = said[field] != digest;
    bool const is_named = std::find(fields.begin(), fields.end(), json::value(field)) != fields.end();
    // To say nothing on purpose takes the field's name: a text that is left out may as well have been forgotten.
    bool const of_source = source && (is_named || (fields.empty() && is_new && !digest.empty()));
    if (!is_new && !of_source) continue;
    Wording wording{field, locale, revision, at, digest, of_source ? source : std::nullopt};
    if (!wording.source && !digest.empty()) wording.source = presumed_source(before, field, locale);
    wordings.push_back(std::move(wording));
  }
  return wordings;
}

/// Reads what has not been read yet; answers what the entries say, all of it, in order.
std::map<EntryId, std::vector<Wording>> read_revisions(Storage& storage, std::vector<EntryId> const& entries) {
  auto known = wordings_of(storage, entries);
  json::array found, followed;
  for (auto const& row : asked(storage,
                               "select entry, locale, revision, " + instant("saved_at") +
                                   ", source_locale, source_number, to_json(source_fields), digests "
                                   "from tandem_translation.unread($1::uuid[])",
                               {array_of(entries)})) {
    EntryId const entry = EntryId::parse(row[0].value()).value();
    std::vector<Wording>& wordings = known[entry];
    for (Wording& wording : wordings_in(row, wordings)) {
      found.push_back(
          {{"entry", entry.text()},
           {"locale", wording.locale.text()},
           {"field", wording.field},
           {"revision", wording.revision},
           {"saved_at", tandem::format_timestamp(wording.at)},
           {"digest", wording.digest},
           {"source_locale", wording.source ? json::value(wording.source->locale.text()) : json::value(nullptr)},
           {"source_number", wording.source ? json::value(wording.source->number) : json::value(nullptr)}});
      wordings.push_back(std::move(wording));
    }
    followed.push_back(
        {{"entry", row[0].value()}, {"locale", row[1].value()}, {"revision", std::stoi(row[2].value())}});
  }
  for (auto& [entry, wordings] : known) {
    in_order(wordings);
    wordings = believed(std::move(wordings));
  }
  if (followed.empty()) return known;
  done(storage,
       "with followed as (insert into tandem_translation.followed (entry, locale, revision) "
       "select entry, locale, max(revision) from jsonb_to_recordset($2::jsonb) r (entry uuid, locale text, revision "
       "integer) group by 1, 2 on conflict (entry, locale) do update set revision = excluded.revision) "
       "insert into tandem_translation.wording (entry, locale, field, revision, saved_at, digest, source_locale, "
       "source_number) select * from jsonb_to_recordset($1::jsonb) r (entry uuid, locale text, field text, revision "
       "integer, saved_at timestamptz, digest text, source_locale text, source_number integer)",
       {json::serialize(found), json::serialize(followed)});
  return known;
}

/// As it stands in the database: name → status, source, since, then, now.
json::object fields_json(Standing const& standing) {
  json::object fields;
  for (auto const& [name, field] : standing.fields) {
    json::object shown{{"status", name_of(field.status)}};
    if (field.source) {
      shown["source"] = field.source->text();
      shown["since"] = tandem::format_timestamp(field.since.value());
      if (field.then != 0) shown["then"] = field.then;
      shown["now"] = field.now;
    }
    fields[name] = std::move(shown);
  }
  return fields;
}

json::object row_of(EntryId const& entry, Locale const& locale, Standing const& standing) {
  return {{"entry", entry.text()},
          {"locale", locale.text()},
          {"revision", standing.revision},
          {"status", name_of(standing.status)},
          {"source", or_null(standing.source)},
          {"since", or_null(standing.since)},
          {"fields", fields_json(standing)}};
}

void store_standings(Storage& storage, std::vector<EntryId> const& entries, json::array const& rows) {
  done(storage,
       "with given as materialized (select * from jsonb_to_recordset($2::jsonb) r (entry uuid, locale text, revision "
       "integer, status text, source text, since timestamptz, fields jsonb)), "
       "gone as (delete from tandem_translation.standing s where s.entry = any ($1::uuid[]) and not exists "
       "(select from given g where g.entry = s.entry and g.locale = s.locale)) "
       "insert into tandem_translation.standing as s (entry, locale, revision, status, source, since, fields) "
       "select * from given on conflict (entry, locale) do update set revision = excluded.revision, "
       "status = excluded.status, source = excluded.source, since = excluded.since, fields = excluded.fields",
       {array_of(entries), json::serialize(rows)});
}

Result<void> say_heads(Storage& storage, std::vector<EntryId> const& entries) {
  auto const wordings = read_revisions(storage, entries);
  std::map<EntryId, std::map<Locale, int>> heads;
  for (auto const& row : asked(storage,
                               "select v.entry, v.locale, v.head from unnest($1::uuid[]) one (id) "
                               "join tandem.entry e on e.id = one.id and e.deleted_at is null "
                               "join tandem.variant v on v.entry = e.id where v.locale <> 'shared'",
                               {array_of(entries)}))
    heads[EntryId::parse(row[0].value()).value()][locale_of(row[1])] = std::stoi(row[2].value());
  json::array rows;
  for (auto const& [entry, of_entry] : heads) {
    auto const found = wordings.find(entry);
    std::vector<Wording> const none;
    for (auto const& [locale, standing] : of_drafts(found == wordings.end() ? none : found->second, of_entry))
      rows.push_back(row_of(entry, locale, standing));
  }
  store_standings(storage, entries, rows);
  done(storage, "select tandem_translation.forget_done($1::uuid[])", {array_of(entries)});
  return {};
}

struct Publications {
  std::string type;
  std::vector<Publication> all;
  std::map<Locale, int> before, now; ///< The public revisions as they were known, and as they are.
};

std::map<EntryId, Publications> publications_of(Storage& storage, std::vector<EntryId> const& entries) {
  std::map<EntryId, Publications> found;
  for (auto const& row :
       asked(storage,
             "select p.entry, e.type, p.locale, p.revision, " + instant("lower(p.during)") + ", " +
                 instant("upper(p.during)") +
                 " from unnest($1::uuid[]) one (id) join tandem.publication p on p.entry = one.id "
                 "join tandem.entry e on e.id = p.entry where p.locale <> 'shared' order by p.entry, lower(p.during)",
             {array_of(entries)})) {
    Publications& of_entry = found[EntryId::parse(row[0].value()).value()];
    of_entry.type = row[1].value();
    Publication publication{locale_of(row[2]), std::stoi(row[3].value()), instant_of(row[4].value()), {}};
    if (row[5]) publication.until = instant_of(*row[5]);
    else of_entry.now[publication.locale] = publication.revision;
    of_entry.all.push_back(std::move(publication));
  }
  for (auto const& row : asked(storage,
                               "select entry, locale, revision from tandem_translation.period "
                               "where entry = any ($1::uuid[]) and upper_inf(during)",
                               {array_of(entries)}))
    found[EntryId::parse(row[0].value()).value()].before[locale_of(row[1])] = std::stoi(row[2].value());
  return found;
}

void store_periods(Storage& storage, std::vector<EntryId> const& entries, json::array const& rows) {
  // Those that stay are left alone: an entry may have a long past.
  std::string const given =
      "select entry, locale, tstzrange(from_, until) as during, revision, status, source, since, "
      "fields from jsonb_to_recordset($1::jsonb) r (entry uuid, locale text, from_ timestamptz, "
      "until timestamptz, revision integer, status text, source text, since timestamptz, fields "
      "jsonb)";
  std::string const text = json::serialize(rows);
  done(storage,
       "delete from tandem_translation.period p where p.entry = any ($2::uuid[]) and not exists (select from (" +
           given +
           ") g where (g.entry, g.locale, g.during, g.revision, g.status, g.fields) = "
           "(p.entry, p.locale, p.during, p.revision, p.status, p.fields))",
       {text, array_of(entries)});
  done(storage,
       "insert into tandem_translation.period (entry, locale, during, revision, status, source, since, fields) " +
           given + " on conflict (entry, locale, during) do nothing",
       {text});
}

Result<void> say_public(Storage& storage, std::vector<EntryId> const& entries, Policies const* policies) {
  auto const wordings = read_revisions(storage, entries);
  std::vector<Error> refused;
  json::array rows;
  for (auto const& [entry, publications] : publications_of(storage, entries)) {
    auto const found = wordings.find(entry);
    std::vector<Wording> const none;
    Standings present;
    for (Period const& period : of_public(found == wordings.end() ? none : found->second, publications.all)) {
      json::object row = row_of(entry, period.locale, period.standing);
      row["from_"] = tandem::format_timestamp(period.from);
      row["until"] = or_null(period.until);
      rows.push_back(std::move(row));
      if (!period.until) present.emplace(period.locale, period.standing);
    }
    if (policies == nullptr || publications.before == publications.now ||
        policies->of(publications.type).parity != Parity::together)
      continue;
    for (Error& error : lacking(entry, publications.type, present, policies->locales()))
      refused.push_back(std::move(error));
  }
  if (!refused.empty()) return tandem::as_one(std::move(refused));
  store_periods(storage, entries, rows);
  done(storage, "select tandem_translation.forget_done($1::uuid[])", {array_of(entries)});
  return {};
}

} // namespace

Result<void> follow_heads(Changed const& changed) {
  return in_pieces(changed,
                   [&](std::vector<EntryId> const& entries) { return say_heads(changed.transaction, entries); });
}

Result<void> follow_public(Changed const& changed, Policies const& policies) {
  Policies const* const asked_for = changed.entries ? &policies : nullptr; // what is public already stays so
  return in_pieces(changed, [&](std::vector<EntryId> const& entries) {
    return say_public(changed.transaction, entries, asked_for);
  });
}

} // namespace translation::provenance
