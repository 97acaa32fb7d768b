#pragma once
/// Machine translation: suggestions from a provider outside, for a person to judge. Off unless a setting names one.
///
///   text ─► segments, codes kept as tags ─► allowance of the day ─► provider ─► codes checked ─► suggestion
///
/// Called by the command `suggest`, and by who else asks for a suggestion. What it never does: send what was not
/// asked for, ask any address but the one configured, write to content, or offer a text that has lost a code.

#include "machine/provider.hpp"
#include "segments/value.hpp"

namespace translation::machine {

/// What is to be translated: fields of an entry's head in one language.
struct Source {
  tandem::EntryId entry;
  std::string type;
  tandem::Locale from, to;
  int revision; ///< Number of that head.
  std::vector<segments::TextField> fields;
  tandem::json::object data;
};

struct SuggestedSegment {
  std::string source;                     ///< As people read it.
  std::optional<std::string> target = {}; ///< None: see problems.
  std::vector<std::string> problems = {};
};

/// One text of a field.
struct SuggestedText {
  std::string field;
  std::string pointer;                    ///< JSON Pointer into the data of the variant.
  std::optional<std::string> text = {};   ///< None: a segment of it has no target.
  std::vector<SuggestedSegment> segments; ///< In the order of the text.
};

struct Suggestions {
  Provider provider;
  std::string made_at;        ///< RFC 3339, UTC.
  std::size_t characters = 0; ///< Sent to the provider, with tags, in Unicode code points.
  std::vector<SuggestedText> texts;
};

/// Asks the provider, in as few requests as its limits and the settings allow. An error of the provider, or of the
/// day's allowance, in the first of them is the answer; in a later one it is a problem of each segment that was not
/// asked for.
[[nodiscard]] tandem::Result<Suggestions> suggest(tandem::Storage& storage, MachineSettings const& settings,
                                                  Source const& source);

/// `marked` says that it is a machine's, whose and when; for answers and the command line.
[[nodiscard]] tandem::json::object suggestions_json(Source const& source, Suggestions const& suggestions);

/// Declares the settings and the command `suggest`.
void register_machine(tandem::Host& host);

} // namespace translation::machine
