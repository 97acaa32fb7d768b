#include "exchange/incoming.hpp"

#include <algorithm>

namespace translation::exchange {
namespace {

using tandem::EntryHeads;
using tandem::Error;
using tandem::Locale;
using tandem::Result;

/// What there is of the entries that the file names.
class Knowing {
public:
  explicit Knowing(Hands const& hands) : hands_(hands) {}

  Result<std::map<std::string, KnownEntry>> of(ReadXliff const& xliff) {
    auto types = schemas(hands_.storage);
    if (!types) return types.error();
    schemas_ = std::move(*types);
    std::map<std::string, KnownEntry> known;
    for (ReadFile const& file : xliff.files) {
      auto const name = read_file_id(file.id);
      if (!name || known.contains(file.id)) continue;
      auto entry = one(*name);
      if (!entry) return entry.error();
      known.emplace(file.id, *std::move(entry));
    }
    return known;
  }

private:
  Result<KnownEntry> one(FileName const& name) {
    KnownEntry known;
    auto const schema = schemas_.find(name.type);
    if (schema == schemas_.end()) return known;
    known.type_known = true;
    known.fields = segments::text_fields(schema->second);
    auto const heads = heads_of(name.type);
    if (!heads) return heads.error();
    auto const entry = (*heads)->find(name.entry);
    if (entry == (*heads)->end()) return known;
    known.heads = entry->second;
    auto source = revision(entry->second, name.source.locale, name.source.number);
    if (!source) return source.error();
    known.source = *std::move(source);
    auto target = revision(entry->second, name.target, name.target_revision);
    if (!target) return target.error();
    known.target = *std::move(target);
    return known;
  }
  /// None of a language whose head the hands may not read either.
  Result<std::optional<json::object>> revision(EntryHeads const& of, Locale const& locale, int number) {
    if (!of.variants.contains(locale)) return std::optional<json::object>();
    auto const rows = hands_.storage.read(
        {"select data::text from tandem.revision where entry = $1 and locale = $2 and number = $3",
         {of.entry.text(), locale.text(), std::to_string(number)}});
    if (!rows) return rows.error();
    if (rows->empty()) return std::optional<json::object>();
    return std::optional(tandem::stored_json(*rows->front()[0]).as_object());
  }
  using ById = std::map<tandem::EntryId, EntryHeads>;
  Result<ById const*> heads_of(std::string const& type) {
    auto const known = heads_.find(type);
    if (known != heads_.end()) return &known->second;
    auto all = hands_.heads(type);
    if (!all) return all.error();
    ById by_id;
    for (EntryHeads& one : *all) by_id.emplace(one.entry, std::move(one));
    return &heads_.emplace(type, std::move(by_id)).first->second;
  }

  Hands const& hands_;
  std::map<std::string, json::object> schemas_;
  std::map<std::string, ById> heads_;
};

/// Takes out of the plan the field that an error of editing is about, or all fields of its entry; false when the
/// error is about none.
bool refuse_field(Plan& plan, Error const& error) {
  json::value const* const index = error.meta.if_contains("index");
  if (index == nullptr) return false;
  auto const entry = index->to_number<std::size_t>();
  std::string const path = error.pointer.substr(error.pointer.empty() ? 0 : 1);
  std::string const field = path.substr(0, path.find('/'));
  std::string const detail = (path.empty() ? "" : path + ": ") + error.detail;
  bool found = false;
  for (std::size_t i = plan.fields.size(); i-- > 0 && !found;)
    if (plan.fields[i].entry == entry && plan.fields[i].field == field) {
      refuse(plan, i, detail);
      found = true;
    }
  for (std::size_t i = plan.fields.size(); i-- > 0 && !found;) {
    if (plan.fields[i].entry != entry) continue;
    bool const last = std::count_if(plan.fields.begin(), plan.fields.end(),
                                    [&](PlannedField const& one) { return one.entry == entry; }) == 1;
    refuse(plan, i, detail);
    if (last) found = true;
  }
  return found;
}

std::size_t entry_of(Error const& error) {
  json::value const* const index = error.meta.if_contains("index");
  return index == nullptr ? 0 : index->to_number<std::size_t>();
}

/// Takes out of the plan all that an attempt was refused for; false when none of it is about a field.
bool refuse_fields(Plan& plan, Error const& error) {
  std::vector<Error const*> errors{&error};
  for (Error const& one : error.further) errors.push_back(&one);
  // Later entries first: one that goes whole moves those behind it to the front.
  std::stable_sort(errors.begin(), errors.end(),
                   [](Error const* one, Error const* other) { return entry_of(*one) > entry_of(*other); });
  bool some = false;
  std::optional<std::size_t> gone;
  for (Error const* one : errors) {
    if (gone == entry_of(*one)) continue;
    std::size_t const before = plan.batch.entries.size();
    some = refuse_field(plan, *one) || some;
    if (plan.batch.entries.size() != before) gone = entry_of(*one);
  }
  return some;
}

/// Edits what the plan holds; what editing refuses is taken out of it, until the rest goes in as one.
Result<void> carry_out(Hands const& hands, Plan& plan, bool dry_run) {
  while (!plan.fields.empty()) {
    auto const edited = hands.edit(plan.batch, dry_run);
    if (edited) return {};
    if (!refuse_fields(plan, edited.error())) return edited.error();
  }
  return {};
}

} // namespace

Result<Plan> bring_in(Hands const& hands, ReadXliff const& xliff, std::string message, bool dry_run) {
  auto const known = Knowing(hands).of(xliff);
  if (!known) return known.error();
  Plan made = plan(xliff, *known);
  made.batch.message = std::move(message);
  if (auto const done = carry_out(hands, made, dry_run); !done) return done.error();
  return made;
}

} // namespace translation::exchange
