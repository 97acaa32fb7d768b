#include "memory/tmx.hpp"
#include "utf8.hpp"

#include <algorithm>
#include <map>
#include <pugixml.hpp>

namespace translation::memory {
namespace {

using segments::Code;
using segments::CodeKind;
using segments::CodeRole;
using tandem::Error;
using tandem::ErrorCode;
using tandem::Result;

Error refused(std::string why) { return {ErrorCode::invalid_content, std::move(why)}; }

/// Without recursion: a file made to be deep must not use up the stack.
Result<void> check_tree(pugi::xml_document const& document, TmxLimits const& limits) {
  std::size_t depth = 0;
  for (pugi::xml_node node = document.first_child(); node;) {
    if (node.type() == pugi::node_doctype && std::string_view(node.value()).find('[') != std::string_view::npos)
      return refused("the file declares entities or elements of its own; only a named DTD is accepted");
    if (node.first_child()) {
      if (++depth > limits.depth)
        return refused("elements are nested deeper than translation.tmx_depth: " + std::to_string(limits.depth));
      node = node.first_child();
      continue;
    }
    while (node && !node.next_sibling()) {
      node = node.parent();
      if (depth == 0 || node == document) return {};
      --depth;
    }
    if (node) node = node.next_sibling();
  }
  return {};
}

/// "NL_be" → "nl-BE".
std::string tag_of(std::string_view written) {
  std::string tag;
  bool after_language = false;
  for (char c : written) {
    if (c == '_' || c == '-') {
      if (after_language) break; // what comes after the region says nothing of a language of ours
      after_language = true;
      tag += '-';
      continue;
    }
    bool const lower = c >= 'a' && c <= 'z', upper = c >= 'A' && c <= 'Z';
    if (after_language && lower) tag += static_cast<char>(c - 'a' + 'A');
    else if (!after_language && upper) tag += static_cast<char>(c - 'A' + 'a');
    else tag += c;
  }
  return tag;
}

std::optional<std::string> locale_of(pugi::xml_node const& tuv, std::vector<std::string> const& locales) {
  pugi::xml_attribute const lang = tuv.attribute("xml:lang");
  std::string const tag = tag_of((lang ? lang : tuv.attribute("lang")).value()); // "lang" before 1.4
  for (std::string const& candidate : {tag, tag.substr(0, tag.find('-'))})
    if (std::find(locales.begin(), locales.end(), candidate) != locales.end()) return candidate;
  return std::nullopt;
}

/// All text below, that of <sub> too.
std::string text_below(pugi::xml_node const& element) {
  std::string text;
  for (pugi::xml_node const& child : element.children())
    text += child.type() == pugi::node_element ? text_below(child) : child.value();
  return text;
}

CodeKind kind_of_code(std::string_view type, std::string_view original, bool pair) {
  if (type == "italic") return CodeKind::emphasis;
  if (type == "bold") return CodeKind::strong;
  if (type.starts_with("x-")) type.remove_prefix(2);
  if (auto const kind = kind_of(type)) return *kind;
  if (!pair) return CodeKind::placeholder;
  if (original == "**" || original == "__") return CodeKind::strong;
  if (original == "*" || original == "_") return CodeKind::emphasis;
  if (original.starts_with("![")) return CodeKind::image;
  if (original.starts_with("[")) return CodeKind::link;
  return CodeKind::html;
}

class Seg {
public:
  /// None when its codes do not pair or stand too deep in one another, or it says nothing.
  static std::optional<Content> read(pugi::xml_node const& seg) {
    Seg reader;
    reader.add_children(seg);
    for (auto const& [i, code] : reader.open_)
      if (!code.closed) return std::nullopt;
    if (segments::depth_of(reader.content_) > segments::deepest_marked) return std::nullopt;
    if (!reader.good_ || segments::plain_text(reader.content_).find_first_not_of(" \t\n") == std::string::npos)
      return std::nullopt;
    return std::move(reader.content_);
  }

private:
  struct Opened {
    int id;
    CodeKind kind;
    bool closed = false;
  };

  void add_text(std::string_view text) {
    if (text.empty()) return;
    if (!content_.empty())
      if (auto* last = std::get_if<std::string>(&content_.back())) {
        last->append(text);
        return;
      }
    content_.emplace_back(std::string(text));
  }

  void add_children(pugi::xml_node const& element) {
    for (pugi::xml_node const& child : element.children()) {
      if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) add_text(child.value());
      else if (child.type() == pugi::node_element) add_element(child);
    }
  }

  void add_element(pugi::xml_node const& element) {
    std::string_view const name = element.name(), type = element.attribute("type").value();
    if (name == "hi") { // highlights text, and stands for nothing
      add_children(element);
    } else if (name == "bpt") {
      std::string const original = text_below(element);
      Opened const opened{++last_, kind_of_code(type, original, true)};
      good_ = good_ && open_.emplace(element.attribute("i").value(), opened).second;
      content_.emplace_back(Code{opened.id, CodeRole::open, opened.kind, original});
    } else if (name == "ept") {
      auto const opened = open_.find(element.attribute("i").value());
      if (opened == open_.end() || opened->second.closed) {
        good_ = false;
        return;
      }
      opened->second.closed = true;
      content_.emplace_back(Code{opened->second.id, CodeRole::close, opened->second.kind, text_below(element)});
    } else if (name == "ph" || name == "it" || name == "ut") {
      std::string const original = text_below(element);
      content_.emplace_back(Code{++last_, CodeRole::alone, kind_of_code(type, original, false), original});
    } else {
      good_ = false;
    }
  }

  Content content_;
  std::map<std::string, Opened, std::less<>> open_; // by `i`
  int last_ = 0;
  bool good_ = true;
};

void read_unit(pugi::xml_node const& tu, std::vector<std::string> const& locales, TmxFile& file) {
  ++file.read;
  std::vector<std::pair<std::string, Content>> variants;
  bool readable = true;
  for (pugi::xml_node const& tuv : tu.children("tuv")) {
    auto const locale = locale_of(tuv, locales);
    bool const there = locale && std::any_of(variants.begin(), variants.end(),
                                             [&](auto const& variant) { return variant.first == *locale; });
    if (!locale || there) continue; // of two in one language the first counts
    auto content = Seg::read(tuv.child("seg"));
    if (!content) readable = false;
    else variants.emplace_back(*locale, std::move(*content));
  }
  std::size_t const before = file.units.size();
  for (std::size_t i = 0; i < variants.size(); ++i)
    for (std::size_t j = i + 1; j < variants.size(); ++j) {
      if (auto target = with_codes_of(variants[i].second, variants[j].second))
        file.units.push_back({variants[i].first, variants[j].first, variants[i].second, std::move(*target)});
      else readable = false;
    }
  if (file.units.size() > before) return;
  ++(readable ? file.other_languages : file.unreadable);
}

} // namespace

Result<TmxFile> read_tmx(std::string_view bytes, std::vector<std::string> const& locales, TmxLimits const& limits) {
  if (bytes.size() > limits.bytes)
    return Error{ErrorCode::payload_too_large,
                 "the file has more bytes than translation.tmx_bytes: " + std::to_string(limits.bytes)};
  pugi::xml_document document;
  // White space between elements of a <seg> is text: "<ph/> <ph/>".
  constexpr unsigned how = pugi::parse_default | pugi::parse_ws_pcdata | pugi::parse_doctype;
  pugi::xml_parse_result const parsed = document.load_buffer(bytes.data(), bytes.size(), how);
  if (!parsed)
    return refused("the file is not XML: " + std::string(parsed.description()) + ", at byte " +
                   std::to_string(parsed.offset));
  if (parsed.encoding == pugi::encoding_utf8 && !is_utf8(bytes))
    return refused("the file is neither in UTF-8 nor in UTF-16: save it in one of them");
  if (auto ok = check_tree(document, limits); !ok) return ok.error();
  pugi::xml_node const root = document.document_element();
  if (std::string_view(root.name()) != "tmx" || !root.child("body"))
    return refused("the file is not TMX: there is no <tmx> with a <body>");
  TmxFile file;
  for (pugi::xml_node const& tu : root.child("body").children("tu")) {
    if (file.read == limits.units)
      return Error{ErrorCode::payload_too_large,
                   "the file has more units than translation.tmx_units: " + std::to_string(limits.units)};
    read_unit(tu, locales, file);
  }
  return file;
}

} // namespace translation::memory
