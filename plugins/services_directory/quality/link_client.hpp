#pragma once
/// Asks web servers whether a page is there. Blocks: for jobs and commands.
///
/// HEAD first, GET where a server has no good answer to HEAD; of the body no more than its beginning is taken.
/// Redirects are followed. Every connection is checked at the moment it is opened, so that neither a DNS answer nor a
/// redirect leads into a network that only the server can reach. libcurl stays inside link_client.cpp.

#include "link_state.hpp"

#include <chrono>
#include <map>
#include <stop_token>
#include <vector>

namespace directory::quality {

struct LinkLimits {
  std::chrono::milliseconds connect{5'000}; ///< DNS, TCP and TLS together.
  std::chrono::milliseconds request{10'000};
  std::chrono::milliseconds all{60'000}; ///< For all links; what was not asked by then has no answer.
  std::size_t at_once = 4;               ///< Requests at the same time; to one host never more than one.
  long redirects = 5;
  bool private_addresses = false; ///< Whether addresses outside the public Internet may be asked.
};

/// In this order, each host one after the other. Addresses without an answer were not reached in the time given.
/// Ends within a quarter of a second when `stop` says so.
[[nodiscard]] std::map<std::string, Answer> ask_all(std::vector<std::string> const& addresses,
                                                    LinkLimits const& limits, std::stop_token const& stop = {});

} // namespace directory::quality
