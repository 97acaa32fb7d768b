#pragma once
/// /edit/v1/previews: links that show the site with drafts, made, listed and revoked. And what a reader's request
/// carries of one.

#include "api/routes.hpp"
#include "editing/previews.hpp"

namespace tandem::api {

struct PreviewSettings {
  std::size_t json_depth = 32;
  std::size_t items = 500;      ///< Most items of a preview.
  std::chrono::hours hours{72}; ///< Longest life of a link, and the life of one that asks for none.
};

/// `previews` must outlive the routes.
[[nodiscard]] Result<void> add_preview_routes(Routes& routes, editing::Previews const& previews,
                                              PreviewSettings settings);

/// Name of the header that may carry the token in place of the query parameter `preview`.
inline constexpr std::string_view preview_header = "Tandem-Preview";
[[nodiscard]] bool asks_for_preview(Request const& request);
/// The preview that the request asks for, none when it asks for none; an error when it is not in force, or when the
/// request names two.
[[nodiscard]] Result<std::optional<Uuid>> preview_of(Request const& request, editing::Previews const& previews);

} // namespace tandem::api
