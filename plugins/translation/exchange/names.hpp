#pragma once
/// How entries, fields and segments are named in a file: by ids, because that is what every tool keeps.

#include "segments/value.hpp"

#include <optional>

namespace translation::exchange {

/// What a `<file>` is about: "page.014170e2-….nl.3.fr.2". XLIFF asks for an NMTOKEN.
struct FileName {
  std::string type;
  tandem::EntryId entry;
  tandem::RevisionName source; ///< What is translated.
  tandem::Locale target;
  int target_revision = 0; ///< Head of the target when it was exported; 0: there was none.
};
[[nodiscard]] std::string file_id(FileName const& name);
[[nodiscard]] std::optional<FileName> read_file_id(std::string_view id);

/// A text of an entry: "body", "steps.0.text". What is neither letter of ASCII, digit nor underscore is ":" with two
/// hex digits for each byte.
[[nodiscard]] std::string unit_id(std::string_view field, std::string_view pointer);
/// The field that such an id begins with.
[[nodiscard]] std::string field_of(std::string_view unit_id);

/// "s1" for the first, index 0.
[[nodiscard]] std::string segment_id(std::size_t index);
/// "c1_2": code 2 of the first segment; ids of inline elements are unique in a unit.
[[nodiscard]] std::string code_id(std::size_t segment, int code);
/// The code's number in this segment, out of "c1_2" or, where a tool numbers anew, "2"; none when it names none, or
/// one of another segment.
[[nodiscard]] std::optional<int> code_number(std::string_view id, std::size_t segment);

} // namespace translation::exchange
