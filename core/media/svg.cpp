#include "media/svg.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <pugixml.hpp>
#include <sstream>
#include <vector>

namespace tandem::media {
namespace {

// SVG 1.1 and 2: what draws, and nothing that runs (script, on…), moves (animate, set could write an href), embeds
// (foreignObject, iframe) or links (a).
constexpr std::array elements{"circle",
                              "clipPath",
                              "defs",
                              "desc",
                              "ellipse",
                              "feBlend",
                              "feColorMatrix",
                              "feComposite",
                              "feFlood",
                              "feFuncA",
                              "feFuncB",
                              "feFuncG",
                              "feFuncR",
                              "feGaussianBlur",
                              "feMerge",
                              "feMergeNode",
                              "feOffset",
                              "filter",
                              "g",
                              "image",
                              "line",
                              "linearGradient",
                              "marker",
                              "mask",
                              "path",
                              "pattern",
                              "polygon",
                              "polyline",
                              "radialGradient",
                              "rect",
                              "stop",
                              "style",
                              "svg",
                              "switch",
                              "symbol",
                              "text",
                              "textPath",
                              "title",
                              "tspan",
                              "use",
                              "feComponentTransfer",
                              "feDropShadow",
                              "feMorphology",
                              "feTurbulence"};

constexpr std::array attributes{"alignment-baseline",
                                "amplitude",
                                "aria-hidden",
                                "aria-label",
                                "aria-labelledby",
                                "baseFrequency",
                                "baseline-shift",
                                "class",
                                "clip",
                                "clip-path",
                                "clip-rule",
                                "clipPathUnits",
                                "color",
                                "color-interpolation",
                                "color-interpolation-filters",
                                "cx",
                                "cy",
                                "d",
                                "direction",
                                "display",
                                "dominant-baseline",
                                "dx",
                                "dy",
                                "exponent",
                                "fill",
                                "fill-opacity",
                                "fill-rule",
                                "filter",
                                "filterUnits",
                                "flood-color",
                                "flood-opacity",
                                "font-family",
                                "font-size",
                                "font-size-adjust",
                                "font-stretch",
                                "font-style",
                                "font-variant",
                                "font-weight",
                                "fr",
                                "fx",
                                "fy",
                                "gradientTransform",
                                "gradientUnits",
                                "height",
                                "href",
                                "id",
                                "in",
                                "in2",
                                "intercept",
                                "k1",
                                "k2",
                                "k3",
                                "k4",
                                "kerning",
                                "lang",
                                "lengthAdjust",
                                "letter-spacing",
                                "lighting-color",
                                "marker-end",
                                "marker-mid",
                                "marker-start",
                                "markerHeight",
                                "markerUnits",
                                "markerWidth",
                                "mask",
                                "maskContentUnits",
                                "maskUnits",
                                "mode",
                                "numOctaves",
                                "offset",
                                "opacity",
                                "operator",
                                "order",
                                "orient",
                                "overflow",
                                "paint-order",
                                "patternContentUnits",
                                "patternTransform",
                                "patternUnits",
                                "points",
                                "preserveAspectRatio",
                                "primitiveUnits",
                                "r",
                                "radius",
                                "refX",
                                "refY",
                                "result",
                                "role",
                                "rotate",
                                "rx",
                                "ry",
                                "seed",
                                "shape-rendering",
                                "slope",
                                "spreadMethod",
                                "startOffset",
                                "stdDeviation",
                                "stitchTiles",
                                "stop-color",
                                "stop-opacity",
                                "stroke",
                                "stroke-dasharray",
                                "stroke-dashoffset",
                                "stroke-linecap",
                                "stroke-linejoin",
                                "stroke-miterlimit",
                                "stroke-opacity",
                                "stroke-width",
                                "style",
                                "systemLanguage",
                                "tableValues",
                                "text-anchor",
                                "text-decoration",
                                "text-rendering",
                                "textLength",
                                "transform",
                                "transform-origin",
                                "type",
                                "unicode-bidi",
                                "values",
                                "vector-effect",
                                "version",
                                "viewBox",
                                "visibility",
                                "width",
                                "word-spacing",
                                "writing-mode",
                                "x",
                                "x1",
                                "x2",
                                "xlink:href",
                                "xml:lang",
                                "xml:space",
                                "xmlns",
                                "xmlns:xlink",
                                "y",
                                "y1",
                                "y2",
                                "z"};

template <std::size_t N> bool is_one_of(std::array<char const*, N> const& known, std::string_view name) {
  return std::any_of(known.begin(), known.end(), [name](std::string_view one) { return one == name; });
}

/// In lower case and without white space and control characters, which browsers look past.
std::string bare(std::string_view text) {
  std::string out;
  for (char const c : text)
    if (static_cast<unsigned char>(c) > 0x20) out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

/// Whether a value or style sheet points nowhere but into the drawing: each url( is followed by #.
bool stays_inside(std::string_view css) {
  std::string const text = bare(css);
  for (char const* const reaches :
       {"@", "\\", "/*", "expression(", "image(", "image-set(", "src(", "javascript:", "behavior:", "-moz-binding"})
    if (text.find(reaches) != text.npos) return false;
  for (std::size_t at = 0; (at = text.find("url(", at)) != text.npos;) {
    at += 4;
    std::size_t const quote = at < text.size() && (text[at] == '"' || text[at] == '\'') ? 1 : 0;
    if (text.compare(at + quote, 1, "#") != 0) return false;
  }
  return true;
}

bool may_link(std::string_view element, std::string_view target) {
  std::string const text = bare(target);
  if (text.starts_with("#")) return true;
  if (element != "image") return false;
  constexpr std::array pictures{"png", "jpeg", "webp", "gif"}; // no SVG in the SVG
  return std::any_of(pictures.begin(), pictures.end(), [&text](std::string const& type) {
    return text.starts_with("data:image/" + type + ";base64,");
  });
}

bool may_stay(pugi::xml_node const& element, pugi::xml_attribute const& attribute) {
  std::string_view const name = attribute.name(), value = attribute.value();
  if (!is_one_of(attributes, name)) return false;
  if (name == "href" || name == "xlink:href") return may_link(element.name(), value);
  if (name == "xmlns") return value == "http://www.w3.org/2000/svg";
  if (name == "xmlns:xlink") return value == "http://www.w3.org/1999/xlink";
  return stays_inside(value);
}

void clean_attributes(pugi::xml_node element) {
  for (pugi::xml_attribute one = element.first_attribute(); one;) {
    pugi::xml_attribute const next = one.next_attribute();
    if (!may_stay(element, one)) element.remove_attribute(one);
    one = next;
  }
}

Error refused(std::string_view why) { return {ErrorCode::invalid_content, "the SVG " + std::string(why)}; }

/// How deep elements lie in one another; pugixml walks by recursion, so this is asked before all else.
bool is_too_deep(pugi::xml_document const& document) {
  int depth = 0;
  for (pugi::xml_node node = document.first_child(); node;) {
    if (node.first_child()) {
      node = node.first_child();
      if (++depth > 256) return true;
      continue;
    }
    while (node && !node.next_sibling()) {
      node = node.parent();
      --depth;
    }
    if (node) node = node.next_sibling();
  }
  return false;
}

Result<void> clean(pugi::xml_node element) {
  clean_attributes(element);
  bool const is_style = std::string_view(element.name()) == "style";
  for (pugi::xml_node child = element.first_child(); child;) {
    pugi::xml_node const next = child.next_sibling();
    bool const is_text = child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata;
    if (is_text && is_style && !stays_inside(child.value())) return refused("has a style sheet that loads something");
    if (child.type() == pugi::node_element && is_one_of(elements, child.name())) {
      if (auto ok = clean(child); !ok) return ok;
    } else if (!is_text) {
      element.remove_child(child); // comments and processing instructions, too
    }
    child = next;
  }
  return {};
}

} // namespace

Result<std::string> clean_svg(std::string_view svg) {
  pugi::xml_document document;
  // Entities of a document type are not expanded, the type itself is not kept.
  pugi::xml_parse_result const parsed = document.load_buffer(svg.data(), svg.size(), pugi::parse_default);
  if (!parsed) return refused("is not well-formed XML");
  if (is_too_deep(document)) return refused("is nested deeper than 256 elements");
  pugi::xml_node const root = document.document_element();
  if (std::string_view(root.name()) != "svg") return refused("has another root element than svg");
  if (auto ok = clean(root); !ok) return ok.error();
  if (std::string_view(root.attribute("xmlns").value()).empty()) return refused("is not in the namespace of SVG");
  std::ostringstream out;
  root.print(out, "", pugi::format_raw | pugi::format_no_declaration);
  return out.str();
}

} // namespace tandem::media
