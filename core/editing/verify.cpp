#include "editing/verify.hpp"

#include "editing/follow.hpp"
#include "editing/witness.hpp"
#include "store/entries.hpp"
#include "store/files.hpp"
#include "store/publications.hpp"

#include <algorithm>

namespace tandem::editing {
namespace {

using store::Transaction;

/// The first thing wrong with the chain of one variant; counts its revisions.
std::string chain_problem(Transaction& tx, EntryId const& entry, Locale const& locale,
                          store::VariantRow const& variant, std::size_t& count) {
  std::string const where = entry.text() + " " + locale.text();
  std::map<int, std::string> hashes;
  int expected = 0, head = 0;
  std::string problem;
  for (Revision const& revision : store::revisions_of(tx, entry, locale)) {
    ++count;
    if (!problem.empty()) continue;
    std::string const named = where + " revision " + std::to_string(revision.number) + ": ";
    if (revision.number != ++expected) problem = where + " revision " + std::to_string(expected) + ": is missing";
    else if (revision_hash(revision, revision.parent ? hashes[*revision.parent] : "") != revision.hash)
      problem = named + "its content does not fit its hash";
    else if (!revision.side && revision.parent.value_or(0) != head)
      problem = named + "does not follow the head before it";
    hashes[revision.number] = revision.hash;
    if (!revision.side) head = revision.number;
  }
  if (!problem.empty()) return problem;
  bool const ends_well = head == variant.head && expected == variant.last && hashes[head] == variant.head_hash;
  return ends_well ? "" : where + ": the end of the chain is not revision " + std::to_string(variant.head);
}

/// "locale path target" of every reference of an entry, and "public locale path target" of its public revisions.
std::set<std::string> references_derived(Transaction& tx, ContentType const& type, EntryId const& entry) {
  std::set<std::string> all;
  auto const add = [&](std::string const& prefix, Locale const& locale, int number) {
    auto const revision = store::find_revision(tx, entry, locale, number);
    if (!revision) return;
    for (Reference const& reference : references_of(type, revision->data))
      all.insert(prefix + locale.text() + " " + reference.pointer + " " + reference.target.text());
  };
  for (auto const& variant : store::variants_of(tx, entry)) add("", variant.locale, variant.head);
  for (auto const& open : store::open_publications(tx, entry)) add("public ", open.locale, open.revision);
  return all;
}

/// "locale number sha256" of each file that the revisions of an entry name.
std::set<std::string> files_derived(Transaction& tx, ContentType const& type, EntryId const& entry) {
  std::set<std::string> all;
  for (auto const& variant : store::variants_of(tx, entry))
    for (Revision const& revision : store::revisions_of(tx, entry, variant.locale))
      for (std::string const& name : names_of(files_of(type, revision.data)))
        all.insert(revision.locale.text() + " " + std::to_string(revision.number) + " " + name);
  return all;
}

std::set<std::string> references_stored(Transaction& tx, EntryId const& entry) {
  std::set<std::string> all;
  for (auto const& row :
       tx.query("select published, locale, path, target from reference where entry = $1", {entry.text()}))
    all.insert((*row[0] == "t" ? "public " : "") + *row[1] + " " + *row[2] + " " + *row[3]);
  return all;
}

/// The first thing wrong with the chain of the audit; counts its lines.
std::string audit_problem(Transaction& tx, Verification& result, std::optional<store::AuditEnd> const& noted) {
  std::string problem, hash;
  std::int64_t number = 0;
  bool passed = !noted;
  store::each_audit_line(tx, {}, [&](AuditLine const& line) {
    ++result.audit_lines;
    if (problem.empty() && audit_hash(line, hash) != line.hash)
      problem =
          "audit line " + std::to_string(line.number) + ": it does not fit its hash, or lines before it are gone";
    hash = line.hash;
    number = line.number;
    if (noted && noted->number == number) passed = noted->hash == hash;
  });
  result.audit_end = store::audit_end(tx);
  if (!problem.empty()) return problem;
  if (result.audit_end.number != number || result.audit_end.hash != hash)
    return "audit: it ends at line " + std::to_string(number) + ", but " + std::to_string(result.audit_end.number) +
           " were written";
  return passed ? "" : "audit: it does not lead through line " + std::to_string(noted->number) + " as it was noted";
}

/// Calls `work` with every entry, deleted ones too, and its type.
Result<void> each_entry(Transaction& tx, ContentTypes const& types,
                        std::function<void(store::EntryRow const&, ContentType const&)> const& work) {
  std::optional<EntryId> after;
  while (true) {
    auto const entries = store::list_entries(tx, {std::nullopt, after, 500, store::Which::all});
    if (entries.empty()) return {};
    after = entries.back().id;
    for (store::EntryRow const& entry : entries) {
      ContentType const* type = types.find(entry.type);
      if (type == nullptr) return Error{ErrorCode::conflict, "the content type " + entry.type + " is not loaded"};
      work(entry, *type);
    }
  }
}

} // namespace

Result<Verification> verify(Context const& context, std::optional<store::AuditEnd> const& noted) {
  return context.database.transact([&](Transaction& tx) -> Result<Verification> {
    tx.query("set transaction isolation level repeatable read, read only");
    Verification result;
    auto const looked = each_entry(tx, context.types, [&](store::EntryRow const& entry, ContentType const& type) {
      for (auto const& variant : store::variants_of(tx, entry.id)) {
        ++result.variants;
        std::string problem = chain_problem(tx, entry.id, variant.locale, variant, result.revisions);
        if (!problem.empty()) result.problems.push_back(std::move(problem));
      }
      if (references_derived(tx, type, entry.id) != references_stored(tx, entry.id))
        result.problems.push_back(entry.id.text() +
                                  ": its references differ from its content (tandem reindex mends it)");
      bool const may_name =
          std::any_of(type.fields().begin(), type.fields().end(), [](Field const& f) { return f.file; });
      if (may_name && files_derived(tx, type, entry.id) != store::files_stored(tx, entry.id))
        result.problems.push_back(entry.id.text() +
                                  ": the files that its revisions name are not those that are kept for it");
      for (std::string& problem : differences_from_audit(tx, entry.id)) result.problems.push_back(std::move(problem));
    });
    if (!looked) return looked.error();
    for (auto const& row : tx.query(
             "select distinct entry, locale from revision except select entry, locale from variant order by 1, 2"))
      result.problems.push_back(*row[0] + " " + *row[1] + ": has revisions, but no variant that knows them");
    for (std::string const& line : store::projection_differences(tx))
      result.problems.push_back("projection " + line + ": differs from the publications (tandem reindex mends it)");
    if (std::string problem = audit_problem(tx, result, noted); !problem.empty())
      result.problems.push_back(std::move(problem));
    return result;
  });
}

Result<std::size_t> reindex(Context const& context) {
  return context.database.transact([&](Transaction& tx) -> Result<std::size_t> {
    auto const done = each_entry(tx, context.types, [&](store::EntryRow const& entry, ContentType const& type) {
      for (auto const& variant : store::variants_of(tx, entry.id)) {
        auto const head = store::find_revision(tx, entry.id, variant.locale, variant.head);
        store::set_references(tx, entry.id, variant.locale, false, references_of(type, head->data));
      }
      store::clear_public_references(tx, entry.id);
      for (auto const& open : store::open_publications(tx, entry.id))
        store::set_references(
            tx, entry.id, open.locale, true,
            references_of(type, store::find_revision(tx, entry.id, open.locale, open.revision)->data));
    });
    if (!done) return done.error();
    tx.change({"all"});
    std::size_t const rows = store::rebuild_published(tx);
    if (auto ok = follow_heads(tx, context, std::nullopt); !ok) return ok.error();
    if (auto ok = follow_public(tx, context, std::nullopt); !ok) return ok.error();
    return rows;
  });
}

} // namespace tandem::editing
