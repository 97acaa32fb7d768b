#include "content/revision.hpp"

#include "content/canonical_json.hpp"

namespace tandem {

std::string revision_hash(Revision const& revision, std::string_view parent_hash) {
  json::object hashed{
      {"entry", revision.entry.text()},
      {"type", revision.type},
      {"locale", revision.locale.text()},
      {"number", revision.number},
      {"parent", nullptr},
      {"side", revision.side},
      {"data", revision.data},
      {"author", revision.author},
      {"message", revision.message},
      {"created_at", format_timestamp(revision.created_at)},
      {"source", nullptr},
      {"parent_hash", parent_hash},
  };
  if (revision.parent) hashed["parent"] = *revision.parent;
  if (revision.source)
    hashed["source"] = {{"locale", revision.source->locale.text()}, {"number", revision.source->number}};
  return sha256_hex(canonical_json(hashed));
}

} // namespace tandem
