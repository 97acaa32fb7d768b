#pragma once
/// /edit/v1/media/uploads: files come in by the tus protocol 1.0 (core, creation, creation-with-upload, expiration,
/// termination), in pieces that are never in memory whole.

#include "api/routes.hpp"
#include "media/addresses.hpp"
#include "media/uploads.hpp"

namespace tandem::api {

/// A file as the editing API tells it.
[[nodiscard]] json::object file_json(store::FileRow const& file, media::Offer const& offer);

/// `uploads` and `database` must outlive the routes.
[[nodiscard]] Result<void> add_upload_routes(Routes& routes, store::Database& database, media::Uploads const& uploads,
                                             media::Offer offer);

} // namespace tandem::api
