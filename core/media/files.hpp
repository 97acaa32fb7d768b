#pragma once
/// Who may read a file, and care for those that are kept.
///
///   something public names it ─► everybody        a revision that the caller may read, or their own upload ─► they
///   a preview shows a revision that names it ─► whoever has its link        else: there is no such file

#include "access/actor.hpp"
#include "media/file_store.hpp"
#include "media/pictures.hpp"
#include "store/files.hpp"

#include <chrono>

namespace tandem::media {

/// A file that somebody may read.
struct Readable {
  FileKey key;
  std::string media_type;
  std::optional<Size> size;        ///< Of a picture.
  std::vector<FocalPoint> focuses; ///< Of who names it: around these, and the middle, variants are cut.
};

class Files {
public:
  /// Both must outlive it.
  Files(store::Database& database, FileStore& files) : database_(database), files_(files) {}

  /// None when there is no file that this reader may know of.
  [[nodiscard]] Result<std::optional<Readable>> for_everybody(FileKey const& key) const;
  [[nodiscard]] Result<std::optional<Readable>> in_preview(Uuid const& preview, FileKey const& key) const;
  [[nodiscard]] Result<std::optional<Readable>> for_actor(access::Actor const& actor, FileKey const& key) const;

  [[nodiscard]] Result<std::vector<store::ListedFile>> list(store::FileFilter const& filter) const;

  /// Files that no revision names and that nobody brought for so long.
  [[nodiscard]] Result<std::vector<std::string>> orphans(std::chrono::hours age) const;
  /// Removes them, and what the store keeps although the database knows nothing of it (a node died between the two).
  /// Answers their names.
  [[nodiscard]] Result<std::vector<std::string>> remove_orphans(std::chrono::hours age) const;

  struct Verification {
    std::size_t files = 0;
    std::uint64_t bytes = 0;
    std::vector<std::string> problems = {}; ///< One line each.
  };
  /// Reads every file that the database knows against its name.
  [[nodiscard]] Result<Verification> verify() const;

private:
  [[nodiscard]] Result<bool> remove_unknown(FileKey const& key) const;
  store::Database& database_;
  FileStore& files_;
};

} // namespace tandem::media
