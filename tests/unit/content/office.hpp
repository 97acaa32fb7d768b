#pragma once
/// A content type for tests that has a bit of everything.

#include "content/content_type.hpp"

namespace tandem {

/// The example of schemas/README.md, with a format that is standard.
inline json::object office() {
  return json::parse(R"({
    "$schema": "http://json-schema.org/draft-07/schema#",
    "title": "Office",
    "x-tandem": {"type": "office", "title": "name", "labels": {"nl": "Kantoor", "fr": "Bureau"},
      "ordered": "position"},
    "type": "object",
    "required": ["name", "street", "position"],
    "properties": {
      "name": {"type": "string", "minLength": 1, "maxLength": 160, "x-tandem": {"localised": true}},
      "slug": {"type": "string", "maxLength": 96, "x-tandem": {"localised": true, "slug": {"from": "name"}}},
      "street": {"type": "string", "maxLength": 160, "x-tandem": {"localised": true}},
      "directions": {"type": "string", "x-tandem": {"localised": true, "markdown": true}},
      "email": {"type": "string", "format": "email", "x-tandem": {"index": true, "unique": true}},
      "opened": {"type": "string", "format": "date"},
      "checked_at": {"type": "string", "format": "date-time"},
      "rent": {"type": "number"},
      "open": {"type": "boolean"},
      "geo": {"type": "object", "additionalProperties": {"type": "number"}},
      "organisation": {"type": "string", "format": "uuid", "x-tandem": {"reference": "organisation"}},
      "audiences": {"type": "array", "items": {"type": "string", "format": "uuid"},
        "x-tandem": {"reference": "audience"}},
      "position": {"type": "integer", "minimum": 0}
    }
  })")
      .as_object();
}

} // namespace tandem
