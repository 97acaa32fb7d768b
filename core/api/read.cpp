#include "api/read.hpp"

#include "api/document.hpp"
#include "api/previews.hpp"
#include "content/canonical_json.hpp"
#include "delivery/plan.hpp"
#include "http/compression.hpp"
#include "http/conditional.hpp"
#include "http/language.hpp"

#include <mutex>
#include <new>

namespace tandem::api {
namespace {

delivery::Question question_of(Request const& request, std::optional<Uuid> const& preview) {
  return {std::string(request.capture("type")),
          std::string(request.capture("id")),
          request.query,
          std::string(request.header("Accept-Language")),
          request.target,
          preview};
}

/// The answer before its body is encoded, and without what caches need to know of it.
Response response_of(Request const& request, delivery::Answer const& answer) {
  if (!answer.document) {
    std::size_t const query = request.target.find('?');
    Response moved{301};
    moved.set("Vary", "Accept, Accept-Language");
    moved.set("Location", answer.location + (query == std::string::npos ? "" : request.target.substr(query)));
    return moved;
  }
  Response response = document(200, *answer.document);
  response.set("Content-Language", answer.locale);
  return response;
}

std::string etag_of(std::string_view body, std::string_view suffix = "") {
  return "\"" + sha256_hex(body).substr(0, 32) + std::string(suffix) + "\"";
}

/// The body in a coding, if that makes it smaller, and its ETag: each coding has one of its own.
void encode_body(Response& response, http::Coding coding) {
  std::string etag = etag_of(response.body);
  if (coding != http::Coding::identity) {
    std::string encoded = http::encode(coding, response.body);
    if (encoded.size() < response.body.size()) {
      std::string const name(http::name_of(coding));
      etag = etag_of(response.body, "-" + name);
      response.body = std::move(encoded);
      response.set("Content-Encoding", name);
    }
  }
  response.set("ETag", std::move(etag));
}

/// Pages of any site may read what is public, and why it could not be read.
void open_to_all(Response& response) {
  response.set("Vary", "Accept-Encoding, " + std::string(preview_header)); // besides what else it varies by
  allow_all_sites(response);
}

/// Whatever is answered to someone with the link to a draft stays between the two, mistakes included.
void keep_private(Response& response) {
  std::erase_if(response.headers,
                [](http::Header const& header) { return Request::same_name(header.name, "Cache-Control"); });
  response.set("Cache-Control", "private, no-store");
  response.set("X-Robots-Tag", "noindex");
  response.set("Referrer-Policy", "no-referrer");
}

Response response_of(http::ReadyMade const& made) {
  Response response{200, {}, made.body};
  response.set("ETag", made.etag);
  for (std::string const* const lines : {&made.content, made.headers.get()})
    for (std::string_view rest = *lines; !rest.empty();) {
      std::string_view const line = rest.substr(0, rest.find("\r\n"));
      rest.remove_prefix(line.size() + 2);
      std::size_t const colon = line.find(": ");
      if (!line.starts_with("Content-Length")) // the session says it
        response.set(std::string(line.substr(0, colon)), std::string(line.substr(colon + 2)));
    }
  return response;
}

std::string_view header_of(Response const& response, std::string_view name) {
  for (http::Header const& header : response.headers)
    if (Request::same_name(header.name, name)) return header.value;
  return {};
}

/// The text that was shared last, if it is the same: nearly all answers have these lines alike.
std::shared_ptr<std::string const> shared_text(std::string text) {
  static std::mutex mutex;
  static std::shared_ptr<std::string const> last = std::make_shared<std::string const>();
  std::lock_guard const lock(mutex);
  if (*last != text) last = std::make_shared<std::string const>(std::move(text));
  return last;
}

/// As the cache keeps it: what a 304 says too, and what goes with the body alone.
std::shared_ptr<http::ReadyMade const> ready(Response const& response) {
  auto made = std::make_shared<http::ReadyMade>();
  made->etag = header_of(response, "ETag");
  std::string headers;
  for (http::Header const& header : response.headers) {
    if (Request::same_name(header.name, "ETag")) continue;
    bool const of_body = Request::same_name(header.name, "Content-Type") ||
                         Request::same_name(header.name, "Content-Encoding") ||
                         Request::same_name(header.name, "Content-Language");
    (of_body ? made->content : headers) += header.name + ": " + header.value + "\r\n";
  }
  made->content += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
  made->body = response.body;
  made->headers = shared_text(std::move(headers));
  made->content.shrink_to_fit();
  made->body.shrink_to_fit();
  return made;
}

/// What a browser asks before it sends a conditional read from another site's page (Fetch, CORS preflight).
Response preflight(Call const&) {
  return {204,
          {{"Access-Control-Allow-Origin", "*"},
           {"Access-Control-Allow-Methods", "GET, HEAD, OPTIONS"},
           {"Access-Control-Allow-Headers", "Accept, Accept-Language, If-None-Match, Last-Event-ID, Tandem-Preview"},
           {"Access-Control-Max-Age", "86400"},
           {"Allow", "GET, HEAD, OPTIONS"}},
          ""};
}

std::vector<ParameterDoc> common_parameters() {
  return {
      {"locale", "language to read; otherwise from Accept-Language", false, {{"type", "string"}}, "nl"},
      {"at", "what was public at this instant (RFC 3339)", false, {{"type", "string"}}, "2019-01-01T00:00:00Z"},
      {"preview", "token of a preview: the site as it would be", false, {{"type", "string"}}, nullptr},
      {"alternates",
       "with the addresses in other languages (links.alternate-…) of every entry of a list and of what is included; "
       "a single entry has them anyway",
       false,
       {{"type", "boolean"}},
       "true"},
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

namespace {

/// 304 where the client has the body already.
Response unless_known(Request const& request, Response response) {
  std::string_view const etag = header_of(response, "ETag");
  if (etag.empty() || !http::names_etag(request.header("If-None-Match"), etag)) return response;
  response.status = 304;
  response.body.clear();
  return response;
}

} // namespace

void allow_all_sites(Response& response) {
  response.set("Access-Control-Allow-Origin", "*");
  response.set("Access-Control-Expose-Headers", "ETag, Content-Language, X-Request-Id");
}

Response public_document(Request const& request, Result<json::object> const& made) {
  Response response = made ? document(200, *made) : error_document(made.error());
  if (made) {
    response.set("ETag", etag_of(response.body));
    response.set("Cache-Control", "no-cache");
  }
  allow_all_sites(response);
  return unless_known(request, std::move(response));
}

delivery::CacheKey Reads::key_of(std::string_view target, std::string_view accept_language,
                                 std::string_view accept_encoding) const noexcept {
  // Where the address says the language, what the client prefers does not matter.
  bool const in_address = target.find("?locale=") != target.npos || target.find("&locale=") != target.npos;
  std::size_t const locale = in_address ? 255 : http::choose_locale(accept_language, delivery_.settings().locales);
  return {target, static_cast<std::uint8_t>(locale), http::choose_coding(accept_encoding)};
}

std::shared_ptr<http::ReadyMade const> Reads::find(http::Asked const& asked) const noexcept {
  try {
    if (asked.has_header(preview_header) || !acceptable(asked.header("Accept"))) return nullptr;
  } catch (std::bad_alloc const&) {
    return nullptr;
  }
  return cache_.find(key_of(asked.target, asked.header("Accept-Language"), asked.header("Accept-Encoding")));
}

Response Reads::answer(Request const& request) {
  Result<void> const negotiated = negotiate(request);
  bool const previews = asks_for_preview(request);
  if (!negotiated || previews) {
    Response response = negotiated ? preview(request) : error_document(negotiated.error());
    if (previews) keep_private(response);
    open_to_all(response);
    return response;
  }
  delivery::CacheKey const key =
      key_of(request.target, request.header("Accept-Language"), request.header("Accept-Encoding"));
  if (auto const kept = cache_.find(key)) return unless_known(request, response_of(*kept)); // came the long way
  // Whoever asks after something changed must not share an answer that was begun before.
  std::uint64_t const moment = cache_.moment();
  std::string const flight = std::to_string(moment) + " " + std::to_string(key.locale) + " " +
                             std::string(http::name_of(key.coding)) + " " + request.target;
  return unless_known(request, flights_.share(flight, [&] { return make(request, key, moment); }));
}

Response Reads::make(Request const& request, delivery::CacheKey const& key, std::uint64_t moment) const {
  Result<delivery::Answer> const answer = delivery_.read(question_of(request, {}));
  Response response = answer ? response_of(request, *answer) : error_document(answer.error());
  open_to_all(response);
  if (!answer) return response;
  // To be asked for anew each time, which costs a 304; but when we cannot be reached, what one has is good for a day.
  response.set("Cache-Control", "no-cache, stale-if-error=86400");
  if (response.status != 200) return response;
  encode_body(response, key.coding);
  cache_.keep(key, ready(response), answer->on, moment);
  return response;
}

Response Reads::preview(Request const& request) const {
  auto const shown = preview_of(request, previews_);
  if (!shown) return error_document(shown.error());
  Result<delivery::Answer> const answer = delivery_.read(question_of(request, *shown));
  return answer ? response_of(request, *answer) : error_document(answer.error());
}

Result<void> add_read_routes(Routes& routes, Reads& reads) {
  auto const handler = [&reads](Call const& call) { return Result<Response>(reads.answer(call.request)); };
  RouteDoc asked{"What a page of another site may send"};
  return routes.add_all({
      {Method::get, "/api/v1/{type}", Public, handler, {"List public entries of a type", list_parameters()}},
      {Method::get, "/api/v1/{type}/{id}", Public, handler, {"One public entry, by id or slug", common_parameters()}},
      {Method::options, "/api/v1/{type}", Public, preflight, asked},
      {Method::options, "/api/v1/{type}/{id}", Public, preflight, asked},
  });
}

} // namespace tandem::api
