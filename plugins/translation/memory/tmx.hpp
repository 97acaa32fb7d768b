#pragma once
/// The memory as TMX 1.4b, the format in which translators' tools exchange theirs. Pure, but for the file.
///
/// Codes are written as <bpt>/<ept> for pairs and <ph> for those alone, with the Markdown they stand for. What comes
/// in is other people's: nothing but the five entities of XML is expanded, a DOCTYPE may name a DTD and nothing else,
/// and size, depth and number of units are limited.

#include "memory/unit.hpp"

#include <iosfwd>

namespace translation::memory {

/// Where a unit comes from, as properties of a <tu>.
struct Properties {
  std::string id;                                         ///< tuid
  std::string since;                                      ///< RFC 3339
  std::vector<std::pair<std::string, std::string>> named; ///< <prop type="x-…">; empty values are left out.
};

void write_tmx_head(std::ostream& out, std::string_view version);
void write_tmx_unit(std::ostream& out, Unit const& unit, Properties const& properties);
void write_tmx_foot(std::ostream& out);

struct TmxLimits {
  std::size_t bytes = 100'000'000;
  std::size_t depth = 16;
  std::size_t units = 500'000;
};

struct TmxFile {
  std::vector<Unit> units;         ///< One for each two languages of the site in a <tu>, not for each direction.
  std::size_t read = 0;            ///< Of <tu>.
  std::size_t other_languages = 0; ///< <tu> without two languages of the site.
  std::size_t unreadable = 0; ///< <tu> with an empty <seg>, or codes that do not pair or are too deep in one another.
};

/// Reads a TMX file in UTF-8 or UTF-16. Languages count as those of the site by their whole tag, else by their
/// language ("nl-BE", "NL_be" for a site in nl). Errors (`invalid_content`, `payload_too_large`): not XML, not TMX,
/// in another encoding, a DTD of its own, a limit passed; one sentence says which.
[[nodiscard]] tandem::Result<TmxFile> read_tmx(std::string_view bytes, std::vector<std::string> const& locales,
                                               TmxLimits const& limits);

} // namespace translation::memory
