#pragma once
/// Import and export: a folder of JSON files that holds entries with their whole history.
///
///   tandem.json                     {"format": 1}
///   entries/<type>/<name>.json      one entry: revisions of each variant, publications, former slugs
///   files/<sha256>                  the files that they name (media/transfer.hpp)
///
/// Exporting, importing into an empty database and exporting again gives the same bytes. Which bundle a
/// publication was made in is not carried along.

#include "editing/editor.hpp"
#include "store/files.hpp"

#include <filesystem>

namespace tandem::editing {

struct ImportReport {
  std::size_t files = 0, entries = 0, revisions = 0, publications = 0;
  std::size_t unchanged = 0; ///< Entries that were there already with the same revisions.
};

/// Imports a folder in one transaction: everything or nothing. An error names file, pointer and reason.
/// `dry_run` does all of it and takes it back. Files that entries name are there, or are among `files`.
[[nodiscard]] Result<ImportReport> import_folder(Context const& context, access::Actor const& actor,
                                                 std::filesystem::path const& folder, bool dry_run,
                                                 std::vector<store::FileRow> const& files = {});

/// Writes every entry, deleted ones too: their history is part of what the public saw. The folder must be new or
/// empty. Answers the number of entries.
[[nodiscard]] Result<std::size_t> export_folder(Context const& context, std::filesystem::path const& folder);

} // namespace tandem::editing
