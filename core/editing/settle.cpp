#include "editing/settle.hpp"

#include "editing/files.hpp"
#include "store/publications.hpp"

namespace tandem::editing {

using store::Transaction;

namespace {

constexpr std::size_t longest_unique = 1000; // an index row of PostgreSQL holds about 2700

Error in_bundle(Error error, EntryId const& entry, Locale const& locale) {
  error.meta["entry"] = entry.text();
  error.meta["locale"] = locale.text();
  if (!error.pointer.empty()) error.meta["pointer"] = std::exchange(error.pointer, ""); // no place in the request
  for (Error& other : error.further) other = in_bundle(std::move(other), entry, locale);
  return error;
}

Result<void> claim_values(Transaction& tx, ContentType const& type, EntryId const& entry, Locale const& locale,
                          json::object const& data) {
  for (Field const& field : type.fields()) {
    bool const is_slug = field.slug_from.has_value();
    json::value const* value = (field.unique || is_slug) ? data.if_contains(field.name) : nullptr;
    if (value == nullptr) continue;
    std::string const text = value->is_string() ? composed(value->get_string()) : json::serialize(*value);
    if (text.size() > longest_unique)
      return in_bundle({ErrorCode::invalid_content,
                        "a value that must be unique has at most " + std::to_string(longest_unique) + " bytes",
                        "/" + field.name},
                       entry, locale);
    auto const holder = store::claim(tx, {type.name(), field.name, locale, text, entry, is_slug});
    if (!holder) continue;
    Error taken{ErrorCode::conflict, "\"" + text + "\" belongs to another public entry", "/" + field.name};
    taken.meta["holder"] = holder->text();
    return in_bundle(taken, entry, locale);
  }
  return {};
}

} // namespace

Result<std::vector<Reference>> settle(Transaction& tx, Context const& context, store::EntryRow const& entry) {
  ContentType const* type = context.types.find(entry.type);
  if (type == nullptr) return Error{ErrorCode::conflict, "the content type " + entry.type + " is not loaded"};
  std::map<Locale, json::object> const open = store::public_contents(tx, entry.id);
  std::vector<Reference> references;
  auto const shared = open.find(Locale::shared());
  for (auto const& [locale, data] : open) {
    if (!locale.is_shared() && type->has_shared() && shared == open.end())
      return in_bundle(
          {ErrorCode::conflict, "the fields that all languages share are not public: add the shared variant"},
          entry.id, locale);
    if (!locale.is_shared() || !type->has_localised()) {
      json::object document = shared == open.end() ? json::object{} : shared->second;
      for (auto const& member : data) document[member.key()] = member.value();
      if (auto ok = type->check_complete(document); !ok) return in_bundle(ok.error(), entry.id, locale);
      if (auto ok = check_alternative(tx, *type, document); !ok) return in_bundle(ok.error(), entry.id, locale);
      if (context.hooks.before_publish)
        if (auto ok = context.hooks.before_publish(type->name(), entry.id, locale, document); !ok)
          return in_bundle(ok.error(), entry.id, locale);
    }
    if (auto ok = claim_values(tx, *type, entry.id, locale, data); !ok) return ok.error();
    std::vector<Reference> const of_variant = references_of(*type, data);
    if (!of_variant.empty()) store::set_references(tx, entry.id, locale, true, of_variant);
    references.insert(references.end(), of_variant.begin(), of_variant.end());
  }
  return references;
}

Result<void> check_targets(Transaction& tx, EntryId const& entry, std::vector<Reference> const& references,
                           std::set<EntryId> const& before) {
  for (Reference const& reference : references) {
    if (before.contains(reference.target)) continue;
    store::find_entry(tx, reference.target, store::Lock::share).value();
    if (!store::public_among(tx, {reference.target}).empty()) continue;
    Error error{ErrorCode::conflict, "points at an entry that is not public: publish it too"};
    error.meta = {{"entry", entry.text()}, {"target", reference.target.text()}, {"pointer", reference.pointer}};
    return error;
  }
  return {};
}

} // namespace tandem::editing
