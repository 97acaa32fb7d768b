#include "delivery/search.hpp"

#include "delivery/expression.hpp"

#include <algorithm>

namespace tandem::delivery {
namespace {

/// Shorter words have too many neighbours.
constexpr std::size_t shortest = 4;
/// Likeness from which another word may have been meant, from 0 to 1. One wrong letter in four keeps about 0.4.
constexpr std::string_view likeness = "0.4";

bool in_word(char c) {
  return static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The apostrophe of a book ends a word as that of a keyboard does: "l’écoute".
bool is_apostrophe(std::string_view text, std::size_t at) { return text.substr(at, 3) == "’"; }

struct Word {
  std::size_t begin, end; ///< Bytes of the text.
};

/// The words of a search that may be mistyped: no short ones, none with digits, and none that must not be there
/// (-word).
std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && in_word(text[end]) && !is_apostrophe(text, end)) ++end;
    bool const digits = (at > 0 && text[at - 1] >= '0' && text[at - 1] <= '9') ||
                        (end < text.size() && text[end] >= '0' && text[end] <= '9');
    bool const unwanted = at > 0 && text[at - 1] == '-' && (at == 1 || text[at - 2] == ' ');
    if (end - at >= shortest && !digits && !unwanted) words.push_back({at, end});
    at = end + (is_apostrophe(text, end) ? 3 : 1);
  }
  return words;
}

} // namespace

Statement correction_statement(Plan const& plan) {
  std::vector<std::string> words;
  for (Word const& word : words_of(plan.search))
    words.push_back(plan.search.substr(word.begin, word.end - word.begin));
  if (words.empty()) return {};
  std::string locales;
  for (std::string const& locale : plan.chain) locales += (locales.empty() ? "" : ", ") + sql_text(locale);
  // The last of a search that is being typed is the beginning of a word: it is like one whose beginning is like it.
  bool const typing = plan.typing && words_of(plan.search).back().end == plan.search.size();
  std::string const last = typing ? "t.number = " + std::to_string(words.size()) : "false";
  auto const most_like = [&](std::string_view sign, std::string_view function) {
    return "(select s.word from search_word s where s.locale in (" + locales + ") and t.folded " + std::string(sign) +
           " s.word and " + std::string(function) + "(t.folded, s.word) >= " + std::string(likeness) + " order by " +
           std::string(function) + "(t.folded, s.word) desc, similarity(t.folded, s.word) desc, s.word limit 1)";
  };
  std::string sql =
      "select t.number, case when " + last + " then " + most_like("<%", "word_similarity") + " else " +
      most_like("%", "similarity") +
      " end from (select number, lower(public.unaccent(word)) as folded from unnest($1::text[]) with "
      "ordinality w (word, number)) t where not exists (select 1 from search_word s where s.locale in (" +
      locales + ") and (s.word = t.folded or (" + last + " and starts_with(s.word, t.folded))))";
  return {std::move(sql), {store::array_literal(words)}};
}

std::optional<std::string> corrected(Plan const& plan, store::Rows const& corrections) {
  std::vector<Word> const words = words_of(plan.search);
  std::map<std::size_t, std::string> instead;
  for (auto const& row : corrections)
    if (row[1]) instead.emplace(std::stoull(row[0].value()) - 1, *row[1]);
  if (instead.empty()) return std::nullopt;
  std::string text = plan.search;
  for (auto one = instead.rbegin(); one != instead.rend();
       ++one) { // from the end: what stands before keeps its place
    Word const& word = words.at(one->first);
    text.replace(word.begin, word.end - word.begin, one->second);
  }
  return text;
}

std::string marked(std::string_view snippet) {
  std::string html;
  for (char const c : snippet) switch (c) {
    case mark_begin: html += "<mark>"; break;
    case mark_end: html += "</mark>"; break;
    case apostrophe: html += "’"; break;
    case '&': html += "&amp;"; break;
    case '<': html += "&lt;"; break;
    case '>': html += "&gt;"; break;
    case '"': html += "&quot;"; break;
    case '\'': html += "&#39;"; break;
    default: html += c;
    }
  return html;
}

json::object highlights(std::string const& cell) {
  json::object all;
  json::value const snippets = stored_json(cell);
  for (auto const& [field, snippet] : snippets.as_object())
    if (snippet.is_string() && snippet.get_string().find(mark_begin) != std::string::npos)
      all[field] = marked(snippet.get_string());
  return all;
}

} // namespace tandem::delivery
