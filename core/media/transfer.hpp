#pragma once
/// Files of an export: `files/<sha256>` beside the entries (editing/transfer.hpp), nothing but their bytes.

#include "media/file_store.hpp"
#include "media/pictures.hpp"
#include "store/files.hpp"

namespace tandem::media {

/// Writes every file that some revision names. To be called after the entries were written: such files stay. Answers
/// how many. `unavailable` names one whose bytes are missing or altered.
[[nodiscard]] Result<std::size_t> export_files(store::Database& database, FileStore& files,
                                               std::filesystem::path const& folder);

/// The files of a folder, each checked against its name; none when it holds none. An error names the file.
[[nodiscard]] Result<std::vector<store::FileRow>> read_files(Pictures const& pictures,
                                                             std::filesystem::path const& folder);
/// Keeps them, as if they had been uploaded just now.
[[nodiscard]] Result<void> keep_files(store::Database& database, FileStore& files,
                                      std::vector<store::FileRow> const& rows, std::filesystem::path const& folder);

} // namespace tandem::media
