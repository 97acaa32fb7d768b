#pragma once
/// A unit of the memory: a sentence in two languages, with its codes. Pure.

#include "segments/segment.hpp"

#include <optional>

namespace translation::memory {

using segments::Content;

struct Unit {
  std::string source_locale, target_locale;
  Content source, target; ///< Codes of the same meaning have the same id.
};

/// The target with its codes numbered as those of the source, kind by kind, those with the same original first; none
/// when one of them has a code that the other has not.
[[nodiscard]] std::optional<Content> with_codes_of(Content const& source, Content target);

/// The sentences of two texts that stand in the same place, first with first: none unless both have as many, and the
/// same paragraphs, headings and cells. A sentence whose codes are others in the other language is left out, and one
/// whose codes stand deeper in one another than what is kept can be read again (segments::deepest_marked).
struct Aligned {
  std::size_t segment; ///< From 0.
  Content source, target;
};
[[nodiscard]] std::vector<Aligned> align(segments::Segmented const& source, segments::Segmented const& target);

/// "emphasis", "placeholder" …: stable, for keeping and for TMX.
[[nodiscard]] std::string_view name_of(segments::CodeKind kind);
[[nodiscard]] std::optional<segments::CodeKind> kind_of(std::string_view name);

/// The codes of a content for keeping beside its `marked` text, and the content again. An error (`invalid_content`)
/// for what cannot be read again, or has not been kept by this.
[[nodiscard]] tandem::json::array codes_json(Content const& content);
[[nodiscard]] tandem::Result<Content> content_of(std::string_view marked, tandem::json::value const& codes);

/// The columns that are the unit itself, for a row of the memory.
[[nodiscard]] tandem::json::object unit_json(Unit const& unit);

} // namespace translation::memory
