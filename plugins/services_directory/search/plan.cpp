#include "search/plan.hpp"

#include "answer.hpp"

#include <tandem/language.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace directory {
namespace {

using tandem::Error;
using tandem::ErrorCode;
using tandem::Result;
using tandem::http::Parameter;

/// The values between commas; none is an error.
Result<std::vector<std::string>> list_of(Parameter const& given) {
  std::vector<std::string> values{""};
  for (char const c : given.value) {
    if (c == ',') values.emplace_back();
    else values.back() += c;
  }
  if (std::find(values.begin(), values.end(), "") != values.end())
    return invalid(given.name, "needs a value, or several with commas between");
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  if (values.size() > most_values)
    return invalid(given.name, "takes at most " + std::to_string(most_values) + " values");
  return values;
}

Result<bool> flag_of(Parameter const& given) {
  if (given.value == "true") return true;
  if (given.value == "false") return false;
  return invalid(given.name, "must be true or false");
}

Result<double> number_of(Parameter const& given, std::string_view text, double least, double most) {
  double value = 0;
  auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size() || !(value >= least && value <= most))
    return invalid(given.name, "must be a number from " + std::to_string(static_cast<long>(least)) + " to " +
                                   std::to_string(static_cast<long>(most)));
  return value;
}

bool is_language(std::string_view text) {
  return text.size() >= 2 && text.size() <= 6 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
         });
}

/// What a plain filter may ask for; empty: any language tag.
struct Values {
  std::string_view parameter, column;
  bool many;
  std::vector<std::string_view> known;
};
std::vector<Values> const& value_filters() {
  static std::vector<Values> const all{{"place", "places", true, {"prison", "outside", "office", "home", "other"}},
                                       {"language", "languages", true, {}},
                                       {"custody", "custody", true, {"in_custody", "at_liberty"}},
                                       {"cost", "cost", false, {"free", "partly_free", "paid"}}};
  return all;
}

struct Entries {
  std::string_view parameter, type, column;
};
constexpr Entries entry_filters[] = {{"audience", "audience", "audiences"},
                                     {"term", "taxonomy_term", "terms"},
                                     {"authority", "authority", "authorities"},
                                     {"location", "location", "locations"}};

Result<void> add_values(Plan& plan, Values const& filter, Parameter const& given) {
  Result<std::vector<std::string>> asked = list_of(given);
  if (!asked) return asked.error();
  for (std::string const& value : *asked) {
    bool const known = filter.known.empty()
                           ? is_language(value)
                           : std::find(filter.known.begin(), filter.known.end(), value) != filter.known.end();
    if (known) continue;
    if (filter.known.empty()) return invalid(given.name, "must be language tags such as nl or fr");
    std::string all;
    for (std::string_view const one : filter.known) all += (all.empty() ? "" : ", ") + std::string(one);
    return invalid(given.name, "must be of " + all);
  }
  plan.values.push_back({given.name, std::string(filter.column), filter.many, std::move(*asked)});
  return {};
}

Result<void> set_point(Plan& plan, Parameter const& given) {
  std::size_t const comma = given.value.find(',');
  if (comma == std::string::npos) return invalid(given.name, "must be latitude,longitude in degrees");
  std::string_view const text = given.value;
  Result<double> const latitude = number_of(given, text.substr(0, comma), -90, 90);
  if (!latitude) return latitude.error();
  Result<double> const longitude = number_of(given, text.substr(comma + 1), -180, 180);
  if (!longitude) return longitude.error();
  plan.near = Point{*latitude, *longitude};
  return {};
}

/// "<key>,<id>" as hexadecimal digits: opaque, and safe in any address.
std::optional<std::pair<std::string, std::string>> read_cursor(std::string_view cursor) {
  std::string text;
  if (cursor.size() % 2 != 0 || cursor.size() > 200) return std::nullopt;
  for (std::size_t i = 0; i < cursor.size(); i += 2) {
    int value = 0;
    auto const [end, problem] = std::from_chars(cursor.data() + i, cursor.data() + i + 2, value, 16);
    if (problem != std::errc() || end != cursor.data() + i + 2) return std::nullopt;
    text += static_cast<char>(value);
  }
  std::size_t const comma = text.find(',');
  if (comma == std::string::npos) return std::nullopt;
  std::string key = text.substr(0, comma), id = text.substr(comma + 1);
  double number = 0;
  auto const [end, problem] = std::from_chars(key.data(), key.data() + key.size(), number);
  if (problem != std::errc() || end != key.data() + key.size() || !std::isfinite(number) || !tandem::Uuid::parse(id))
    return std::nullopt;
  return std::pair{std::move(key), std::move(id)};
}

Result<void> set_page(Plan& plan, Parameter const& given) {
  if (given.name == "page[size]") {
    Result<double> const size = number_of(given, given.value, 1, largest_page);
    if (!size) return size.error();
    if (*size != std::floor(*size)) return invalid(given.name, "must be a whole number");
    plan.page_size = static_cast<int>(*size);
    return {};
  }
  plan.after = read_cursor(given.value);
  if (plan.after) return {};
  Error error{ErrorCode::invalid_cursor, "is no cursor of this search: follow links.next"};
  error.parameter = given.name;
  return error;
}

Result<void> set_words(Plan& plan, Parameter const& given) {
  if (given.name == "q[prefix]") plan.typing = true;
  if (given.value.empty()) return invalid(given.name, "needs words to search for");
  if (given.value.size() > longest_words)
    return invalid(given.name, "takes at most " + std::to_string(longest_words) + " bytes");
  plan.words = given.value;
  return {};
}

Result<void> set_time(Plan& plan, Parameter const& given, tandem::Timestamp now) {
  if (given.value == "now") {
    plan.open_at = tandem::format_timestamp(now);
    return {};
  }
  Result<tandem::Timestamp> const at = tandem::parse_timestamp(given.value);
  if (!at || given.value.find('T') == std::string::npos)
    return invalid(given.name, "must be now or a date and time with its offset, like 2026-12-02T14:00:00+01:00");
  plan.open_at = tandem::format_timestamp(*at);
  if (*plan.open_at < "1990" || *plan.open_at > "2100")
    return invalid(given.name, "must lie between 1990 and 2100, the years whose public holidays are known");
  return {};
}

template <class Value> Result<void> set(Value& target, auto read) {
  if (!read) return read.error();
  target = *read;
  return {};
}

Result<void> set_one(Plan& plan, Parameter const& given, tandem::Timestamp now) {
  for (Values const& filter : value_filters())
    if (given.name == filter.parameter) return add_values(plan, filter, given);
  for (Entries const& filter : entry_filters) {
    if (given.name != filter.parameter) continue;
    Result<std::vector<std::string>> const asked = list_of(given);
    if (!asked) return asked.error();
    plan.entries.push_back({given.name, std::string(filter.type), std::string(filter.column), {}});
    for (std::string const& one : *asked) plan.entries.back().any.push_back({one});
    return {};
  }
  if (given.name == "q" || given.name == "q[prefix]") return set_words(plan, given);
  if (given.name == "voluntary") return set(plan.voluntary, flag_of(given));
  if (given.name == "open_at") return set_time(plan, given, now);
  if (given.name == "walk_in") return set(plan.walk_in, flag_of(given));
  if (given.name == "near") return set_point(plan, given);
  if (given.name == "within") return set(plan.within, number_of(given, given.value, 1, 1'000'000));
  if (given.name == "facets") return set(plan.facets, flag_of(given));
  if (given.name == "page[size]" || given.name == "page[after]") return set_page(plan, given);
  return invalid(given.name, "is not a parameter of the search");
}

} // namespace

Result<Plan> plan_of(tandem::Request const& request, std::vector<std::string> const& locales, tandem::Timestamp now) {
  Plan plan;
  plan.locales = locales;
  plan.locale = locales[tandem::http::choose_locale(request.header("Accept-Language"), locales)];
  std::vector<std::string_view> seen;
  for (Parameter const& given : request.query) {
    std::string_view const name = given.name == "q[prefix]" ? std::string_view("q") : std::string_view(given.name);
    if (std::find(seen.begin(), seen.end(), name) != seen.end())
      return invalid(given.name, "is there twice; several values of one parameter stand behind commas");
    seen.push_back(name);
    if (given.name == "locale") {
      if (std::find(locales.begin(), locales.end(), given.value) == locales.end())
        return invalid("locale", "is no language of this site");
      plan.locale = given.value;
    } else if (auto ok = set_one(plan, given, now); !ok) {
      return ok.error();
    }
  }
  if (plan.walk_in && !plan.open_at) return invalid("walk_in", "needs open_at");
  if (plan.within && !plan.near) return invalid("within", "needs near");
  return plan;
}

std::string cursor_past(std::string const& key, std::string const& id) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string cursor;
  for (char const c : key + "," + id) {
    cursor += digits[static_cast<unsigned char>(c) >> 4];
    cursor += digits[static_cast<unsigned char>(c) & 0xf];
  }
  return cursor;
}

std::vector<tandem::ParameterDoc> search_parameters() {
  tandem::json::object const text{{"type", "string"}}, yes_or_no{{"type", "boolean"}};
  return {{"q", "words to search for, in any language of the site; \"a phrase\" and -without work", false, text,
           "gevangenis"},
          {"q[prefix]", "instead of q, while it is being typed: the last word may be the beginning of one", false,
           text, nullptr},
          {"audience",
           "ids or slugs of target groups, commas between: services for one of them, for a group that it is part of, "
           "or for a part of it",
           false, text, nullptr},
          {"term", "ids or slugs of taxonomy terms: services with one of them, or with a narrower term", false, text,
           nullptr},
          {"authority", "ids or slugs of authorities that recognise or fund the service", false, text, nullptr},
          {"location", "ids or slugs of locations where the service meets people", false, text, nullptr},
          {"place", "kinds of places: prison, outside, office, home, other", false, text, nullptr},
          {"language", "language tags spoken", false, text, nullptr},
          {"custody", "in_custody, at_liberty", false, text, nullptr},
          {"cost", "free, partly_free, paid", false, text, nullptr},
          {"voluntary", "whether people come of their own will", false, yes_or_no, nullptr},
          {"open_at", "now, or a date and time with offset: services known to be open then", false, text, nullptr},
          {"walk_in", "with open_at: without an appointment", false, yes_or_no, nullptr},
          {"near", "latitude,longitude in degrees: the nearest first", false, text, nullptr},
          {"within", "with near: metres, 1 to 1000000", false, {{"type", "number"}}, nullptr},
          {"facets", "false: without counts by facet", false, yes_or_no, nullptr},
          {"locale",
           "language of the answer, otherwise from Accept-Language; what is not there in it comes in another", false,
           text, "nl"},
          {"page[size]", "services on a page, 1 to 100", false, {{"type", "integer"}}, 5},
          {"page[after]", "cursor of the page before: follow links.next", false, text, nullptr}};
}

} // namespace directory
