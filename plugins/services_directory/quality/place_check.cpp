#include "entry_check.hpp"
#include "messages.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

namespace directory::quality {

namespace json = boost::json;

std::vector<Finding> check_place(std::vector<HoursThere> const& there) {
  // All spans as one week; where each of them stands.
  struct Origin {
    HoursThere const* from;
    std::size_t index;
  };
  json::array weekly;
  std::vector<Origin> origins;
  for (HoursThere const& one : there) {
    json::value const* const own = one.hours.if_contains("weekly");
    if (own == nullptr || !own->is_array()) continue;
    for (std::size_t i = 0; i < own->get_array().size(); ++i) {
      weekly.push_back(own->get_array()[i]);
      origins.push_back({&one, i});
    }
  }
  auto const origin = [&](std::string const& pointer) {
    return origins.at(std::stoul(pointer.substr(pointer.rfind('/') + 1)));
  };
  std::vector<Finding> findings;
  for (HoursProblem const& problem : impossible_hours({{"weekly", std::move(weekly)}})) {
    if (problem.what != Impossible::overlap) continue;
    Origin const here = origin(problem.pointer), other = origin(problem.other_pointer);
    if (here.from == other.from) continue; // told of the entry itself
    findings.push_back({Kind::impossible_hours, here.from->entry, "service_at_location", "shared", "hours",
                        "/hours/weekly/" + std::to_string(here.index), other.from->entry + " " + problem.span,
                        hours_message(problem)});
  }
  return findings;
}

} // namespace directory::quality
