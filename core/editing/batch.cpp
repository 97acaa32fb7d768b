#include "editing/batch.hpp"

#include "access/audit.hpp"
#include "editing/follow.hpp"
#include "editing/visible.hpp"
#include "editing/write.hpp"

#include <algorithm>
#include <set>

namespace tandem::editing {
namespace {

using store::Transaction;

Error in_entry(Error error, std::size_t index, EntryId const& entry) {
  error.meta["index"] = index;
  error.meta["entry"] = entry.text();
  for (Error& other : error.further) other = in_entry(std::move(other), index, entry);
  return error;
}

Error in_variant(Error error, Locale const& locale) {
  error.meta["variant"] = locale.text();
  for (Error& other : error.further) other = in_variant(std::move(other), locale);
  return error;
}

/// What is wrong with the batch's entries before anything is written in them; makes the rows of new ones, so that
/// every entry of the batch can be referred to.
class Rows {
public:
  Rows(Transaction& tx, Context const& context, access::Actor const& actor, Batch const& batch)
      : tx_(tx), context_(context), actor_(actor), batch_(batch) {}

  [[nodiscard]] std::vector<Error> make() {
    lock_existing();
    for (std::size_t i = 0; i < batch_.entries.size(); ++i) {
      EntryEdit const& edit = batch_.entries[i];
      if (!named_.insert(edit.entry).second) {
        problem(i, {ErrorCode::conflict, "the entry stands twice in the batch"});
        continue;
      }
      if (auto ok = edit.create ? make_new(edit) : check_type(edit); !ok) problem(i, ok.error());
    }
    for (std::size_t i = 0; i < batch_.entries.size(); ++i)
      if (batch_.entries[i].create && batch_.entries[i].organisation) give(i);
    return std::move(problems_);
  }

private:
  void problem(std::size_t index, Error error) {
    problems_.push_back(in_entry(std::move(error), index, batch_.entries[index].entry));
  }

  /// In the order of their ids, so that two batches do not wait for each other.
  void lock_existing() {
    std::set<EntryId> ids;
    for (EntryEdit const& edit : batch_.entries)
      if (!edit.create) ids.insert(edit.entry);
    for (EntryId const& id : ids) (void)store::find_present_entry(tx_, id, store::Lock::edit);
  }

  [[nodiscard]] Result<void> make_new(EntryEdit const& edit) {
    ContentType const* type = context_.types.find(edit.type);
    if (type == nullptr)
      return Error{ErrorCode::invalid_content, "there is no content type \"" + edit.type + "\"", "/entry_type"};
    if (store::find_entry(tx_, edit.entry))
      return Error{ErrorCode::conflict, "there is an entry with this id already"};
    std::map<Locale, json::object const*> variants;
    for (auto const& [locale, variant] : edit.variants) {
      if (variant.if_match)
        return in_variant({ErrorCode::stale, "this variant does not exist yet: leave if_match out"}, locale);
      if (variant.source)
        return in_variant({ErrorCode::invalid_content, "a new entry has no revision yet to be made from"}, locale);
      variants.emplace(locale, &variant.fields);
    }
    if (auto ok = check_new(tx_, actor_, *type, edit.organisation, variants); !ok) return ok.error();
    store::insert_entry(tx_, {edit.entry, edit.type, std::nullopt, now(), std::nullopt, std::nullopt});
    return {};
  }

  [[nodiscard]] Result<void> check_type(EntryEdit const& edit) {
    auto const entry = visible_entry(tx_, actor_, edit.entry);
    if (!entry) return entry.error();
    if (entry->type == edit.type) return {};
    return Error{ErrorCode::conflict, "the entry is a " + entry->type + ", not a " + edit.type};
  }

  /// Owners last: they may be of the batch themselves.
  void give(std::size_t index) {
    EntryEdit const& edit = batch_.entries[index];
    if (auto ok = check_owner(tx_, edit.organisation); !ok) problem(index, ok.error());
    else store::set_entry_organisation(tx_, edit.entry, edit.organisation);
  }

  Transaction& tx_;
  Context const& context_;
  access::Actor const& actor_;
  Batch const& batch_;
  std::set<EntryId> named_;
  std::vector<Error> problems_;
};

Result<EditedVariant> write_variant(Transaction& tx, Context const& context, access::Actor const& actor,
                                    Batch const& batch, std::size_t index, Locale const& locale,
                                    VariantEdit const& variant) {
  EntryEdit const& edit = batch.entries[index];
  if (edit.create) {
    ContentType const& type = *context.types.find(edit.type);
    auto made = write_first(tx, context, actor, type, edit.entry, locale, variant.fields, batch.message);
    if (!made) return in_variant(made.error(), locale);
    return EditedVariant{index, edit.entry, locale, made->number, {}, std::move(made->data)};
  }
  std::optional<Error> late;
  auto saved = write_next(tx, context, actor,
                          {edit.entry, locale, variant.fields, variant.if_match, batch.message, variant.source, false,
                           variant.source_fields},
                          late);
  if (!saved) return in_variant(saved.error(), locale);
  std::optional<int> const number = saved->made ? std::optional(saved->revision.number) : std::nullopt;
  return EditedVariant{index, edit.entry, locale, number, std::move(saved->before), std::move(saved->revision.data)};
}

Result<std::vector<EditedVariant>> edit_all(Transaction& tx, Context const& context, access::Actor const& actor,
                                            Batch const& batch) {
  std::vector<Error> problems = Rows(tx, context, actor, batch).make();
  if (!problems.empty()) return as_one(std::move(problems));
  std::vector<EditedVariant> edited;
  for (std::size_t i = 0; i < batch.entries.size(); ++i)
    for (auto const& [locale, variant] : batch.entries[i].variants) {
      auto one = write_variant(tx, context, actor, batch, i, locale, variant);
      if (one) edited.push_back(std::move(*one));
      else problems.push_back(in_entry(one.error(), i, batch.entries[i].entry));
    }
  if (!problems.empty()) return as_one(std::move(problems));
  std::vector<EntryId> changed;
  for (EditedVariant const& one : edited)
    if (one.revision && (changed.empty() || changed.back() != one.entry)) changed.push_back(one.entry);
  if (!changed.empty())
    if (auto ok = follow_heads(tx, context, changed); !ok) return ok.error();
  auto const written = std::count_if(edited.begin(), edited.end(), [](auto const& one) { return one.revision; });
  auto const made =
      std::count_if(batch.entries.begin(), batch.entries.end(), [](auto const& one) { return one.create; });
  if (written != 0) access::audit(tx, actor, {"batch.edit", {}, "", {}, {{"entries", made}, {"revisions", written}}});
  return edited;
}

} // namespace

Result<std::vector<EntryHeads>> heads_of(Context const& context, access::Actor const& actor,
                                         std::string const& type) {
  if (context.types.find(type) == nullptr)
    return Error{ErrorCode::not_found, "there is no content type \"" + type + "\""};
  return context.database.read([&](Transaction& tx) -> Result<std::vector<EntryHeads>> {
    std::vector<EntryHeads> all = store::heads_of_type(tx, type);
    for (EntryHeads& one : all)
      std::erase_if(one.variants, [&](auto const& variant) {
        return !actor.may("entry.read", {type, one.entry, one.organisation, variant.first});
      });
    std::erase_if(all, [](EntryHeads const& one) { return one.variants.empty(); });
    return all;
  });
}

Result<std::vector<EditedVariant>> edit_batch(Context const& context, access::Actor const& actor, Batch const& batch,
                                              bool dry_run) {
  auto const work = [&](Transaction& tx) { return edit_all(tx, context, actor, batch); };
  return dry_run ? context.database.try_out(work) : context.database.transact(work);
}

} // namespace tandem::editing
