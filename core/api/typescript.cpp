#include "api/typescript.hpp"

#include "api/openapi.hpp"
#include "api/typescript_client.hpp"

#include <algorithm>

namespace tandem::api {
namespace {

std::string string_literal(std::string_view text) { return json::serialize(json::string(text)); }

bool is_identifier(std::string_view text) {
  auto const letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !text.empty() && letter(text[0]) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

std::string member_name(std::string_view name) {
  return is_identifier(name) ? std::string(name) : string_literal(name);
}

/// "office_hours" gives "OfficeHoursEntry". Only an underscore before a letter goes, so that no two types become one;
/// the ending keeps clear of what the client and the language call things ("Date", "Page").
std::string entry_name(std::string_view type) {
  std::string name;
  for (std::size_t i = 0; i < type.size(); ++i) {
    bool const joins = type[i] == '_' && i + 1 < type.size() && type[i + 1] >= 'a' && type[i + 1] <= 'z';
    if (joins) ++i;
    bool const upper = (joins || i == 0) && type[i] >= 'a' && type[i] <= 'z';
    name += upper ? static_cast<char>(type[i] - 'a' + 'A') : type[i];
  }
  return name + "Entry";
}

/// A comment of the schema's title, description and format; "" when it has none of them.
std::string comment(json::object const& schema, std::string const& indent, bool markdown = false) {
  std::string text;
  auto const add = [&](std::string_view part) {
    if (part.empty()) return;
    text += (text.empty() ? "" : " ") + std::string(part);
    if (text.back() != '.' && text.back() != '?' && text.back() != '!') text += '.';
  };
  add(string_member(schema, "title"));
  add(string_member(schema, "description"));
  if (std::string const format(string_member(schema, "format")); !format.empty()) add("Format: " + format);
  if (markdown) add("CommonMark");
  for (std::size_t end = text.find("*/"); end != std::string::npos; end = text.find("*/", end))
    text.insert(end + 1, " ");
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return text.empty() ? "" : indent + "/** " + text + " */\n";
}

std::string joined(std::vector<std::string> parts, std::string_view separator) {
  std::vector<std::string> distinct;
  for (std::string& part : parts)
    if (std::find(distinct.begin(), distinct.end(), part) == distinct.end()) distinct.push_back(std::move(part));
  std::string text;
  for (std::string const& part : distinct) text += (text.empty() ? "" : std::string(separator)) + part;
  return text;
}

/// JSON is TypeScript's notation for a type with one value too.
std::string values(json::array const& all) {
  std::vector<std::string> parts;
  for (json::value const& one : all) parts.push_back(json::serialize(one));
  return joined(std::move(parts), " | ");
}

class Writer {
public:
  explicit Writer(json::object const& document) : document_(document) {}

  [[nodiscard]] std::string type(json::value const& schema, std::string const& indent) {
    if (schema.is_bool()) return schema.get_bool() ? "unknown" : "never";
    json::object const& object = schema.as_object();
    if (json::value const* target = object.if_contains("$ref")) return reference(target->as_string(), indent);
    if (json::value const* value = object.if_contains("const")) return json::serialize(*value);
    if (json::value const* all = object.if_contains("enum")) return values(all->as_array());
    std::vector<std::string> parts; // all of which a value must be
    if (std::string own = own_type(object, indent); !own.empty()) parts.push_back(std::move(own));
    if (json::value const* all = object.if_contains("allOf"))
      for (json::value const& one : all->as_array())
        if (std::string part = type(one, indent); part != "unknown") parts.push_back(std::move(part));
    for (std::string_view const choice : {"anyOf", "oneOf"}) {
      json::value const* all = object.if_contains(choice);
      if (all == nullptr) continue;
      std::vector<std::string> choices;
      for (json::value const& one : all->as_array()) choices.push_back(type(one, indent));
      bool const any = std::find(choices.begin(), choices.end(), "unknown") != choices.end();
      if (!any) parts.push_back(joined(std::move(choices), " | "));
    }
    if (parts.empty()) return "unknown";
    if (parts.size() == 1) return parts.front();
    for (std::string& part : parts)
      if (part.find(" | ") != std::string::npos) part = "(" + part + ")"; // & binds closer
    return joined(std::move(parts), " & ");
  }

private:
  /// What the pointer leads to; a schema that holds itself ends in `unknown`.
  std::string reference(std::string_view target, std::string const& indent) {
    boost::system::error_code ec;
    json::value const whole(document_);
    json::value const* found = target.starts_with("#/") ? whole.find_pointer(target.substr(1), ec) : nullptr;
    if (found == nullptr || depth_ == 3) return "unknown";
    ++depth_;
    std::string text = type(*found, indent);
    --depth_;
    return text;
  }

  std::string own_type(json::object const& schema, std::string const& indent) {
    json::value const* kinds = schema.if_contains("type");
    if (kinds == nullptr) return schema.contains("properties") ? object_type(schema, indent) : "";
    if (kinds->is_string()) return kind_type(kinds->get_string(), schema, indent);
    std::vector<std::string> all;
    for (json::value const& kind : kinds->as_array()) all.push_back(kind_type(kind.as_string(), schema, indent));
    return joined(std::move(all), " | ");
  }

  std::string kind_type(std::string_view kind, json::object const& schema, std::string const& indent) {
    if (kind == "object") return object_type(schema, indent);
    if (kind == "integer") return "number";
    if (kind != "array") return std::string(kind); // string, number, boolean, null
    json::value const* items = schema.if_contains("items");
    std::string const item = items == nullptr || items->is_array() ? "unknown" : type(*items, indent);
    bool const simple = item.find_first_of(" |&") == std::string::npos;
    return simple ? item + "[]" : "Array<" + item + ">";
  }

  std::string object_type(json::object const& schema, std::string const& indent) {
    json::value const* properties = schema.if_contains("properties");
    json::value const* rest = schema.if_contains("additionalProperties");
    bool const closed =
        rest != nullptr && rest->is_bool() && !rest->get_bool() && !schema.contains("patternProperties");
    if (properties == nullptr || properties->as_object().empty()) {
      bool const known = rest != nullptr && rest->is_object() && !schema.contains("patternProperties");
      return closed ? "Record<string, never>" : "Record<string, " + (known ? type(*rest, indent) : "unknown") + ">";
    }
    std::string text = "{\n";
    std::string const inner = indent + "  ";
    for (auto const& member : properties->as_object()) {
      if (json::object const* described = member.value().if_object()) text += comment(*described, inner);
      text += inner + member_name(member.key()) + (is_required(schema, member.key()) ? ": " : "?: ") +
              type(member.value(), inner) + ";\n";
    }
    if (!closed) text += inner + "[other: string]: unknown;\n";
    return text + indent + "}";
  }

  static bool is_required(json::object const& schema, std::string_view name) {
    json::value const* required = schema.if_contains("required");
    if (required == nullptr) return false;
    json::array const& names = required->as_array();
    return std::any_of(names.begin(), names.end(), [&](json::value const& one) { return one.as_string() == name; });
  }

  json::object const& document_;
  int depth_ = 0;
};

std::string relationship(Field const& field) {
  std::string const kind = field.many ? "Many" : field.required ? "One" : "OneOrNone";
  return kind + "<" + string_literal(*field.reference) + ">";
}

/// What the operators of openapi_types.cpp take.
std::string filter(Field const& field, json::object const& document) {
  bool const closed = field.schema.contains("enum") || field.schema.contains("const");
  switch (field.kind) {
  case FieldKind::number:
  case FieldKind::integer: return "OrderFilter<number>";
  case FieldKind::boolean: return "OrderFilter<boolean>";
  case FieldKind::date:
  case FieldKind::date_time: return "OrderFilter<string>";
  case FieldKind::array: {
    json::value const* items = field.schema.if_contains("items");
    std::string const item =
        items == nullptr || items->is_array() ? "unknown" : typescript_type(*items, document, "      ");
    bool const scalar = item.starts_with('"') || item == "number" || item == "boolean";
    return "EqualFilter<" + (scalar ? item : "string") + ">";
  }
  default: return closed ? "TextFilter<" + typescript_type(field.schema, document) + ">" : "TextFilter";
  }
}

std::string group(std::string const& name, std::string const& members) {
  return "    " + name + ": {" + (members.empty() ? "" : "\n" + members + "    ") + "};\n";
}

std::string members_of(ContentType const& type) {
  std::string const indent(6, ' ');
  std::string attributes, relationships, filters;
  std::vector<std::string> sort;
  for (Field const& field : type.fields()) {
    if (field.reference) {
      json::object described = field.schema;
      described.erase("format"); // of the id, which the identifier says
      relationships += comment(described, indent) + indent + field.name + ": " + relationship(field) + ";\n";
    } else {
      attributes += comment(field.schema, indent, field.markdown) + indent + field.name +
                    (field.required ? ": " : "?: ") + typescript_type(shown_schema(field), type.schema(), indent) +
                    ";\n";
    }
    if (field.kind == FieldKind::object) continue;
    filters += indent + field.name + "?: " + filter(field, type.schema()) + ";\n";
    if (field.kind != FieldKind::array) sort.push_back(string_literal(field.name));
  }
  return group("attributes", attributes) + group("relationships", relationships) + group("filters", filters) +
         "    sort: " + joined(std::move(sort), " | ") + ";\n"; // never empty: there is a title
}

} // namespace

std::string typescript_type(json::value const& schema, json::object const& document, std::string const& indent) {
  return Writer(document).type(schema, indent);
}

std::string typescript(ContentTypes const& types, std::vector<std::string> const& locales) {
  std::string text =
      "// Made by `tandem types typescript`: make it again when content types change, do not edit it.\n\n"
      "/** Languages of the site; the first is the default. */\nexport type Locale = " +
      values(json::array(locales.begin(), locales.end())) +
      ";\n\n/** The content types, with what the public reads of an entry and what lists filter and "
      "sort by. */\nexport interface Types {\n";
  for (auto const& [name, type] : types.all())
    text += comment(type.schema(), "  ") + "  " + name + ": {\n" + members_of(type) + "  };\n";
  text += "}\n";
  for (auto const& [name, type] : types.all())
    text += "export type " + entry_name(name) + " = Entry<" + string_literal(name) + ">;\n";
  return text + "\n" + std::string(typescript_client);
}

} // namespace tandem::api
