#pragma once
/// Parts of HSDS 3.0 objects that several of them have (docs.openreferral.org). For hsds.cpp.
///
/// A part belongs to what `link` names (`service_id`, `location_id` …) and gets an id derived from its owner's.

#include "reading.hpp"

namespace directory::outputs::hsds {

/// Sets the member, unless there is nothing to set it to.
void put(json::object& into, std::string_view name, std::string_view value);
void put(json::object& into, std::string_view name, json::array values);

/// What parts belong to: the entry, its id's name in HSDS, and the language of words.
struct Owner {
  json::object const& entry;
  std::string_view link;
  std::string_view locale;
};

[[nodiscard]] json::array phones(Owner const& owner);
[[nodiscard]] json::array contacts(Owner const& owner);
/// Of `languages_spoken`, with their names in the owner's language.
[[nodiscard]] json::array languages(Owner const& owner);
/// The field `hours`, one schedule a span or exception, and `permanence`, one of words alone. Times are local; HSDS
/// would have an offset from UTC, which here changes with the season: the notes say so.
[[nodiscard]] json::array schedules(Owner const& owner);
[[nodiscard]] json::array addresses(Owner const& owner);
[[nodiscard]] json::array accessibility(Owner const& owner);

/// "Frans" for fr in Dutch; by ICU.
[[nodiscard]] std::string language_name(std::string_view tag, std::string_view locale);

} // namespace directory::outputs::hsds
