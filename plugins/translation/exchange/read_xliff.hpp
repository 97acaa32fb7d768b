#pragma once
/// Reads XLIFF 2.0 to 2.2, and 1.2 (also where it calls itself 1.1), as translators' tools send it back. The file is
/// not trusted: nothing is fetched, no document type is read, so no entities but those of XML itself are there to
/// expand.

#include "exchange/names.hpp"

namespace translation::exchange {

/// A text, or a code by its id in the file.
struct ReadPart {
  std::string text;
  std::string code = {}; ///< "" for a text.
  segments::CodeRole role = segments::CodeRole::alone;
  bool operator==(ReadPart const&) const = default;
};
using ReadContent = std::vector<ReadPart>;

struct ReadSegment {
  std::string id; ///< "" where a tool left it out.
  ReadContent source;
  std::optional<ReadContent> target;
  std::size_t line = 0;     ///< In the file, from 1.
  bool translated = true;   ///< False where the file says itself that its target is no translation (yet).
  std::string problem = {}; ///< Why its target cannot be used: something in it that is not read. "" for none.
};
struct ReadUnit {
  std::string id;
  std::vector<ReadSegment> segments;
  std::size_t line = 0;
};
struct ReadFile {
  std::string id;             ///< Of 1.x: `original`.
  std::string source, target; ///< Languages, as written.
  std::vector<ReadUnit> units;
  std::size_t line = 0;
};
struct ReadXliff {
  std::string version;
  std::vector<ReadFile> files;
};

struct ReadLimits {
  std::size_t bytes = 33554432;
  std::size_t depth = 64; ///< Of elements in one another.
};

/// Errors (`invalid_content`; `payload_too_large`) say what is wrong and, where that is known, on which line.
[[nodiscard]] tandem::Result<ReadXliff> read_xliff(std::string const& bytes, ReadLimits const& limits);

} // namespace translation::exchange
