#include "answer.hpp"

#include "../documents.hpp"
#include "matrix.hpp"

#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <openssl/sha.h>

namespace directory::matrix {
namespace {

namespace json = boost::json;
using tandem::Error;
using tandem::ErrorCode;
using tandem::Response;
using tandem::Result;

/// So many services are read at once.
constexpr std::size_t page = 200;

Result<std::string> locale_of(tandem::Request const& request) {
  std::string locale = "nl";
  std::size_t times = 0;
  for (tandem::http::Parameter const& parameter : request.query) {
    Error wrong{ErrorCode::invalid_parameter, "is not a parameter of the matrix"};
    wrong.parameter = parameter.name;
    if (parameter.name != "locale") return wrong;
    wrong.detail = "must be nl or fr, once";
    if ((parameter.value != "nl" && parameter.value != "fr") || ++times > 1) return wrong;
    locale = parameter.value;
  }
  return locale;
}

Result<Matrix> read_matrix(tandem::Storage& storage, std::string const& locale) {
  std::vector<json::object> services;
  for (std::size_t total = 1; services.size() < total;) {
    Result<Documents> some = service_documents(storage, locale, services.size(), page);
    if (!some) return some.error();
    total = some->services.empty() ? services.size() : some->total;
    for (json::object& one : some->services) services.push_back(std::move(one));
  }
  Result<tandem::Rows> const groups = storage.read(
      {"select tandem_services_directory.all_shown(array(select entry from tandem.published where type = 'audience' "
       "group by entry order by min((data ->> 'position')::integer), entry), $1)",
       {locale}});
  if (!groups) return groups.error();
  return make_matrix(services, json::parse(groups->front()[0].value()).as_array(), locale);
}

std::string etag_of(std::string const& body) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<unsigned char const*>(body.data()), body.size(), digest.data());
  static constexpr std::string_view hex = "0123456789abcdef";
  std::string etag = "\"";
  for (std::size_t i = 0; i < 16; ++i) {
    etag += hex[digest.at(i) >> 4U];
    etag += hex[digest.at(i) & 15U];
  }
  return etag + "\"";
}

/// RFC 9110 section 13.1.2; compared weakly, so what a proxy has marked with W/ counts as well.
bool has_it(std::string_view if_none_match, std::string_view etag) {
  return if_none_match == "*" || if_none_match.find(etag) != std::string_view::npos;
}

std::string body_of(Matrix const& matrix, Form form) {
  if (form == Form::html) return matrix_html(matrix);
  if (form == Form::svg) return matrix_svg(matrix);
  return json::serialize(matrix_json(matrix)) + "\n";
}

std::string media_type(Form form) {
  if (form == Form::html) return "text/html; charset=utf-8";
  return form == Form::svg ? "image/svg+xml" : "application/json";
}

json::object const row_schema{
    {"type", "object"},
    {"required", {"id", "name", "cells"}},
    {"properties",
     {{"id", {{"type", "string"}}},
      {"name", {{"type", "string"}}},
      {"cells",
       {{"type", "array"},
        {"description", "one a column; null: not known whether the service helps the group"},
        {"items",
         {{"type", {"object", "null"}},
          {"properties",
           {{"places",
             {{"type", {"array", "null"}},
              {"description", "null: not known where"},
              {"items",
               {{"type", "object"},
                {"properties", {{"kind", {{"type", "string"}}}, {"locations", {{"type", "array"}}}}}}}}}}}}}}}}}};

} // namespace

Result<Response> answer_matrix(tandem::Storage& storage, tandem::Request const& request, Form form) {
  Result<std::string> const locale = locale_of(request);
  if (!locale) return locale.error();
  Result<Matrix> const matrix = read_matrix(storage, *locale);
  if (!matrix) return matrix.error();
  std::string body = body_of(*matrix, form);
  std::string const etag = etag_of(body);
  Response response{200,
                    {{"ETag", etag},
                     {"Cache-Control", "no-cache"},
                     {"Content-Language", *locale},
                     {"Access-Control-Allow-Origin", "*"},
                     {"Access-Control-Expose-Headers", "ETag, Content-Language"}}};
  if (has_it(request.header("If-None-Match"), etag)) {
    response.status = 304;
    return response;
  }
  response.set("Content-Type", media_type(form));
  response.body = std::move(body);
  return response;
}

tandem::RouteDoc matrix_doc(Form form) {
  tandem::RouteDoc doc{form == Form::json   ? "Which service helps which target group, and where, as data"
                       : form == Form::html ? "The same as a fragment of HTML, to put into a page"
                                            : "The same as a picture"};
  doc.parameters = {{"locale", "nl or fr", false, {{"type", "string"}, {"enum", {"nl", "fr"}}}, "fr"}};
  doc.media_type = form == Form::json ? "application/json" : form == Form::html ? "text/html" : "image/svg+xml";
  doc.response = {{"type", "string"}};
  if (form == Form::json)
    doc.response = {{"type", "object"},
                    {"required", {"locale", "columns", "rows"}},
                    {"properties",
                     {{"locale", {{"type", "string"}}},
                      {"columns", {{"type", "array"}}},
                      {"rows", {{"type", "array"}, {"items", row_schema}}}}}};
  return doc;
}

} // namespace directory::matrix
