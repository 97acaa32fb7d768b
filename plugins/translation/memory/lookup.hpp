#pragma once
/// Asks the memory how a sentence was translated before.

#include "memory/unit.hpp"

namespace translation::memory {

struct Question {
  Content text;
  std::string from, to;   ///< Languages.
  std::size_t limit = 5;  ///< Matches, at most.
  int least = 70;         ///< Score, at least.
  std::string entry = {}; ///< With `field`: where the sentence stands that is asked for; "": nowhere.
  std::string field = {};
};

/// Where a match stands, or which file brought it.
struct Origin {
  std::string file; ///< "": published on this site, and then:
  std::string entry, type, field, pointer;
  int segment = 0; ///< From 0.
  int source_revision = 0, target_revision = 0;
};

struct Match {
  std::string id;
  int score = 0; ///< 101: the same sentence, in the same field of the same entry; else see `likeness`.
  Content source, target;
  Origin origin;
  std::string since; ///< RFC 3339.
};

/// Best first; of equals, what the site has published before what was imported, and the newest first. What was
/// translated equally in several places is there once.
[[nodiscard]] tandem::Result<std::vector<Match>> look_up(tandem::Storage& storage, Question const& question);

/// A sentence as somebody sends it: Markdown, where that is one sentence; else plain text.
[[nodiscard]] Content read_sentence(std::string_view text, tandem::Locale const& locale);

} // namespace translation::memory
