#include "api/read.hpp"

#include "api/document.hpp"
#include "api/previews.hpp"
#include "content/canonical_json.hpp"

namespace tandem::api {
namespace {

Result<Response> answer(Request const& request, delivery::Delivery const& delivery,
                        editing::Previews const& previews) {
  if (auto ok = negotiate(request); !ok) return ok.error();
  auto const preview = preview_of(request, previews);
  if (!preview) return preview.error();
  delivery::Question const question{std::string(request.capture("type")),
                                    std::string(request.capture("id")),
                                    request.query,
                                    std::string(request.header("Accept-Language")),
                                    request.target,
                                    *preview};
  Result<delivery::Answer> const answer = delivery.read(question);
  if (!answer) return answer.error();
  Response response;
  if (!answer->document) {
    std::size_t const query = request.target.find('?');
    response.status = 301;
    response.set("Vary", "Accept, Accept-Language");
    response.set("Location", answer->location + (query == std::string::npos ? "" : request.target.substr(query)));
  } else {
    // The response cache will keep these bytes; until then each answer is made anew.
    response = document(200, *answer->document);
    if (!*preview) response = with_etag(request, std::move(response));
    response.set("Content-Language", answer->locale);
  }
  if (!*preview) response.set("Cache-Control", "no-cache");
  return response;
}

/// Whatever is answered to someone with the link to a draft stays between the two, mistakes included.
void keep_private(Response& response) {
  std::erase_if(response.headers,
                [](http::Header const& header) { return Request::same_name(header.name, "Cache-Control"); });
  response.set("Cache-Control", "private, no-store");
  response.set("X-Robots-Tag", "noindex");
  response.set("Referrer-Policy", "no-referrer");
}

/// Pages of any site may read what is public, and why it could not be read.
Response read(Request const& request, delivery::Delivery const& delivery, editing::Previews const& previews) {
  Result<Response> answered = answer(request, delivery, previews);
  Response response = answered ? std::move(*answered) : error_document(answered.error());
  if (asks_for_preview(request)) keep_private(response);
  response.set("Vary", std::string(preview_header)); // besides what else it varies by
  allow_all_sites(response);
  return response;
}

/// What a browser asks before it sends a conditional read from another site's page (Fetch, CORS preflight).
Response preflight(Call const&) {
  return {204,
          {{"Access-Control-Allow-Origin", "*"},
           {"Access-Control-Allow-Methods", "GET, HEAD, OPTIONS"},
           {"Access-Control-Allow-Headers", "Accept, Accept-Language, If-None-Match, Tandem-Preview"},
           {"Access-Control-Max-Age", "86400"},
           {"Allow", "GET, HEAD, OPTIONS"}},
          ""};
}

std::vector<ParameterDoc> common_parameters() {
  return {{"locale", "language to read; otherwise from Accept-Language", false, {{"type", "string"}}, "nl"},
          {"at", "what was public at this instant (RFC 3339)", false, {{"type", "string"}}, "2019-01-01T00:00:00Z"},
          {"preview", "token of a preview: the site as it would be", false, {{"type", "string"}}, nullptr},
          {std::string(preview_header),
           "the same, where an address should not hold it",
           false,
           {{"type", "string"}},
           nullptr,
           "header"}};
}

std::vector<ParameterDoc> list_parameters() {
  std::vector<ParameterDoc> all = common_parameters();
  all.push_back(
      {"q",
       "words to search for: all of them; \"together\", or, -not; mistyped ones are corrected (meta.search)",
       false,
       {{"type", "string"}},
       "Brussel"});
  all.push_back({"q[prefix]", "the last word of q may be a beginning", false, {{"type", "boolean"}}, "true"});
  all.push_back({"facets",
                 "fields whose values are counted over all that fits (meta.facets)",
                 false,
                 {{"type", "string"}},
                 nullptr});
  all.push_back({"page[size]", "entries on a page", false, {{"type", "integer"}}, 5});
  all.push_back({"page[total]", "also count all", false, {{"type", "boolean"}}, "true"});
  all.push_back({"page[after]", "cursor of the page before", false, {{"type", "string"}}, nullptr});
  all.push_back({"page[before]", "cursor of the page after", false, {{"type", "string"}}, nullptr});
  return all;
}

} // namespace

Response with_etag(Request const& request, Response response) {
  std::string const etag = "\"" + sha256_hex(response.body).substr(0, 32) + "\"";
  std::string_view const known = request.header("If-None-Match");
  if (known == "*" || known.find(etag) != std::string_view::npos) {
    response.status = 304;
    response.body.clear();
  }
  response.set("ETag", etag);
  return response;
}

void allow_all_sites(Response& response) {
  response.set("Access-Control-Allow-Origin", "*");
  response.set("Access-Control-Expose-Headers", "ETag, Content-Language, X-Request-Id");
}

Result<void> add_read_routes(Routes& routes, delivery::Delivery const& delivery, editing::Previews const& previews) {
  auto const handler = [&delivery, &previews](Call const& call) {
    return Result<Response>(read(call.request, delivery, previews));
  };
  RouteDoc asked{"What a page of another site may send"};
  return routes.add_all({
      {Method::get, "/api/v1/{type}", Public, handler, {"List public entries of a type", list_parameters()}},
      {Method::get, "/api/v1/{type}/{id}", Public, handler, {"One public entry, by id or slug", common_parameters()}},
      {Method::options, "/api/v1/{type}", Public, preflight, asked},
      {Method::options, "/api/v1/{type}/{id}", Public, preflight, asked},
  });
}

} // namespace tandem::api
