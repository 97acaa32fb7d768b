#include "limits.hpp"

#include <charconv>
#include <sstream>
#include <stdexcept>

namespace translation {

std::size_t declare_number(tandem::Settings& settings, std::string const& key, std::size_t otherwise,
                           std::size_t least, std::size_t most, std::string const& description) {
  std::string const bounds = std::to_string(least) + " to " + std::to_string(most);
  settings.add(key, std::to_string(otherwise), description + " (" + bounds + ")");
  std::string const text = settings.get(key);
  std::size_t value = 0;
  auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size() || value < least || value > most)
    throw std::runtime_error("the setting " + key + " must be a whole number from " + bounds + ", and is \"" + text +
                             "\"");
  return value;
}

std::vector<std::string> locales_of(tandem::Settings const& settings) {
  std::istringstream words(settings.get("locales"));
  std::vector<std::string> locales;
  for (std::string one; words >> one;) locales.push_back(one);
  return locales;
}

} // namespace translation
