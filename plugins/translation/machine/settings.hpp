#pragma once
/// Settings of machine translation.
///
///   translation.machine                     empty: off; deepl or libretranslate: whose shape the provider speaks
///   translation.machine_url                 its address, like https://api-free.deepl.com; nothing else is asked
///   translation.machine_key                 its key; a secret
///   translation.machine_timeout_ms          20000    for one request (100 to 120000)
///   translation.machine_request_characters  20000    most in one request (100 to 100000)
///   translation.machine_day_characters      200000   most in a day of UTC (0 to 100000000)

#include <tandem/plugin.hpp>

#include <chrono>
#include <optional>

namespace translation::machine {

enum class Provider { deepl, libretranslate };
[[nodiscard]] std::string_view name_of(Provider provider);

struct MachineSettings {
  Provider provider;
  std::string url; ///< Without slash at the end.
  std::string key; ///< "" when it takes none.
  std::chrono::milliseconds timeout{20'000};
  std::size_t request_characters = 20'000;
  std::size_t day_characters = 200'000;
};

/// Declares them and reads their values; none: it is off. Throws std::runtime_error for what cannot be: the start is
/// refused. A key goes over https, or over http to this machine.
[[nodiscard]] std::optional<MachineSettings> declare_settings(tandem::Settings& settings);

} // namespace translation::machine
