#pragma once
/// What revisions say, many at a time: the sources that translations are behind.

#include <tandem/plugin.hpp>

#include <map>

namespace translation::provenance {

/// A revision of an entry in a language; without number the head.
struct RevisionKey {
  std::string entry, locale;
  std::optional<std::int64_t> number;
  auto operator<=>(RevisionKey const&) const = default;
};
using Revisions = std::map<RevisionKey, boost::json::object>;

/// Adds the sources of fields that are behind (source_now, source_then), which stand in an object by name.
void add_sources(std::vector<RevisionKey>& wanted, std::string const& entry, boost::json::object const& fields);

/// Their data, in one statement; those that there are not are left out.
[[nodiscard]] tandem::Result<Revisions> read_revisions(tandem::Storage& storage,
                                                       std::vector<RevisionKey> const& wanted);

/// What a field of a revision says as text (text_of); "" when there is no such revision, or nothing in it.
[[nodiscard]] std::string text_in(Revisions const& revisions, RevisionKey const& key, std::string_view field);

/// Of a field that is behind (an object of source, now and, if both ever said the same, then): the revision of its
/// source that it has to follow, and the one that it says the same as.
[[nodiscard]] RevisionKey source_now(std::string const& entry, boost::json::object const& standing);
[[nodiscard]] std::optional<RevisionKey> source_then(std::string const& entry, boost::json::object const& standing);

} // namespace translation::provenance
