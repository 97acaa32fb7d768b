#pragma once
/// What can be said of one entry without asking anybody else. Pure.

#include "finding.hpp"

#include <vector>

namespace directory::quality {

struct Rules {
  Day today;
  std::chrono::days verify_every;
};

/// Types with the field `last_verified_on`.
[[nodiscard]] bool is_verified_type(std::string_view type);

/// All findings but those about links.
[[nodiscard]] std::vector<Finding> check_entry(Entry const& entry, Rules const& rules);

/// The hours of one service at one location, as one of possibly several entries say them.
struct HoursThere {
  std::string entry;
  boost::json::object hours;
};
/// Spans of one entry that overlap with those of another at the same place.
[[nodiscard]] std::vector<Finding> check_place(std::vector<HoursThere> const& there);

/// A link of an entry: the field `site`, or an address in a text.
struct Link {
  std::string address, locale, field, pointer;
};
[[nodiscard]] std::vector<Link> links_of(Entry const& entry);
[[nodiscard]] Finding broken_link(Entry const& entry, Link const& link, int status);

} // namespace directory::quality
