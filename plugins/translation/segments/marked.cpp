#include "segments/codes.hpp"

#include <algorithm>
#include <map>
#include <pugixml.hpp>

namespace translation::segments {
namespace {

using tandem::Error;
using tandem::ErrorCode;
using tandem::Result;

std::string escaped(std::string_view text) {
  std::string result;
  for (char const c : text) {
    switch (c) {
    case '&': result += "&amp;"; break;
    case '<': result += "&lt;"; break;
    case '>': result += "&gt;"; break;
    default: result += c;
    }
  }
  return result;
}

Error bad(std::string detail) { return {ErrorCode::invalid_content, "not a marked segment: " + std::move(detail)}; }

class Reading {
public:
  explicit Reading(Content const& source) {
    for (Part const& part : source)
      if (auto const* code = std::get_if<Code>(&part)) known_.emplace(std::pair(code->id, code->role), code);
  }

  Result<void> children(pugi::xml_node parent, std::size_t depth) {
    if (depth > deepest_marked) return bad("nested too deep");
    for (pugi::xml_node const node : parent.children()) {
      if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) {
        content_.emplace_back(std::string(node.value()));
      } else if (auto read = element(node, depth); !read) {
        return read;
      }
    }
    return {};
  }
  [[nodiscard]] Content const& content() const { return content_; }

private:
  Result<void> element(pugi::xml_node node, std::size_t depth) {
    std::string_view const name = node.name();
    if (name == "x" && node.first_child().empty()) return code(node, CodeRole::alone);
    if (name != "g") return bad("it holds <" + std::string(name) + ">");
    if (auto read = code(node, CodeRole::open); !read) return read;
    if (auto read = children(node, depth + 1); !read) return read;
    return code(node, CodeRole::close);
  }
  Result<void> code(pugi::xml_node node, CodeRole role) {
    auto const code = known_.find(std::pair(node.attribute("id").as_int(), role));
    if (code == known_.end()) return bad("its source has no code " + std::string(node.attribute("id").value()));
    content_.emplace_back(*code->second);
    return {};
  }

  std::map<std::pair<int, CodeRole>, Code const*> known_ = {};
  Content content_ = {};
};

} // namespace

std::string marked(Content const& content) {
  std::string result;
  for (Part const& part : content) {
    auto const* code = std::get_if<Code>(&part);
    if (code == nullptr) result += escaped(std::get<std::string>(part));
    else if (code->role == CodeRole::close) result += "</g>";
    else
      result += (code->role == CodeRole::open ? "<g id=\"" : "<x id=\"") + std::to_string(code->id) +
                (code->role == CodeRole::open ? "\">" : "\"/>");
  }
  return result;
}

std::size_t depth_of(Content const& content) {
  std::size_t deepest = 0, depth = 0;
  for (Part const& part : content) {
    auto const* code = std::get_if<Code>(&part);
    if (code != nullptr && code->role == CodeRole::open) deepest = std::max(deepest, ++depth);
    if (code != nullptr && code->role == CodeRole::close && depth > 0) --depth;
  }
  return deepest;
}

Result<Content> from_marked(std::string_view text, Content const& source) {
  pugi::xml_document document;
  std::string const whole = "<m>" + std::string(text) + "</m>";
  auto const parsed =
      document.load_buffer(whole.data(), whole.size(),
                           pugi::parse_escapes | pugi::parse_ws_pcdata | pugi::parse_cdata, pugi::encoding_utf8);
  if (!parsed) return bad(parsed.description());
  if (!document.first_child().next_sibling().empty()) return bad("it ends early");
  Reading reading(source);
  if (auto read = reading.children(document.first_child(), 0); !read) return read.error();
  return tidy(reading.content());
}

} // namespace translation::segments
