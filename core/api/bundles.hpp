#pragma once
/// /edit/v1/bundles: publish, withdraw, now or at a time; cancel, take back.

#include "api/edit.hpp"
#include "editing/editor.hpp"
#include "store/publications.hpp"

namespace tandem::api {

/// locale, revision, from and (once over) until of a publication.
[[nodiscard]] json::object publication_json(store::PublicationRow const& publication);

/// `context` must outlive the routes.
[[nodiscard]] Result<void> add_bundle_routes(Routes& routes, editing::Context const& context, EditLimits limits);

} // namespace tandem::api
