#include "source.hpp"

namespace directory::importing {

std::string text_of(Place const& place) {
  std::string text = place.file;
  if (place.line != 0) text += ", line " + std::to_string(place.line);
  if (place.column != 0) text += ", column " + std::to_string(place.column);
  if (!place.name.empty()) text += " (" + place.name + ")";
  return text;
}

void Item::set(tandem::Locale const& locale, std::string const& field, json::value value, Place const& from) {
  fields[locale][field] = std::move(value);
  places["/" + field] = from;
}

void Item::add(tandem::Locale const& locale, std::string const& field, json::value value, Place const& from) {
  json::value& list = fields[locale][field];
  if (!list.is_array()) list = json::array();
  for (json::value const& known : list.get_array())
    if (known == value) return;
  places["/" + field + "/" + std::to_string(list.get_array().size())] = from;
  places.emplace("/" + field, from);
  list.get_array().push_back(std::move(value));
}

Place Item::place_of(std::string pointer) const {
  for (; !pointer.empty(); pointer.erase(pointer.rfind('/')))
    if (auto const found = places.find(pointer); found != places.end()) return found->second;
  return place;
}

std::string Item::title() const {
  for (auto const& [locale, data] : fields)
    for (char const* field : {"name", "title"})
      if (json::value const* text = data.if_contains(field); text != nullptr && text->is_string())
        return std::string(text->get_string());
  return id;
}

} // namespace directory::importing
