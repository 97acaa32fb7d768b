#include "api/media_uploads.hpp"

#include "access/secrets.hpp"
#include "api/document.hpp"
#include "api/edit.hpp"

#include <optional>

namespace tandem::api {
namespace {

constexpr std::string_view tus_version = "1.0.0", body_type = "application/offset+octet-stream";
std::string const path = "/edit/v1/media/uploads";

/// Tus asks it of each answer but that to OPTIONS.
Response with_version(Response response) {
  response.set("Tus-Resumable", std::string(tus_version));
  return response;
}

Error in_header(ErrorCode code, std::string detail, std::string_view header) {
  Error error{code, std::move(detail)};
  error.header = header;
  return error;
}

/// The answer to an error, with what tus says beside it.
Response refused(Error const& error) {
  Response response = with_version(error_document(error));
  if (json::value const* offset = error.meta.if_contains("offset"))
    response.set("Upload-Offset", std::to_string(offset->to_number<std::int64_t>()));
  return response;
}

/// A client of another version of the protocol would not understand the answers.
std::optional<Response> other_version(Request const& request) {
  if (request.header("Tus-Resumable") == tus_version) return std::nullopt;
  Response response = with_version(error_document(412, "send Tus-Resumable: 1.0.0, the version that is spoken here"));
  response.set("Tus-Version", std::string(tus_version));
  return response;
}

Result<std::int64_t> number_of(Request const& request, std::string_view header) {
  auto const number = whole_number(request.header(header));
  if (number && *number >= 0) return *number;
  return in_header(ErrorCode::malformed_document, "must be a whole number of bytes", header);
}

/// The `filename` of Upload-Metadata: "key base64,key base64"; "" when there is none.
Result<std::string> name_of(Request const& request) {
  std::string_view rest = request.header("Upload-Metadata");
  Error const malformed =
      in_header(ErrorCode::malformed_document, "must be pairs of a name and a value in base64, separated by commas",
                "Upload-Metadata");
  while (!rest.empty()) {
    std::string_view pair = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    while (pair.ends_with(' ')) pair.remove_suffix(1);
    std::size_t const space = pair.find(' ');
    if (pair.empty()) return malformed;
    if (pair.substr(0, space) != "filename") continue;
    auto const name = access::from_base64(space == std::string_view::npos ? "" : pair.substr(space + 1));
    return name ? Result<std::string>(*name) : malformed;
  }
  return std::string();
}

std::string address_of(store::UploadRow const& upload) { return path + "/" + upload.id.text(); }

/// "Sat, 28 Nov 2026 09:00:00 GMT" (RFC 9110 section 5.6.7).
std::string http_date(Timestamp at) {
  std::time_t const seconds = std::chrono::system_clock::to_time_t(at);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::string text(32, '\0');
  text.resize(std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts));
  return text;
}

void say_where(Response& response, store::UploadRow const& upload) {
  response.set("Upload-Offset", std::to_string(upload.received));
  response.set("Upload-Expires", http_date(upload.expires_at));
  if (upload.file) response.set("Tandem-File", *upload.file);
  response.set("Cache-Control", "no-store");
}

Result<json::object> upload_json(store::Database& database, store::UploadRow const& upload,
                                 media::Offer const& offer) {
  json::object attributes{{"name", upload.name},
                          {"bytes", upload.bytes},
                          {"received", upload.received},
                          {"expires_at", format_timestamp(upload.expires_at)},
                          {"file", nullptr}};
  if (upload.file) {
    auto const file = database.read([&](store::Transaction& tx) -> Result<std::optional<store::FileRow>> {
      return store::find_file(tx, *upload.file);
    });
    if (!file) return file.error();
    if (*file) attributes["file"] = media::shown_file(**file, {{"name", upload.name}}, "", offer);
  }
  return json::object{{"type", "upload"}, {"id", upload.id.text()}, {"attributes", std::move(attributes)}};
}

struct Served {
  store::Database& database;
  media::Uploads const& uploads;
  media::Offer offer;
};

/// Takes the bytes of one POST or PATCH.
class UploadSink final : public http::BodySink {
public:
  UploadSink(Served const& served, store::UploadRow upload, std::optional<media::Uploads::Writer> writer, bool made)
      : served_(served), upload_(std::move(upload)), writer_(std::move(writer)), made_(made) {}

  bool take(std::string_view part) override {
    if (writer_) taken_ = writer_->take(part);
    else
      taken_ =
          in_header(ErrorCode::unsupported_media_type, "send the bytes as " + std::string(body_type), "Content-Type");
    return taken_.has_value();
  }

  Response end(bool) override {
    // How far it came is noted, whatever the end was: the client asks and goes on from there.
    if (writer_) {
      Result<store::UploadRow> reached = writer_->end();
      if (!reached) return refused(reached.error());
      upload_ = std::move(*reached);
    }
    if (!taken_) return refused(taken_.error());
    if (!made_) {
      Response response = with_version({204});
      say_where(response, upload_);
      return response;
    }
    Result<json::object> const shown = upload_json(served_.database, upload_, served_.offer);
    if (!shown) return refused(shown.error());
    Response response = with_version(private_document(201, *shown));
    response.set("Location", address_of(upload_));
    response.set("Upload-Offset", std::to_string(upload_.received));
    response.set("Upload-Expires", http_date(upload_.expires_at));
    if (upload_.file) response.set("Tandem-File", *upload_.file);
    return response;
  }

private:
  Served const& served_;
  store::UploadRow upload_;
  std::optional<media::Uploads::Writer> writer_;
  bool made_; ///< By this request.
  Result<void> taken_;
};

/// POST: makes an upload, and takes its first bytes if they come along.
Result<http::Opened> make(Call const& call, Served const& served) {
  Request const& request = call.request;
  if (auto other = other_version(request)) return http::Opened(std::move(*other));
  auto const bytes = number_of(request, "Upload-Length");
  if (!bytes) return http::Opened(refused(bytes.error()));
  auto const name = name_of(request);
  if (!name) return http::Opened(refused(name.error()));
  bool const body = request.has_header("Transfer-Encoding") ||
                    (request.has_header("Content-Length") && request.header("Content-Length") != "0");
  if (body && request.header("Content-Type") != body_type)
    return http::Opened(refused(
        in_header(ErrorCode::unsupported_media_type, "send the bytes as " + std::string(body_type), "Content-Type")));
  auto upload = served.uploads.begin(call.actor, *name, *bytes);
  if (!upload) return http::Opened(refused(upload.error()));
  std::optional<media::Uploads::Writer> writer;
  if (request.header("Content-Type") == body_type) {
    auto opened = served.uploads.write(call.actor, upload->id, 0);
    if (!opened) return http::Opened(refused(opened.error()));
    writer.emplace(std::move(*opened));
  }
  return http::Opened(std::make_shared<UploadSink>(served, std::move(*upload), std::move(writer), true));
}

Result<Uuid> upload_id(Request const& request) {
  Result<Uuid> id = Uuid::parse(request.capture("id"));
  if (!id) return Error{ErrorCode::not_found, "there is no such upload (any more)"};
  return id;
}

/// PATCH: bytes from an offset.
Result<http::Opened> go_on(Call const& call, Served const& served) {
  Request const& request = call.request;
  if (auto other = other_version(request)) return http::Opened(std::move(*other));
  if (request.header("Content-Type") != body_type)
    return http::Opened(refused(
        in_header(ErrorCode::unsupported_media_type, "send the bytes as " + std::string(body_type), "Content-Type")));
  auto const offset = number_of(request, "Upload-Offset");
  if (!offset) return http::Opened(refused(offset.error()));
  auto const id = upload_id(request);
  if (!id) return http::Opened(refused(id.error()));
  auto upload = served.uploads.find(call.actor, *id);
  if (!upload) return http::Opened(refused(upload.error()));
  auto writer = served.uploads.write(call.actor, *id, *offset);
  if (!writer) return http::Opened(refused(writer.error()));
  return http::Opened(std::make_shared<UploadSink>(served, std::move(*upload), std::move(*writer), false));
}

/// HEAD: where an upload stands.
Result<Response> stand(Call const& call, Served const& served) {
  if (auto other = other_version(call.request)) return std::move(*other);
  auto const id = upload_id(call.request);
  if (!id) return refused(id.error());
  auto const upload = served.uploads.find(call.actor, *id);
  if (!upload) return refused(upload.error());
  Response response = with_version({200});
  response.set("Upload-Length", std::to_string(upload->bytes));
  say_where(response, *upload);
  return response;
}

Result<Response> show(Call const& call, Served const& served) {
  auto const id = upload_id(call.request);
  if (!id) return id.error();
  auto const upload = served.uploads.find(call.actor, *id);
  if (!upload) return upload.error();
  Result<json::object> shown = upload_json(served.database, *upload, served.offer);
  return shown ? Result<Response>(private_document(200, std::move(*shown))) : shown.error();
}

/// DELETE: an upload is given up, or one that became a file is forgotten; the file stays.
Result<Response> give_up(Call const& call, Served const& served) {
  if (auto other = other_version(call.request)) return std::move(*other);
  auto const id = upload_id(call.request);
  if (!id) return refused(id.error());
  auto const removed = served.uploads.remove(call.actor, *id);
  return removed ? with_version({204}) : refused(removed.error());
}

/// OPTIONS: what is spoken here.
Result<Response> capabilities(Served const& served) {
  Response response = with_version({204});
  response.set("Tus-Version", std::string(tus_version));
  response.set("Tus-Extension", "creation,creation-with-upload,expiration,termination");
  response.set("Tus-Max-Size", std::to_string(served.uploads.rules().bytes));
  return response;
}

std::vector<ParameterDoc> headers(std::vector<std::pair<std::string, std::string>> const& described) {
  std::vector<ParameterDoc> all{
      {"Tus-Resumable", "version of the protocol", true, {{"const", tus_version}}, nullptr, "header"}};
  for (auto const& [name, what] : described)
    all.push_back({name, what, name != "Upload-Metadata", {{"type", "string"}}, nullptr, "header"});
  return all;
}

} // namespace

json::object file_json(store::FileRow const& file, media::Offer const& offer) {
  json::object attributes = media::shown_file(file, {}, "", offer);
  attributes["stored_at"] = format_timestamp(file.stored_at);
  return {{"type", "file"}, {"id", file.sha256}, {"attributes", std::move(attributes)}};
}

Result<void> add_upload_routes(Routes& routes, store::Database& database, media::Uploads const& uploads,
                               media::Offer offer) {
  auto const served = std::make_shared<Served const>(Served{database, uploads, std::move(offer)});
  Permission const upload{"media.upload"};
  std::string const one = path + "/{id}";
  RouteDoc const making{"Begin to upload a file (tus 1.0); its first bytes may come along",
                        headers({{"Upload-Length", "bytes of the whole file"},
                                 {"Upload-Metadata", "filename and its value in base64"}})};
  RouteDoc const going_on{"Upload the next bytes; with the last ones it becomes a file (Tandem-File names it)",
                          headers({{"Upload-Offset", "bytes that are there already"}})};
  if (auto ok = routes.add_open(
          Method::post, path, upload, [served](Call const& call) { return make(call, *served); }, making);
      !ok)
    return ok;
  if (auto ok = routes.add_open(
          Method::patch, one, upload, [served](Call const& call) { return go_on(call, *served); }, going_on);
      !ok)
    return ok;
  return routes.add_all({
      {Method::options,
       path,
       Public,
       [served](Call const&) { return capabilities(*served); },
       {"What of the tus protocol is spoken here"}},
      {Method::head,
       one,
       upload,
       [served](Call const& call) { return stand(call, *served); },
       {"How far an upload is", headers({})}},
      {Method::get,
       one,
       upload,
       [served](Call const& call) { return show(call, *served); },
       {"An upload, and the file that it has become"}},
      {Method::del,
       one,
       upload,
       [served](Call const& call) { return give_up(call, *served); },
       {"Give an upload up", headers({})}},
  });
}

} // namespace tandem::api
