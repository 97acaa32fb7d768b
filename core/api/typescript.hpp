#pragma once
/// `tandem types typescript`: one TypeScript module (5.0 or newer) with the loaded content types and a client for
/// them, made for `tsc --strict`. What is the same for every site, the client, stands in typescript_client.ts.

#include "content/content_type.hpp"

namespace tandem::api {

/// The module's text. `locales` are the site's.
[[nodiscard]] std::string typescript(ContentTypes const& types, std::vector<std::string> const& locales);

/// The TypeScript type of the values that fit a draft-07 schema, as near as TypeScript can say it: text, numbers and
/// lists without their limits. `document` is what `$ref` points into; `indent` is that of the line it stands on.
[[nodiscard]] std::string typescript_type(json::value const& schema, json::object const& document,
                                          std::string const& indent = "");

} // namespace tandem::api
