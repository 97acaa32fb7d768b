#pragma once
/// What a request about bundles says. Pure.

#include "editing/changes.hpp"
#include "http/message.hpp"

namespace tandem::api {

/// {"data": {"type": "bundle", "attributes": {"kind": "publish" | "unpublish", "items": [{"entry", "locale",
/// "revision", "action", "successor"}, …], "message", "force": bool, "successor": id, "dry_run": bool, "at": RFC
/// 3339}}}
struct BundleRequest {
  editing::BundleOrder order;
  bool dry_run = false;             ///< Only say what it would do.
  std::optional<Timestamp> at = {}; ///< When; none: now.
};
/// `kind` is the action of those items that say none; it may be left out when all do. At most `most_items`.
[[nodiscard]] Result<BundleRequest> bundle_request(http::Request const& request, std::size_t max_depth,
                                                   std::size_t most_items);

/// The message of a request that needs no body: {"data": {"type": "bundle", "attributes": {"message": …}}}; "" for
/// none.
[[nodiscard]] Result<std::string> message_of(http::Request const& request, std::size_t max_depth);

} // namespace tandem::api
