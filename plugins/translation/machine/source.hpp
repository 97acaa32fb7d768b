#pragma once
/// Finds what a suggestion is asked for.

#include "machine/machine.hpp"

namespace translation::machine {

/// What somebody asks for, as they wrote it.
struct Wanted {
  std::string entry, from, to;
  std::vector<std::string> fields = {}; ///< None: all that hold text.
};

/// Asked as soon as it is known whose entry it is, before anything is told of it: `source` is its variant in the
/// language of the source. What it refuses is the answer.
using Allowed = std::function<tandem::Result<void>(tandem::Subject source, tandem::Locale const& to)>;

/// Error `invalid_content` for what is wrong with the words themselves, with a pointer to the member of `Wanted`
/// ("/from"); `not_found`: there is no such entry, or it is not there in that language.
[[nodiscard]] tandem::Result<Source> find_source(tandem::Storage& storage, std::vector<std::string> const& locales,
                                                 Wanted const& wanted, Allowed const& allowed);

} // namespace translation::machine
