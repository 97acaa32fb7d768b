#include "delivery/plan.hpp"

#include "content/canonical_json.hpp"
#include "http/language.hpp"
#include "http/target.hpp"

#include <algorithm>
#include <charconv>

namespace tandem::delivery {
namespace {

constexpr std::string_view relevance = "relevance"; // what `sort` calls how well a row fits

Error bad(std::string parameter, std::string detail) {
  Error error{ErrorCode::invalid_parameter, std::move(detail)};
  error.parameter = std::move(parameter);
  return error;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (true) {
    std::size_t const end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

/// "filter[name][op]" with family "filter" gives {"name", "op"}; nothing when it is another parameter.
std::optional<std::vector<std::string>> bracketed(std::string_view name, std::string_view family) {
  if (!name.starts_with(family)) return std::nullopt;
  name.remove_prefix(family.size());
  std::vector<std::string> parts;
  while (!name.empty()) {
    std::size_t const close = name.find(']');
    if (name.front() != '[' || close == std::string_view::npos) return std::nullopt;
    parts.emplace_back(name.substr(1, close - 1));
    name.remove_prefix(close + 1);
  }
  return parts.empty() ? std::nullopt : std::optional(parts);
}

bool is_number(std::string_view text, bool integer) {
  double value = 0;
  auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  return ec == std::errc{} && end == text.data() + text.size() &&
         text.find_first_of("niNI") == std::string_view::npos &&
         (!integer || text.find_first_of(".eE") == std::string_view::npos);
}

bool fits(FieldKind kind, std::string const& value) {
  switch (kind) {
  case FieldKind::number: return is_number(value, false);
  case FieldKind::integer: return is_number(value, true);
  case FieldKind::boolean: return value == "true" || value == "false";
  case FieldKind::date: return value.size() == 10 && parse_timestamp(value).has_value();
  case FieldKind::date_time: return parse_timestamp(value).has_value();
  case FieldKind::object: return false;
  case FieldKind::string:
  case FieldKind::array: return true;
  }
  return false;
}

/// The value in the one form that the database compares; the value fits the kind.
std::string normal(Field const& field, std::string const& value) {
  if (field.kind == FieldKind::date_time) return format_timestamp(parse_timestamp(value).value());
  if (field.reference)
    if (auto const id = Uuid::parse(value)) return id->text();
  return value;
}

Result<void> add_filter(Plan& plan, Settings const& settings, std::string const& parameter,
                        std::vector<std::string> const& parts, std::string const& value) {
  static std::set<std::string> const ops{"eq", "ne", "in", "lt", "lte", "gt", "gte", "contains", "prefix"};
  if (parts.size() > 2) return bad(parameter, "write a filter like filter[field] or filter[field][op]");
  Filter filter{nullptr, parts.size() == 2 ? parts[1] : "eq", {}};
  if (!ops.contains(filter.op))
    return bad(parameter, "the operators are eq, ne, in, lt, lte, gt, gte, contains and prefix");
  filter.values = filter.op == "in" ? split(value, ',') : std::vector{value};
  if (plan.filters.size() == settings.max_filters)
    return bad(parameter, "at most " + std::to_string(settings.max_filters) + " filters can be combined");
  if (filter.values.size() > settings.max_filter_values)
    return bad(parameter, "at most " + std::to_string(settings.max_filter_values) + " values can be listed");
  if (parts[0] == "id") {
    if (filter.op != "eq" && filter.op != "in") return bad(parameter, "id takes eq and in");
    for (std::string const& id : filter.values)
      if (!Uuid::parse(id)) return bad(parameter, "\"" + id + "\" is not a UUID");
  } else {
    filter.field = plan.type->field(parts[0]);
    if (filter.field == nullptr)
      return bad(parameter, "the type " + plan.type->name() + " has no field \"" + parts[0] + "\"");
    FieldKind const kind = filter.field->kind;
    if (kind == FieldKind::object) return bad(parameter, "cannot filter by an object");
    if (kind == FieldKind::array && filter.op != "eq" && filter.op != "ne" && filter.op != "in")
      return bad(parameter, "a field with many values takes eq, ne and in");
    if (kind != FieldKind::string && (filter.op == "contains" || filter.op == "prefix"))
      return bad(parameter, filter.op + " is for text");
    for (std::string& one : filter.values) {
      if (!fits(kind, one) || (filter.field->reference && !Uuid::parse(one)))
        return bad(parameter, "\"" + one + "\" does not fit the field " + parts[0]);
      one = normal(*filter.field, one);
    }
  }
  plan.filters.push_back(std::move(filter));
  return {};
}

Result<void> set_sort(Plan& plan, Settings const& settings, std::string const& value) {
  std::vector<std::string> const names = split(value, ',');
  if (names.size() > settings.max_sort_keys)
    return bad("sort", "at most " + std::to_string(settings.max_sort_keys) + " fields can be sorted by");
  for (std::string name : names) {
    bool const descending = name.starts_with('-');
    if (descending) name.erase(0, 1);
    Field const* field = plan.type->field(name);
    if (field == nullptr && name == relevance) { // needs `q`: make_plan looks when it knows all parameters
      plan.sort.push_back({nullptr, descending});
      continue;
    }
    if (field == nullptr || field->kind == FieldKind::object || field->kind == FieldKind::array)
      return bad("sort", "cannot sort " + plan.type->name() + " by \"" + name + "\"");
    for (SortKey const& earlier : plan.sort)
      if (earlier.field == field) return bad("sort", "\"" + name + "\" is there twice");
    plan.sort.push_back({field, descending});
  }
  return {};
}

Result<void> set_facets(Plan& plan, Settings const& settings, std::string const& value) {
  std::vector<std::string> const names = split(value, ',');
  if (names.size() > settings.max_facets)
    return bad("facets", "at most " + std::to_string(settings.max_facets) + " fields can be counted");
  for (std::string const& name : names) {
    Field const* field = plan.type->field(name);
    if (field == nullptr || field->kind == FieldKind::object || field->markdown)
      return bad("facets", "cannot count the values of \"" + name + "\" of " + plan.type->name());
    if (std::find(plan.facets.begin(), plan.facets.end(), field) != plan.facets.end())
      return bad("facets", "\"" + name + "\" is there twice");
    plan.facets.push_back(field);
  }
  plan.max_facet_values = settings.max_facet_values;
  return {};
}

Result<void> set_includes(Plan& plan, ContentTypes const& types, Settings const& settings, std::string const& value) {
  if (value.empty()) return {};
  std::vector<std::string> const paths = split(value, ',');
  if (paths.size() > settings.max_includes)
    return bad("include", "at most " + std::to_string(settings.max_includes) + " paths can be included");
  for (std::string const& text : paths) {
    std::vector<std::string> path = split(text, '.');
    if (static_cast<int>(path.size()) > settings.max_include_depth)
      return bad("include", "at most " + std::to_string(settings.max_include_depth) + " levels can be included");
    ContentType const* type = plan.type;
    for (std::string const& name : path) {
      Field const* field = type == nullptr ? nullptr : type->field(name);
      if (field == nullptr || !field->reference)
        return bad("include", "\"" + text + "\" is not a relationship path of " + plan.type->name());
      type = types.find(*field->reference);
    }
    plan.includes.push_back(std::move(path));
  }
  return {};
}

/// What stands for a missing value in sort keys (see `typed` in statement.cpp).
std::string_view name_of_missing(FieldKind kind) {
  switch (kind) {
  case FieldKind::number:
  case FieldKind::integer: return "Infinity";
  case FieldKind::date_time: return "infinity";
  case FieldKind::boolean: return "false";
  default: return "";
  }
}

/// How well a row fits is a number that holds for one search only.
std::string sort_signature(Plan const& plan) {
  std::string signature = plan.type->name() + "/" + plan.locale;
  for (SortKey const& key : plan.sort)
    signature +=
        (key.descending ? ",-" : ",") +
        (key.field != nullptr ? key.field->name : std::string(relevance) + (plan.typing ? "*" : "=") + plan.search);
  return signature;
}

std::optional<std::string> from_hex(std::string_view hex) {
  std::string bytes;
  if (hex.size() % 2 != 0 || hex.size() > 8192) return std::nullopt;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    unsigned char byte = 0;
    auto const [end, ec] = std::from_chars(hex.data() + i, hex.data() + i + 2, byte, 16);
    if (ec != std::errc{} || end != hex.data() + i + 2) return std::nullopt;
    bytes += static_cast<char>(byte);
  }
  return bytes;
}

Result<void> set_cursor(Plan& plan, std::string const& parameter, std::string const& text) {
  Error refused{ErrorCode::invalid_cursor,
                "take cursors from the links of a page, for the same type, language and sort"};
  refused.parameter = parameter;
  if (plan.cursor) return bad(parameter, "page[after] and page[before] exclude each other");
  std::optional<std::string> const bytes = from_hex(text);
  if (!bytes) return refused;
  Result<json::value> const value = parse_json(*bytes, 4);
  if (!value || !value->is_array() || value->get_array().size() != plan.sort.size() + 2) return refused;
  json::array const& parts = value->get_array();
  for (json::value const& part : parts)
    if (!part.is_string()) return refused;
  Cursor cursor{parameter == "page[before]", {}, std::string(parts.back().get_string())};
  if (parts[0].get_string() != sort_signature(plan) || !Uuid::parse(cursor.id)) return refused;
  for (std::size_t i = 0; i < plan.sort.size(); ++i) {
    std::string key(parts[i + 1].get_string());
    if (plan.sort[i].field == nullptr) {
      if (!fits(FieldKind::number, key)) return refused;
      cursor.keys.push_back(std::move(key));
      continue;
    }
    Field const& field = *plan.sort[i].field;
    bool const missing = key == name_of_missing(field.kind); // where a row has no value
    if (!missing && field.kind != FieldKind::date && !fits(field.kind, key)) return refused;
    cursor.keys.push_back(missing ? key : normal(field, key));
  }
  plan.cursor = std::move(cursor);
  return {};
}

Result<void> set_page_size(Plan& plan, Settings const& settings, std::string const& value) {
  int size = 0;
  auto const [end, ec] = std::from_chars(value.data(), value.data() + value.size(), size);
  if (ec != std::errc{} || end != value.data() + value.size() || size < 1 || size > settings.max_page_size)
    return bad("page[size]", "must be a whole number from 1 to " + std::to_string(settings.max_page_size));
  plan.page_size = size;
  return {};
}

Result<void> set_at(Plan& plan, std::string const& value, Timestamp now) {
  if (plan.preview) return bad("at", "a preview shows the site as it would be, not as it was");
  Result<Timestamp> const at = parse_timestamp(value);
  if (!at) return bad("at", at.error().detail);
  if (*at > now) return bad("at", "lies in the future");
  plan.at = *at;
  return {};
}

Result<void> set_flag(bool& flag, http::Parameter const& parameter) {
  if (parameter.value != "true" && parameter.value != "false") return bad(parameter.name, "must be true or false");
  flag = parameter.value == "true";
  return {};
}

/// Everything but cursors, which need the sort order to be known.
Result<void> read_parameter(Plan& plan, http::Parameter const& parameter, ContentTypes const& types,
                            Settings const& settings, Timestamp now) {
  auto const& [name, value] = parameter;
  bool const single = !plan.id.empty() || !plan.slug.empty();
  if (name == "locale" || name == "page[after]" || name == "page[before]") {
    if (single && name != "locale") return bad(name, "is for lists");
    return {};
  }
  if (name == "preview" && plan.preview) return {}; // the token was looked at before
  if (name == "alternates") return set_flag(plan.alternates, parameter);
  if (name == "include") return set_includes(plan, types, settings, value);
  if (name == "at") return set_at(plan, value, now);
  if (auto const parts = bracketed(name, "fields"); parts && parts->size() == 1) {
    ContentType const* type = types.find((*parts)[0]);
    if (type == nullptr) return bad(name, "there is no type \"" + (*parts)[0] + "\"");
    auto& wanted = plan.fields[(*parts)[0]];
    for (std::string const& field : split(value, ',')) {
      if (!field.empty() && type->field(field) == nullptr)
        return bad(name, "the type " + type->name() + " has no field \"" + field + "\"");
      wanted.insert(field);
    }
    return {};
  }
  if (!single) {
    if (auto const parts = bracketed(name, "filter")) return add_filter(plan, settings, name, *parts, value);
    if (name == "sort") return set_sort(plan, settings, value);
    if (name == "q") {
      if (value.size() > settings.max_search_bytes)
        return bad("q", "at most " + std::to_string(settings.max_search_bytes) + " bytes can be searched for");
      return plan.search = value, Result<void>{};
    }
    if (name == "q[prefix]") return set_flag(plan.typing, parameter);
    if (name == "facets") return set_facets(plan, settings, value);
    if (name == "page[size]") return set_page_size(plan, settings, value);
    if (name == "page[total]") return set_flag(plan.total, parameter);
  }
  return bad(name, "is not a parameter of this address");
}

} // namespace

std::string cursor_text(Plan const& plan, std::vector<std::string> const& keys, std::string const& id) {
  json::array parts{json::value(sort_signature(plan))};
  for (std::string const& key : keys) parts.emplace_back(key);
  parts.emplace_back(id);
  std::string hex;
  for (char const c : json::serialize(parts)) {
    hex += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4];
    hex += "0123456789abcdef"[c & 0xf];
  }
  return hex;
}

Result<Plan> make_plan(Question const& question, ContentTypes const& types, Settings const& settings, Timestamp now) {
  Plan plan;
  plan.type = types.find(question.type);
  if (plan.type == nullptr) return Error{ErrorCode::not_found, "there is no content type \"" + question.type + "\""};
  plan.page_size = question.id_or_slug.empty() ? settings.page_size : 1;
  plan.preview = question.preview;
  if (Uuid::parse(question.id_or_slug)) plan.id = Uuid::parse(question.id_or_slug)->text();
  else plan.slug = question.id_or_slug;

  plan.locales = settings.locales;
  plan.locale = settings.locales[http::choose_locale(question.accept_language, settings.locales)];
  std::set<std::string> seen;
  for (http::Parameter const& parameter : question.query) {
    if (!seen.insert(parameter.name).second) return bad(parameter.name, "is there twice");
    if (parameter.name != "locale") continue;
    if (std::find(settings.locales.begin(), settings.locales.end(), parameter.value) == settings.locales.end())
      return bad("locale", "\"" + parameter.value + "\" is not among the languages of this site");
    plan.locale = parameter.value;
  }
  plan.chain = {plan.locale};
  if (auto const more = settings.fallback.find(plan.locale); more != settings.fallback.end())
    plan.chain.insert(plan.chain.end(), more->second.begin(), more->second.end());
  plan.chain.emplace_back("shared");
  plan.file_shown = settings.file_shown;
  for (http::Parameter const& parameter : question.query)
    if (plan.preview && parameter.name == "preview") plan.file_query = "?preview=" + http::encoded(parameter.value);
  if (!plan.preview) plan.metas = settings.metas;

  for (http::Parameter const& parameter : question.query)
    if (auto ok = read_parameter(plan, parameter, types, settings, now); !ok) return ok.error();
  if (plan.sort.empty() && !plan.search.empty()) plan.sort.push_back({nullptr, true});
  if (plan.search.empty())
    for (SortKey const& key : plan.sort)
      if (key.field == nullptr) return bad("sort", "relevance is of a search: ask for q too");
  if (plan.sort.empty()) {
    std::string const& field = plan.type->ordered_by().empty() ? plan.type->title_field() : plan.type->ordered_by();
    plan.sort.push_back({plan.type->field(field), false});
  }
  for (http::Parameter const& parameter : question.query)
    if (parameter.name == "page[after]" || parameter.name == "page[before]")
      if (auto ok = set_cursor(plan, parameter.name, parameter.value); !ok) return ok.error();
  return plan;
}

} // namespace tandem::delivery
