#pragma once
/// …/{locale}/comments and /edit/v1/comments: what people say of a place in a draft.

#include "api/edit.hpp"
#include "editing/comments.hpp"

namespace tandem::api {

[[nodiscard]] Result<void> add_comment_routes(Routes& routes, editing::Context const& context, EditLimits limits);

} // namespace tandem::api
