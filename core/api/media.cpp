#include "api/media.hpp"

#include "api/document.hpp"
#include "api/edit.hpp"
#include "api/media_uploads.hpp"
#include "api/previews.hpp"
#include "api/read.hpp"
#include "editing/visible.hpp"
#include "http/file.hpp"

#include <algorithm>
#include <mutex>

namespace tandem::api {
namespace {

constexpr std::size_t most_remembered = 20'000; // files; each takes some 300 bytes

Error no_file() { return {ErrorCode::not_found, "there is no such file"}; }

/// Types that browsers show by themselves; all others are offered to be saved.
bool is_shown(std::string_view type) {
  return type.starts_with("image/") || type.starts_with("audio/") || type.starts_with("video/") ||
         type == "application/pdf";
}

std::vector<http::Header> headers_of(std::string_view type, bool is_public) {
  std::vector<http::Header> headers{
      {"Content-Type", std::string(type)},
      {"Content-Disposition", is_shown(type) ? "inline" : "attachment"},
      {"X-Content-Type-Options", "nosniff"},
      // Nothing in a file runs in the name of the site.
      {"Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"},
      {"Cache-Control", is_public ? "public, max-age=31536000, immutable" : "private, no-store"}};
  if (is_public) {
    headers.push_back({"Access-Control-Allow-Origin", "*"});
    headers.push_back({"Cross-Origin-Resource-Policy", "cross-origin"});
  } else {
    headers.push_back({"X-Robots-Tag", "noindex"});
    headers.push_back({"Referrer-Policy", "no-referrer"});
  }
  return headers;
}

/// A file of the system that is there only while this is.
struct Temporary {
  std::filesystem::path path;
  explicit Temporary(std::filesystem::path at) : path(std::move(at)) {}
  Temporary(Temporary const&) = delete;
  Temporary& operator=(Temporary const&) = delete;
  ~Temporary() {
    std::error_code ec;
    std::filesystem::remove(path, ec);
  }
};

std::string_view name_of(store::FileState state) {
  switch (state) {
  case store::FileState::is_public: return "public";
  case store::FileState::used: return "used";
  case store::FileState::orphan: return "orphan";
  }
  return "orphan";
}

Result<std::optional<store::FileState>> state_parameter(Request const& request) {
  auto const text = request.parameter("filter[state]");
  if (!text) return std::optional<store::FileState>{};
  for (auto const state : {store::FileState::is_public, store::FileState::used, store::FileState::orphan})
    if (*text == name_of(state)) return std::optional(state);
  return Error{ErrorCode::invalid_parameter, "must be public, used or orphan", "", "filter[state]"};
}

Result<Response> list(Call const& call, MediaReads const& reads) {
  if (auto ok = only_parameters(call.request, {"filter[state]", "page[before]"}); !ok) return ok.error();
  auto const state = state_parameter(call.request);
  if (!state) return state.error();
  constexpr std::size_t page_size = 50;
  store::FileFilter filter{*state, {}, page_size + 1, editing::visible_to(call.actor), call.actor.account};
  if (auto const before = call.request.parameter("page[before]")) {
    auto const key = media::FileKey::parse(*before);
    if (!key || !key->is_original())
      return Error{ErrorCode::invalid_cursor, "must be the id of the last file of a page", "", "page[before]"};
    filter.before = key->text();
  }
  auto files = reads.files().list(filter);
  if (!files) return files.error();
  bool const more = cut_to_page(*files, page_size);
  json::array all;
  for (store::ListedFile const& listed : *files) {
    json::object file = file_json(listed.file, reads.offer());
    file["attributes"].as_object()["state"] = name_of(listed.state);
    all.push_back(std::move(file));
  }
  std::string next = more ? "/edit/v1/media/files?page%5Bbefore%5D=" + files->back().file.sha256 : "";
  if (more && *state) next += "&filter%5Bstate%5D=" + std::string(name_of(**state));
  return private_document(200, std::move(all), page_links(call.request, next));
}

} // namespace

MediaReads::MediaReads(media::Files const& files, media::FileStore& store, media::Pictures const& pictures,
                       media::Offer offer, access::Gate const& gate, editing::Previews const& previews,
                       delivery::Cache const& cache, std::ptrdiff_t makers)
    : files_(files), store_(store), pictures_(pictures), offer_(std::move(offer)), gate_(gate), previews_(previews),
      cache_(cache), makers_(makers) {}

Result<std::shared_ptr<media::Readable const>> MediaReads::for_everybody(media::FileKey const& key) {
  std::uint64_t const moment = cache_.moment(); // before the database is asked
  {
    std::shared_lock const lock(mutex_);
    if (moment_ == moment)
      if (auto const known = public_.find(key); known != public_.end()) return known->second;
  }
  auto found = files_.for_everybody(key);
  if (!found) return found.error();
  if (!*found) return std::shared_ptr<media::Readable const>{}; // strangers could ask for any number of these
  auto const file = std::make_shared<media::Readable const>(std::move(**found));
  std::lock_guard const lock(mutex_);
  if (moment > moment_ || public_.size() >= most_remembered) {
    public_.clear();
    moment_ = std::max(moment, moment_);
  }
  if (moment == moment_) public_.emplace(key, file);
  return file;
}

Result<MediaReads::Found> MediaReads::find(Request const& request, media::FileKey const& key) {
  auto const everybody = for_everybody(key);
  if (!everybody) return everybody.error();
  if (*everybody) return Found{*everybody, true};
  auto const own = [](Result<std::optional<media::Readable>> const& file) -> Result<Found> {
    if (!file) return file.error();
    return *file ? Found{std::make_shared<media::Readable const>(**file)} : Found{};
  };
  if (asks_for_preview(request)) {
    auto const preview = preview_of(request, previews_);
    if (!preview) return preview.error();
    return own(files_.in_preview(**preview, key));
  }
  auto const actor = gate_.identify(credentials_of(request));
  if (!actor && describe(actor.error().code).status >= 500) return actor.error();
  if (!actor || !actor->signed_in()) return Found{};
  return own(files_.for_actor(*actor, key));
}

Result<std::filesystem::path> MediaReads::make(media::Readable const& file, media::Wanted const& wanted,
                                               media::FileKey const& key) const {
  if (auto there = store_.local(key); there || there.error().code != ErrorCode::not_found) return there;
  auto const original = store_.local(file.key);
  if (!original) return original;
  Temporary const made(store_.temporary() /
                       ("variant-" + Uuid::make().text() + "." + std::string(media::extension_of(wanted.format))));
  if (auto ok = pictures_.variant(*original, wanted.variant, wanted.focus(), wanted.format, made.path); !ok)
    return ok.error();
  if (auto ok = store_.put(made.path, key); !ok) return ok.error();
  return store_.local(key);
}

Result<std::filesystem::path> MediaReads::variant(media::Readable const& file, media::Wanted const& wanted) {
  bool const middle = wanted.x == 50 && wanted.y == 50;
  bool const declared = middle || std::any_of(file.focuses.begin(), file.focuses.end(),
                                              [&](auto const& focus) { return same_focus(wanted, focus); });
  if (!file.size || !declared) return no_file();
  media::FileKey const key = media::FileKey::parse(file.key.text() + "/" + wanted.name()).value();
  if (auto there = store_.local(key); there || there.error().code != ErrorCode::not_found) return there;
  if (!makers_.try_acquire())
    return Error{ErrorCode::unavailable, "many pictures are being made at the moment: ask again"};
  struct Release {
    std::counting_semaphore<>& turns;
    ~Release() { turns.release(); }
  } const release{makers_};
  return flights_.share(key.text(), [&] { return make(file, wanted, key); });
}

Result<Response> MediaReads::respond(Request const& request) {
  if (auto ok = only_parameters(request, {"preview"}); !ok) return ok.error();
  auto const key = media::FileKey::parse(request.capture("sha256"));
  if (!key || !key->is_original()) return no_file();
  auto const found = find(request, *key);
  if (!found) return found.error();
  if (!found->file) return no_file();
  media::Readable const& file = *found->file;
  auto const wanted = media::wanted_of(request.capture("name"), offer_);
  auto path = wanted ? variant(file, *wanted) : store_.local(*key);
  if (!path && !wanted && path.error().code == ErrorCode::not_found)
    return Error{ErrorCode::internal, "the file is known, but its bytes are missing: tandem verify tells more"};
  if (!path) return path.error();
  auto opened = http::File::open(*path);
  if (!opened) return Error{ErrorCode::unavailable, "the file cannot be read at the moment"};
  std::string_view const type = wanted ? media::media_type_of(wanted->format) : std::string_view(file.media_type);
  std::string const etag = "\"" + key->text().substr(0, 32) + (wanted ? "-" + wanted->name() : "") + "\"";
  return http::file_answer(request, std::move(opened), etag, headers_of(type, found->is_public));
}

Response MediaReads::answer(Request const& request) {
  Result<Response> response = respond(request);
  return response ? std::move(*response) : error_document(response.error());
}

Result<void> add_media_routes(Routes& routes, MediaReads& reads) {
  RouteDoc reading{
      "A file, or (<variant>.<ext>) a declared size of a picture: what is public, or what the caller may "
      "read of drafts"};
  reading.parameters = {{"preview", "token of a preview", false, {{"type", "string"}}, nullptr}};
  reading.media_type = "application/octet-stream";
  reading.response = {{"type", "string"}, {"format", "binary"}};
  RouteDoc listing{"Files that one may know of, the newest first, with their state"};
  listing.parameters = {{"filter[state]",
                         "public: something public names it; used: some revision does; orphan: none",
                         false,
                         {{"type", "string"}, {"enum", {"public", "used", "orphan"}}},
                         nullptr},
                        {"page[before]", "the last id of the page before", false, {{"type", "string"}}, nullptr}};
  return routes.add_all({
      {Method::get, "/media/{sha256}/{name}", Public,
       [&reads](Call const& call) { return Result<Response>(reads.answer(call.request)); }, reading},
      {Method::get, "/edit/v1/media/files", Permission{"entry.read"},
       [&reads](Call const& call) { return list(call, reads); }, listing},
  });
}

} // namespace tandem::api
