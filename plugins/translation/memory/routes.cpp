#include "memory/routes.hpp"

#include "answer.hpp"
#include "limits.hpp"
#include "memory/lookup.hpp"

#include <algorithm>

namespace translation::memory {
namespace {

namespace json = tandem::json;
using tandem::Request;
using tandem::Response;
using tandem::Result;

constexpr std::size_t usual_limit = 5, largest_limit = 50, usual_least = 70, smallest_least = 50, exact = 100;

Result<std::string> language_of(Request const& request, std::string_view name,
                                std::vector<std::string> const& locales) {
  std::string const language(request.parameter(name).value_or(""));
  if (std::find(locales.begin(), locales.end(), language) == locales.end())
    return invalid(name, "must be a language of this site");
  return language;
}

Result<void> read_place(Question& question, Request const& request) {
  Result<std::optional<std::string>> const field = word_of(request, "field");
  if (!field) return field.error();
  if (auto const entry = request.parameter("entry")) {
    auto const id = tandem::Uuid::parse(*entry);
    if (!id) return invalid("entry", "must be the id of an entry");
    question.entry = id->text();
  }
  if (question.entry.empty() != !*field) return invalid(*field ? "field" : "entry", "goes with entry and field both");
  question.field = field->value_or("");
  return {};
}

Result<Question> question_of(Request const& request, std::vector<std::string> const& locales,
                             std::size_t longest_sentence) {
  if (auto ok = only(request, {"text", "from", "to", "limit", "least", "entry", "field"}); !ok) return ok.error();
  Question question;
  for (auto const& [name, language] : {std::pair{"from", &question.from}, {"to", &question.to}}) {
    Result<std::string> read = language_of(request, name, locales);
    if (!read) return read.error();
    *language = std::move(*read);
  }
  if (question.from == question.to) return invalid("to", "must be another language than from");
  std::string_view const text = request.parameter("text").value_or("");
  if (text.empty()) return invalid("text", "must be given");
  if (text.size() > longest_sentence)
    return invalid("text", "has more bytes than the setting translation.longest_sentence: " +
                               std::to_string(longest_sentence));
  Result<std::size_t> const limit = number_of(request, "limit", usual_limit, 1, largest_limit);
  if (!limit) return limit.error();
  Result<std::size_t> const least = number_of(request, "least", usual_least, smallest_least, exact);
  if (!least) return least.error();
  question.limit = *limit;
  question.least = static_cast<int>(*least);
  question.text = read_sentence(text, tandem::Locale::parse(question.from).value());
  if (auto ok = read_place(question, request); !ok) return ok.error();
  return question;
}

json::value or_null(std::string const& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

json::object content_json(Content const& content) {
  return {
      {"text", segments::plain_text(content)}, {"marked", segments::marked(content)}, {"codes", codes_json(content)}};
}

json::object match_json(Match const& match) {
  json::object const attributes{{"score", match.score},
                                {"source", content_json(match.source)},
                                {"target", content_json(match.target)},
                                {"file", or_null(match.origin.file)},
                                {"field", or_null(match.origin.field)},
                                {"pointer", or_null(match.origin.pointer)},
                                {"since", match.since}};
  json::object object{{"type", "memory_match"}, {"id", match.id}, {"attributes", attributes}};
  if (!match.origin.entry.empty()) {
    json::object& said = object["attributes"].as_object();
    said["segment"] = match.origin.segment;
    said["source_revision"] = match.origin.source_revision;
    said["target_revision"] = match.origin.target_revision;
    object["relationships"] = {{"entry", {{"data", {{"type", match.origin.type}, {"id", match.origin.entry}}}}}};
  }
  return object;
}

} // namespace

Result<Response> answer_memory(tandem::Host& host, std::size_t longest_sentence, Request const& request) {
  Result<Question> const question = question_of(request, locales_of(host.settings()), longest_sentence);
  if (!question) return question.error();
  Result<std::vector<Match>> const matches = look_up(host.storage(), *question);
  if (!matches) return matches.error();
  json::array data;
  for (Match const& match : *matches) data.push_back(match_json(match));
  return document(200, std::move(data), {{"self", request.target}});
}

tandem::RouteDoc memory_doc() {
  auto const between = [](std::size_t least, std::size_t most) {
    return json::object{{"type", "integer"}, {"minimum", least}, {"maximum", most}};
  };
  json::object const text{{"type", "string"}};
  tandem::RouteDoc doc{"How a sentence like this one was translated before, where, and how much it resembles it"};
  doc.parameters = {
      {"text", "one sentence, plain or in Markdown", true, text, "Bel ons op."},
      {"from", "its language", true, text, "nl"},
      {"to", "language of the translations", true, text, "fr"},
      {"limit", "matches, at most", false, between(1, largest_limit), 5},
      {"least", "score, at least", false, between(smallest_least, exact), 70},
      {"entry", "with field: where the sentence stands; the same there scores 101", false, text, nullptr},
      {"field", "see entry", false, text, nullptr}};
  return doc;
}

} // namespace translation::memory
