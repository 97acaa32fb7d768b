#include "answer.hpp"

#include "../answer.hpp"
#include "../documents.hpp"
#include "matrix.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace directory::matrix {
namespace {

namespace json = boost::json;
using tandem::Response;
using tandem::Result;

/// So many services are read at once.
constexpr std::size_t page = 200;

Result<Matrix> read_matrix(tandem::Storage& storage, std::string const& locale) {
  std::vector<Service> services;
  for (std::size_t total = 1; services.size() < total;) {
    Result<Documents> some = service_documents(storage, locale, services.size(), page);
    if (!some) return some.error();
    total = some->services.empty() ? services.size() : some->total;
    for (Service& one : some->services) services.push_back(std::move(one));
  }
  Result<tandem::Rows> const groups = storage.read(
      {"select tandem_services_directory.all_shown(array(select entry from tandem.published where type = 'audience' "
       "group by entry order by min((data ->> 'position')::integer), entry), $1)",
       {locale}});
  if (!groups) return groups.error();
  return make_matrix(services, json::parse(groups->front()[0].value()).as_array(), locale);
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
  if (auto ok = only(request, {"locale"}); !ok) return ok.error();
  Result<std::string> const locale = locale_of(request);
  if (!locale) return locale.error();
  Result<Matrix> const matrix = read_matrix(storage, *locale);
  if (!matrix) return matrix.error();
  return answer(request, {body_of(*matrix, form), media_type(form), *locale});
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
