#include "media/uploads.hpp"

#include "access/audit.hpp"
#include "media/digest.hpp"
#include "media/names.hpp"

namespace tandem::media {
namespace {

using store::Transaction;
using store::UploadRow;

/// Bytes after which it is noted how far an upload is: at most so many have to be sent again after a crash.
constexpr std::int64_t stretch = 8 << 20;

Error no_upload() { return {ErrorCode::not_found, "there is no such upload (any more)"}; }

/// Temporary files of one upload, gone when this is.
class Removed {
public:
  explicit Removed(std::filesystem::path path) : path_(std::move(path)) {}
  Removed(Removed const&) = delete;
  Removed& operator=(Removed const&) = delete;
  ~Removed() {
    std::error_code ec;
    std::filesystem::remove(path_, ec);
  }

private:
  std::filesystem::path path_;
};

Result<void> is_at(UploadRow const& upload, std::int64_t offset) {
  if (!upload.file && upload.received == offset) return {};
  Error elsewhere{ErrorCode::conflict,
                  "the upload is at byte " + std::to_string(upload.received) + ", not " + std::to_string(offset)};
  elsewhere.meta["offset"] = upload.received;
  return elsewhere;
}

std::string listed(std::set<std::string> const& types) {
  std::string text;
  for (std::string const& type : types) text += (text.empty() ? "" : ", ") + type;
  return text;
}

} // namespace

std::filesystem::path Uploads::part_of(Uuid const& id) const { return files_.temporary() / (id.text() + ".part"); }

Result<UploadRow> Uploads::begin(access::Actor const& actor, std::string_view name, std::int64_t bytes) const {
  if (!actor.account) return Error{ErrorCode::forbidden, "an upload is made in the name of an account"};
  if (bytes < 1) return Error{ErrorCode::invalid_content, "an empty file is none"};
  if (bytes > rules_.bytes)
    return Error{ErrorCode::payload_too_large, "a file has at most " + std::to_string(rules_.bytes) + " bytes"};
  return database_.transact([&](Transaction& tx) -> Result<UploadRow> {
    if (store::open_uploads(tx, *actor.account) >= rules_.most)
      return Error{ErrorCode::too_many_requests,
                   "an account has at most " + std::to_string(rules_.most) + " uploads that are not finished"};
    UploadRow const upload{Uuid::make(), *actor.account, cleaned_name(name), bytes, 0, {}, end_of(rules_.lifetime)};
    store::insert_upload(tx, upload);
    return upload;
  });
}

Result<UploadRow> Uploads::find(access::Actor const& actor, Uuid const& id) const {
  return database_.transact([&](Transaction& tx) -> Result<UploadRow> {
    auto const upload = store::find_upload(tx, id);
    if (!upload || upload->account != actor.account) return no_upload();
    return *upload;
  });
}

Result<void> Uploads::remove(access::Actor const& actor, Uuid const& id) const {
  if (auto ok = find(actor, id); !ok) return ok.error();
  // Whoever is writing finishes first: the bytes must not come back.
  Result<PartFile> const part = PartFile::open(part_of(id));
  if (!part) return part.error();
  Removed const removed(part_of(id));
  return database_.transact(
      [&](Transaction& tx) -> Result<void> { return store::remove_upload(tx, id) ? Result<void>() : no_upload(); });
}

Result<Uploads::Writer> Uploads::write(access::Actor const& actor, Uuid const& id, std::int64_t offset) const {
  Result<UploadRow> upload = find(actor, id);
  if (!upload) return upload.error();
  if (auto ok = is_at(*upload, offset); !ok) return ok.error();
  Result<PartFile> part = PartFile::open(part_of(id));
  if (!part) return part.error();
  // Whoever held the file until now may have gone on; who is about to keep it has it moved away already.
  Result<void> const settled = database_.transact([&](Transaction& tx) -> Result<void> {
    store::lock_upload(tx, id);
    return {};
  });
  if (!settled) return settled.error();
  upload = find(actor, id);
  if (!upload) return upload.error();
  if (auto ok = is_at(*upload, offset); !ok) return ok.error();
  if (part->size() < offset) return no_upload(); // another node has its bytes, or they are lost
  if (auto ok = part->cut(offset); !ok) return ok.error();
  return Writer(*this, actor, std::move(*upload), std::move(*part));
}

Result<void> Uploads::Writer::take(std::string_view bytes) {
  too_much_ = at_ + static_cast<std::int64_t>(bytes.size()) > upload_.bytes;
  if (too_much_)
    return Error{ErrorCode::payload_too_large,
                 "more comes than the " + std::to_string(upload_.bytes) + " bytes that were said"};
  if (auto ok = part_.append(bytes); !ok) {
    at_ = part_.size();
    return ok;
  }
  at_ += static_cast<std::int64_t>(bytes.size());
  return at_ < upload_.bytes && at_ - upload_.received >= stretch ? note() : Result<void>();
}

Result<void> Uploads::Writer::note() {
  if (auto ok = part_.sync(); !ok) return ok;
  upload_.expires_at = uploads_.end_of(uploads_.rules_.lifetime);
  Result<void> const noted = uploads_.database_.transact([&](Transaction& tx) -> Result<void> {
    store::set_received(tx, upload_.id, at_, upload_.expires_at);
    return {};
  });
  if (noted) upload_.received = at_;
  return noted;
}

Result<UploadRow> Uploads::Writer::end() {
  if (at_ < upload_.bytes || too_much_) {
    if (at_ > upload_.received && at_ < upload_.bytes)
      if (auto ok = note(); !ok) return ok.error();
    return upload_;
  }
  if (auto ok = part_.sync(); !ok) return ok.error();
  Result<UploadRow> finished = uploads_.finish(actor_, upload_);
  bool const refused = !finished && describe(finished.error().code).status < 500;
  if (!refused) return finished;
  Removed const removed(uploads_.part_of(upload_.id));
  Result<void> const forgotten = uploads_.database_.transact([&](Transaction& tx) -> Result<void> {
    static_cast<void>(store::remove_upload(tx, upload_.id));
    return {};
  });
  return forgotten ? std::move(finished) : forgotten.error();
}

/// What the file is; `file` becomes that which is to be kept: the same, or a cleaned one beside it.
Result<store::FileRow> Uploads::judge(std::filesystem::path& file) const {
  Result<Identity> const identity = pictures_.identify(file);
  if (!identity) return identity.error();
  std::string const& type = identity->media_type;
  if (!rules_.types.contains(type))
    return Error{ErrorCode::unsupported_media_type,
                 "the file is of the type " + type + ", which is not taken; taken are " + listed(rules_.types)};
  if (rules_.scan)
    if (auto ok = rules_.scan(file); !ok) return ok.error();
  if (type == "image/svg+xml" || !rules_.keep_camera_data) {
    std::filesystem::path cleaned = file;
    cleaned += ".clean";
    Result<bool> const written = pictures_.clean(file, type, cleaned);
    if (!written) return written.error();
    if (*written) file = std::move(cleaned);
  }
  Result<std::string> sha256 = sha256_of(file);
  if (!sha256) return sha256.error();
  std::error_code ec;
  store::FileRow row{std::move(*sha256), static_cast<std::int64_t>(std::filesystem::file_size(file, ec)), type};
  if (ec || row.bytes < 1) return Error{ErrorCode::unavailable, "a file cannot be read"};
  if (!identity->is_picture()) return row;
  row.width = static_cast<int>(*identity->width);
  row.height = static_cast<int>(*identity->height);
  Result<std::string> preview = pictures_.preview(file);
  if (!preview) return preview.error();
  row.preview = std::move(*preview);
  return row;
}

Result<UploadRow> Uploads::finish(access::Actor const& actor, UploadRow const& upload) const {
  std::filesystem::path const part = part_of(upload.id);
  std::filesystem::path kept = part, cleaned = part;
  cleaned += ".clean";
  Removed const removed(cleaned);
  Result<store::FileRow> const file = judge(kept);
  if (!file) return file.error();
  std::optional<FileKey> const key = FileKey::parse(file->sha256);
  UploadRow done = upload;
  done.received = upload.bytes;
  done.file = file->sha256;
  done.expires_at = end_of(rules_.known);
  Result<void> const stored = database_.transact([&](Transaction& tx) -> Result<void> {
    store::lock_upload(tx, upload.id);  // nobody begins anew while the part file is not where it was
    store::lock_file(tx, file->sha256); // nobody removes it as an orphan between the store and the database
    if (auto ok = files_.put(kept, key.value()); !ok) return ok;
    store::keep_file(tx, *file);
    store::finish_upload(tx, upload.id, file->sha256, done.expires_at);
    access::audit(
        tx, actor,
        {"media.upload",
         {},
         "",
         {},
         {{"file", file->sha256}, {"bytes", file->bytes}, {"media_type", file->media_type}, {"name", upload.name}}});
    return {};
  });
  if (!stored) return stored.error();
  Removed const done_with(part);
  return done;
}

void Uploads::forget_expired() const {
  std::error_code ec;
  std::vector<std::pair<Uuid, std::filesystem::path>> parts;
  auto const long_ago = std::filesystem::file_time_type::clock::now() - rules_.lifetime;
  for (auto const& item : std::filesystem::directory_iterator(files_.temporary(), ec)) {
    Result<Uuid> const id = Uuid::parse(item.path().filename().string().substr(0, 36));
    if (id) parts.emplace_back(*id, item.path());
    else if (std::filesystem::last_write_time(item.path(), ec) < long_ago && !ec) Removed const removed(item.path());
  }
  // The files were looked for first: an upload that begins meanwhile is not among them.
  Result<std::set<Uuid>> const open = database_.transact([](Transaction& tx) -> Result<std::set<Uuid>> {
    store::remove_expired_uploads(tx);
    return store::unfinished_uploads(tx);
  });
  if (!open) return; // the next time
  for (auto const& [id, path] : parts)
    if (!open->contains(id)) Removed const removed(path);
}

} // namespace tandem::media
