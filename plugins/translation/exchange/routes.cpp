#include "exchange/routes.hpp"

#include "answer.hpp"
#include "exchange/incoming.hpp"
#include "exchange/outgoing.hpp"
#include "exchange/report.hpp"
#include "exchange/write_xliff.hpp"

#include <algorithm>
#include <array>

namespace translation::exchange {
namespace {

using tandem::Error;
using tandem::ErrorCode;
using tandem::Locale;
using tandem::Request;
using tandem::Response;
using tandem::Result;

constexpr char const* xliff_type = "application/xliff+xml"; // registered for XLIFF 2, section 5 of its specification
constexpr std::size_t most_named = 200;                     // entries or types in one parameter

Result<Locale> language_of(Request const& request, std::string_view name, std::vector<std::string> const& locales) {
  std::string_view const language = request.parameter(name).value_or("");
  if (std::find(locales.begin(), locales.end(), language) == locales.end())
    return invalid(name, "must be a language of this site");
  return Locale::parse(language);
}

Result<bool> truth_of(Request const& request, std::string_view name) {
  auto const given = request.parameter(name);
  if (!given || *given == "false") return false;
  if (*given == "true") return true;
  return invalid(name, "must be true or false");
}

/// What a parameter lists, parted by commas.
Result<std::vector<std::string>> list_of(Request const& request, std::string_view name) {
  std::vector<std::string> all;
  auto const given = request.parameter(name);
  if (!given) return all;
  for (std::size_t begin = 0, end = 0; end != std::string_view::npos; begin = end + 1) {
    end = given->find(',', begin);
    all.emplace_back(given->substr(begin, end == std::string_view::npos ? end : end - begin));
  }
  if (all.size() > most_named) return invalid(name, "names more than " + std::to_string(most_named));
  return all;
}

Result<ExportOrder> order_of(Request const& request, std::vector<std::string> const& locales) {
  if (auto ok = only(request, {"from", "to", "filter[type]", "filter[entry]", "all"}); !ok) return ok.error();
  auto const from = language_of(request, "from", locales), to = language_of(request, "to", locales);
  if (!from) return from.error();
  if (!to) return to.error();
  if (*from == *to) return invalid("to", "must be another language than from");
  ExportOrder order{*from, *to};
  Result<std::vector<std::string>> types = list_of(request, "filter[type]");
  if (!types) return types.error();
  order.types = std::move(*types);
  Result<std::vector<std::string>> const entries = list_of(request, "filter[entry]");
  if (!entries) return entries.error();
  for (std::string const& text : *entries) {
    auto const id = tandem::EntryId::parse(text);
    if (!id) return invalid("filter[entry]", "must be ids of entries, parted by commas");
    order.entries.push_back(*id);
  }
  Result<bool> const all = truth_of(request, "all");
  if (!all) return all.error();
  order.all = *all;
  return order;
}

/// Types that tools and browsers send with an XLIFF file.
bool is_xliff(std::string_view type) {
  static constexpr std::array<std::string_view, 4> known{xliff_type, "application/x-xliff+xml", "application/xml",
                                                         "text/xml"};
  std::string_view const bare = type.substr(0, type.find(';'));
  return std::any_of(known.begin(), known.end(), [&](std::string_view one) { return Request::same_name(bare, one); });
}

} // namespace

Result<Response> answer_export(Hands const& hands, std::vector<std::string> const& locales, Request const& request) {
  Result<ExportOrder> const order = order_of(request, locales);
  if (!order) return order.error();
  Result<Exported> const exported = gather(hands, *order);
  if (!exported) {
    Error error = exported.error();
    if (error.code == ErrorCode::invalid_parameter) error.parameter = "filter[" + error.parameter + "]";
    return error;
  }
  std::string const from = order->from.text(), to = order->to.text();
  if (exported->entries.empty())
    return Error{ErrorCode::not_found, "there is nothing to translate from " + from + " to " + to +
                                           (order->all ? "" : "; all=true gives what is up to date too")};
  return Response{200,
                  {{"Content-Type", xliff_type},
                   {"Content-Disposition", "attachment; filename=\"" + from + "-" + to + ".xlf\""},
                   {"Cache-Control", "private, no-store"}},
                  write_xliff(*exported)};
}

Result<Response> answer_import(Hands const& hands, ReadLimits const& limits, Request const& request) {
  if (auto ok = only(request, {"dry_run"}); !ok) return ok.error();
  Result<bool> const dry_run = truth_of(request, "dry_run");
  if (!dry_run) return dry_run.error();
  if (!is_xliff(request.header("Content-Type")))
    return Error{ErrorCode::unsupported_media_type, std::string("send the file as ") + xliff_type};
  Result<ReadXliff> const xliff = read_xliff(request.body, limits);
  if (!xliff) return xliff.error();
  Result<Plan> const made = bring_in(hands, *xliff, "XLIFF", *dry_run);
  if (!made) return made.error();
  return document(
      200, {{"type", "xliff_import"}, {"id", request.request_id}, {"attributes", report_json(*made, *dry_run)}});
}

tandem::RouteDoc export_doc() {
  json::object const text{{"type", "string"}};
  tandem::RouteDoc doc{"What is to be translated, as a file for translators' tools (XLIFF 2.1)"};
  doc.parameters = {{"from", "language of the source", true, text, "nl"},
                    {"to", "language to translate into", true, text, "fr"},
                    {"filter[type]", "content types, parted by commas", false, text, "page"},
                    {"filter[entry]", "ids of entries, parted by commas", false, text, nullptr},
                    {"all", "what is up to date too", false, {{"type", "boolean"}}, true}};
  doc.media_type = xliff_type;
  doc.response = {{"type", "string"}};
  return doc;
}

tandem::RouteDoc import_doc() {
  tandem::RouteDoc doc{"Brings a translated file (XLIFF 2.x or 1.2) in as drafts; says of each segment that did not "
                       "simply go in why"};
  doc.parameters = {{"dry_run", "say what would be done, and do nothing", false, {{"type", "boolean"}}, true}};
  doc.request_media_type = xliff_type;
  doc.request_body = {{"type", "string"}};
  return doc;
}

} // namespace translation::exchange
