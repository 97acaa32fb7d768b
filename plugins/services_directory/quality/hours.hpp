#pragma once
/// Opening hours that cannot be meant, in the field `hours` of a service or of a service at a location. Pure.

#include <boost/json/object.hpp>
#include <string>
#include <vector>

namespace directory::quality {

enum class Impossible {
  time,      ///< A time that no clock shows, or past the end of the day.
  no_length, ///< It closes when it opens.
  period,    ///< The period, or the exception, ends before it begins.
  half,      ///< An exception says when it opens or when it closes, and not both: it is read as closed.
  overlap,   ///< Two spans hold at the same time of the same day.
};

struct HoursProblem {
  Impossible what;
  std::string pointer;            ///< Into `hours`, like "/weekly/1".
  std::string span;               ///< The hours as they stand there, like "MO 09:00-12:00".
  std::string other = {};         ///< What it overlaps with …
  std::string other_pointer = {}; ///< … and where that stands.
};

/// A span that closes earlier than it opens goes on until the next day, as the schema says.
[[nodiscard]] std::vector<HoursProblem> impossible_hours(boost::json::object const& hours);

} // namespace directory::quality
