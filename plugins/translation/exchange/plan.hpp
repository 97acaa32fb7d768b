#pragma once
/// From a translated file and what stands now to the edits that bring it in, and to what there is to say of each
/// segment.
///
///   all segments of a field whole ─► draft of the field, made from the revision that the file names
///   its source changed meanwhile  ─► the same, and each segment that differs is shown: then, now, target
///   its target changed meanwhile  ─► conflict: nothing of it is overwritten
///   a segment missing or not whole ─► the field stays as it is

#include "exchange/read_xliff.hpp"

#include <map>

namespace translation::exchange {

namespace json = tandem::json;

/// What there is of an entry that a file names.
struct KnownEntry {
  bool type_known = false;
  std::vector<segments::TextField> fields = {}; ///< Of the type.
  std::optional<tandem::EntryHeads> heads = {}; ///< None: no entry of this type has the id (any more).
  std::optional<json::object> source = {};      ///< The revision that the file names.
  std::optional<json::object> target = {};      ///< The target's head when the file was made, if it had one.
};

/// What became of a segment.
enum class Fate {
  in,           ///< It goes in.
  changed,      ///< It goes in too, but its source says something else now.
  untranslated, ///< The file has no target for it, or says that it is none yet.
  refused,      ///< Its target cannot be used: codes, another source, an element that is not read, a schema.
  held,         ///< It is whole, but another of its field is not.
  conflict,     ///< The target's field was changed since the export.
  gone,         ///< Its entry, field or text is there no longer.
};
[[nodiscard]] std::string_view name_of(Fate fate);

struct Outcome {
  Fate fate = Fate::in;
  std::string file; ///< Id of the `<file>`.
  std::string unit, segment;
  std::size_t line = 0; ///< In the XLIFF file; 0 when it is not in it.
  std::string then = {}, now = {},
              target = {}; ///< As `segments::marked`; `now` of a conflict is the target's text now.
  std::string detail = {};
};

/// Where an edited field came from, so that what editing refuses can be said of it.
struct PlannedField {
  std::size_t entry; ///< In the batch.
  std::string field;
  std::size_t first, last; ///< Its outcomes.
};

struct Plan {
  tandem::Batch batch = {};
  std::vector<Outcome> outcomes = {};
  std::vector<PlannedField> fields = {};
};

/// `known` by id of the file. Of several files about the same entry and target the first counts.
[[nodiscard]] Plan plan(ReadXliff const& xliff, std::map<std::string, KnownEntry> const& known);

/// The plan without one of its fields, whose outcomes say why.
void refuse(Plan& plan, std::size_t field, std::string const& detail);

} // namespace translation::exchange
