#include "media/s3_bucket.hpp"

#include <curl/curl.h>
#include <memory>
#include <mutex>
#include <pugixml.hpp>

namespace tandem::media {

namespace fs = std::filesystem;

namespace {

struct Free {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  void operator()(std::FILE* file) const { std::fclose(file); }
  void operator()(char* text) const { curl_free(text); }
};
using File = std::unique_ptr<std::FILE, Free>;

constexpr std::string_view nothing =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"; // its SHA-256
constexpr std::size_t longest_answer = 4 << 20;                         // a page of a list is some 500 KB

/// One for each thread: it keeps the connection.
CURL* handle_of_this_thread() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  thread_local std::unique_ptr<CURL, Free> const handle(curl_easy_init());
  return handle.get();
}

std::size_t append(char* bytes, std::size_t size, std::size_t count, void* to) {
  auto& text = *static_cast<std::string*>(to);
  if (text.size() + size * count > longest_answer) return 0;
  text.append(bytes, size * count);
  return size * count;
}

std::string escaped(std::string_view text) {
  std::unique_ptr<char, Free> const made(curl_easy_escape(nullptr, text.data(), static_cast<int>(text.size())));
  return made.get();
}

} // namespace

struct S3Bucket::Order {
  char const* method;
  std::string_view name = {};
  std::string query = {}; ///< Sorted by name and escaped, as it is signed.
  std::string_view sha256 = nothing;
  fs::path const* from = nullptr; ///< Sent as the body.
  fs::path const* to = nullptr;   ///< Where the body of the answer goes.
};
struct S3Bucket::Outcome {
  long status;
  std::string body;
};

Result<S3Bucket::Outcome> S3Bucket::send(Order const& order) const {
  CURL* const curl = handle_of_this_thread();
  if (curl == nullptr) return Error{ErrorCode::internal, "the file store cannot be asked"};
  curl_easy_reset(curl);
  std::string url = access_.endpoint + "/" + access_.bucket;
  if (!order.name.empty()) url += "/" + std::string(order.name);
  if (!order.query.empty()) url += "?" + order.query;
  std::string const user = access_.access_key + ":" + access_.secret_key;
  std::string const signer = "aws:amz:" + access_.region + ":s3";
  std::string const hash = "x-amz-content-sha256: " + std::string(order.sha256);
  std::unique_ptr<curl_slist, Free> headers(curl_slist_append(nullptr, hash.c_str()));
  curl_slist_append(headers.get(), "Expect:");
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, order.method);
  curl_easy_setopt(curl, CURLOPT_USERPWD, user.c_str());
  curl_easy_setopt(curl, CURLOPT_AWS_SIGV4, signer.c_str());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, static_cast<long>(access_.connect_timeout.count()));
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, static_cast<long>(access_.stall.count()));

  File from, to;
  if (order.from != nullptr) {
    from.reset(std::fopen(order.from->c_str(), "rbe"));
    if (!from) return Error{ErrorCode::internal, "the file cannot be read"};
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READDATA, from.get());
    std::error_code ec;
    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(fs::file_size(*order.from, ec)));
  }
  Outcome outcome{0, ""};
  if (order.to != nullptr) {
    to.reset(std::fopen(order.to->c_str(), "wbe"));
    if (!to) return Error{ErrorCode::internal, "the file cannot be written"};
    curl_easy_setopt(curl, CURLOPT_FAILONERROR, 1L); // what goes into the file is the object, or nothing
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, to.get());
  } else {
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &append);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &outcome.body);
  }
  if (std::string_view(order.method) == "HEAD") curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
  CURLcode const code = curl_easy_perform(curl);
  if (to && std::fflush(to.get()) != 0)
    return Error{ErrorCode::unavailable, "there is no room left for files; try again later"};
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &outcome.status);
  if (code == CURLE_WRITE_ERROR && order.to != nullptr)
    return Error{ErrorCode::unavailable, "there is no room left for files; try again later"};
  bool const answered = code == CURLE_OK || (code == CURLE_HTTP_RETURNED_ERROR && outcome.status > 0);
  if (!answered || outcome.status >= 500)
    return Error{ErrorCode::unavailable, "the file store does not answer; try again later"};
  if (outcome.status == 401 || outcome.status == 403)
    return Error{ErrorCode::internal, "the file store refuses this server"};
  return outcome;
}

namespace {

Error unexpected(long status) {
  if (status == 404) return {ErrorCode::not_found, "there is no such file"};
  return {ErrorCode::internal, "the file store answers in a way that is not understood"};
}

} // namespace

Result<void> S3Bucket::put(std::string_view name, fs::path const& from, std::string_view sha256) const {
  Result<Outcome> const outcome = send({.method = "PUT", .name = name, .sha256 = sha256, .from = &from});
  if (!outcome) return outcome.error();
  if (outcome->status == 404) return Error{ErrorCode::internal, "the file store has no such bucket"};
  if (outcome->status != 200) return unexpected(outcome->status);
  return {};
}

Result<void> S3Bucket::get(std::string_view name, fs::path const& to) const {
  Result<Outcome> const outcome = send({.method = "GET", .name = name, .to = &to});
  if (!outcome) return outcome.error();
  if (outcome->status != 200) return unexpected(outcome->status);
  return {};
}

Result<bool> S3Bucket::exists(std::string_view name) const {
  Result<Outcome> const outcome = send({.method = "HEAD", .name = name});
  if (!outcome) return outcome.error();
  if (outcome->status != 200 && outcome->status != 404) return unexpected(outcome->status);
  return outcome->status == 200;
}

Result<void> S3Bucket::remove(std::string_view name) const {
  Result<Outcome> const outcome = send({.method = "DELETE", .name = name});
  if (!outcome) return outcome.error();
  if (outcome->status != 204 && outcome->status != 200 && outcome->status != 404) return unexpected(outcome->status);
  return {};
}

Result<S3Bucket::Page> S3Bucket::list(std::string_view prefix, std::string_view from) const {
  std::string query = "list-type=2";
  if (!from.empty()) query = "continuation-token=" + escaped(from) + "&" + query;
  if (!prefix.empty()) query += "&prefix=" + escaped(prefix);
  Result<Outcome> const outcome = send({.method = "GET", .query = std::move(query)});
  if (!outcome) return outcome.error();
  if (outcome->status == 404) return Error{ErrorCode::internal, "the file store has no such bucket"};
  pugi::xml_document document;
  bool const readable = outcome->status == 200 && document.load_buffer(outcome->body.data(), outcome->body.size());
  pugi::xml_node const list = document.child("ListBucketResult");
  if (!readable || !list) return unexpected(outcome->status == 404 ? 0 : outcome->status);
  Page page;
  for (pugi::xml_node const one : list.children("Contents"))
    page.objects.push_back({one.child_value("Key"), one.child("Size").text().as_ullong()});
  if (list.child("IsTruncated").text().as_bool()) page.next = list.child_value("NextContinuationToken");
  return page;
}

} // namespace tandem::media
