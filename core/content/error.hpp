#pragma once
/// The one error type of Tandem.
///
/// Every fallible function in `core/` and every plugin hook answers with `Result<T>`: a value, or an
/// `Error` that already knows its code, what to tell the caller, and where in the input the cause is.
/// `api/` turns it into a JSON:API `errors` array; nothing else formats errors for clients.
/// The text of an `Error` never holds a library's exception text, SQL or a file-system path of the
/// server, because it is sent to clients as it stands.
/// Header-only: plugins use it without linking against the server.

#include <boost/json/object.hpp>
#include <boost/system/result.hpp>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tandem {

/// What went wrong, one value per answer a client can act on differently.
/// The HTTP status and title of each stand in `describe` below.
enum class ErrorCode {
  malformed_json,         // the body is not JSON, is too deep, or is not valid UTF-8
  malformed_document,     // JSON, but not the JSON:API document the route takes
  invalid_parameter,      // a query parameter is unknown, malformed or out of range
  invalid_cursor,         // page[after] / page[before] was not made by this server for this query
  unauthenticated,        // no credentials, or ones that do not hold (any more)
  second_factor_required, // name and password are right; a code of the second factor is needed too
  forbidden,              // known caller, permission missing
  csrf,                   // a session's unsafe request without its CSRF token
  not_found,              // no such thing, or none the caller may know of
  method_not_allowed,     // the path exists, the method does not
  not_acceptable,         // Accept asks for what is not served (JSON:API 1.1, content negotiation)
  conflict,               // the request contradicts the state (in use, already exists, not published)
  not_agreed,             // to go public it lacks approvals or signatures
  gone,                   // was public, is not any more
  stale,                  // If-Match names a head that is no longer the head
  precondition_required,  // an edit without If-Match (RFC 6585 section 3)
  payload_too_large,      // a configured limit on size was passed
  unsupported_media_type, // Content-Type is not application/vnd.api+json
  invalid_content,        // content that its content type, a validator or a hook refuses
  too_many_requests,      // a limit on rate was passed
  internal,               // our fault; the log has the cause under the request id
  unavailable,            // the database is away or the server is full; try again later
};

struct ErrorDescription {
  int status;             ///< HTTP status code.
  std::string_view name;  ///< `code` member of a JSON:API error object; stable.
  std::string_view title; ///< `title` member; the same for every occurrence.
};

/// Status, stable name and title of a code.
[[nodiscard]] constexpr ErrorDescription describe(ErrorCode code) {
  switch (code) {
  case ErrorCode::malformed_json: return {400, "malformed_json", "The body is not valid JSON"};
  case ErrorCode::malformed_document: return {400, "malformed_document", "The document is not what this route takes"};
  case ErrorCode::invalid_parameter: return {400, "invalid_parameter", "A query parameter is not valid"};
  case ErrorCode::invalid_cursor: return {400, "invalid_cursor", "The page cursor is not valid"};
  case ErrorCode::unauthenticated: return {401, "unauthenticated", "Authentication is needed"};
  case ErrorCode::second_factor_required:
    return {401, "second_factor_required", "A code of the second factor is needed"};
  case ErrorCode::forbidden: return {403, "forbidden", "A permission is missing"};
  case ErrorCode::csrf: return {403, "csrf", "The CSRF token is missing or wrong"};
  case ErrorCode::not_found: return {404, "not_found", "Not found"};
  case ErrorCode::method_not_allowed: return {405, "method_not_allowed", "The method is not allowed here"};
  case ErrorCode::not_acceptable: return {406, "not_acceptable", "The requested representation is not available"};
  case ErrorCode::conflict: return {409, "conflict", "The request conflicts with the present state"};
  case ErrorCode::not_agreed: return {409, "not_agreed", "Not everyone who must agree has"};
  case ErrorCode::gone: return {410, "gone", "No longer available"};
  case ErrorCode::stale: return {412, "stale", "The edit was based on an older revision"};
  case ErrorCode::precondition_required: return {428, "precondition_required", "If-Match is required"};
  case ErrorCode::payload_too_large: return {413, "payload_too_large", "The body is too large"};
  case ErrorCode::unsupported_media_type: return {415, "unsupported_media_type", "The media type is not supported"};
  case ErrorCode::invalid_content: return {422, "invalid_content", "The content is not valid"};
  case ErrorCode::too_many_requests: return {429, "too_many_requests", "Too many requests"};
  case ErrorCode::internal: return {500, "internal", "Internal error"};
  case ErrorCode::unavailable: return {503, "unavailable", "Temporarily unavailable"};
  }
  return {500, "internal", "Internal error"};
}

struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string detail;              ///< One sentence for this occurrence, safe to send to the client.
  std::string pointer = {};        ///< JSON Pointer (RFC 6901) into the request document; empty when none.
  std::string parameter = {};      ///< Name of the query parameter at fault; empty when none.
  boost::json::object meta = {};   ///< What a program needs to go on (who uses an entry; `retry_after`: seconds).
  std::vector<Error> further = {}; ///< Other errors found at the same time (validation finds many).
  std::string header = {};         ///< Name of the request header at fault; empty when none.

  /// The same error with `prefix` before its pointers (and those of `further`).
  [[nodiscard]] Error at(std::string_view prefix) const {
    Error moved = *this;
    moved.pointer.insert(0, prefix);
    for (Error& other : moved.further) other = other.at(prefix);
    return moved;
  }
};

/// Several errors as one: the first, with the others in `further`. There must be at least one.
[[nodiscard]] inline Error as_one(std::vector<Error> errors) {
  Error first = std::move(errors.front());
  first.further.insert(first.further.end(), std::make_move_iterator(errors.begin() + 1),
                       std::make_move_iterator(errors.end()));
  return first;
}

/// A value of T or an Error. Test with `if (!result)`, then `result.error()` or `*result`.
template <class T> using Result = boost::system::result<T, Error>;

/// Thrown by `Result::value()` on an error: a caller that did not check has a bug.
struct UncheckedError : std::logic_error {
  explicit UncheckedError(Error e) : std::logic_error(e.detail), error(std::move(e)) {}
  Error error;
};

[[noreturn]] inline void throw_exception_from_error(Error const& error, boost::source_location const&) {
  throw UncheckedError(error);
}

} // namespace tandem
