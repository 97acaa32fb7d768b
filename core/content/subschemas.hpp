#pragma once
/// The schemas within a schema: what `properties`, `items`, `allOf`, `$ref` … lead to. For checks that concern every
/// one of them, wherever it stands.

#include "content/json.hpp"

#include <string>
#include <vector>

namespace tandem {

/// A schema object at its place in the document.
struct Subschema {
  std::string pointer;        ///< JSON Pointer from the root; empty for the root itself.
  json::object const* schema; ///< Points into the document.
};

/// The root and every schema below it, each once, parents first. What stands beside a `$ref` is no schema (draft-07)
/// and is left out; what it points at is in. The document must be a valid draft-07 schema.
/// Refuses, with a pointer: a reference that leads nowhere, one to another document (but the meta-schema, which is
/// not entered), and schemas that can only be checked by checking themselves first.
[[nodiscard]] Result<std::vector<Subschema>> subschemas_of(json::value const& root);

} // namespace tandem
