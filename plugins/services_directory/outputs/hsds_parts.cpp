#include "hsds_parts.hpp"

#include "hours.hpp"
#include "ids.hpp"

#include <unicode/locid.h>
#include <unicode/unistr.h>

namespace directory::outputs::hsds {
namespace {

/// A part with the ids that every part has.
json::object part_of(std::string_view owner, std::string_view link, std::string const& part) {
  return {{"id", derived_id(owner, part)}, {link, owner}};
}

json::array spoken(std::vector<std::string> const& tags, std::string_view owner, std::string_view link,
                   std::string_view locale) {
  json::array all;
  for (std::string const& tag : tags) {
    json::object language = part_of(owner, link, "language/" + tag);
    language["name"] = language_name(tag, locale);
    language["code"] = tag;
    all.push_back(std::move(language));
  }
  return all;
}

/// `kind` as RFC 6350 names types of telephones, which HSDS takes its list from.
std::string_view phone_type(std::string_view kind) {
  return kind == "mobile" ? "cell" : kind == "fax" ? "fax" : "voice";
}

/// A week's end, as the next day's beginning: 24:00 is no time of a clock.
std::string closing(Span const& span) { return span.closes_at == "24:00" ? "00:00" : span.closes_at; }

/// WEEKLY is the finest frequency of HSDS: every day is each day of the week.
void repeat(json::object& schedule, std::string_view days) {
  schedule["freq"] = "WEEKLY";
  schedule["interval"] = std::int64_t{1};
  schedule["wkst"] = "MO";
  schedule["byday"] = days;
}

json::object weekly_schedule(Weekly const& weekly, Hours const& hours, json::object schedule,
                             std::string_view locale) {
  repeat(schedule, joined(weekly.days, ","));
  schedule["opens_at"] = weekly.span.opens_at;
  schedule["closes_at"] = closing(weekly.span);
  if (weekly.from) schedule["valid_from"] = written(*weekly.from);
  if (weekly.until) schedule["valid_to"] = written(*weekly.until);
  if (weekly.appointment) schedule["description"] = word("appointment", locale);
  schedule["notes"] = word("local_time", locale) + "; " +
                      word(hours.open_on_holidays ? "open_on_holidays" : "closed_on_holidays", locale);
  return schedule;
}

json::object exceptional_schedule(Exception const& exception, json::object schedule, std::string_view locale) {
  repeat(schedule, "MO,TU,WE,TH,FR,SA,SU");
  schedule["dtstart"] = schedule["valid_from"] = written(exception.from);
  schedule["until"] = schedule["valid_to"] = written(exception.until);
  if (!exception.span) {
    schedule["description"] = word("closed", locale);
    return schedule;
  }
  schedule["opens_at"] = exception.span->opens_at;
  schedule["closes_at"] = closing(*exception.span);
  if (exception.appointment) schedule["description"] = word("appointment", locale);
  schedule["notes"] = word("local_time", locale);
  return schedule;
}

} // namespace

void put(json::object& into, std::string_view name, std::string_view value) {
  if (!value.empty()) into[name] = value;
}

void put(json::object& into, std::string_view name, json::array values) {
  if (!values.empty()) into[name] = std::move(values);
}

json::array phones(Owner const& owner) {
  json::array all;
  std::string_view const id = text(owner.entry, "id");
  for (json::value const& item : items(owner.entry, "phones")) {
    json::object const& said = item.as_object();
    json::object phone = part_of(id, owner.link, "phone/" + std::to_string(all.size()));
    phone["number"] = text(said, "number");
    phone["type"] = phone_type(text(said, "kind"));
    put(phone, "description", text(said, "label"));
    put(phone, "languages", spoken(texts(said, "languages"), phone["id"].as_string(), "phone_id", owner.locale));
    all.push_back(std::move(phone));
  }
  return all;
}

json::array contacts(Owner const& owner) {
  json::array all;
  std::string_view const id = text(owner.entry, "id");
  for (json::value const& item : items(owner.entry, "contacts")) {
    json::object const& said = item.as_object();
    json::object contact = part_of(id, owner.link, "contact/" + std::to_string(all.size()));
    contact["department"] = text(said, "department");
    put(contact, "email", text(said, "email"));
    if (std::string_view const number = text(said, "phone"); !number.empty()) {
      json::object phone = part_of(contact["id"].as_string(), "contact_id", "phone/0");
      phone["number"] = number;
      phone["type"] = "voice";
      contact["phones"] = json::array{std::move(phone)};
    }
    all.push_back(std::move(contact));
  }
  return all;
}

json::array languages(Owner const& owner) {
  return spoken(texts(owner.entry, "languages_spoken"), text(owner.entry, "id"), owner.link, owner.locale);
}

json::array schedules(Owner const& owner) {
  json::array all;
  std::string_view const id = text(owner.entry, "id");
  Hours const hours = hours_of(owner.entry);
  for (std::size_t i = 0; i < hours.weekly.size(); ++i)
    all.push_back(weekly_schedule(hours.weekly[i], hours,
                                  part_of(id, owner.link, "hours/weekly/" + std::to_string(i)), owner.locale));
  for (std::size_t i = 0; i < hours.exceptions.size(); ++i)
    all.push_back(exceptional_schedule(
        hours.exceptions[i], part_of(id, owner.link, "hours/exception/" + std::to_string(i)), owner.locale));
  if (!text(owner.entry, "permanence").empty()) {
    json::object in_words = part_of(id, owner.link, "permanence");
    in_words["description"] = text(owner.entry, "permanence");
    all.push_back(std::move(in_words));
  }
  return all;
}

json::array addresses(Owner const& owner) {
  Address const address = address_of(owner.entry);
  if (!address.complete()) return {}; // HSDS has no address without all of it
  json::object one = part_of(text(owner.entry, "id"), owner.link, "address");
  one["address_1"] = address.street;
  one["city"] = address.municipality;
  one["state_province"] = word("region", owner.locale); // the schema takes no postcode of another region
  one["postal_code"] = address.postcode;
  one["country"] = "BE";
  one["address_type"] = "physical";
  return json::array{std::move(one)};
}

json::array accessibility(Owner const& owner) {
  json::array all;
  std::string_view const id = text(owner.entry, "id");
  for (std::string const& feature : texts(owner.entry, "accessibility")) {
    json::object one = part_of(id, owner.link, "accessibility/" + feature);
    one["description"] = word(feature, owner.locale);
    all.push_back(std::move(one));
  }
  if (!text(owner.entry, "accessibility_note").empty()) {
    json::object one = part_of(id, owner.link, "accessibility");
    one["details"] = text(owner.entry, "accessibility_note");
    all.push_back(std::move(one));
  }
  return all;
}

std::string language_name(std::string_view tag, std::string_view locale) {
  icu::UnicodeString name;
  icu::Locale(std::string(tag).c_str()).getDisplayName(icu::Locale(std::string(locale).c_str()), name);
  std::string written;
  name.toUTF8String(written);
  return written;
}

} // namespace directory::outputs::hsds
