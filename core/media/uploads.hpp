#pragma once
/// Uploads: bytes come in, in as many pieces as it takes, and become a file that is kept.
///
///   begin ─► write (again and again; part_file.hpp) ─► the last byte: identify ─► allowed? ─► scan ─► clean ─► hash
///                                                      ─► the store, then the database, in one transaction
///
/// For `api/`, which speaks tus, and for the import. How far an upload is stands in the database, and is noted after
/// the bytes are on the disk. That all have come is noted only with the file itself: who was cut off before resends
/// the last bytes, and what makes a file of them runs again. It judges files by their bytes, never by what the client
/// says they are.

#include "access/actor.hpp"
#include "media/file_store.hpp"
#include "media/part_file.hpp"
#include "media/pictures.hpp"
#include "store/files.hpp"
#include "store/uploads.hpp"

#include <chrono>
#include <functional>
#include <set>

namespace tandem::media {

struct UploadRules {
  std::int64_t bytes = 0;           ///< Of the largest file.
  std::set<std::string> types = {}; ///< Media types that are taken.
  bool keep_camera_data = false;    ///< Pictures stay as they came; SVG is cleaned all the same.
  std::size_t most = 20;            ///< Unfinished uploads of one account.
  std::chrono::hours lifetime{24};  ///< Of an upload that does not go on.
  std::chrono::hours known{24};     ///< How long whoever brought a file may see it unused.
  std::function<Result<void>(std::filesystem::path const&)> scan = {}; ///< For viruses; may refuse. Empty: nobody.
};

class Uploads {
public:
  /// All must outlive it.
  Uploads(store::Database& database, FileStore& files, Pictures const& pictures, UploadRules rules)
      : database_(database), files_(files), pictures_(pictures), rules_(std::move(rules)) {}

  [[nodiscard]] UploadRules const& rules() const { return rules_; }

  /// Errors: `payload_too_large`; `invalid_content` for an empty file; `too_many_requests` for one upload too many.
  /// It takes an account.
  [[nodiscard]] Result<store::UploadRow> begin(access::Actor const& actor, std::string_view name,
                                               std::int64_t bytes) const;
  /// `not_found` also for the uploads of others.
  [[nodiscard]] Result<store::UploadRow> find(access::Actor const& actor, Uuid const& id) const;
  [[nodiscard]] Result<void> remove(access::Actor const& actor, Uuid const& id) const;

  /// Takes in bytes of one request. An upload has one at a time.
  class Writer {
  public:
    /// Errors: `payload_too_large` when more comes than was said; `unavailable` when the disk or the database is
    /// away. The bytes before it stay.
    [[nodiscard]] Result<void> take(std::string_view bytes);
    /// To be called once, after the last `take`: notes how far it is. With all bytes there it becomes a file; when
    /// that is refused the upload is gone. The upload as it is then.
    [[nodiscard]] Result<store::UploadRow> end();

  private:
    friend class Uploads;
    Writer(Uploads const& uploads, access::Actor actor, store::UploadRow upload, PartFile part)
        : uploads_(uploads), actor_(std::move(actor)), upload_(std::move(upload)), part_(std::move(part)),
          at_(upload_.received) {}
    [[nodiscard]] Result<void> note();
    Uploads const& uploads_;
    access::Actor actor_;
    store::UploadRow upload_; ///< `received` as it is noted.
    PartFile part_;
    std::int64_t at_;       ///< Bytes in the part file.
    bool too_much_ = false; ///< More came than was said: this is not the file that was meant.
  };
  /// `conflict` when the upload is not at `offset` (meta.offset says where), or when somebody else is writing.
  [[nodiscard]] Result<Writer> write(access::Actor const& actor, Uuid const& id, std::int64_t offset) const;

  /// Forgets uploads that have expired, bytes for which there is no upload, and other temporary files that a crash
  /// has left.
  void forget_expired() const;

private:
  [[nodiscard]] std::filesystem::path part_of(Uuid const& id) const;
  [[nodiscard]] Result<store::UploadRow> finish(access::Actor const& actor, store::UploadRow const& upload) const;
  [[nodiscard]] Result<store::FileRow> judge(std::filesystem::path& file) const;
  [[nodiscard]] Timestamp end_of(std::chrono::hours lifetime) const { return now() + lifetime; }

  store::Database& database_;
  FileStore& files_;
  Pictures const& pictures_;
  UploadRules rules_;
};

} // namespace tandem::media
