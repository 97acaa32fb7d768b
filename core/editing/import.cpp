#include "access/audit.hpp"
#include "content/canonical_json.hpp"
#include "editing/files.hpp"
#include "editing/follow.hpp"
#include "editing/settle.hpp"
#include "editing/transfer.hpp"
#include "editing/witness.hpp"
#include "store/publications.hpp"

#include <fstream>
#include <set>
#include <sstream>

namespace tandem::editing {
namespace {

using store::Transaction;

/// An entry file, checked as far as it can be without the database.
struct EntryFile {
  std::filesystem::path path;
  store::EntryRow row;
  ContentType const* type;
  std::vector<Revision> revisions; // by locale, then number
  std::vector<store::PublicationRow> publications;
  std::vector<std::pair<Locale, std::string>> former_slugs;
};

Error bad(std::string detail, std::string pointer) {
  return {ErrorCode::invalid_content, std::move(detail), std::move(pointer)};
}

Result<Timestamp> time_member(json::object const& object, std::string_view name, std::string const& pointer) {
  Result<Timestamp> at = parse_timestamp(string_member(object, name));
  if (!at) return at.error().at(pointer + "/" + std::string(name));
  return at;
}

Result<void> only(json::object const& object, std::set<std::string_view> const& known, std::string const& pointer) {
  for (auto const& member : object)
    if (!known.contains({member.key().data(), member.key().size()}))
      return bad("is not known here", pointer + "/" + pointer_token(member.key()));
  return {};
}

Result<int> int_member(json::object const& object, std::string_view name, std::string const& pointer) {
  json::value const* value = object.if_contains(name);
  if (value == nullptr || !value->is_int64() || value->get_int64() < 1 || value->get_int64() > 1'000'000'000)
    return bad("must be a whole number from 1", pointer + "/" + std::string(name));
  return static_cast<int>(value->get_int64());
}

/// One revision; the chain so far gives number, parent and the parent's hash.
Result<Revision> read_revision(EntryFile const& file, Locale const& locale, json::value const& value,
                               std::vector<Revision> const& chain, std::string const& pointer) {
  if (!value.is_object()) return bad("must be an object", pointer);
  json::object const& object = value.get_object();
  if (auto ok = only(
          object, {"number", "parent", "side", "data", "author", "message", "created_at", "source", "hash"}, pointer);
      !ok)
    return ok.error();
  Result<Timestamp> const created = time_member(object, "created_at", pointer);
  if (!created) return created.error();
  json::value const* data = object.if_contains("data");
  if (data == nullptr || !data->is_object()) return bad("must be an object", pointer + "/data");
  json::value const* side = object.if_contains("side");
  Revision revision{file.row.id,
                    file.row.type,
                    locale,
                    static_cast<int>(chain.size()) + 1,
                    std::nullopt,
                    side != nullptr && side->is_bool() && side->get_bool(),
                    data->get_object(),
                    std::string(string_member(object, "author", "import")),
                    std::string(string_member(object, "message")),
                    *created,
                    std::nullopt,
                    ""};
  if (object.contains("number")) {
    Result<int> const number = int_member(object, "number", pointer);
    if (!number) return number.error();
    if (*number != revision.number) return bad("revisions are numbered from 1 in order", pointer + "/number");
  }
  if (object.contains("parent")) {
    Result<int> const parent = int_member(object, "parent", pointer);
    if (!parent) return parent.error();
    if (*parent >= revision.number) return bad("must be an earlier revision", pointer + "/parent");
    revision.parent = *parent;
  } else {
    for (Revision const& earlier : chain)
      if (!earlier.side) revision.parent = earlier.number;
  }
  if (json::value const* source = object.if_contains("source")) {
    if (!source->is_object()) return bad("must be an object", pointer + "/source");
    Result<Locale> const from = Locale::parse(string_member(source->get_object(), "locale"));
    if (!from) return from.error().at(pointer + "/source/locale");
    Result<int> const number = int_member(source->get_object(), "number", pointer + "/source");
    if (!number) return number.error();
    revision.source = RevisionName{*from, *number};
    if (json::value const* fields = source->get_object().if_contains("fields")) {
      if (!fields->is_array() || fields->get_array().empty())
        return bad("must be a list of fields", pointer + "/source/fields");
      for (json::value const& field : fields->get_array()) {
        if (!field.is_string()) return bad("must be a list of fields", pointer + "/source/fields");
        revision.source_fields.emplace_back(field.get_string());
      }
    }
  }
  if (auto ok = file.type->check_draft(revision.data, locale); !ok) return ok.error().at(pointer + "/data");
  std::string const parent_hash =
      revision.parent ? chain.at(static_cast<std::size_t>(*revision.parent) - 1).hash : "";
  revision.hash = revision_hash(revision, parent_hash);
  if (object.contains("hash") && string_member(object, "hash") != revision.hash)
    return bad("does not fit the revision: the file was altered", pointer + "/hash");
  return revision;
}

Result<void> read_variants(EntryFile& file, json::object const& object) {
  json::value const* variants = object.if_contains("variants");
  if (variants == nullptr || !variants->is_object() || variants->get_object().empty())
    return bad("must be an object of revisions per locale", "/variants");
  for (auto const& member : variants->get_object()) {
    std::string const pointer = "/variants/" + pointer_token(member.key());
    Result<Locale> const locale = Locale::parse({member.key().data(), member.key().size()});
    if (!locale) return locale.error().at(pointer);
    if (!member.value().is_array()) return bad("must be a list of revisions", pointer);
    std::vector<Revision> chain;
    for (json::value const& value : member.value().get_array()) {
      Result<Revision> revision =
          read_revision(file, *locale, value, chain, pointer + "/" + std::to_string(chain.size()));
      if (!revision) return revision.error();
      chain.push_back(std::move(*revision));
    }
    file.revisions.insert(file.revisions.end(), chain.begin(), chain.end());
  }
  return {};
}

Result<void> read_publications(EntryFile& file, json::object const& object, Uuid const& bundle) {
  json::value const* list = object.if_contains("publications");
  if (list == nullptr) return {};
  if (!list->is_array()) return bad("must be a list", "/publications");
  for (std::size_t i = 0; i < list->get_array().size(); ++i) {
    std::string const pointer = "/publications/" + std::to_string(i);
    json::value const& value = list->get_array()[i];
    if (!value.is_object()) return bad("must be an object", pointer);
    json::object const& one = value.get_object();
    if (auto ok = only(one, {"locale", "revision", "from", "until"}, pointer); !ok) return ok.error();
    Result<Locale> const locale = Locale::parse(string_member(one, "locale"));
    if (!locale) return locale.error().at(pointer + "/locale");
    Result<int> const revision = int_member(one, "revision", pointer);
    if (!revision) return revision.error();
    bool found = false;
    for (Revision const& known : file.revisions)
      found = found || (known.locale == *locale && known.number == *revision);
    if (!found) return bad("there is no such revision in this file", pointer + "/revision");
    Result<Timestamp> const from = time_member(one, "from", pointer);
    if (!from) return from.error();
    if (*from > now()) return bad("lies in the future", pointer + "/from");
    store::PublicationRow row{file.row.id, *locale, *revision, *from, {}, bundle, {}};
    if (json::value const* until = one.if_contains("until"); until != nullptr && !until->is_null()) {
      Result<Timestamp> const end = time_member(one, "until", pointer);
      if (!end) return end.error();
      if (*end <= *from) return bad("must be later than from", pointer + "/until");
      if (*end > now()) return bad("lies in the future", pointer + "/until");
      row.until = *end;
    }
    for (auto const& other : file.publications)
      if (other.locale == row.locale && (!other.until || row.from < *other.until) &&
          (!row.until || other.from < *row.until))
        return bad("overlaps another publication of the same locale", pointer);
    file.publications.push_back(std::move(row));
  }
  return {};
}

Result<json::value> read_json(std::filesystem::path const& path, std::size_t max_depth) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return parse_json(text.str(), max_depth);
}

Result<EntryFile> read_entry(Context const& context, std::filesystem::path const& path, Uuid const& bundle) {
  Result<json::value> const value = read_json(path, 64);
  if (!value) return value.error();
  if (!value->is_object()) return bad("an entry is an object", "");
  json::object const& object = value->get_object();
  if (auto ok = only(object,
                     {"id", "type", "organisation", "successor", "created_at", "deleted_at", "variants",
                      "publications", "former_slugs"},
                     "");
      !ok)
    return ok.error();
  Result<Uuid> const id = Uuid::parse(string_member(object, "id"));
  if (!id) return id.error().at("/id");
  Result<Timestamp> const created = time_member(object, "created_at", "");
  if (!created) return created.error();
  EntryFile file{path, {*id, std::string(string_member(object, "type")), {}, *created, {}, {}}, nullptr, {}, {}, {}};
  file.type = context.types.find(file.row.type);
  if (file.type == nullptr) return bad("there is no such content type", "/type");
  for (auto const& [name, target] :
       {std::pair{"organisation", &file.row.organisation}, std::pair{"successor", &file.row.successor}}) {
    json::value const* given = object.if_contains(name);
    if (given == nullptr || given->is_null()) continue;
    Result<Uuid> const other = Uuid::parse(string_member(object, name));
    if (!other) return other.error().at("/" + std::string(name));
    *target = *other;
  }
  if (json::value const* deleted = object.if_contains("deleted_at"); deleted != nullptr && !deleted->is_null()) {
    Result<Timestamp> const at = time_member(object, "deleted_at", "");
    if (!at) return at.error();
    file.row.deleted = *at;
  }
  if (auto ok = read_variants(file, object); !ok) return ok.error();
  if (auto ok = read_publications(file, object, bundle); !ok) return ok.error();
  if (json::value const* former = object.if_contains("former_slugs")) {
    if (!former->is_object()) return bad("must be an object of slugs per locale", "/former_slugs");
    for (auto const& member : former->get_object()) {
      std::string const pointer = "/former_slugs/" + pointer_token(member.key());
      Result<Locale> const locale = Locale::parse({member.key().data(), member.key().size()});
      if (!locale || !member.value().is_array()) return bad("must be a list of slugs of a locale", pointer);
      for (json::value const& slug : member.value().get_array()) {
        if (!slug.is_string() || !is_slug({slug.get_string().data(), slug.get_string().size()}))
          return bad("must be slugs", pointer);
        file.former_slugs.emplace_back(*locale, std::string(slug.get_string()));
      }
    }
  }
  return file;
}

Error in_file(Error error, std::filesystem::path const& path) {
  error.detail =
      path.filename().string() + (error.pointer.empty() ? "" : " at " + error.pointer) + ": " + error.detail;
  for (Error& other : error.further) other = in_file(std::move(other), path);
  return error;
}

/// The file that says what kind of folder this is.
Result<void> check_format(std::filesystem::path const& path) {
  if (!std::filesystem::exists(path)) return bad("is not there: this is no folder that Tandem exported", "");
  Result<json::value> const value = read_json(path, 32);
  if (!value) return value.error();
  json::value const* format = value->is_object() ? value->get_object().if_contains("format") : nullptr;
  if (format == nullptr || *format != json::value(1))
    return bad("must be 1, the format that this Tandem reads", "/format");
  return {};
}

/// The same entry with the same revisions is there already.
bool same_as_stored(Transaction& tx, EntryFile const& file) {
  for (Revision const& revision : file.revisions) {
    auto const stored = store::find_revision(tx, file.row.id, revision.locale, revision.number);
    if (!stored || stored->hash != revision.hash) return false;
  }
  return true;
}

void insert(Transaction& tx, EntryFile const& file, ImportReport& report) {
  for (Revision const& revision : file.revisions) {
    store::insert_revision(tx, revision);
    store::insert_revision_files(tx, revision, names_of(files_of(*file.type, revision.data)));
  }
  for (auto const& variant : store::variants_of(tx, file.row.id))
    store::set_references(
        tx, file.row.id, variant.locale, false,
        references_of(*file.type, store::find_revision(tx, file.row.id, variant.locale, variant.head)->data));
  for (auto const& publication : file.publications) store::insert_publication(tx, publication);
  if (Field const* slug = file.type->slug())
    for (auto const& [locale, text] : file.former_slugs)
      store::insert_former_slug(tx, {file.row.type, slug->name, locale, text, file.row.id, true});
  if (file.row.deleted) store::set_entry_deleted(tx, file.row.id, file.row.deleted);
  report.revisions += file.revisions.size();
  report.publications += file.publications.size();
  ++report.entries;
}

/// What is public of the entry now; of variants that were public once, that they are no longer: it changes the past.
void tell_changes(Transaction& tx, EntryFile const& file, Uuid const& bundle) {
  std::map<Locale, std::optional<int>> public_now;
  for (auto const& publication : file.publications)
    if (publication.until) public_now.emplace(publication.locale, std::nullopt);
    else public_now.insert_or_assign(publication.locale, publication.revision);
  for (auto const& [locale, revision] : public_now)
    tx.change({revision ? "published" : "withdrawn", file.row.id, file.row.type, locale, revision, bundle});
}

Result<ImportReport> import_files(Transaction& tx, Context const& context, access::Actor const& actor,
                                  std::vector<EntryFile> const& files, Uuid const& bundle) {
  ImportReport report;
  report.files = files.size();
  std::vector<EntryFile const*> added;
  for (EntryFile const& file : files) {
    if (store::find_entry(tx, file.row.id)) {
      if (!same_as_stored(tx, file))
        return in_file(bad("the entry is there already, with other revisions", "/id"), file.path);
      ++report.unchanged;
      continue;
    }
    store::insert_entry(tx, file.row);
    added.push_back(&file);
  }
  if (added.empty()) return report;
  store::insert_bundle(tx, {bundle, "import", actor.name, "import", now(), {}});
  for (EntryFile const* file : added)
    for (Revision const& revision : file->revisions)
      if (auto ok = check_files(tx, files_of(*file->type, revision.data)); !ok)
        return in_file(ok.error().at("/variants/" + revision.locale.text()), file->path);
  for (EntryFile const* file : added)
    for (Revision const& revision : file->revisions)
      for (Reference const& reference : references_of(*file->type, revision.data)) {
        auto const target = store::find_entry(tx, reference.target);
        if (!target || target->type != reference.target_type)
          return in_file(bad("points at no " + reference.target_type + ": " + reference.target.text(),
                             "/variants/" + revision.locale.text() + reference.pointer),
                         file->path);
      }
  std::vector<EntryId> ids;
  std::map<EntryId, std::vector<Reference>> references;
  for (EntryFile const* file : added) {
    insert(tx, *file, report);
    if (file->row.successor) {
      if (!store::find_entry(tx, *file->row.successor)) return in_file(bad("is no entry", "/successor"), file->path);
      store::set_successor(tx, file->row.id, file->row.successor);
    }
    ids.push_back(file->row.id);
    auto settled = settle(tx, context, file->row);
    if (!settled) return in_file(settled.error(), file->path);
    references.emplace(file->row.id, std::move(*settled));
  }
  // Slugs of withdrawn entries lead on to them (or to their successors).
  for (EntryFile const* file : added)
    if (Field const* slug = file->type->slug())
      for (auto const& publication : file->publications)
        for (Revision const& revision : file->revisions)
          if (revision.locale == publication.locale && revision.number == publication.revision &&
              revision.data.contains(slug->name))
            store::insert_former_slug(tx,
                                      {file->row.type, slug->name, revision.locale,
                                       std::string(string_member(revision.data, slug->name)), file->row.id, true});
  bool const many = ids.size() > 500;
  if (many) store::refresh_statistics(tx);
  store::refresh_published(tx, ids, store::timestamp_cell(tx.query("select clock_timestamp()")[0][0]));
  if (many) store::refresh_statistics(tx); // of what is public now, for plugins
  if (auto ok = follow_heads(tx, context, ids); !ok) return ok.error();
  if (auto ok = follow_public(tx, context, ids); !ok) return ok.error();
  for (EntryFile const* file : added)
    if (auto ok = check_targets(tx, file->row.id, references.at(file->row.id), {}); !ok)
      return in_file(ok.error(), file->path);
  for (EntryFile const* file : added) tell_changes(tx, *file, bundle);
  for (EntryFile const* file : added)
    access::audit(tx, actor, {"entry.import", file->row.id, "", {}, witnessed(tx, file->row.id)});
  access::audit(tx, actor, {"import", {}, "", {}, {{"entries", report.entries}, {"bundle", bundle.text()}}});
  return report;
}

} // namespace

Result<ImportReport> import_folder(Context const& context, access::Actor const& actor,
                                   std::filesystem::path const& folder, bool dry_run,
                                   std::vector<store::FileRow> const& brought) {
  if (!std::filesystem::is_directory(folder / "entries"))
    return bad("there is no folder " + (folder / "entries").string(), "");
  if (auto ok = check_format(folder / "tandem.json"); !ok) return in_file(ok.error(), folder / "tandem.json");
  std::set<std::filesystem::path> paths;
  for (auto const& item : std::filesystem::recursive_directory_iterator(folder / "entries"))
    if (item.path().extension() == ".json") paths.insert(item.path());
  Uuid const bundle = Uuid::make();
  std::vector<EntryFile> files;
  std::vector<Error> wrong;
  for (auto const& path : paths) {
    Result<EntryFile> file = read_entry(context, path, bundle);
    if (file) files.push_back(std::move(*file));
    else wrong.push_back(in_file(file.error(), path));
  }
  if (!wrong.empty()) return as_one(std::move(wrong));
  auto const work = [&](Transaction& tx) {
    for (store::FileRow const& file : brought) store::keep_file(tx, file);
    return import_files(tx, context, actor, files, bundle);
  };
  return dry_run ? context.database.try_out(work) : context.database.transact(work);
}

} // namespace tandem::editing
