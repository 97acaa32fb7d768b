#include "exchange/read_xliff.hpp"

#include "utf8.hpp"

#include <algorithm>
#include <pugixml.hpp>
#include <unicode/utf8.h>

namespace translation::exchange {
namespace {

using segments::CodeRole;
using tandem::Error;
using tandem::ErrorCode;
using tandem::Result;

/// Names without a namespace's prefix: tools choose their own.
std::string_view local_name(pugi::xml_node node) {
  std::string_view const name = node.name();
  return name.substr(name.rfind(':') + 1);
}

std::string attribute(pugi::xml_node node, char const* name) { return node.attribute(name).value(); }

std::string utf8(UChar32 c) {
  std::string text(4, '\0');
  std::size_t length = 0;
  auto* const bytes = reinterpret_cast<std::uint8_t*>(text.data());
  U8_APPEND_UNSAFE(bytes, length, c);
  text.resize(length);
  return text;
}

/// Without recursion: how deep the file goes is the sender's choice.
std::size_t depth_of(pugi::xml_node root) {
  std::size_t deepest = 0, depth = 0;
  for (pugi::xml_node node = root; node;) {
    deepest = std::max(deepest, depth);
    if (node.first_child()) {
      node = node.first_child();
      ++depth;
      continue;
    }
    while (node && node != root && !node.next_sibling()) {
      node = node.parent();
      --depth;
    }
    node = node == root ? pugi::xml_node() : node.next_sibling();
  }
  return deepest;
}

class Reading {
public:
  explicit Reading(std::string const& bytes) {
    for (std::size_t at = bytes.find('\n'); at != std::string::npos; at = bytes.find('\n', at + 1))
      line_ends_.push_back(at);
  }

  [[nodiscard]] std::size_t line_of(std::ptrdiff_t offset) const {
    auto const at = static_cast<std::size_t>(std::max<std::ptrdiff_t>(offset, 0));
    return static_cast<std::size_t>(std::lower_bound(line_ends_.begin(), line_ends_.end(), at) - line_ends_.begin()) +
           1;
  }

  Result<ReadXliff> document(pugi::xml_node root) {
    ReadXliff result{attribute(root, "version"), {}};
    bool const second = result.version == "2.0" || result.version == "2.1" || result.version == "2.2";
    if (local_name(root) != "xliff") return Error{ErrorCode::invalid_content, "this is no XLIFF file"};
    if (!second && result.version != "1.2" && result.version != "1.1")
      return Error{ErrorCode::invalid_content,
                   "XLIFF " + result.version + " is not read, only 2.0, 2.1, 2.2, 1.2 and 1.1"};
    for (pugi::xml_node const node : root.children()) {
      if (local_name(node) != "file") continue;
      ReadFile file = second ? ReadFile{attribute(node, "id"),
                                        attribute(root, "srcLang"),
                                        attribute(root, "trgLang"),
                                        {},
                                        here(node)}
                             : ReadFile{attribute(node, "original"),
                                        attribute(node, "source-language"),
                                        attribute(node, "target-language"),
                                        {},
                                        here(node)};
      second ? units(node, file) : first_units(node, "", file);
      result.files.push_back(std::move(file));
    }
    return result;
  }

private:
  [[nodiscard]] std::size_t here(pugi::xml_node node) const { return line_of(node.offset_debug()); }

  // --- 2.x

  void units(pugi::xml_node parent, ReadFile& file) {
    for (pugi::xml_node const node : parent.children()) {
      if (local_name(node) == "group") units(node, file);
      if (local_name(node) != "unit") continue;
      ReadUnit unit{attribute(node, "id"), {}, here(node)};
      for (pugi::xml_node const child : node.children()) {
        if (local_name(child) != "segment") continue;
        unit.segments.push_back(segment(child, attribute(child, "id")));
      }
      file.units.push_back(std::move(unit));
    }
  }
  ReadSegment segment(pugi::xml_node node, std::string id) {
    ReadSegment segment{std::move(id), {}, std::nullopt, here(node)};
    for (pugi::xml_node const child : node.children()) {
      if (local_name(child) == "source") content(child, segment.source, segment.problem);
      if (local_name(child) == "target") content(child, segment.target.emplace(), segment.problem);
    }
    // Where nothing is said it is "initial" too, but many tools never say anything.
    segment.translated = attribute(node, "state") != "initial";
    return segment;
  }

  // --- 1.2

  /// A `<trans-unit>` is a unit of one segment, or of as many as `<seg-source>` marks; "body/s2" is a segment of
  /// body.
  void first_units(pugi::xml_node parent, std::string const& group, ReadFile& file) {
    for (pugi::xml_node const node : parent.children()) {
      std::string_view const name = local_name(node);
      if (name == "body") first_units(node, group, file);
      if (name == "group") first_units(node, attribute(node, "id"), file);
      if (name == "trans-unit") first_unit(node, group, file);
    }
  }
  void first_unit(pugi::xml_node node, std::string const& group, ReadFile& file) {
    std::string id = attribute(node, "id");
    std::string within = id.substr(0, id.find('/'));
    std::string name = within == id ? "" : id.substr(within.size() + 1);
    if (name.empty() && !group.empty() && id.starts_with('s')) {
      within = group;
      name = id;
    }
    ReadUnit* unit = find_unit(file, within);
    if (unit == nullptr) unit = &file.units.emplace_back(ReadUnit{within, {}, here(node)});
    auto marked = marks(child(node, "seg-source"));
    if (marked.empty()) {
      if (name.empty()) name = segment_id(unit->segments.size());
      unit->segments.push_back(segment(node, std::move(name)));
      unit->segments.back().translated = is_translated(node, unit->segments.back());
      return;
    }
    auto const targets = marks(child(node, "target"));
    for (pugi::xml_node const& mark : marked) {
      ReadSegment segment{attribute(mark, "mid"), {}, std::nullopt, here(mark)};
      content(mark, segment.source, segment.problem);
      for (pugi::xml_node const& target : targets)
        if (attribute(target, "mid") == segment.id) content(target, segment.target.emplace(), segment.problem);
      segment.translated = is_translated(node, segment);
      unit->segments.push_back(std::move(segment));
    }
  }
  /// Many tools never approve anything: not being approved counts only of what still says what its source says.
  static bool is_translated(pugi::xml_node unit, ReadSegment const& segment) {
    std::string const state = attribute(child(unit, "target"), "state");
    if (state == "new" || state == "needs-translation") return false;
    return attribute(unit, "approved") != "no" || segment.target != segment.source;
  }
  static ReadUnit* find_unit(ReadFile& file, std::string const& id) {
    auto const unit =
        std::find_if(file.units.begin(), file.units.end(), [&](ReadUnit const& one) { return one.id == id; });
    return unit == file.units.end() ? nullptr : &*unit;
  }
  static pugi::xml_node child(pugi::xml_node node, std::string_view name) {
    for (pugi::xml_node const one : node.children())
      if (local_name(one) == name) return one;
    return {};
  }
  static std::vector<pugi::xml_node> marks(pugi::xml_node node) {
    std::vector<pugi::xml_node> all;
    for (pugi::xml_node const one : node.children())
      if (local_name(one) == "mrk" && attribute(one, "mtype") == "seg") all.push_back(one);
    return all;
  }

  // --- inline elements of both; depth is limited before

  /// `problem` becomes the first that is not known: what stands in it would be lost.
  void content(pugi::xml_node node, ReadContent& parts, std::string& problem) {
    for (pugi::xml_node const one : node.children()) {
      if (one.type() == pugi::node_pcdata || one.type() == pugi::node_cdata) parts.push_back({one.value()});
      else if (one.type() == pugi::node_element) element(one, parts, problem);
    }
  }
  void element(pugi::xml_node node, ReadContent& parts, std::string& problem) {
    std::string_view const name = local_name(node);
    auto const code = [&](std::string id, CodeRole role) { parts.push_back({"", std::move(id), role}); };
    if (name == "pc" || name == "g") {
      code(attribute(node, "id"), CodeRole::open);
      content(node, parts, problem);
      code(attribute(node, "id"), CodeRole::close);
    } else if (name == "ph" || name == "x" || name == "it") {
      code(attribute(node, "id"), CodeRole::alone);
    } else if (name == "sc" || name == "bx" || name == "bpt") {
      code(attribute(node, "id"), CodeRole::open);
    } else if (name == "ec") {
      code(attribute(node, node.attribute("startRef") ? "startRef" : "id"), CodeRole::close);
    } else if (name == "ex" || name == "ept") {
      code(attribute(node, node.attribute("rid") ? "rid" : "id"), CodeRole::close);
    } else if (name == "cp") {
      UChar32 const c = static_cast<UChar32>(std::strtol(node.attribute("hex").value(), nullptr, 16));
      if (c > 0 && c <= 0x10FFFF && !U_IS_SURROGATE(c)) parts.push_back({utf8(c)});
    } else if (name == "mrk") {
      content(node, parts, problem);
    } else if (name != "sm" && name != "em" && problem.empty()) { // those two only mark places
      problem = "line " + std::to_string(here(node)) + ": the element <" + std::string(node.name()) +
                "> is not read, and what it holds would be lost";
    }
  }

  std::vector<std::size_t> line_ends_;
};

} // namespace

Result<ReadXliff> read_xliff(std::string const& bytes, ReadLimits const& limits) {
  if (bytes.size() > limits.bytes)
    return Error{ErrorCode::payload_too_large, "the file is larger than " + std::to_string(limits.bytes) +
                                                   " bytes (setting translation.exchange_bytes)"};
  if (!is_utf8(bytes)) return Error{ErrorCode::invalid_content, "the file is not in UTF-8"};
  pugi::xml_document document;
  auto const flags = pugi::parse_escapes | pugi::parse_ws_pcdata | pugi::parse_cdata | pugi::parse_eol |
                     pugi::parse_doctype | pugi::parse_wconv_attribute;
  auto const parsed = document.load_buffer(bytes.data(), bytes.size(), flags, pugi::encoding_utf8);
  Reading reading(bytes);
  if (!parsed)
    return Error{ErrorCode::invalid_content, "the file is not well-formed XML, line " +
                                                 std::to_string(reading.line_of(parsed.offset)) + ": " +
                                                 parsed.description()};
  for (pugi::xml_node const node : document.children())
    if (node.type() == pugi::node_doctype)
      return Error{ErrorCode::invalid_content,
                   "the file declares a document type; XLIFF has none, and entities are not read"};
  if (depth_of(document) > limits.depth)
    return Error{ErrorCode::invalid_content, "elements stand more than " + std::to_string(limits.depth) +
                                                 " deep in one another (setting translation.exchange_depth)"};
  return reading.document(document.document_element());
}

} // namespace translation::exchange
