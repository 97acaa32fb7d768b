#include "labels.hpp"
#include "markup.hpp"
#include "matrix.hpp"

namespace directory::matrix {
namespace {

/// ` lang="fr"` where a text is in another language than what is around it.
std::string lang(std::string const& locale, std::string const& around) {
  if (locale.empty() || locale == "shared" || locale == around) return "";
  return " lang=\"" + escaped(locale) + "\"";
}

std::string abbreviation(std::string_view title, std::string_view sign) {
  return "<abbr title=\"" + escaped(title) + "\">" + escaped(sign) + "</abbr>";
}

/// Signs for those who see them, and the sentence that they stand for.
std::string cell(Row const& row, std::size_t group, Labels const& words, std::string const& locale) {
  std::string signs, state = "unknown";
  if (row.helps.at(group) && row.places) {
    state = "helps";
    for (Place const& place : *row.places) {
      std::string_view const sign = words.abbreviations.at(static_cast<std::size_t>(place.kind));
      signs += (signs.empty() ? "" : " ") + abbreviation(spoken_place(place, locale), sign);
    }
  } else if (row.helps.at(group)) {
    state = "somewhere";
    signs = helps_sign;
  } else signs = unknown_sign;
  return "<td class=\"tandem-matrix-" + state + "\"><span aria-hidden=\"true\">" + signs +
         "</span> <span class=\"tandem-matrix-spoken\">" + escaped(spoken_cell(row, group, locale)) +
         "</span></td>\n";
}

std::string legend(Labels const& words) {
  std::string all = "<p class=\"tandem-matrix-legend-title\">" + escaped(words.legend) +
                    "</p>\n<dl class=\"tandem-matrix-legend\">\n";
  auto const item = [&](std::string_view sign, std::string_view meaning) {
    all += "<dt>" + escaped(sign) + "</dt><dd>" + escaped(meaning) + "</dd>\n";
  };
  for (std::size_t i = 0; i < place_codes.size(); ++i) item(words.abbreviations.at(i), words.places.at(i));
  item(helps_sign, words.helps);
  item(unknown_sign, words.unknown);
  return all + "</dl>\n";
}

} // namespace

std::string matrix_html(Matrix const& matrix) {
  Labels const& words = labels(matrix.locale);
  std::string html = "<div class=\"tandem-matrix\" lang=\"" + escaped(matrix.locale) + "\">\n";
  if (matrix.rows.empty() || matrix.groups.empty())
    return html + "<p class=\"tandem-matrix-empty\">" + escaped(words.nothing) + "</p>\n</div>\n";
  // Who scrolls a wide table with the keyboard must be able to reach it.
  html += "<section class=\"tandem-matrix-scroll\" aria-label=\"" + escaped(words.title) +
          "\" tabindex=\"0\">\n<table>\n<caption>" + escaped(words.title) +
          "</caption>\n<thead>\n<tr>\n<th scope=\"col\">" + escaped(words.service) + "</th>\n";
  for (Group const& group : matrix.groups)
    html += "<th scope=\"col\"" + lang(group.locale, matrix.locale) + ">" + escaped(group.name) + "</th>\n";
  html += "</tr>\n</thead>\n<tbody>\n";
  for (Row const& row : matrix.rows) {
    html += "<tr>\n<th scope=\"row\"" + lang(row.locale, matrix.locale) + ">" + escaped(row.name);
    // Many names end with it already.
    if (!row.short_name.empty() && row.name.find(row.short_name) == std::string::npos)
      html += " <span class=\"tandem-matrix-short\">(" + escaped(row.short_name) + ")</span>";
    html += "</th>\n";
    for (std::size_t group = 0; group < matrix.groups.size(); ++group) html += cell(row, group, words, matrix.locale);
    html += "</tr>\n";
  }
  return html + "</tbody>\n</table>\n</section>\n" + legend(words) + "</div>\n";
}

} // namespace directory::matrix
