#include "schema_org.hpp"

#include "hours.hpp"

namespace directory::outputs {
namespace {

void put(json::object& into, std::string_view name, std::string_view value) {
  if (!value.empty()) into[name] = value;
}
void put(json::object& into, std::string_view name, json::array values) {
  if (!values.empty()) into[name] = std::move(values);
}

std::string urn(json::object const& entry) { return "urn:uuid:" + std::string(text(entry, "id")); }

json::array as_array(std::vector<std::string> const& all) { return json::array(all.begin(), all.end()); }

std::string day_name(std::string_view day) {
  for (auto const& [short_name, name] :
       {std::pair("MO", "Monday"), std::pair("TU", "Tuesday"), std::pair("WE", "Wednesday"),
        std::pair("TH", "Thursday"), std::pair("FR", "Friday"), std::pair("SA", "Saturday"),
        std::pair("SU", "Sunday")})
    if (day == short_name) return std::string("https://schema.org/") + name;
  return {};
}

/// An OpeningHoursSpecification. One that closes before it opens ends on the next day, as schema.org has it.
json::object when(std::optional<Span> const& span, std::optional<Day> from, std::optional<Day> until,
                  bool appointment, std::string_view locale) {
  json::object spec{{"@type", "OpeningHoursSpecification"}};
  if (span) {
    spec["opens"] = span->opens_at;
    spec["closes"] = span->closes_at == "24:00" ? "00:00" : span->closes_at;
  }
  if (from) spec["validFrom"] = written(*from);
  if (until) spec["validThrough"] = written(*until);
  if (appointment) spec["description"] = word("appointment", locale);
  return spec;
}

json::array weekly_of(Hours const& hours, std::string_view locale) {
  json::array all;
  for (Weekly const& weekly : hours.weekly) {
    json::object spec = when(weekly.span, weekly.from, weekly.until, weekly.appointment, locale);
    json::array days;
    for (std::string const& day : weekly.days) days.emplace_back(day_name(day));
    spec["dayOfWeek"] = std::move(days);
    all.push_back(std::move(spec));
  }
  return all;
}

/// What comes before the hours of the week.
json::array special_of(Hours const& hours, std::string_view locale) {
  json::array all;
  for (Exception const& one : hours.exceptions)
    all.push_back(when(one.span, one.from, one.until, one.appointment, locale));
  if (!hours.weekly.empty() && !hours.open_on_holidays)
    all.push_back({{"@type", "OpeningHoursSpecification"}, {"dayOfWeek", "https://schema.org/PublicHolidays"}});
  return all;
}

json::array all_of(Hours const& hours, std::string_view locale) {
  json::array all = weekly_of(hours, locale);
  for (json::value& one : special_of(hours, locale)) all.push_back(std::move(one));
  return all;
}

json::object contact_point(json::object const& phone) {
  json::object point{{"@type", "ContactPoint"}};
  point[text(phone, "kind") == "fax" ? "faxNumber" : "telephone"] = text(phone, "number");
  put(point, "name", text(phone, "label"));
  put(point, "availableLanguage", as_array(texts(phone, "languages")));
  return point;
}

json::object provider(json::object const& organisation, json::object const& service) {
  json::object body{{"@type", text(organisation, "legal_form").ends_with("non_profit") ? "NGO" : "Organization"},
                    {"@id", urn(organisation)},
                    {"name", text(organisation, "name")}};
  put(body, "alternateName", text(organisation, "short_name"));
  put(body, "url", text(organisation, "site"));
  put(body, "email", text(organisation, "email"));
  put(body, "foundingDate", text(organisation, "founded"));
  json::array points;
  // A Service has no e-mail address of its own in this vocabulary.
  if (!text(service, "email").empty())
    points.push_back({{"@type", "ContactPoint"}, {"name", text(service, "name")}, {"email", text(service, "email")}});
  for (json::value const& item : items(service, "contacts")) {
    json::object point{{"@type", "ContactPoint"}, {"contactType", text(item.as_object(), "department")}};
    put(point, "email", text(item.as_object(), "email"));
    put(point, "telephone", text(item.as_object(), "phone"));
    points.push_back(std::move(point));
  }
  put(body, "contactPoint", std::move(points));
  return body;
}

json::object place(json::object const& location) {
  json::object body{{"@type", "Place"}, {"@id", urn(location)}, {"name", text(location, "name")}};
  Address const address = address_of(location);
  if (!address.line().empty()) {
    json::object postal{{"@type", "PostalAddress"}, {"addressCountry", "BE"}};
    put(postal, "streetAddress", address.street);
    put(postal, "postalCode", address.postcode);
    put(postal, "addressLocality", address.municipality);
    body["address"] = std::move(postal);
  }
  if (coordinates_of(location).known())
    body["geo"] = {
        {"@type", "GeoCoordinates"}, {"latitude", location.at("latitude")}, {"longitude", location.at("longitude")}};
  json::array features;
  for (std::string const& feature : texts(location, "accessibility"))
    features.push_back({{"@type", "LocationFeatureSpecification"},
                        {"name", word(feature, text(location, "locale"))},
                        {"value", true}});
  put(body, "amenityFeature", std::move(features));
  return body;
}

json::object channel_at(json::object const& at, json::object const& location, json::object const& service) {
  std::string_view const locale = text(service, "locale");
  json::object channel{{"@type", "ServiceChannel"}, {"name", text(at, "title")}};
  json::object where = place(location);
  Hours const hours = hours_of(at);
  if (text(location, "kind") == "prison") {
    if (hours.known())
      channel["providesService"] = {
          {"@type", "Service"}, {"name", text(service, "name")}, {"hoursAvailable", all_of(hours, locale)}};
  } else {
    put(where, "openingHoursSpecification", weekly_of(hours, locale));
    put(where, "specialOpeningHoursSpecification", special_of(hours, locale));
  }
  channel["serviceLocation"] = std::move(where);
  for (char const* owner : {"at", "location"}) {
    json::array const& phones = items(owner == std::string_view("at") ? at : location, "phones");
    if (phones.empty()) continue;
    channel["servicePhone"] = contact_point(phones.front().as_object());
    break;
  }
  return channel;
}

json::array channels(json::object const& service) {
  json::array all;
  json::array const languages = as_array(texts(service, "languages_spoken"));
  for (json::value const& phone : items(service, "phones")) {
    json::object channel{{"@type", "ServiceChannel"}, {"servicePhone", contact_point(phone.as_object())}};
    put(channel, "availableLanguage", languages);
    all.push_back(std::move(channel));
  }
  for (json::value const& at : items(service, "locations")) {
    json::object const* location = object(at.as_object(), "location");
    if (location == nullptr) continue;
    json::object channel = channel_at(at.as_object(), *location, service);
    put(channel, "availableLanguage", languages);
    all.push_back(std::move(channel));
  }
  return all;
}

json::array audience(json::object const& service) {
  json::array all;
  for (std::string const& group : texts(service, "audiences"))
    all.push_back({{"@type", "Audience"}, {"audienceType", group}});
  json::object ages{{"@type", "PeopleAudience"}};
  if (json::value const* age = service.if_contains("minimum_age")) ages["requiredMinAge"] = *age;
  if (json::value const* age = service.if_contains("maximum_age")) ages["requiredMaxAge"] = *age;
  if (ages.size() > 1) all.push_back(std::move(ages));
  return all;
}

json::array areas(json::object const& service) {
  std::vector<std::string> names = terms_of(service, "area");
  if (names.empty() && !text(service, "area").empty()) names.emplace_back(text(service, "area"));
  json::array all;
  for (std::string const& name : names) all.push_back({{"@type", "AdministrativeArea"}, {"name", name}});
  return all;
}

json::array identifiers(json::object const& service) {
  json::array all;
  for (json::value const& item : items(service, "identifiers"))
    all.push_back({{"@type", "PropertyValue"},
                   {"propertyID", text(item.as_object(), "scheme")},
                   {"value", text(item.as_object(), "identifier")}});
  return all;
}

} // namespace

json::object schema_org(json::object const& service) {
  json::object body{{"@context", {"https://schema.org", {{"@language", text(service, "locale")}}}},
                    {"@type", "Service"},
                    {"@id", urn(service)},
                    {"name", text(service, "name")}};
  std::vector<std::string> names = texts(service, "alternate_names");
  if (!text(service, "short_name").empty()) names.emplace(names.begin(), text(service, "short_name"));
  put(body, "alternateName", as_array(names));
  put(body, "description", text(service, "summary"));
  put(body, "url", text(service, "site"));
  put(body, "identifier", identifiers(service));
  put(body, "serviceType", as_array(terms_of(service, "help")));
  put(body, "audience", audience(service));
  put(body, "areaServed", areas(service));
  if (json::object const* organisation = object(service, "organisation"))
    body["provider"] = provider(*organisation, service);
  put(body, "availableChannel", channels(service));
  put(body, "hoursAvailable", all_of(hours_of(service), text(service, "locale")));
  if (text(service, "cost") == "free")
    body["offers"] = {{"@type", "Offer"}, {"price", std::int64_t{0}}, {"priceCurrency", "EUR"}};
  return body;
}

} // namespace directory::outputs
