#include "settings.hpp"

#include <charconv>
#include <stdexcept>

namespace directory::quality {
namespace {

int whole_number(tandem::Settings const& settings, std::string const& key, int least, int most) {
  std::string const text = settings.get(key);
  int value = 0;
  auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size() || value < least || value > most)
    throw std::runtime_error("the setting " + key + " must be a whole number from " + std::to_string(least) + " to " +
                             std::to_string(most) + ", and is \"" + text + "\"");
  return value;
}

bool truth(tandem::Settings const& settings, std::string const& key) {
  std::string const text = settings.get(key);
  if (text != "true" && text != "false")
    throw std::runtime_error("the setting " + key + " must be true or false, and is \"" + text + "\"");
  return text == "true";
}

} // namespace

QualitySettings declare_settings(tandem::Settings& settings) {
  settings.add("directory.verify_every_days", "365",
               "days after which an entry that was verified is overdue (1 to 3660)");
  settings.add("directory.check_links", "true", "whether the check asks the links of public texts: true or false");
  settings.add("directory.check_private_links", "false",
               "whether it may ask addresses outside the public Internet: true or false");
  return {std::chrono::days{whole_number(settings, "directory.verify_every_days", 1, 3660)},
          truth(settings, "directory.check_links"), truth(settings, "directory.check_private_links")};
}

} // namespace directory::quality
