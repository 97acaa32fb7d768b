#include "csv.hpp"

#include "hours.hpp"

#include <array>

namespace directory::outputs {
namespace {

constexpr std::array<std::string_view, 26> names{
    "id",           "locale",  "slug",          "name",        "short_name",
    "organisation", "summary", "target_groups", "custody",     "help",
    "areas",        "email",   "site",          "phones",      "contacts",
    "places",       "hours",   "permanence",    "eligibility", "required_documents",
    "languages",    "cost",    "authorities",   "identifiers", "last_verified_on",
    "modified"};

std::string words_of(json::object const& service, std::string_view field) {
  std::vector<std::string> all;
  for (std::string const& one : texts(service, field)) all.push_back(word(one, text(service, "locale")));
  return joined(all, "; ");
}

std::string contacts_of(json::object const& service) {
  std::vector<std::string> all;
  for (json::value const& item : items(service, "contacts")) {
    json::object const& contact = item.as_object();
    std::string const phone(text(contact, "phone"));
    all.push_back(std::string(text(contact, "department")) + ": " +
                  joined({std::string(text(contact, "email")), phone.empty() ? "" : "tel:" + phone}, ", "));
  }
  return joined(all, "; ");
}

/// As tel: URIs (RFC 3966), which no spreadsheet takes for a number.
std::string phones_of(json::object const& service) {
  std::vector<std::string> all;
  for (json::value const& item : items(service, "phones")) {
    json::object const& phone = item.as_object();
    std::string const notes =
        joined({text(phone, "kind") == "fax" ? "fax" : "", std::string(text(phone, "label"))}, ", ");
    all.push_back("tel:" + std::string(text(phone, "number")) + (notes.empty() ? "" : " (" + notes + ")"));
  }
  return joined(all, "; ");
}

/// Where it meets people, and when there.
std::string places_of(json::object const& service) {
  std::vector<std::string> all;
  for (json::value const& item : items(service, "locations")) {
    json::object const& at = item.as_object();
    json::object const* location = object(at, "location");
    std::string const hours = in_words(hours_of(at), text(service, "locale"));
    if (location != nullptr)
      all.push_back(joined({std::string(text(*location, "name")), address_of(*location).line()}, ", ") +
                    (hours.empty() ? "" : " (" + hours + ")"));
  }
  return joined(all, "; ");
}

std::string authorities_of(json::object const& service) {
  std::vector<std::string> all;
  for (json::value const& recognition : items(service, "recognitions"))
    if (json::object const* authority = object(recognition.as_object(), "authority"))
      all.emplace_back(text(*authority, "name"));
  return joined(all, "; ");
}

std::string identifiers_of(json::object const& service) {
  std::vector<std::string> all;
  for (json::value const& item : items(service, "identifiers"))
    all.push_back(std::string(text(item.as_object(), "scheme")) + ":" +
                  std::string(text(item.as_object(), "identifier")));
  return joined(all, "; ");
}

std::array<std::string, names.size()> row(json::object const& service) {
  auto const as_is = [&](std::string_view field) { return std::string(text(service, field)); };
  json::object const* organisation = object(service, "organisation");
  std::string areas = joined(terms_of(service, "area"), "; ");
  return {as_is("id"),
          as_is("locale"),
          as_is("slug"),
          as_is("name"),
          as_is("short_name"),
          organisation != nullptr ? std::string(text(*organisation, "name")) : "",
          as_is("summary"),
          joined(texts(service, "audiences"), "; "),
          words_of(service, "custody"),
          joined(terms_of(service, "help"), "; "),
          areas.empty() ? as_is("area") : areas,
          as_is("email"),
          as_is("site"),
          phones_of(service),
          contacts_of(service),
          places_of(service),
          in_words(hours_of(service), text(service, "locale")),
          as_is("permanence"),
          as_is("eligibility"),
          joined(texts(service, "required_documents"), "; "),
          joined(texts(service, "languages_spoken"), "; "),
          as_is("cost").empty() ? "" : word(as_is("cost"), text(service, "locale")),
          authorities_of(service),
          identifiers_of(service),
          as_is("last_verified_on"),
          as_is("modified")};
}

template <class Cells> void write_line(std::string& out, Cells const& cells, char delimiter) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out += delimiter;
    out += cell(cells[i], delimiter);
  }
  out += "\r\n";
}

} // namespace

std::string cell(std::string_view text, char delimiter) {
  std::string safe(text);
  if (!safe.empty() && std::string_view("=+-@\t\r").find(safe.front()) != std::string_view::npos) safe.insert(0, "'");
  bool const as_it_stands = safe.find_first_of(std::string("\"\r\n") + delimiter) == std::string::npos &&
                            (safe.empty() || (safe.front() != ' ' && safe.back() != ' '));
  if (as_it_stands) return safe;
  std::string quoted = "\"";
  for (char const c : safe) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

std::string csv(std::vector<json::object> const& services, char delimiter) {
  std::string out = "\xEF\xBB\xBF";
  write_line(out, names, delimiter);
  for (json::object const& service : services) write_line(out, row(service), delimiter);
  return out;
}

} // namespace directory::outputs
