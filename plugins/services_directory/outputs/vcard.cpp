#include "vcard.hpp"

#include "hours.hpp"
#include "lines.hpp"

#include <algorithm>

namespace directory::outputs {
namespace {

/// A list or a structured value: what stands between its commas or semicolons is escaped.
std::string list_of(std::vector<std::string> const& parts, std::string_view between) {
  std::string all;
  for (std::size_t i = 0; i < parts.size(); ++i) all += (i == 0 ? "" : std::string(between)) + escaped(parts[i]);
  return all;
}

void write_phone(Lines& lines, std::string const& group, json::object const& phone) {
  std::string_view const kind = text(phone, "kind");
  std::string const type = kind == "fax" ? "fax" : kind == "mobile" ? "cell" : "voice";
  lines.add(group + "TEL;VALUE=uri;TYPE=" + type, "tel:" + std::string(text(phone, "number")));
}

void write_phones(Lines& lines, json::object const& owner, std::string const& prefix) {
  std::size_t number = 0;
  for (json::value const& item : items(owner, "phones")) {
    json::object const& phone = item.as_object();
    std::string_view const label = text(phone, "label");
    std::string const group = label.empty() ? "" : prefix + std::to_string(++number) + ".";
    write_phone(lines, group, phone);
    lines.add_text(group + "X-ABLABEL", label); // RFC 6350 has no label for a number; this one is widely shown
  }
}

void write_contacts(Lines& lines, json::object const& service) {
  std::size_t number = 0;
  for (json::value const& item : items(service, "contacts")) {
    json::object const& contact = item.as_object();
    std::string const group = "contact" + std::to_string(++number) + ".";
    lines.add_text(group + "EMAIL;TYPE=work", text(contact, "email"));
    if (std::string_view const phone = text(contact, "phone"); !phone.empty())
      lines.add(group + "TEL;VALUE=uri;TYPE=voice", "tel:" + std::string(phone));
    if (!text(contact, "email").empty() || !text(contact, "phone").empty())
      lines.add_text(group + "X-ABLABEL", text(contact, "department"));
  }
}

void write_places(Lines& lines, json::object const& service) {
  std::size_t number = 0;
  for (json::value const& item : items(service, "locations")) {
    json::object const* location = object(item.as_object(), "location");
    if (location == nullptr) continue;
    std::string const group = "place" + std::to_string(++number) + ".";
    Address const address = address_of(*location);
    bool const known = !address.line().empty();
    if (known) {
      std::string const country = text(*location, "locale") == "fr" ? "Belgique" : "België";
      lines.add(group + "ADR;TYPE=work",
                list_of({"", "", address.street, address.municipality, "", address.postcode, country}, ";"));
    }
    Coordinates const at = coordinates_of(*location);
    if (at.known()) lines.add(group + "GEO", "geo:" + at.latitude + "," + at.longitude);
    if (known || at.known()) lines.add_text(group + "X-ABLABEL", text(*location, "name"));
    write_phones(lines, *location, "place" + std::to_string(number) + "tel");
    write_phones(lines, item.as_object(), "place" + std::to_string(number) + "own");
  }
}

} // namespace

std::string vcard(json::object const& service) {
  std::string const locale(text(service, "locale")), language = ";LANGUAGE=" + locale;
  json::object const* organisation = object(service, "organisation");
  Lines lines;
  lines.add("BEGIN", "VCARD");
  lines.add("VERSION", "4.0");
  lines.add("PRODID", "-//Tandem//Services directory//EN");
  lines.add("KIND", "org");
  lines.add("UID", "urn:uuid:" + std::string(text(service, "id")));
  lines.add_text("FN" + language, text(service, "name"));
  if (organisation != nullptr) lines.add_text("ORG" + language, text(*organisation, "name"));
  std::vector<std::string> names{std::string(text(service, "short_name"))};
  for (std::string& name : texts(service, "alternate_names")) names.push_back(std::move(name));
  std::erase(names, "");
  lines.add("NICKNAME" + language, list_of(names, ","));
  lines.add_text("EMAIL;TYPE=work", text(service, "email"));
  lines.add("URL", text(service, "site"));
  write_phones(lines, service, "tel");
  write_contacts(lines, service);
  write_places(lines, service);
  for (std::string const& tag : texts(service, "languages_spoken")) lines.add("LANG", tag);
  lines.add("TZ", "Europe/Brussels");
  lines.add("CATEGORIES", list_of(texts(service, "audiences"), ","));
  lines.add_text("NOTE" + language,
                 joined({std::string(text(service, "summary")), in_words(hours_of(service), locale)}, "\n"));
  std::string revised(text(service, "modified"));
  std::erase_if(revised, [](char c) { return c == '-' || c == ':'; }); // section 4.3.5: no separators
  lines.add("REV", revised);
  lines.add("END", "VCARD");
  return lines.written();
}

} // namespace directory::outputs
