#pragma once
/// Settings of the check.
///
///   directory.verify_every_days    365    days after which what was verified is overdue (1 to 3660)
///   directory.check_links          true   whether the check asks the links that stand in public texts
///   directory.check_private_links  false  whether it may ask addresses outside the public Internet

#include <tandem/plugin.hpp>

#include <chrono>

namespace directory::quality {

struct QualitySettings {
  std::chrono::days verify_every{365};
  bool check_links = true;
  bool private_links = false;
};

/// Declares them and reads their values. Throws std::runtime_error for one that is out of bounds: the start is
/// refused.
[[nodiscard]] QualitySettings declare_settings(tandem::Settings& settings);

} // namespace directory::quality
