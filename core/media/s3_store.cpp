#include "media/s3_store.hpp"

#include "media/digest.hpp"
#include "media/durable.hpp"

namespace tandem::media {

namespace fs = std::filesystem;

Result<std::unique_ptr<S3Store>> S3Store::open(S3Settings settings) {
  Result<std::unique_ptr<FolderStore>> copies = FolderStore::open(settings.copies);
  if (!copies) return copies.error();
  std::unique_ptr<S3Store> store(new S3Store(std::move(settings), std::move(*copies)));
  auto const found = store->copies_->each([&store](StoredFile const& copy) {
    store->note(copy.key, copy.bytes);
    return true;
  });
  if (!found) return found.error();
  return store;
}

void S3Store::note(FileKey const& key, std::uint64_t bytes) {
  std::vector<FileKey> old;
  {
    std::lock_guard const lock(mutex_);
    if (auto const found = known_.find(key); found != known_.end()) {
      recent_.splice(recent_.begin(), recent_, found->second);
      return;
    }
    recent_.push_front({key, bytes});
    known_.emplace(key, recent_.begin());
    bytes_ += bytes;
    while (bytes_ > most_bytes_ && recent_.size() > 1) { // the one just asked for stays, however large
      StoredFile const& oldest = recent_.back();
      bytes_ -= oldest.bytes;
      known_.erase(oldest.key);
      old.push_back(oldest.key);
      recent_.pop_back();
    }
  }
  // A copy alone, and not what was made of it: that has its own place in the row.
  for (FileKey const& one : old)
    if (Result<fs::path> const path = copies_->local(one); path) {
      std::error_code ignored;
      fs::remove(*path, ignored);
    }
}

void S3Store::forget(FileKey const& key) {
  std::lock_guard const lock(mutex_);
  std::string const made = key.text() + "/";
  for (auto found = known_.lower_bound(key); found != known_.end();) {
    if (found->first != key && !found->first.text().starts_with(made)) break;
    bytes_ -= found->second->bytes;
    recent_.erase(found->second);
    found = known_.erase(found);
  }
}

Result<void> S3Store::put(fs::path const& temporary, FileKey const& key) {
  Result<bool> const there = bucket_.exists(key.text());
  if (!there) return there.error();
  if (*there) return {};
  Result<std::string> const hash = sha256_of(temporary);
  if (!hash) return hash.error();
  if (auto ok = bucket_.put(key.text(), temporary, *hash); !ok) return ok;
  std::error_code ec;
  std::uint64_t const bytes = fs::file_size(temporary, ec);
  if (!ec && copies_->put(temporary, key)) note(key, bytes); // a copy less is no failure: the bucket has it
  return {};
}

Result<fs::path> S3Store::local(FileKey const& key) {
  if (Result<fs::path> copy = copies_->local(key); copy) {
    std::error_code ec;
    if (std::uint64_t const bytes = fs::file_size(*copy, ec); !ec) note(key, bytes);
    return copy;
  }
  Result<Temporary> fetched = Temporary::make(copies_->temporary());
  if (!fetched) return fetched.error();
  if (auto ok = bucket_.get(key.text(), fetched->path()); !ok) return ok.error();
  if (key.is_original()) {
    Result<std::string> const hash = sha256_of(fetched->path());
    if (!hash) return hash.error();
    if (*hash != key.sha256())
      return Error{ErrorCode::internal, "the file in the file store is not the one it is named after"};
  }
  std::error_code ec;
  std::uint64_t const bytes = fs::file_size(fetched->path(), ec);
  if (ec) return disk_error(ec.value());
  if (auto ok = copies_->put(fetched->path(), key); !ok) return ok.error();
  note(key, bytes);
  return copies_->local(key);
}

Result<bool> S3Store::exists(FileKey const& key) { return bucket_.exists(key.text()); }

Result<void> S3Store::remove(FileKey const& key) {
  if (key.is_original()) { // what was made of it first: what a failure leaves can be removed again
    std::vector<FileKey> made;
    auto const found = walk(key.text() + "/", [&made](StoredFile const& file) {
      made.push_back(file.key);
      return true;
    });
    if (!found) return found.error();
    for (FileKey const& one : made)
      if (auto ok = bucket_.remove(one.text()); !ok) return ok;
  }
  if (auto ok = bucket_.remove(key.text()); !ok) return ok;
  forget(key);
  return copies_->remove(key);
}

Result<void> S3Store::each(std::function<bool(StoredFile const&)> const& tell) { return walk("", tell); }

Result<void> S3Store::walk(std::string_view prefix, std::function<bool(StoredFile const&)> const& tell) const {
  for (std::string next;;) {
    Result<S3Bucket::Page> const page = bucket_.list(prefix, next);
    if (!page) return page.error();
    for (S3Bucket::Object const& object : page->objects)
      if (std::optional<FileKey> key = FileKey::parse(object.name); key && !tell({std::move(*key), object.bytes}))
        return {};
    if (page->next.empty()) return {};
    next = page->next;
  }
}

} // namespace tandem::media
