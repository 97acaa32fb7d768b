#include "content/revision.hpp"

#include "content/canonical_json.hpp"

namespace tandem {

json::object source_json(Revision const& revision) {
  json::object source{{"locale", revision.source->locale.text()}, {"number", revision.source->number}};
  if (!revision.source_fields.empty())
    source["fields"] = json::array(revision.source_fields.begin(), revision.source_fields.end());
  return source;
}

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
  if (revision.source) hashed["source"] = source_json(revision);
  return sha256_hex(canonical_json(hashed));
}

} // namespace tandem
