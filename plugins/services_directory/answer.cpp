#include "answer.hpp"

#include <tandem/language.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <openssl/evp.h>
#include <set>

namespace directory {

using tandem::Error;
using tandem::ErrorCode;
using tandem::Result;

namespace {

/// Half of the SHA-256, as hexadecimal digits.
std::string etag_of(std::string_view body) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned size = 0;
  if (EVP_Digest(body.data(), body.size(), hash.data(), &size, EVP_sha256(), nullptr) != 1)
    throw std::runtime_error("SHA-256 is not available");
  std::string etag = "\"";
  for (std::size_t i = 0; i < 16; ++i) {
    constexpr std::string_view digits = "0123456789abcdef";
    etag += digits[hash[i] >> 4U];
    etag += digits[hash[i] & 15U];
  }
  return etag + '"';
}

/// Weak comparison (RFC 9110 section 8.8.3.2); a tag of ours holds no comma.
bool has_it(std::string_view if_none_match, std::string_view etag) {
  while (!if_none_match.empty()) {
    std::size_t const end = std::min(if_none_match.find(','), if_none_match.size());
    std::string_view one = if_none_match.substr(0, end);
    if_none_match.remove_prefix(std::min(end + 1, if_none_match.size()));
    while (one.starts_with(' ') || one.starts_with('\t')) one.remove_prefix(1);
    while (one.ends_with(' ') || one.ends_with('\t')) one.remove_suffix(1);
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one == etag || one == "*") return true;
  }
  return false;
}

} // namespace

Error invalid(std::string_view parameter, std::string detail) {
  Error error{ErrorCode::invalid_parameter, std::move(detail)};
  error.parameter = parameter;
  return error;
}

Result<void> only(tandem::Request const& request, std::vector<std::string_view> const& names) {
  std::set<std::string_view> seen;
  for (tandem::http::Parameter const& parameter : request.query) {
    if (std::find(names.begin(), names.end(), parameter.name) == names.end())
      return invalid(parameter.name, "is not a parameter of this address");
    if (!seen.insert(parameter.name).second) return invalid(parameter.name, "is given twice");
  }
  return {};
}

Result<std::string> locale_of(tandem::Request const& request) {
  std::vector<std::string> const locales{"nl", "fr"};
  std::optional<std::string_view> const given = request.parameter("locale");
  if (!given) return locales[tandem::http::choose_locale(request.header("Accept-Language"), locales)];
  if (*given != "nl" && *given != "fr") return invalid("locale", "is nl or fr");
  return std::string(*given);
}

Result<std::size_t> number_of(tandem::Request const& request, std::string_view name, std::size_t otherwise,
                              std::size_t least, std::size_t most) {
  std::optional<std::string_view> const given = request.parameter(name);
  if (!given) return otherwise;
  std::size_t value = 0;
  auto const [end, error] = std::from_chars(given->data(), given->data() + given->size(), value);
  if (error != std::errc{} || end != given->data() + given->size() || value < least || value > most)
    return invalid(name, "is a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return value;
}

Result<bool> flag_of(tandem::Request const& request, std::string_view name) {
  std::string_view const given = request.parameter(name).value_or("false");
  if (given != "true" && given != "false") return invalid(name, "is true or false");
  return given == "true";
}

tandem::Response answer(tandem::Request const& request, Output output) {
  tandem::Response response;
  std::string const etag = etag_of(output.body);
  bool const known = has_it(request.header("If-None-Match"), etag);
  response.status = known ? 304 : 200;
  response.set("ETag", etag);
  response.set("Cache-Control", "no-cache"); // ask whether it is still so: that costs a 304
  response.set("Content-Language", output.locale);
  response.set("Vary", "Accept-Language");
  response.set("Access-Control-Allow-Origin", "*");
  response.set("Access-Control-Expose-Headers", "ETag, Content-Language, Content-Disposition, X-Request-Id");
  if (known) return response;
  response.set("Content-Type", output.media_type);
  if (!output.file_name.empty())
    response.set("Content-Disposition", "attachment; filename=\"" + output.file_name + "\"");
  response.body = std::move(output.body);
  return response;
}

tandem::ParameterDoc locale_doc() {
  return {"locale",
          "language, where it is public in several; otherwise from Accept-Language, and nl",
          false,
          {{"type", "string"}, {"enum", {"nl", "fr"}}},
          "nl"};
}

} // namespace directory
