#pragma once
/// Files as the database knows them: what they are, which revisions name them, and uploads under way. The bytes are
/// in the file store (media/file_store.hpp).

#include "content/revision.hpp"
#include "store/entries.hpp"

namespace tandem::store {

struct FileRow {
  std::string sha256; ///< 64 hex digits, lower case: its name.
  std::int64_t bytes = 0;
  std::string media_type;
  std::optional<int> width = {}, height = {}; ///< In pixels, upright; none: it is no picture.
  std::string preview = {};                   ///< A data URI of a tiny picture; "": none.
  Timestamp stored_at = {};                   ///< Read, never written.
};

/// Nobody else keeps or removes the file until this transaction ends.
void lock_file(Transaction& tx, std::string const& sha256);
/// Makes it known; if it is already, says that somebody brought it again.
void keep_file(Transaction& tx, FileRow const& file);
[[nodiscard]] std::optional<FileRow> find_file(Transaction& tx, std::string const& sha256);
/// Those of these names that are there, by name.
[[nodiscard]] std::map<std::string, FileRow> find_files(Transaction& tx, std::vector<std::string> const& names);
/// Those of these names that are there. They stay until this transaction ends.
[[nodiscard]] std::set<std::string> hold_files(Transaction& tx, std::vector<std::string> const& names);
/// Calls `work` with every file, by name.
void each_file(Transaction& tx, std::function<void(FileRow const&)> const& work);

/// The names of those that some revision names, in order.
[[nodiscard]] std::vector<std::string> names_of_named_files(Transaction& tx);
/// "locale number sha256" of each file that a revision of the entry names.
[[nodiscard]] std::set<std::string> files_stored(Transaction& tx, EntryId const& entry);

/// Says which files a stored revision names; all of them are there.
void insert_revision_files(Transaction& tx, Revision const& revision, std::vector<std::string> const& files);

/// A file and the focal points of those who name it (JSON objects of x and y).
struct NamedFile {
  FileRow file;
  json::array focal_points;
};
/// None when nothing public names it.
[[nodiscard]] std::optional<NamedFile> find_public_file(Transaction& tx, std::string const& sha256);
/// None when no revision that the preview shows names it.
[[nodiscard]] std::optional<NamedFile> find_previewed_file(Transaction& tx, Uuid const& preview,
                                                           std::string const& sha256);
/// With the focal points of all revisions that name it.
[[nodiscard]] std::optional<NamedFile> find_named_file(Transaction& tx, std::string const& sha256);

/// A variant of a present entry that names a file in some revision.
struct FileUse {
  EntryRow entry;
  Locale locale;
};
[[nodiscard]] std::vector<FileUse> uses_of_file(Transaction& tx, std::string const& sha256);
/// Whether the account brought the file, in an upload that is still known.
[[nodiscard]] bool brought_file(Transaction& tx, Uuid const& account, std::string const& sha256);

enum class FileState { is_public, used, orphan }; ///< `used`: some revision names it. `orphan`: none does.
struct ListedFile {
  FileRow file;
  FileState state;
};
/// Keyset page of files, the newest first.
struct FileFilter {
  std::optional<FileState> state = {};
  std::optional<std::string> before = {}; ///< Name of the last file of the page before.
  std::size_t limit = 50;
  /// Those that entries name which fit one of these, and those that the account brought. None: all.
  std::optional<std::vector<Visible>> visible = {};
  std::optional<Uuid> account = {};
};
[[nodiscard]] std::vector<ListedFile> list_files(Transaction& tx, FileFilter const& filter);

/// Files that no revision names and that nobody brought since: their names.
[[nodiscard]] std::vector<std::string> orphans_since(Transaction& tx, Timestamp since);
/// Forgets a file, if it is an orphan since then still. The caller holds its lock. Answers whether it did.
[[nodiscard]] bool remove_orphan(Transaction& tx, std::string const& sha256, Timestamp since);

} // namespace tandem::store
