#pragma once
/// Instants: microseconds since the Unix epoch, the resolution of PostgreSQL's timestamptz.

#include "content/error.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace tandem {

using Timestamp = std::chrono::sys_time<std::chrono::microseconds>;

/// Reads an RFC 3339 date-time ("2019-04-01T00:00:00+02:00"; fraction optional, up to 6 digits kept),
/// or a full date alone ("2019-04-01"), which means midnight UTC. Years 0001 to 9999, in UTC too. A leap second
/// (23:59:60 UTC) is read as the second after it, because no time of POSIX or PostgreSQL can hold it.
[[nodiscard]] Result<Timestamp> parse_timestamp(std::string_view text);

/// Writes RFC 3339 in UTC; always with six digits of fraction: "2019-03-31T22:00:00.000000Z".
/// One form for an instant, because revisions are hashed over it.
[[nodiscard]] std::string format_timestamp(Timestamp at);

[[nodiscard]] inline Timestamp now() {
  return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

} // namespace tandem
