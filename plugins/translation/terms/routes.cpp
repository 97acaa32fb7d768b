#include "answer.hpp"
#include "limits.hpp"
#include "terms/terms.hpp"

#include <algorithm>

namespace translation::terms {
namespace {

namespace json = tandem::json;
using tandem::Error;
using tandem::ErrorCode;
using tandem::Request;
using tandem::Response;
using tandem::Result;
using tandem::Rows;

constexpr std::size_t largest_page = 100, usual_page = 20, longest_question = 200;
std::vector<std::string_view> const subjects = {"people", "authorities", "justice", "help", "organisation"};
std::vector<std::string_view> const kinds = {"term", "name"};

struct Question {
  std::string words, locale, subject, kind, after;
  std::size_t size = usual_page;
};

bool has(std::vector<std::string_view> const& all, std::string_view one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

Result<Question> question_of(Request const& request, std::vector<std::string> const& locales) {
  if (auto ok = only(request, {"q", "locale", "filter[subject]", "filter[kind]", "page[size]", "page[after]"}); !ok)
    return ok.error();
  auto const text = [&](char const* name) { return std::string(request.parameter(name).value_or("")); };
  Question question{text("q"), text("locale"), text("filter[subject]"), text("filter[kind]"), text("page[after]")};
  if (question.words.size() > longest_question)
    return invalid("q", "is longer than " + std::to_string(longest_question) + " bytes");
  if (!request.parameter("locale")) question.locale = locales.front();
  if (std::find(locales.begin(), locales.end(), question.locale) == locales.end())
    return invalid("locale", "is not a language of this site");
  if (request.parameter("filter[subject]") && !has(subjects, question.subject))
    return invalid("filter[subject]", "there is no such subject field");
  if (request.parameter("filter[kind]") && !has(kinds, question.kind))
    return invalid("filter[kind]", "is term or name");
  if (request.parameter("page[after]") && !tandem::Uuid::parse(question.after)) {
    Error error{ErrorCode::invalid_cursor, "is no cursor of this list"};
    error.parameter = "page[after]";
    return error;
  }
  Result<std::size_t> const size = number_of(request, "page[size]", usual_page, 1, largest_page);
  if (!size) return size.error();
  question.size = *size;
  return question;
}

/// In the order of the language's alphabet; those without a word in it last.
Result<Rows> rows_of(tandem::Storage& storage, Question const& question) {
  std::string const name = "coalesce(languages #>> array[$1, 'preferred'], '') collate \"und-x-icu\"";
  std::string const key = "(languages ? $1) desc, " + name + ", entry";
  return storage.read(
      {"with ordered as (select entry, kind, subject, english, languages, search, row_number() over (order by " +
           key +
           ") as place from tandem_translation.term) select entry, kind, subject, english, languages from ordered "
           "where ($2 = '' or search @@ tandem.search_query($1, translate($2, '''', ' '), true)) and ($3 = '' or "
           "subject = $3) and ($4 = "
           "'' "
           "or kind = $4) and ($5 = '' or place > (select place from ordered o where o.entry = nullif($5, "
           "'')::uuid)) "
           "order by place limit $6::integer",
       {question.locale, question.words, question.subject, question.kind, question.after,
        std::to_string(question.size + 1)}}); // one more tells whether there is another page
}

json::object term_json(std::vector<std::optional<std::string>> const& row) {
  json::object attributes{{"kind", row[1].value()}, {"subject", row[2].value()}};
  attributes["english"] = row[3] ? json::value(*row[3]) : json::value(nullptr);
  attributes["languages"] = tandem::stored_json(row[4].value());
  return {{"type", "term"},
          {"id", row[0].value()},
          {"attributes", std::move(attributes)},
          {"links", {{"entry", "/api/v1/term/" + row[0].value()}}}};
}

Result<Response> list_terms(tandem::Host& host, Request const& request) {
  Result<Question> const question = question_of(request, locales_of(host.settings()));
  if (!question) return question.error();
  Result<Rows> rows = rows_of(host.storage(), *question);
  if (!rows) return rows.error();
  json::value next = nullptr;
  if (rows->size() > question->size) {
    rows->pop_back();
    next = next_address(request, rows->back()[0].value());
  }
  json::array data;
  for (auto const& row : *rows) data.push_back(term_json(row));
  Response response = document(200, std::move(data), {{"self", request.target}, {"next", std::move(next)}});
  for (tandem::http::Header& header : response.headers)
    if (header.name == "Cache-Control") header.value = "no-cache"; // it is everybody's, but it changes
  response.set("Access-Control-Allow-Origin", "*");
  return response;
}

std::string joined(std::vector<std::string> const& words, std::string_view separator) {
  std::string all;
  for (std::string const& word : words) all += (all.empty() ? "" : std::string(separator)) + "“" + word + "”";
  return all;
}

json::object message_of(Finding const& finding, std::string const& written) {
  if (finding.kind == FindingKind::missing_term)
    return {{"nl", "Voor “" + written + "” staat er in de vertaling geen term van de woordenlijst: " +
                       joined(finding.use, ", ") + "."},
            {"fr", "La traduction ne contient aucun terme du glossaire pour “" + written +
                       "” : " + joined(finding.use, ", ") + "."}};
  std::string const reason = finding.reason.empty() ? "" : " " + finding.reason;
  std::string nl = "“" + written + "” hoort niet in een tekst.",
              fr = "“" + written + "” n’a pas sa place dans un texte.";
  if (!finding.use.empty()) {
    nl += " Schrijf " + joined(finding.use, " of ") + ".";
    fr += " Écrivez " + joined(finding.use, " ou ") + ".";
  }
  return {{"nl", nl + reason}, {"fr", fr + reason}};
}

json::object finding_json(Finding const& finding, std::size_t number, Pair const& pair) {
  bool const in_source = finding.side == Side::source;
  std::string const written =
      (in_source ? pair.source : pair.target).substr(finding.begin, finding.end - finding.begin);
  json::value const reason = finding.reason.empty() ? json::value(nullptr) : json::value(finding.reason);
  return {{"type", "term_finding"},
          {"id", std::to_string(number)},
          {"attributes",
           {{"kind", finding.kind == FindingKind::missing_term ? "missing_term" : "forbidden_word"},
            {"side", in_source ? "source" : "target"},
            {"locale", finding.locale},
            {"start", finding.start},
            {"length", finding.length},
            {"text", written},
            {"use", json::array(finding.use.begin(), finding.use.end())},
            {"reason", reason},
            {"message", message_of(finding, written)}}},
          {"relationships", {{"term", {{"data", {{"type", "term"}, {"id", finding.entry}}}}}}}};
}

/// Limits of a check.
struct CheckLimits {
  std::size_t longest_text; ///< Bytes of each text.
  std::size_t findings;     ///< Told of at most.
};

Result<Response> check_terms(tandem::Host& host, CheckLimits const& limits, Request const& request) {
  if (auto ok = only(request, {}); !ok) return ok.error();
  Result<json::object> const said =
      attributes_of(request, "term_check", {"source", "target", "source_locale", "target_locale"});
  if (!said) return said.error();
  for (char const* name : {"source", "target", "source_locale", "target_locale"})
    if (json::value const* const value = said->if_contains(name); value == nullptr || !value->is_string())
      return Error{ErrorCode::invalid_content, "must be given, as a string", std::string("/data/attributes/") + name};
  auto const text = [&](char const* name) { return std::string(said->at(name).as_string()); };
  Pair const pair{text("source"), text("target"), text("source_locale"), text("target_locale")};
  for (char const* name : {"source", "target"})
    if (said->at(name).as_string().size() > limits.longest_text)
      return Error{ErrorCode::invalid_content,
                   "has more bytes than the setting translation.longest_text: " + std::to_string(limits.longest_text),
                   std::string("/data/attributes/") + name};
  for (char const* name : {"source_locale", "target_locale"})
    if (auto const locale = tandem::Locale::parse(text(name)); !locale || locale->is_shared())
      return Error{ErrorCode::invalid_content, "is not a language: write it like \"nl\" or \"fr\"",
                   std::string("/data/attributes/") + name};
  Result<std::vector<Finding>> const found = check(host.storage(), pair);
  if (!found) return found.error();
  json::array data;
  for (Finding const& finding : *found) {
    if (data.size() == limits.findings) break;
    data.push_back(finding_json(finding, data.size() + 1, pair));
  }
  return document(200, std::move(data), {}, {{"found", found->size()}});
}

tandem::RouteDoc list_doc() {
  auto const words = [](std::vector<std::string_view> const& all) { return json::array(all.begin(), all.end()); };
  tandem::RouteDoc doc{"The glossary: the words that each language uses for a concept, and those that it does not"};
  doc.parameters = {
      {"q", "words to look for, the last may be the beginning of one", false, {{"type", "string"}}, "gedetineerden"},
      {"locale", "language of q and of the order; the site's first when left out", false, {{"type", "string"}}, "nl"},
      {"filter[subject]", "subject field", false, {{"type", "string"}, {"enum", words(subjects)}}, "people"},
      {"filter[kind]", "term or name", false, {{"type", "string"}, {"enum", words(kinds)}}, "term"},
      {"page[size]", "terms on a page", false, {{"type", "integer"}, {"minimum", 1}, {"maximum", largest_page}}, 5},
      {"page[after]", "cursor of the page before", false, {{"type", "string"}}, nullptr}};
  return doc;
}

tandem::RouteDoc check_doc() {
  tandem::RouteDoc doc{"Terms that a translation lacks, and words that no text should use"};
  json::object const text{{"type", "string"}};
  json::object const attributes{
      {"type", "object"},
      {"required", {"source", "target", "source_locale", "target_locale"}},
      {"additionalProperties", false},
      {"properties", {{"source", text}, {"target", text}, {"source_locale", text}, {"target_locale", text}}}};
  json::object const data{{"type", "object"},
                          {"required", {"type", "attributes"}},
                          {"properties", {{"type", {{"const", "term_check"}}}, {"attributes", attributes}}}};
  doc.request_body = {{"type", "object"}, {"required", {"data"}}, {"properties", {{"data", data}}}};
  return doc;
}

} // namespace

void register_terms(tandem::Host& host) {
  CheckLimits const limits{declare_number(host.settings(), "translation.longest_text", 100'000, 1'000, 10'000'000,
                                          "bytes of a text that is checked for terms"),
                           declare_number(host.settings(), "translation.term_findings", 200, 1, 10'000,
                                          "findings that a check for terms tells of")};
  host.projection("refresh_terms");
  host.route(
      tandem::Method::get, "/translation/v1/terms", tandem::Public,
      [&host](Request const& request) { return list_terms(host, request); }, list_doc());
  host.route(
      tandem::Method::post, "/translation/v1/terms/check", tandem::SignedIn,
      [&host, limits](Request const& request) { return check_terms(host, limits, request); }, check_doc());
}

} // namespace translation::terms
