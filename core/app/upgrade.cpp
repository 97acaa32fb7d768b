#include "app/upgrade.hpp"

#include "app/plugin_ports.hpp"
#include "delivery/indexes.hpp"
#include "editing/witness.hpp"
#include "store/content_types.hpp"
#include "store/entries.hpp"
#include "store/migrations.hpp"
#include "store/publications.hpp"

#include <set>

namespace tandem::app {

Result<std::vector<std::string>> check_types(Site& site) {
  return site.database().transact([&](store::Transaction& tx) -> Result<std::vector<std::string>> {
    std::vector<std::string> problems;
    auto const name = [](store::EntryRow const& entry, Locale const& locale, Error const& error) {
      return entry.type + " " + entry.id.text() + " " + locale.text() +
             (error.pointer.empty() ? "" : " at " + error.pointer) + ": " + error.detail;
    };
    std::optional<EntryId> after;
    while (true) {
      auto const entries = store::list_entries(tx, {std::nullopt, after, 500});
      if (entries.empty()) return problems;
      after = entries.back().id;
      for (auto const& entry : entries) {
        ContentType const* type = site.types().find(entry.type);
        if (type == nullptr) {
          problems.push_back(entry.type + " " + entry.id.text() + ": its content type is not loaded");
          continue;
        }
        for (auto const& variant : store::variants_of(tx, entry.id)) {
          auto const head = store::find_revision(tx, entry.id, variant.locale, variant.head);
          if (auto ok = type->check_draft(head->data, variant.locale); !ok)
            problems.push_back(name(entry, variant.locale, ok.error()));
        }
        for (auto const& row : tx.query("select locale, data from published where entry = $1", {entry.id.text()}))
          if (auto ok = type->check_complete(stored_json(row[1].value()).as_object()); !ok)
            problems.push_back("public " + name(entry, Locale::parse(row[0].value()).value(), ok.error()));
      }
    }
  });
}

namespace {

/// Applies the content types that are not as the database knows them.
Result<void> apply_changed_types(Site& site, std::function<void(std::string const&)> const& progress,
                                 bool accept_breaking) {
  using Names = Result<std::vector<std::string>>;
  Names const changed = site.database().transact(
      [&](store::Transaction& tx) -> Names { return store::changed_types(tx, site.types()); });
  if (!changed) return changed.error();
  if (changed->empty()) return {};
  Result<std::vector<std::string>> const problems = check_types(site);
  if (!problems) return problems.error();
  if (!problems->empty() && !accept_breaking)
    return Error{ErrorCode::conflict, "the changed content types do not fit " + std::to_string(problems->size()) +
                                          " stored variants (see: tandem types check), first: " + problems->front()};
  for (std::string const& name : *changed) progress("content type " + name);
  return site.database().transact([&](store::Transaction& tx) -> Result<void> {
    store::apply_types(tx, site.types());
    return {};
  });
}

/// Notes which plugins follow changes from now on; answers the schemas of those that have not until now.
std::vector<std::string> attach_plugins(store::Transaction& tx, plugin::Registered const& registered) {
  std::set<std::string> schemas;
  for (auto const& projection : registered.projections) schemas.insert(projection.schema);
  for (auto const* const followers : {&registered.followers_of_heads, &registered.followers_of_public})
    for (auto const& follower : *followers) schemas.insert(follower.schema);
  std::string const attached = store::array_literal({schemas.begin(), schemas.end()});
  tx.query("delete from attached_plugin where schema <> all ($1::text[])", {attached});
  std::vector<std::string> news;
  for (auto const& row : tx.query("insert into attached_plugin select unnest($1::text[]) on conflict do nothing "
                                  "returning schema",
                                  {attached}))
    news.push_back(row[0].value());
  return news;
}

} // namespace

Result<void> migrate(Site& site, std::function<void(std::string const&)> const& progress, bool accept_breaking) {
  auto const report = [&](std::string const& schema, std::vector<std::string> const& files) {
    for (std::string const& file : files) progress(schema + ": " + file);
  };
  auto core = store::migrate(site.database(), "tandem", site.folders().migrations);
  if (!core) return core.error();
  report("tandem", *core);
  Result<std::size_t> const sealed = editing::seal(site.database());
  if (!sealed) return sealed.error();
  if (*sealed != 0) progress("tandem: sealed " + std::to_string(*sealed) + " lines of the audit");
  std::set<std::string> derived_anew;
  for (auto const& [schema, folder] : site.plugins().registered().migrations) {
    auto ran = store::migrate(site.database(), schema, folder);
    if (!ran) return ran.error();
    report(schema, *ran);
    if (!ran->empty()) derived_anew.insert(schema);
  }
  if (auto ok = apply_changed_types(site, progress, accept_breaking); !ok) return ok.error();
  Result<void> const derived = site.database().transact([&](store::Transaction& tx) -> Result<void> {
    for (std::string const& schema : attach_plugins(tx, site.plugins().registered())) derived_anew.insert(schema);
    for (std::string const& schema : derived_anew) {
      progress(schema + ": derived from all entries");
      if (auto ok = derive_anew(tx, site.plugins().registered(), schema); !ok) return ok;
    }
    return {};
  });
  if (!derived) return derived.error();
  return store::apply_indexes(
      site.database(), delivery::declared_indexes(site.types(), site.configuration().list("locales")), progress);
}

} // namespace tandem::app
