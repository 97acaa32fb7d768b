#pragma once
/// Suggestions over HTTP.

#include "machine/machine.hpp"

#include <semaphore>

namespace translation::machine {

/// A provider may be slow, and each who waits for it holds a worker of the server: so many at once, on a node.
inline constexpr std::ptrdiff_t at_once = 2;
using Turns = std::counting_semaphore<at_once>;

/// POST /translation/v1/suggestions: `conflict` where machine translation is off, `too_many_requests` when no turn is
/// free. Nothing is sent out before it is known that the caller may read the source and write the translation.
[[nodiscard]] tandem::Result<tandem::Response> answer_suggestions(tandem::Host& host,
                                                                  std::optional<MachineSettings> const& settings,
                                                                  Turns& turns, tandem::Request const& request,
                                                                  tandem::Caller const& caller);
[[nodiscard]] tandem::RouteDoc suggestions_doc();

} // namespace translation::machine
