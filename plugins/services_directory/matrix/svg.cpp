#include "labels.hpp"
#include "markup.hpp"
#include "matrix.hpp"
#include "text_width.hpp"

#include <algorithm>
#include <cmath>

namespace directory::matrix {
namespace {

constexpr double size = 14, line = 19, padding = 10, badge = 22, gap = 4, name_width = 280, widest_head = 200;
constexpr double bold = size * 1.1; // bold letters are wider

/// Dark enough on white, and white on them, for 4.5 : 1 (WCAG 2.1, 1.4.3); told apart by their letters, not by
/// colour.
constexpr std::array<std::string_view, 5> colours{"#7a2e00", "#0b4f8a", "#1e5c2e", "#5b2a86", "#4a4a4a"};

std::string number(double value) { return std::to_string(static_cast<long>(std::lround(value))); }

class Drawing {
public:
  explicit Drawing(Matrix const& matrix) : matrix_(matrix), words_(labels(matrix.locale)) {}

  std::string draw() {
    columns();
    double y = 2 * padding + line; // below the heading
    y = heads(y);
    for (Row const& row : matrix_.rows) y = draw_row(row, y);
    if (matrix_.rows.empty() || matrix_.groups.empty())
      text(padding, y + line, wrapped(words_.nothing, width(), size, 3), "");
    double const height = legend(y + 2 * padding + line) + padding;
    return head(height) + body_ + "</svg>\n";
  }

private:
  /// As wide as the longest word of its head, within reason, or the signs of a service that works everywhere.
  void columns() {
    for (Group const& group : matrix_.groups) {
      double widest = static_cast<double>(colours.size()) * (badge + gap);
      for (std::size_t from = 0; from < group.name.size();) {
        std::size_t const space = std::min(group.name.find(' ', from), group.name.size());
        widest = std::max(widest, text_width(group.name.substr(from, space - from), bold));
        from = space + 1;
      }
      columns_.push_back(std::min(widest, widest_head));
    }
  }

  [[nodiscard]] double width() const {
    double all = name_width + 2 * padding;
    for (double const column : columns_) all += column + 2 * padding;
    return std::max(all, 420.0);
  }

  void text(double x, double y, Wrapped const& lines, std::string_view full, std::string_view attributes = "") {
    body_ += "<text x=\"" + number(x) + "\" y=\"" + number(y) + "\"" + std::string(attributes) + ">";
    if (lines.shortened) body_ += "<title>" + escaped(full) + "</title>";
    for (std::size_t i = 0; i < lines.lines.size(); ++i)
      body_ += "<tspan x=\"" + number(x) + "\" dy=\"" + (i == 0 ? "0" : number(line)) + "\">" +
               escaped(lines.lines[i]) + "</tspan>";
    body_ += "</text>\n";
  }

  void rule(double y) {
    body_ += "<line x1=\"" + number(padding) + "\" x2=\"" + number(width() - padding) + "\" y1=\"" + number(y) +
             "\" y2=\"" + number(y) + "\" stroke=\"#8a8a8a\"/>\n";
  }

  std::string lang(std::string const& locale) const {
    return locale.empty() || locale == "shared" || locale == matrix_.locale ? ""
                                                                            : " xml:lang=\"" + escaped(locale) + "\"";
  }

  double heads(double y) {
    text(padding, line + padding / 2, {{std::string(words_.title)}}, "", " font-size=\"17\" font-weight=\"bold\"");
    std::size_t tallest = 1;
    double x = name_width + padding;
    text(padding, y + line, {{std::string(words_.service)}}, "", " font-weight=\"bold\"");
    for (std::size_t i = 0; i < matrix_.groups.size(); ++i) {
      Wrapped const head = wrapped(matrix_.groups[i].name, columns_[i], bold, 4);
      tallest = std::max(tallest, head.lines.size());
      text(x + padding, y + line, head, matrix_.groups[i].name,
           " font-weight=\"bold\"" + lang(matrix_.groups[i].locale));
      x += columns_[i] + 2 * padding;
    }
    y += static_cast<double>(tallest) * line + padding;
    rule(y);
    return y;
  }

  double draw_row(Row const& row, double y) {
    std::string full = row.name;
    if (!row.short_name.empty() && full.find(row.short_name) == std::string::npos)
      full += " (" + row.short_name + ")";
    Wrapped const name = wrapped(full, name_width - padding, size, 3);
    text(padding, y + line, name, full, lang(row.locale));
    double x = name_width + padding;
    for (std::size_t group = 0; group < matrix_.groups.size(); ++group) {
      cell(row, group, x + padding, y + padding / 2);
      x += columns_[group] + 2 * padding;
    }
    y += std::max(static_cast<double>(name.lines.size()) * line, badge) + padding;
    rule(y);
    return y;
  }

  void sign(double x, double y, std::string_view letter, std::string_view colour, std::string_view ink) {
    body_ += "<rect x=\"" + number(x) + "\" y=\"" + number(y) + "\" width=\"" + number(badge) + "\" height=\"" +
             number(badge) + "\" rx=\"4\" fill=\"" + std::string(colour) + "\"/><text x=\"" + number(x + badge / 2) +
             "\" y=\"" + number(y + badge - 6) + "\" text-anchor=\"middle\" font-weight=\"bold\" fill=\"" +
             std::string(ink) + "\">" + escaped(letter) + "</text>\n";
  }

  void cell(Row const& row, std::size_t group, double x, double y) {
    body_ += "<g><title>" + escaped(spoken_cell(row, group, matrix_.locale)) + "</title>\n";
    if (!row.helps.at(group)) sign(x, y, unknown_sign, "#ffffff", "#4a4a4a");
    else if (!row.places) sign(x, y, helps_sign, "#ffffff", "#1a1a1a");
    else
      for (Place const& place : *row.places) {
        auto const kind = static_cast<std::size_t>(place.kind);
        sign(x, y, words_.abbreviations.at(kind), colours.at(kind), "#ffffff");
        x += badge + gap;
      }
    body_ += "</g>\n";
  }

  double legend(double y) {
    text(padding, y, {{std::string(words_.legend)}}, "", " font-weight=\"bold\"");
    auto const item = [&](std::string_view letter, std::string_view meaning, std::string_view colour,
                          std::string_view ink) {
      y += badge + gap;
      sign(padding, y - badge + padding + 2, letter, colour, ink);
      text(2 * padding + badge, y + padding - 4, {{std::string(meaning)}}, "");
    };
    for (std::size_t i = 0; i < colours.size(); ++i)
      item(words_.abbreviations.at(i), words_.places.at(i), colours.at(i), "#ffffff");
    item(helps_sign, words_.helps, "#ffffff", "#1a1a1a");
    item(unknown_sign, words_.unknown, "#ffffff", "#4a4a4a");
    return y + badge;
  }

  /// The whole picture in words.
  [[nodiscard]] std::string description() const {
    std::string all;
    for (Row const& row : matrix_.rows) {
      all += row.name + std::string(words_.colon);
      for (std::size_t group = 0; group < matrix_.groups.size(); ++group)
        all +=
            (group == 0 ? "" : "; ") + matrix_.groups[group].name + " – " + spoken_cell(row, group, matrix_.locale);
      all += ".\n";
    }
    return all.empty() ? std::string(words_.nothing) : all;
  }

  [[nodiscard]] std::string head(double height) const {
    std::string const w = number(width()), h = number(height), locale = escaped(matrix_.locale);
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"tandem-matrix-title "
           "tandem-matrix-description\" xml:lang=\"" +
           locale + "\" width=\"" + w + "\" height=\"" + h + "\" viewBox=\"0 0 " + w + " " + h +
           "\" font-family=\"'DejaVu Sans', Verdana, Arial, sans-serif\" font-size=\"" + number(size) +
           "\" fill=\"#1a1a1a\">\n<title id=\"tandem-matrix-title\">" + escaped(words_.title) +
           "</title>\n<desc id=\"tandem-matrix-description\">" + escaped(description()) + "</desc>\n<rect width=\"" +
           w + "\" height=\"" + h + "\" fill=\"#ffffff\"/>\n";
  }

  Matrix const& matrix_;
  Labels const& words_;
  std::vector<double> columns_;
  std::string body_;
};

} // namespace

std::string matrix_svg(Matrix const& matrix) { return Drawing(matrix).draw(); }

} // namespace directory::matrix
