#include "exchange/write_xliff.hpp"

#include <array>
#include <map>
#include <pugixml.hpp>
#include <sstream>
#include <unicode/utf8.h>

namespace translation::exchange {
namespace {

using segments::Code;
using segments::CodeKind;
using segments::CodeRole;

/// A child on a line of its own; where white space counts (in source and target), use append_child.
pugi::xml_node line(pugi::xml_node parent, char const* name) {
  pugi::xml_node child = parent.append_child(name);
  parent.append_child(pugi::node_pcdata).set_value("\n");
  return child;
}
void set(pugi::xml_node node, char const* name, std::string const& value) {
  node.append_attribute(name).set_value(value.c_str());
}

bool is_xml_character(UChar32 c) {
  return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c != 0xFFFE && c != 0xFFFF);
}

/// Text in which characters that XML cannot hold are `<cp>`.
void append_text(pugi::xml_node parent, std::string const& text) {
  std::string run;
  auto const flush = [&] {
    if (!run.empty()) parent.append_child(pugi::node_pcdata).set_value(run.c_str());
    run.clear();
  };
  auto const* const bytes = reinterpret_cast<std::uint8_t const*>(text.data());
  for (std::int32_t i = 0; i < static_cast<std::int32_t>(text.size());) {
    std::int32_t const begin = i;
    UChar32 c = 0;
    U8_NEXT(bytes, i, static_cast<std::int32_t>(text.size()), c);
    if (is_xml_character(c)) {
      run += text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(i - begin));
      continue;
    }
    flush();
    std::array<char, 9> hex{};
    std::snprintf(hex.data(), hex.size(), "%04X", static_cast<unsigned>(c));
    set(parent.append_child("cp"), "hex", hex.data());
  }
  flush();
}

/// `type` and `subType` of an inline element, as section 4.7.2.1 of the standard has them; "" where it has none.
std::pair<std::string, std::string> types_of(CodeKind kind) {
  switch (kind) {
  case CodeKind::emphasis: return {"fmt", "xlf:i"};
  case CodeKind::strong: return {"fmt", "xlf:b"};
  case CodeKind::strikethrough: return {"fmt", ""};
  case CodeKind::link: return {"link", ""};
  case CodeKind::image: return {"image", ""};
  case CodeKind::line_break: return {"fmt", "xlf:lb"};
  case CodeKind::autolink: return {"link", ""};
  case CodeKind::placeholder: return {"ui", "xlf:var"};
  case CodeKind::code_span:
  case CodeKind::html: return {"other", ""};
  }
  return {};
}

/// The `<data>` of a unit: what codes stand for, each once.
class OriginalData {
public:
  std::string const& id_of(std::string const& original) {
    auto const [place, fresh] = ids_.try_emplace(original, "d" + std::to_string(ids_.size() + 1));
    if (fresh) in_order_.push_back(original);
    return place->second;
  }
  void write(pugi::xml_node unit) {
    if (in_order_.empty()) return;
    pugi::xml_node const data = line(unit, "originalData");
    for (std::string const& original : in_order_) {
      pugi::xml_node const one = line(data, "data");
      set(one, "id", ids_.at(original));
      append_text(one, original);
    }
  }

private:
  std::map<std::string, std::string> ids_;
  std::vector<std::string> in_order_;
};

void set_types(pugi::xml_node node, CodeKind kind) {
  node.append_attribute("canCopy").set_value("no");
  node.append_attribute("canDelete").set_value("no");
  auto const [type, subtype] = types_of(kind);
  set(node, "type", type);
  if (!subtype.empty()) set(node, "subType", subtype);
}

/// The closing code of a pair names the data of its end.
std::string const& original_of_close(segments::Content const& content, int id) {
  static std::string const none;
  for (segments::Part const& part : content)
    if (auto const* code = std::get_if<Code>(&part);
        code != nullptr && code->role == CodeRole::close && code->id == id)
      return code->original;
  return none;
}

void append_content(pugi::xml_node parent, segments::Content const& content, std::size_t segment,
                    OriginalData& data) {
  pugi::xml_node at = parent;
  for (segments::Part const& part : content) {
    auto const* code = std::get_if<Code>(&part);
    if (code == nullptr) {
      append_text(at, std::get<std::string>(part));
    } else if (code->role == CodeRole::close) {
      at = at.parent();
    } else {
      pugi::xml_node node = at.append_child(code->role == CodeRole::open ? "pc" : "ph");
      set(node, "id", code_id(segment, code->id));
      set_types(node, code->kind);
      if (code->role == CodeRole::open) {
        set(node, "dataRefEnd", data.id_of(original_of_close(content, code->id)));
        set(node, "dataRefStart", data.id_of(code->original));
        at = node;
      } else {
        set(node, "dataRef", data.id_of(code->original));
      }
    }
  }
}

void write_metadata(pugi::xml_node parent, std::vector<std::pair<std::string, std::string>> const& all) {
  pugi::xml_node const group = line(line(parent, "mda:metadata"), "mda:metaGroup");
  set(group, "category", "tandem");
  for (auto const& [type, value] : all) {
    if (value.empty()) continue;
    pugi::xml_node const meta = line(group, "mda:meta");
    set(meta, "type", type);
    append_text(meta, value);
  }
}

void write_terms(pugi::xml_node unit, std::vector<Term> const& terms) {
  if (terms.empty()) return;
  pugi::xml_node const glossary = line(unit, "gls:glossary");
  for (std::size_t i = 0; i < terms.size(); ++i) {
    pugi::xml_node const entry = line(glossary, "gls:glossEntry");
    set(entry, "id", "g" + std::to_string(i + 1));
    append_text(line(entry, "gls:term"), terms[i].term);
    if (!terms[i].translation.empty()) append_text(line(entry, "gls:translation"), terms[i].translation);
    if (!terms[i].definition.empty()) append_text(line(entry, "gls:definition"), terms[i].definition);
  }
}

void write_notes(pugi::xml_node parent, Unit const& unit) {
  pugi::xml_node const notes = line(parent, "notes");
  int number = 0;
  auto const note = [&](char const* category, std::string const& text) {
    if (text.empty()) return;
    pugi::xml_node const one = line(notes, "note");
    set(one, "id", "n" + std::to_string(++number));
    set(one, "category", category);
    append_text(one, text);
  };
  note("label", unit.label);
  note("description", unit.description);
  for (std::string const& text : unit.notes) note("note", text);
}

void write_unit(pugi::xml_node file, Unit const& unit) {
  pugi::xml_node node = line(file, "unit");
  set(node, "id", unit.id);
  set(node, "name", unit.field);
  set(node, "canResegment", "no");
  set(node, "xml:space", "preserve");
  node.append_child(pugi::node_pcdata).set_value("\n");
  write_terms(node, unit.terms);
  write_notes(node, unit);
  pugi::xml_node const before_segments = node.last_child();
  OriginalData data;
  for (std::size_t i = 0; i < unit.text.segments.size(); ++i) {
    pugi::xml_node segment = line(node, "segment");
    set(segment, "id", segment_id(i)); // without a state: tools that keep none would send back "initial"
    append_content(segment.append_child("source"), unit.text.segments[i].source, i, data);
  }
  pugi::xml_document aside;
  pugi::xml_node holder = aside.append_child("holder");
  data.write(holder);
  for (pugi::xml_node child = holder.last_child(); child; child = child.previous_sibling())
    node.insert_copy_after(child, before_segments);
}

void write_file(pugi::xml_node root, ExportedEntry const& entry) {
  pugi::xml_node file = line(root, "file");
  std::string const id = file_id(entry.name);
  set(file, "id", id);
  set(file, "original", id); // converters to other formats keep this one
  set(file, "canResegment", "no");
  file.append_child(pugi::node_pcdata).set_value("\n");
  write_metadata(file, {{"entry", entry.name.entry.text()},
                        {"type", entry.name.type},
                        {"sourceLocale", entry.name.source.locale.text()},
                        {"sourceRevision", std::to_string(entry.name.source.number)},
                        {"targetEtag", entry.target_etag}});
  if (!entry.title.empty()) {
    pugi::xml_node const note = line(line(file, "notes"), "note");
    set(note, "id", "n1");
    set(note, "category", "title");
    append_text(note, entry.title);
  }
  for (Unit const& unit : entry.units) write_unit(file, unit);
}

} // namespace

std::string write_xliff(Exported const& exported) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  set(declaration, "version", "1.0");
  set(declaration, "encoding", "UTF-8");
  pugi::xml_node root = document.append_child("xliff");
  set(root, "xmlns", "urn:oasis:names:tc:xliff:document:2.0");
  set(root, "xmlns:gls", "urn:oasis:names:tc:xliff:glossary:2.0");
  set(root, "xmlns:mda", "urn:oasis:names:tc:xliff:metadata:2.0");
  set(root, "version", "2.1");
  set(root, "srcLang", exported.source.text());
  set(root, "trgLang", exported.target.text());
  root.append_child(pugi::node_pcdata).set_value("\n");
  for (ExportedEntry const& entry : exported.entries) write_file(root, entry);
  std::ostringstream out;
  document.save(out, "", pugi::format_raw, pugi::encoding_utf8);
  return out.str() + "\n";
}

} // namespace translation::exchange
