#pragma once
/// The schema of schemas.

#include "content/json.hpp"

namespace tandem {

/// How a schema names the meta-schema in `$schema` and `$ref`; it may also be written without the last "#".
inline constexpr std::string_view draft07_name = "http://json-schema.org/draft-07/schema#";

[[nodiscard]] bool is_draft07_name(std::string_view uri);

/// The JSON Schema draft-07 meta-schema, as published at the address above.
[[nodiscard]] json::value const& draft07_meta_schema();

} // namespace tandem
