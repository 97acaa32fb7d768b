#pragma once
/// Comments on drafts, each at a field.

#include "api/edit.hpp"
#include "editing/comments.hpp"

namespace tandem::api {

/// `context` must outlive the routes. `longest`: of a text, in bytes.
[[nodiscard]] Result<void> add_comment_routes(Routes& routes, editing::Context const& context, EditLimits limits,
                                              std::size_t longest);

} // namespace tandem::api
