#include "editing/witness.hpp"

#include "access/audit.hpp"
#include "store/audit.hpp"
#include "store/entries.hpp"
#include "store/workflow.hpp"

#include <algorithm>
#include <iterator>
#include <set>

namespace tandem::editing {
namespace {

using store::Transaction;

/// (locale, from) → "revision until", as text: what is compared.
using Periods = std::map<std::pair<std::string, std::string>, std::string>;

void add_period(Periods& periods, std::string_view locale, json::object const& publication) {
  std::string const from(string_member(publication, "from"));
  periods[{std::string(locale), from}] = "revision " + json::serialize(publication.at("revision")) + " until " +
                                         std::string(string_member(publication, "until", "now"));
}

/// Decisions, as text; the same can be made again once it was taken back.
using Decisions = std::multiset<std::string>;

std::string decision_text(std::string const& locale, int revision, std::string_view kind, std::string_view authority,
                          std::string const& actor) {
  return locale + " revision " + std::to_string(revision) + " " + std::string(kind) +
         (authority.empty() ? "" : " in the name of " + std::string(authority)) + " by " + actor;
}

struct Told {
  bool whole = false; ///< The audit knows the entry from its beginning, or from a line that tells all of it.
  Periods periods;
  Decisions decisions;
  std::map<std::pair<std::string, int>, std::string> hashes; ///< (locale, revision) → hash.
};

void take(Told& told, AuditLine const& line) {
  json::object const& detail = line.detail;
  if (line.action == "entry.import" || line.action == "entry.sealed") {
    told.whole = true;
    told.periods.clear();
    for (json::value const& one : detail.at("publications").as_array())
      add_period(told.periods, string_member(one.as_object(), "locale"), one.as_object());
    for (auto const& head : detail.at("heads").as_object())
      told.hashes[{std::string(head.key()), static_cast<int>(head.value().at("number").as_int64())}] =
          std::string(string_member(head.value().as_object(), "hash"));
  } else if (line.action.starts_with("bundle.") && !line.locale.empty()) {
    for (char const* side : {"before", "after"})
      if (json::value const* publication = detail.if_contains(side);
          publication != nullptr && publication->is_object())
        if (publication->get_object().contains("from"))
          add_period(told.periods, line.locale, publication->get_object());
  } else if ((line.action == "entry.edit" || line.action == "entry.side") && detail.contains("after")) {
    told.whole = told.whole || *line.revision == 1;
    told.hashes[{line.locale, *line.revision}] = std::string(string_member(detail, "after"));
  } else if (std::string_view const prefix = "workflow."; line.action.starts_with(prefix)) {
    told.decisions.insert(decision_text(line.locale, *line.revision, line.action.substr(prefix.size()),
                                        string_member(detail, "authority"), line.actor));
  }
}

/// Decisions that are in one and not in the other.
std::vector<std::string> differences(Decisions const& told, Decisions const& stored) {
  std::vector<std::string> missing, forged;
  std::set_difference(told.begin(), told.end(), stored.begin(), stored.end(), std::back_inserter(missing));
  std::set_difference(stored.begin(), stored.end(), told.begin(), told.end(), std::back_inserter(forged));
  for (std::string& one : missing) one += ": the audit tells of it, but it is not stored";
  for (std::string& one : forged) missing.push_back(one + ": the audit does not tell of it");
  return missing;
}

} // namespace

json::object witnessed(store::PublicationRow const& publication) {
  json::object shown{{"revision", publication.revision}, {"from", format_timestamp(publication.from)}};
  if (publication.until) shown["until"] = format_timestamp(*publication.until);
  return shown;
}

json::object witnessed(Transaction& tx, EntryId const& entry) {
  json::object heads;
  for (auto const& variant : store::variants_of(tx, entry))
    heads[variant.locale.text()] = {{"number", variant.head}, {"hash", variant.head_hash}};
  json::array publications;
  for (auto const& publication : store::publications_of(tx, entry)) {
    json::object one = witnessed(publication);
    one["locale"] = publication.locale.text();
    publications.push_back(std::move(one));
  }
  return {{"heads", std::move(heads)}, {"publications", std::move(publications)}};
}

Result<std::size_t> seal(store::Database& database) {
  return database.transact([&](Transaction& tx) -> Result<std::size_t> {
    std::size_t const sealed = store::seal_audit(tx);
    if (sealed == 0) return sealed;
    std::optional<EntryId> after;
    while (true) {
      auto const entries = store::list_entries(tx, {std::nullopt, after, 500, store::Which::all});
      if (entries.empty()) return sealed;
      after = entries.back().id;
      for (store::EntryRow const& entry : entries)
        access::audit(tx, access::command_line(), {"entry.sealed", entry.id, "", {}, witnessed(tx, entry.id)});
    }
  });
}

std::vector<std::string> differences_from_audit(Transaction& tx, EntryId const& entry) {
  Told told;
  store::AuditFilter filter;
  filter.entry = entry;
  store::each_audit_line(tx, filter, [&](AuditLine const& line) { take(told, line); });
  std::vector<std::string> problems;
  if (!told.whole) problems.push_back(entry.text() + ": the audit does not know how it came to be");
  for (auto const& [revision, hash] : told.hashes) {
    auto const stored = store::find_revision(tx, entry, Locale::parse(revision.first).value(), revision.second);
    if (!stored || stored->hash != hash)
      problems.push_back(entry.text() + " " + revision.first + " revision " + std::to_string(revision.second) +
                         ": is not the one that the audit tells of");
  }
  Periods stored;
  for (auto const& publication : store::publications_of(tx, entry))
    add_period(stored, publication.locale.text(), witnessed(publication));
  for (auto const& [period, what] : told.periods)
    if (auto const found = stored.find(period); found == stored.end() || found->second != what)
      problems.push_back(entry.text() + " " + period.first + " publication from " + period.second +
                         ": the audit tells of " + what + ", stored is " +
                         (found == stored.end() ? "nothing" : found->second));
  for (auto const& [period, what] : stored)
    if (!told.periods.contains(period))
      problems.push_back(entry.text() + " " + period.first + " publication from " + period.second +
                         ": the audit does not tell of it");
  Decisions decided;
  for (auto const& [locale, event] : store::decisions_of(tx, entry))
    decided.insert(
        decision_text(locale.text(), event.revision, name_of(event.decision), event.authority, event.actor));
  for (std::string const& difference : differences(told.decisions, decided))
    problems.push_back(entry.text() + " " + difference);
  return problems;
}

} // namespace tandem::editing
