#include "memory/tmx.hpp"

#include <algorithm>
#include <ostream>
#include <pugixml.hpp>

namespace translation::memory {
namespace {

using segments::Code;
using segments::CodeKind;
using segments::CodeRole;

/// What TMX recommends as `type`, and ours for the rest.
std::string type_of(CodeKind kind) {
  switch (kind) {
  case CodeKind::emphasis: return "italic";
  case CodeKind::strong: return "bold";
  case CodeKind::link: return "link";
  case CodeKind::image: return "image";
  default: return "x-" + std::string(name_of(kind));
  }
}

/// Without what XML 1.0 cannot hold.
std::string in_xml(std::string text) {
  std::erase_if(text, [](char c) { return c >= 0 && c < ' ' && c != '\t' && c != '\n' && c != '\r'; });
  return text;
}

void add_code(pugi::xml_node& seg, Code const& code) {
  char const* const name = code.role == CodeRole::open ? "bpt" : code.role == CodeRole::close ? "ept" : "ph";
  pugi::xml_node element = seg.append_child(name);
  if (code.role != CodeRole::alone) element.append_attribute("i") = code.id;
  if (code.role != CodeRole::close) {
    element.append_attribute("x") = code.id;
    element.append_attribute("type") = type_of(code.kind).c_str();
  }
  element.text().set(in_xml(code.original).c_str());
}

void add_variant(pugi::xml_node& tu, std::string const& locale, Content const& content) {
  pugi::xml_node tuv = tu.append_child("tuv");
  tuv.append_attribute("xml:lang") = locale.c_str();
  pugi::xml_node seg = tuv.append_child("seg");
  for (segments::Part const& part : content) {
    if (auto const* code = std::get_if<Code>(&part)) add_code(seg, *code);
    else seg.append_child(pugi::node_pcdata).set_value(in_xml(std::get<std::string>(part)).c_str());
  }
}

/// TMX writes instants as 20260301T090000Z.
std::string compact(std::string_view instant) {
  std::string text(instant.substr(0, std::min<std::size_t>(instant.size(), 19)));
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text + "Z";
}

} // namespace

void write_tmx_head(std::ostream& out, std::string_view version) {
  out << R"(<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
<header creationtool="Tandem" creationtoolversion=")"
      << version << R"(" segtype="sentence" o-tmf="Tandem" adminlang="en" srclang="*all*" datatype="plaintext"/>
<body>
)";
}

void write_tmx_unit(std::ostream& out, Unit const& unit, Properties const& properties) {
  pugi::xml_document document;
  pugi::xml_node tu = document.append_child("tu");
  tu.append_attribute("tuid") = properties.id.c_str();
  tu.append_attribute("creationdate") = compact(properties.since).c_str();
  for (auto const& [name, value] : properties.named) {
    if (value.empty()) continue;
    pugi::xml_node prop = tu.append_child("prop");
    prop.append_attribute("type") = ("x-" + name).c_str();
    prop.text().set(value.c_str());
  }
  add_variant(tu, unit.source_locale, unit.source);
  add_variant(tu, unit.target_locale, unit.target);
  // Raw: white space in a <seg> is part of it.
  document.print(out, "", pugi::format_raw | pugi::format_no_declaration, pugi::encoding_utf8);
  out << "\n";
}

void write_tmx_foot(std::ostream& out) { out << "</body>\n</tmx>\n"; }

} // namespace translation::memory
