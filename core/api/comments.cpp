#include "api/comments.hpp"

#include "api/document.hpp"
#include "api/openapi.hpp"

namespace tandem::api {
namespace {

constexpr std::size_t page_size = 100;

json::object comment_json(store::CommentRow const& comment) {
  json::object attributes{{"entry", comment.entry.text()},
                          {"locale", comment.locale.text()},
                          {"revision", comment.revision},
                          {"pointer", comment.pointer},
                          {"author", comment.author},
                          {"text", comment.text},
                          {"created_at", format_timestamp(comment.created_at)},
                          {"resolved", comment.resolved_at.has_value()}};
  if (comment.resolved_at) {
    attributes["resolved_by"] = comment.resolved_by;
    attributes["resolved_at"] = format_timestamp(*comment.resolved_at);
  }
  return {{"type", "comment"}, {"id", comment.id.text()}, {"attributes", std::move(attributes)}};
}

Result<Response> list(Call const& call, editing::Comments const& comments) {
  if (auto ok = only_parameters(call.request, {"page[after]"}); !ok) return ok.error();
  Result<VariantName> const named = variant_name(call.request);
  if (!named) return named.error();
  std::optional<Uuid> after;
  if (auto const text = call.request.parameter("page[after]")) {
    Result<Uuid> const id = Uuid::parse(*text);
    if (!id)
      return Error{ErrorCode::invalid_cursor, "must be the id of the last comment of a page", "", "page[after]"};
    after = *id;
  }
  auto found = comments.list(call.actor, named->entry, named->locale, after, page_size + 1);
  if (!found) return found.error();
  bool const more = cut_to_page(*found, page_size);
  json::array all;
  for (store::CommentRow const& comment : *found) all.push_back(comment_json(comment));
  std::string const next = "/edit/v1/entries/" + named->entry.text() + "/" + named->locale.text() + "/comments";
  return private_document(200, std::move(all),
                          page_links(call.request, more ? next + "?page%5Bafter%5D=" + found->back().id.text() : ""));
}

Result<Response> add(Call const& call, editing::Comments const& comments, EditLimits const& limits) {
  Result<VariantName> const named = variant_name(call.request);
  if (!named) return named.error();
  Result<json::object> const attributes =
      attributes_of(call.request, limits.json_depth, "comment", {"pointer", "text", "revision"});
  if (!attributes) return attributes.error();
  json::value const* revision = attributes->if_contains("revision");
  bool const numbered = revision != nullptr && revision->is_int64() && revision->get_int64() >= 1 &&
                        revision->get_int64() <= 1'000'000'000;
  if (!numbered)
    return Error{ErrorCode::malformed_document, "must be the number of the revision that was read",
                 "/data/attributes/revision"};
  auto const made = comments.add(call.actor, {named->entry, named->locale, static_cast<int>(revision->get_int64()),
                                              std::string(string_member(*attributes, "pointer")),
                                              std::string(string_member(*attributes, "text"))});
  if (!made) return made.error().pointer.empty() ? made.error() : made.error().at("/data/attributes");
  return private_document(201, comment_json(*made));
}

Result<Response> resolve(Call const& call, editing::Comments const& comments, bool resolved) {
  Result<Uuid> const id = Uuid::parse(call.request.capture("id"));
  if (!id) return Error{ErrorCode::not_found, "there is no such comment"};
  auto const done = comments.resolve(call.actor, *id, resolved);
  return done ? Result<Response>(private_document(200, comment_json(*done))) : done.error();
}

} // namespace

Result<void> add_comment_routes(Routes& routes, editing::Context const& context, EditLimits limits,
                                std::size_t longest) {
  editing::Comments const comments(context, longest);
  std::string const of_variant = "/edit/v1/entries/{id}/{locale}/comments", one = "/edit/v1/comments/{id}";
  Permission const read{"entry.read"}; // who reviews or writes may comment: editing decides
  json::object const text{{"type", "string"}};
  RouteDoc listing{"What was said about a variant, the oldest first"};
  listing.parameters = {
      {"page[after]", "the last id of the page before", false, {{"type", "string"}, {"format", "uuid"}}, nullptr}};
  RouteDoc adding{"Say something about a field of a draft"};
  adding.request_body =
      request_schema("comment",
                     {{"pointer", {{"type", "string"}, {"description", "JSON pointer to the field"}}},
                      {"text", text},
                      {"revision", {{"type", "integer"}, {"minimum", 1}, {"description", "the one that was read"}}}},
                     {"pointer", "text", "revision"});
  return routes.add_all({
      {Method::get, of_variant, read, [comments](Call const& call) { return list(call, comments); }, listing},
      {Method::post, of_variant, read, [comments, limits](Call const& call) { return add(call, comments, limits); },
       adding},
      {Method::post,
       one + "/resolve",
       read,
       [comments](Call const& call) { return resolve(call, comments, true); },
       {"What a comment asked for is done"}},
      {Method::post,
       one + "/reopen",
       read,
       [comments](Call const& call) { return resolve(call, comments, false); },
       {"It is not"}},
  });
}

} // namespace tandem::api
