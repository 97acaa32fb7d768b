#include "api/edit.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

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

std::string encoded(std::string_view text) {
  return boost::urls::encode({text.data(), text.size()}, boost::urls::unreserved_chars);
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
  if (revision.source)
    attributes["source"] = {{"locale", revision.source->locale.text()}, {"number", revision.source->number}};
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
