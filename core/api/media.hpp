#pragma once
/// /media: files and what is made of pictures, for everybody who may read them; /edit/v1/media/files: which there
/// are.

#include "api/routes.hpp"
#include "delivery/cache.hpp"
#include "delivery/flights.hpp"
#include "editing/previews.hpp"
#include "media/addresses.hpp"
#include "media/files.hpp"

#include <semaphore>
#include <shared_mutex>

namespace tandem::api {

/// Answers with files. What is public is remembered until something public changes, as answers of the response cache
/// are: no question to the database for each picture.
class MediaReads {
public:
  /// All must outlive it. At most `makers` requests make variants, or wait for one, at the same time.
  MediaReads(media::Files const& files, media::FileStore& store, media::Pictures const& pictures, media::Offer offer,
             access::Gate const& gate, editing::Previews const& previews, delivery::Cache const& cache,
             std::ptrdiff_t makers);

  [[nodiscard]] Response answer(Request const& request);
  [[nodiscard]] media::Offer const& offer() const { return offer_; }
  [[nodiscard]] media::Files const& files() const { return files_; }

private:
  struct Found {
    std::shared_ptr<media::Readable const> file; ///< Null: there is none that the reader may know of.
    bool is_public = false;
  };
  [[nodiscard]] Result<Found> find(Request const& request, media::FileKey const& key);
  [[nodiscard]] Result<std::shared_ptr<media::Readable const>> for_everybody(media::FileKey const& key);
  [[nodiscard]] Result<Response> respond(Request const& request);
  /// Where a variant lies, made if it is not there.
  [[nodiscard]] Result<std::filesystem::path> variant(media::Readable const& file, media::Wanted const& wanted);
  [[nodiscard]] Result<std::filesystem::path> make(media::Readable const& file, media::Wanted const& wanted,
                                                   media::FileKey const& key) const;

  media::Files const& files_;
  media::FileStore& store_;
  media::Pictures const& pictures_;
  media::Offer offer_;
  access::Gate const& gate_;
  editing::Previews const& previews_;
  delivery::Cache const& cache_;
  delivery::Flights<Result<std::filesystem::path>> flights_;
  std::counting_semaphore<> makers_;

  std::shared_mutex mutex_; // the two below
  std::uint64_t moment_ = 0;
  std::map<media::FileKey, std::shared_ptr<media::Readable const>> public_;
};

/// `reads` must outlive the routes.
[[nodiscard]] Result<void> add_media_routes(Routes& routes, MediaReads& reads);

} // namespace tandem::api
