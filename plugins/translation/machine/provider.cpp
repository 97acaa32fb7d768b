#include "machine/provider.hpp"

#include <algorithm>

namespace translation::machine {
namespace {

namespace json = tandem::json;
using tandem::Error;
using tandem::ErrorCode;
using tandem::Result;
using Reason = tandem::http::ClientFailure::Reason;

std::string language_of(tandem::Locale const& locale) { return locale.text().substr(0, locale.text().find('-')); }

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return text;
}

json::array list_of(std::vector<std::string> const& texts) { return json::array(texts.begin(), texts.end()); }

Error problem(Provider provider, std::string const& what, int status = 0) {
  Error error{ErrorCode::unavailable, "machine translation (" + std::string(name_of(provider)) + "): " + what};
  error.meta["provider"] = name_of(provider);
  if (status != 0) error.meta["status"] = status;
  return error;
}

std::string failure(Reason reason) {
  switch (reason) {
  case Reason::timeout: return "no answer within translation.machine_timeout_ms";
  case Reason::redirects: return "it redirects, which is not followed: set translation.machine_url to where it leads";
  case Reason::unreachable: return "it cannot be reached, or its certificate does not hold";
  default: return "it cannot be asked at the address of translation.machine_url";
  }
}

std::string refusal(int status) {
  if (status >= 300 && status < 400) return failure(Reason::redirects);
  if (status == 400) return "it does not take the request; it may not know these languages";
  if (status == 401 || status == 403) return "it refuses the key: look at translation.machine_key";
  if (status == 404) return "it has no translation at the address of translation.machine_url";
  if (status == 413) return "the request is too large for it: lower translation.machine_request_characters";
  if (status == 429) return "it is asked too often: try again in a while";
  if (status == 456) return "its quota is used up";
  if (status >= 500) return "it has trouble: try again in a while";
  return "it gives an answer that nobody expected";
}

/// The texts in the answer; none when it has another form.
std::optional<std::vector<std::string>> texts_of(Provider provider, json::value const& document) {
  json::object const* const root = document.if_object();
  json::value const* const found =
      root == nullptr ? nullptr : root->if_contains(provider == Provider::deepl ? "translations" : "translatedText");
  if (found == nullptr || !found->is_array()) return std::nullopt;
  std::vector<std::string> texts;
  for (json::value const& one : found->get_array()) {
    json::value const* text = &one;
    if (provider == Provider::deepl) text = one.is_object() ? one.get_object().if_contains("text") : nullptr;
    if (text == nullptr || !text->is_string()) return std::nullopt;
    texts.emplace_back(text->get_string());
  }
  return texts;
}

/// Length of one of our tags, or of a character reference, at the beginning of the text; 0: it is text.
std::size_t markup_length(std::string_view text) {
  std::size_t const end = text.find(text.starts_with('&') ? ';' : '>');
  if (end == std::string_view::npos || end > 64) return 0;
  std::string_view inner = text.substr(1, end - 1);
  if (text.starts_with('&')) {
    bool const named = inner == "amp" || inner == "lt" || inner == "gt" || inner == "quot" || inner == "apos";
    bool const numbered = inner.size() > 1 && inner[0] == '#' &&
                          inner.find_first_not_of("0123456789abcdefABCDEFxX", 1) == std::string_view::npos;
    return named || numbered ? end + 1 : 0;
  }
  if (inner.starts_with('/')) inner.remove_prefix(1);
  if (!inner.starts_with('g') && !inner.starts_with('x')) return 0;
  inner.remove_prefix(1);
  return inner.empty() || inner[0] == ' ' || inner[0] == '/' ? end + 1 : 0;
}

} // namespace

std::size_t most_texts(Provider provider) { return provider == Provider::deepl ? 50 : 20; }

tandem::http::ClientRequest request_of(MachineSettings const& settings, Question const& question) {
  tandem::http::ClientRequest request{tandem::http::Method::post, settings.url};
  request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
  json::object body;
  if (settings.provider == Provider::deepl) {
    request.url += "/v2/translate";
    request.headers.push_back({"Authorization", "DeepL-Auth-Key " + settings.key});
    // English and Portuguese have no target without a region.
    bool const regional = question.to.text().starts_with("en-") || question.to.text().starts_with("pt-");
    body = {{"text", list_of(question.texts)},
            {"source_lang", upper(language_of(question.from))},
            {"target_lang", upper(regional ? question.to.text() : language_of(question.to))},
            {"tag_handling", "xml"}};
  } else {
    request.url += "/translate";
    body = {{"q", list_of(question.texts)},
            {"source", language_of(question.from)},
            {"target", language_of(question.to)},
            {"format", "html"}};
    if (!settings.key.empty()) body["api_key"] = settings.key;
  }
  request.body = json::serialize(body);
  return request;
}

Result<std::vector<std::string>> answer_of(Provider provider, tandem::http::ClientAnswer const& answer,
                                           std::size_t texts) {
  if (!answer) return problem(provider, failure(answer.error().reason));
  if (answer->status != 200) return problem(provider, refusal(answer->status), answer->status);
  auto const document = answer->cut ? Result<json::value>(Error{}) : tandem::parse_json(answer->body);
  auto translated = document ? texts_of(provider, *document) : std::nullopt;
  if (!translated || translated->size() != texts)
    return problem(provider, "its answer is not what it should be", answer->status);
  return std::move(*translated);
}

std::string escaped_again(std::string_view text) {
  std::string xml;
  while (!text.empty()) {
    std::size_t const markup = text[0] == '<' || text[0] == '&' ? markup_length(text) : 1;
    if (markup > 0) xml += text.substr(0, markup);
    else xml += text[0] == '<' ? "&lt;" : "&amp;";
    text.remove_prefix(std::max<std::size_t>(markup, 1));
  }
  return xml;
}

Result<std::vector<std::string>> ask(MachineSettings const& settings, Question const& question) {
  tandem::http::ClientLimits limits;
  limits.connect_timeout = limits.timeout = settings.timeout;
  limits.redirects = 0;
  limits.body_bytes = 65'536 + 16 * settings.request_characters; // translations are longer, and escaped in JSON
  tandem::http::Client const client(limits, tandem::http::AddressPolicy::any);
  return answer_of(settings.provider, client.send(request_of(settings, question)), question.texts.size());
}

} // namespace translation::machine
