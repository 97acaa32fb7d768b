#pragma once
/// Settings that are whole numbers, and the languages of the site.

#include <tandem/plugin.hpp>

namespace translation {

/// Declares a setting that is a whole number, and reads it. Throws std::runtime_error outside its bounds: the start
/// is refused.
[[nodiscard]] std::size_t declare_number(tandem::Settings& settings, std::string const& key, std::size_t otherwise,
                                         std::size_t least, std::size_t most, std::string const& description);

/// Languages of the site, the first of them its default.
[[nodiscard]] std::vector<std::string> locales_of(tandem::Settings const& settings);

} // namespace translation
