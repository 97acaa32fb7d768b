#pragma once
/// JSON:API 1.1 documents over HTTP: media type, negotiation, errors.

#include "content/json.hpp"
#include "http/message.hpp"

namespace tandem::api {

inline constexpr std::string_view media_type = "application/vnd.api+json";
/// Of a revision or bundle, in bytes: it goes into the audit too.
inline constexpr std::size_t longest_message = 1000;

/// A JSON:API document as an answer. Sets Content-Type and Vary.
[[nodiscard]] http::Response document(int status, json::object const& body);

/// `{"errors": […], "jsonapi": {"version": "1.1"}}` with the status of the first error. Adds what the code asks for:
/// WWW-Authenticate on 401, Retry-After on 429 and 503: as many seconds as the error's `meta.retry_after` says,
/// else 5.
[[nodiscard]] http::Response error_document(Error const& error);
/// For errors that the HTTP layer finds itself.
[[nodiscard]] http::Response error_document(int status, std::string_view detail);

/// JSON:API 1.1 content negotiation: 406 when Accept names the media type only with parameters other than
/// `profile`; 415 when a body comes with another Content-Type, or with such parameters. `application/json` is
/// accepted in Accept by way of wildcards only.
[[nodiscard]] Result<void> negotiate(http::Request const& request);
/// The part of it that an Accept header decides.
[[nodiscard]] bool acceptable(std::string_view accept);

/// Whether an Accept header wants this media type more than JSON:API: names it, with a weight that is greater than
/// that of JSON:API, if that is named too.
[[nodiscard]] bool prefers(std::string_view accept, std::string_view type);

/// `data.attributes` of a JSON:API document whose `data.type` is `type`: 406, 415, 400 for malformed JSON, for
/// another document, for an attribute that is not among `known` and for a `message` that is too long.
[[nodiscard]] Result<json::object> attributes_of(http::Request const& request, std::size_t max_depth,
                                                 std::string_view type, std::vector<std::string_view> const& known);

/// Refuses members of `object` that are not among `known`; `pointer` is that of the object.
[[nodiscard]] Result<void> only_members(json::object const& object, std::vector<std::string_view> const& known,
                                        std::string const& pointer);

/// JSON:API error objects of an error and of those found at the same time.
[[nodiscard]] json::array error_objects(Error const& error);

/// A document of the editing API: never cached. Empty links and meta are left out.
[[nodiscard]] http::Response private_document(int status, json::value data, json::object links = {},
                                              json::object meta = {});

/// Refuses query parameters that are not among `known`, or that come twice.
[[nodiscard]] Result<void> only_parameters(http::Request const& request, std::vector<std::string_view> const& known);

} // namespace tandem::api
