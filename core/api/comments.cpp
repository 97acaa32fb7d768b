#include "api/comments.hpp"

#include "api/document.hpp"
#include "api/openapi.hpp"
#include "editing/visible.hpp"

namespace tandem::api {
namespace {

json::object comment_json(store::CommentRow const& comment) {
  json::object attributes{{"entry", comment.entry.text()},
                          {"locale", comment.locale.text()},
                          {"revision", comment.revision},
                          {"pointer", comment.pointer},
                          {"text", comment.text},
                          {"author", comment.author},
                          {"created_at", format_timestamp(comment.created_at)},
                          {"resolved", comment.resolved_at.has_value()}};
  if (comment.resolved_by) attributes["resolved_by"] = *comment.resolved_by;
  if (comment.resolved_at) attributes["resolved_at"] = format_timestamp(*comment.resolved_at);
  return {{"type", "comment"}, {"id", comment.id.text()}, {"attributes", std::move(attributes)}};
}

std::string address_of(VariantName const& variant) {
  return "/edit/v1/entries/" + variant.entry.text() + "/" + variant.locale.text() + "/comments";
}

Result<Response> list(Call const& call, editing::Context const& context) {
  if (auto ok = only_parameters(call.request, {"filter[resolved]", "page[after]"}); !ok) return ok.error();
  Result<VariantName> const named = variant_name(call.request);
  if (!named) return named.error();
  auto const resolved = bool_parameter(call.request, "filter[resolved]");
  if (!resolved) return resolved.error();
  auto const after = id_cursor(call.request, "page[after]", "comment");
  if (!after) return after.error();
  constexpr std::size_t page_size = 50;
  return context.database.transact([&](store::Transaction& tx) -> Result<Response> {
    auto const entry = editing::visible_variant(tx, call.actor, named->entry, named->locale);
    if (!entry || !store::find_variant(tx, named->entry, named->locale))
      return Error{ErrorCode::not_found, "there is no such variant"};
    auto comments = store::list_comments(tx, named->entry, named->locale, *resolved, *after, page_size + 1);
    bool const more = cut_to_page(comments, page_size);
    json::array all;
    for (store::CommentRow const& comment : comments) all.push_back(comment_json(comment));
    std::string next;
    if (more)
      next = address_of(*named) + "?page%5Bafter%5D=" + comments.back().id.text() +
             (*resolved ? std::string("&filter%5Bresolved%5D=") + (**resolved ? "true" : "false") : "");
    return private_document(200, std::move(all), page_links(call.request, next));
  });
}

/// POST {"data": {"type": "comment", "attributes": {"pointer": "/body", "text": …, "revision": 3}}}
Result<Response> add(Call const& call, editing::Context const& context, EditLimits const& limits) {
  Result<VariantName> const named = variant_name(call.request);
  if (!named) return named.error();
  Result<json::object> const attributes =
      attributes_of(call.request, limits.json_depth, "comment", {"pointer", "text", "revision"});
  if (!attributes) return attributes.error();
  std::string const pointer = "/data/attributes";
  Result<int> const revision = revision_number(*attributes, pointer);
  if (!revision) return revision.error();
  for (std::string const name : {"pointer", "text"})
    if (json::value const* value = attributes->if_contains(name); value == nullptr || !value->is_string())
      return Error{ErrorCode::malformed_document, "must be a string", pointer + "/" + name};
    else if (value->get_string().size() > limits.comment_bytes)
      return Error{ErrorCode::invalid_content, "has at most " + std::to_string(limits.comment_bytes) + " bytes",
                   pointer + "/" + name};
  auto const made = editing::add_comment(context, call.actor,
                                         {named->entry, named->locale, *revision,
                                          std::string(string_member(*attributes, "pointer")),
                                          std::string(string_member(*attributes, "text"))});
  if (!made) return made.error().pointer.empty() ? made.error() : made.error().at(pointer);
  return private_document(201, comment_json(*made));
}

Result<Response> resolve(Call const& call, editing::Context const& context, bool resolved) {
  Result<Uuid> const id = Uuid::parse(call.request.capture("id"));
  if (!id) return Error{ErrorCode::not_found, "there is no such comment"};
  auto const comment = editing::resolve_comment(context, call.actor, *id, resolved);
  if (!comment) return comment.error();
  return private_document(200, comment_json(*comment));
}

} // namespace

Result<void> add_comment_routes(Routes& routes, editing::Context const& context, EditLimits limits) {
  std::string const comments = "/edit/v1/entries/{id}/{locale}/comments", comment = "/edit/v1/comments/{id}";
  Permission const read{"entry.read"}; // to comment takes review, edit or translate: editing decides
  RouteDoc listing{"Comments on a variant, the oldest first"};
  listing.parameters = {
      {"filter[resolved]", "true or false: only those", false, {{"type", "boolean"}}, nullptr},
      {"page[after]", "the last id of the page before", false, {{"type", "string"}, {"format", "uuid"}}, nullptr}};
  RouteDoc adding{"Comment on a place in a revision (takes entry.review, or entry.edit or entry.translate there)"};
  adding.request_body = request_schema(
      "comment",
      {{"pointer", {{"type", "string"}, {"description", "JSON Pointer that begins with a field of the variant"}}},
       {"text", {{"type", "string"}, {"minLength", 1}}},
       {"revision", {{"type", "integer"}, {"minimum", 1}}}},
      {"pointer", "text", "revision"});
  return routes.add_all({
      {Method::get, comments, read, [&context](Call const& call) { return list(call, context); }, listing},
      {Method::post, comments, read, [&context, limits](Call const& call) { return add(call, context, limits); },
       adding},
      {Method::post,
       comment + "/resolve",
       read,
       [&context](Call const& call) { return resolve(call, context, true); },
       {"Resolve a comment"}},
      {Method::post,
       comment + "/reopen",
       read,
       [&context](Call const& call) { return resolve(call, context, false); },
       {"Open a resolved comment again"}},
  });
}

} // namespace tandem::api
