#include "content/canonical_json.hpp"
#include "editing/transfer.hpp"
#include "store/entries.hpp"
#include "store/publications.hpp"

#include <fstream>

namespace tandem::editing {
namespace {

using store::Transaction;

json::value id_or_null(std::optional<Uuid> const& id) { return id ? json::value(id->text()) : json::value(nullptr); }

json::object revision_json(Revision const& revision) {
  json::object object{{"number", revision.number},   {"side", revision.side},
                      {"data", revision.data},       {"author", revision.author},
                      {"message", revision.message}, {"created_at", format_timestamp(revision.created_at)},
                      {"hash", revision.hash}};
  if (revision.parent) object["parent"] = *revision.parent;
  if (revision.source) object["source"] = source_json(revision);
  return object;
}

json::object entry_json(Transaction& tx, store::EntryRow const& entry) {
  json::object variants, former;
  for (auto const& variant : store::variants_of(tx, entry.id)) {
    json::array revisions;
    for (Revision const& revision : store::revisions_of(tx, entry.id, variant.locale))
      revisions.push_back(revision_json(revision));
    variants[variant.locale.text()] = std::move(revisions);
  }
  json::array publications;
  for (auto const& publication : store::publications_of(tx, entry.id))
    publications.push_back(
        {{"locale", publication.locale.text()},
         {"revision", publication.revision},
         {"from", format_timestamp(publication.from)},
         {"until", publication.until ? json::value(format_timestamp(*publication.until)) : json::value(nullptr)}});
  for (auto const& [locale, slug] : store::former_slugs(tx, entry.id)) {
    if (!former.contains(locale.text())) former[locale.text()] = json::array{};
    former[locale.text()].as_array().emplace_back(slug);
  }
  return {{"id", entry.id.text()},
          {"type", entry.type},
          {"organisation", id_or_null(entry.organisation)},
          {"successor", id_or_null(entry.successor)},
          {"created_at", format_timestamp(entry.created_at)},
          {"deleted_at", entry.deleted ? json::value(format_timestamp(*entry.deleted)) : json::value(nullptr)},
          {"variants", std::move(variants)},
          {"publications", std::move(publications)},
          {"former_slugs", std::move(former)}};
}

bool write_file(std::filesystem::path const& path, json::value const& value) {
  std::error_code ec;
  std::filesystem::create_directories(path.parent_path(), ec);
  std::ofstream out(path, std::ios::binary);
  out << pretty_canonical_json(value);
  out.close();
  return out.good();
}

} // namespace

Result<std::size_t> export_folder(Context const& context, std::filesystem::path const& folder) {
  std::error_code ec;
  if (std::filesystem::exists(folder) && !std::filesystem::is_empty(folder, ec))
    return Error{ErrorCode::conflict, "the folder " + folder.string() + " is not empty"};
  return context.database.transact([&](Transaction& tx) -> Result<std::size_t> {
    tx.query("set transaction isolation level repeatable read, read only");
    Error const full{ErrorCode::unavailable, "cannot write into " + folder.string()};
    json::array locales;
    for (std::string const& locale : context.locales) locales.emplace_back(locale);
    if (!write_file(folder / "tandem.json", {{"format", 1}, {"locales", std::move(locales)}})) return full;
    std::filesystem::create_directories(folder / "entries");
    std::size_t count = 0;
    std::optional<EntryId> after;
    while (true) {
      auto const entries = store::list_entries(tx, {std::nullopt, after, 500, store::Which::all});
      if (entries.empty()) return count;
      after = entries.back().id;
      for (auto const& entry : entries) {
        if (!write_file(folder / "entries" / entry.type / (entry.id.text() + ".json"), entry_json(tx, entry)))
          return full;
        ++count;
      }
    }
  });
}

} // namespace tandem::editing
