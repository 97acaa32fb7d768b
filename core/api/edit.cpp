#include "api/edit.hpp"

#include <charconv>

namespace tandem::api {

Result<EntryId> entry_id(Request const& request) {
  Result<Uuid> id = Uuid::parse(request.capture("id"));
  if (!id) return Error{ErrorCode::not_found, "there is no such entry"};
  return *id;
}

Result<VariantName> variant_name(Request const& request) {
  Result<EntryId> const entry = entry_id(request);
  if (!entry) return entry.error();
  Result<Locale> const locale = Locale::parse(request.capture("locale"));
  if (!locale) return Error{ErrorCode::not_found, "there is no such variant"};
  return VariantName{*entry, *locale};
}

Result<std::optional<bool>> bool_parameter(Request const& request, std::string const& name) {
  auto const text = request.parameter(name);
  if (!text) return std::optional<bool>{};
  if (*text != "true" && *text != "false")
    return Error{ErrorCode::invalid_parameter, "must be true or false", "", name};
  return std::optional<bool>(*text == "true");
}

Result<std::optional<Uuid>> id_cursor(Request const& request, std::string const& parameter, std::string const& what) {
  auto const text = request.parameter(parameter);
  if (!text) return std::optional<Uuid>{};
  Result<Uuid> const id = Uuid::parse(*text);
  if (!id)
    return Error{ErrorCode::invalid_cursor, "must be the id of the last " + what + " of a page", "", parameter};
  return std::optional<Uuid>(*id);
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), number);
  return ec == std::errc{} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

Result<std::optional<std::int64_t>> number_cursor(Request const& request, std::string const& parameter,
                                                  std::string const& detail) {
  auto const text = request.parameter(parameter);
  if (!text) return std::optional<std::int64_t>{};
  auto const number = whole_number(*text);
  if (!number) return Error{ErrorCode::invalid_cursor, detail, "", parameter};
  return number;
}

Result<json::array> items_member(json::object const& attributes, std::size_t most) {
  json::value const* items = attributes.if_contains("items");
  if (items == nullptr || !items->is_array() || items->get_array().empty() || items->get_array().size() > most)
    return Error{ErrorCode::malformed_document, "must be a list of 1 to " + std::to_string(most) + " items",
                 "/data/attributes/items"};
  return items->get_array();
}

json::object page_links(Request const& request, std::string const& next) {
  return {{"self", request.target}, {"next", next.empty() ? json::value(nullptr) : json::value(next)}};
}

json::object revision_json(Revision const& revision) {
  json::object attributes{{"entry", revision.entry.text()},
                          {"entry_type", revision.type},
                          {"locale", revision.locale.text()},
                          {"number", revision.number},
                          {"side", revision.side},
                          {"author", revision.author},
                          {"message", revision.message},
                          {"created_at", format_timestamp(revision.created_at)},
                          {"etag", revision.hash},
                          {"fields", revision.data}};
  if (revision.parent) attributes["parent"] = *revision.parent;
  if (revision.source) attributes["source"] = source_json(revision);
  std::string const id = revision.entry.text() + ":" + revision.locale.text() + ":" + std::to_string(revision.number);
  return {{"type", "revision"}, {"id", id}, {"attributes", std::move(attributes)}};
}

Result<json::object> object_member(json::object const& attributes, std::string_view name) {
  json::value const* value = attributes.if_contains(name);
  if (value == nullptr || !value->is_object())
    return Error{ErrorCode::malformed_document, "must be an object", "/data/attributes/" + std::string(name)};
  return value->get_object();
}

Result<int> revision_number(json::object const& object, std::string const& pointer) {
  constexpr std::int64_t most = 1'000'000'000;
  json::value const* number = object.if_contains("revision");
  if (number != nullptr && number->is_int64() && number->get_int64() >= 1 && number->get_int64() <= most)
    return static_cast<int>(number->get_int64());
  return Error{ErrorCode::malformed_document, "must be the number of a revision", pointer + "/revision"};
}

} // namespace tandem::api
