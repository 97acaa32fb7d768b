/// Reads a content type out of its schema. Everything a schema's author can get wrong is refused here, with its
/// place.

#include "content/content_type.hpp"
#include "content/draft07_meta_schema.hpp"
#include "content/subschemas.hpp"

#include <algorithm>
#include <set>

namespace tandem {
namespace {

bool is_name(std::string_view text) {
  if (text.empty() || text.size() > 48 || text[0] < 'a' || text[0] > 'z') return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

Error refusal(std::string detail, std::string pointer) {
  return {ErrorCode::invalid_content, std::move(detail), std::move(pointer)};
}

Result<void> only_members(json::object const& object, std::vector<std::string_view> const& known,
                          std::string const& pointer) {
  if (auto const name = unknown_member(object, known))
    return refusal("x-tandem has no key \"" + *name + "\"", pointer + "/" + pointer_token(*name));
  return {};
}

Result<bool> flag(json::object const& vocabulary, std::string_view key, std::string const& pointer) {
  json::value const* found = vocabulary.if_contains(key);
  if (found == nullptr) return false;
  if (!found->is_bool()) return refusal("must be true or false", pointer + "/" + std::string(key));
  return found->get_bool();
}

Result<FieldKind> kind_of(json::object const& schema, std::string const& pointer) {
  static std::map<std::string_view, FieldKind> const kinds{
      {"string", FieldKind::string},   {"number", FieldKind::number}, {"integer", FieldKind::integer},
      {"boolean", FieldKind::boolean}, {"object", FieldKind::object}, {"array", FieldKind::array}};
  auto const found = kinds.find(string_member(schema, "type"));
  if (found == kinds.end())
    return refusal("a field needs one type: string, number, integer, boolean, object or array", pointer + "/type");
  if (found->second != FieldKind::string) return found->second;
  std::string_view const format = string_member(schema, "format");
  return format == "date" ? FieldKind::date : format == "date-time" ? FieldKind::date_time : FieldKind::string;
}

bool holds_ids(json::object const& schema) {
  return string_member(schema, "type") == "string" && string_member(schema, "format") == "uuid";
}

Result<void> read_reference(Field& field, json::object const& vocabulary, std::string const& pointer) {
  json::value const* reference = vocabulary.if_contains("reference");
  if (reference == nullptr) return {};
  if (!reference->is_string() || !is_name(string_member(vocabulary, "reference")))
    return refusal("must name a content type", pointer + "/x-tandem/reference");
  field.many = field.kind == FieldKind::array;
  json::value const* items = field.schema.if_contains("items");
  bool const ids =
      field.many ? items != nullptr && items->is_object() && holds_ids(items->get_object()) : holds_ids(field.schema);
  if (!ids) return refusal("a reference is a string of format uuid, or an array of such", pointer);
  if (field.localised) return refusal("a reference is shared by all languages", pointer + "/x-tandem/localised");
  field.reference = std::string(string_member(vocabulary, "reference"));
  return {};
}

Result<void> read_vocabulary(Field& field, json::object const& vocabulary, std::string const& pointer) {
  std::string const here = pointer + "/x-tandem";
  if (auto ok = only_members(vocabulary, {"localised", "reference", "markdown", "slug", "index", "unique"}, here);
      !ok)
    return ok.error();
  for (auto const& [key, target] : {std::pair{"localised", &field.localised}, std::pair{"markdown", &field.markdown},
                                    std::pair{"index", &field.index}, std::pair{"unique", &field.unique}}) {
    Result<bool> const value = flag(vocabulary, key, here);
    if (!value) return value.error();
    *target = *value;
  }
  bool const scalar = field.kind != FieldKind::object && field.kind != FieldKind::array;
  bool const plain_text = field.kind == FieldKind::string && !field.schema.contains("format");
  if (field.markdown && !plain_text) return refusal("only a string without a format is Markdown", here + "/markdown");
  if (field.unique && !scalar) return refusal("only a scalar can be unique", here + "/unique");
  if (json::value const* slug = vocabulary.if_contains("slug")) {
    if (!slug->is_object() || string_member(slug->get_object(), "from").empty())
      return refusal("must be {\"from\": \"<field>\"}", here + "/slug");
    if (auto ok = only_members(slug->get_object(), {"from"}, here + "/slug"); !ok) return ok.error();
    if (field.name != "slug" || !plain_text)
      return refusal("the slug field is a string without a format, named \"slug\"", here + "/slug");
    field.slug_from = std::string(string_member(slug->get_object(), "from"));
  }
  return read_reference(field, vocabulary, pointer);
}

Result<Field> read_field(std::string name, json::value const& schema) {
  std::string const pointer = "/properties/" + pointer_token(name);
  if (!is_name(name)) return refusal("a field name is a-z, 0-9 and _, and starts with a letter", pointer);
  if (name == "id" || name == "type") return refusal("the names id and type are taken by JSON:API", pointer);
  if (!schema.is_object()) return refusal("a field's schema is an object", pointer);
  Field field;
  field.name = std::move(name);
  field.schema = schema.get_object();
  Result<FieldKind> const kind = kind_of(field.schema, pointer);
  if (!kind) return kind.error();
  field.kind = *kind;
  field.file = field.kind == FieldKind::string && string_member(field.schema, "format") == "file";
  if (json::value const* vocabulary = field.schema.if_contains("x-tandem")) {
    if (!vocabulary->is_object()) return refusal("must be an object", pointer + "/x-tandem");
    if (auto ok = read_vocabulary(field, vocabulary->get_object(), pointer); !ok) return ok.error();
  }
  return field;
}

/// The schema that values are checked with: no undeclared fields, and for drafts nothing required.
json::object as_object(json::object const& schema, bool with_required) {
  json::object checked = schema;
  if (!with_required) checked.erase("required");
  checked["additionalProperties"] = false;
  return checked;
}

/// What is asked of the document as a JSON Schema, before anything of ours is looked at.
Result<void> check_document(json::value const& schema) {
  if (!schema.is_object()) return refusal("a content type is a JSON Schema object", "");
  json::object const& object = schema.get_object();
  if (object.contains("$schema") && !is_draft07_name(string_member(object, "$schema")))
    return refusal("a content type is written in draft-07: " + std::string(draft07_name), "/$schema");
  return SchemaValidator::check_schema(schema);
}

/// Annotations may stand beside a `$ref`; all else would be ignored there (draft-07), which nobody means.
Result<void> check_beside_reference(Subschema const& part) {
  static std::set<std::string_view> const harmless = {"$ref", "$comment", "title", "description", "definitions"};
  if (!string_member(*part.schema, "$ref").empty())
    for (auto const& member : *part.schema)
      if (!harmless.contains(std::string_view(member.key().data(), member.key().size())))
        return refusal("is ignored beside $ref: put both in allOf", part.pointer + "/" + pointer_token(member.key()));
  return {};
}

/// What concerns every schema within the schema.
Result<void> check_parts(json::value const& schema, Formats const& formats) {
  Result<std::vector<Subschema>> const parts = subschemas_of(schema);
  if (!parts) return parts.error();
  for (Subschema const& part : *parts) {
    if (auto ok = check_beside_reference(part); !ok) return ok;
    std::string_view const format = string_member(*part.schema, "format");
    if (!format.empty() && !formats.contains(format)) {
      std::string known;
      for (auto const& [name, check] : formats) known += (known.empty() ? "" : ", ") + name;
      return refusal("the format \"" + std::string(format) + "\" is not known; known are " + known,
                     part.pointer + "/format");
    }
    bool const is_field = part.pointer.starts_with("/properties/") && part.pointer.find('/', 12) == std::string::npos;
    if (format == "file" && (!is_field || string_member(*part.schema, "type") != "string"))
      return refusal("a file is named by a field of the top level that is a string", part.pointer + "/format");
    if (!part.pointer.empty() && !is_field && part.schema->contains("x-tandem"))
      return refusal("x-tandem stands at the root and on the fields of the top level, nowhere else",
                     part.pointer + "/x-tandem");
  }
  return {};
}

Result<std::vector<Field>> read_fields(json::object const& schema) {
  json::value const* properties = schema.if_contains("properties");
  if (string_member(schema, "type") != "object") return refusal("must be \"object\"", "/type");
  if (properties == nullptr) return refusal("a content type needs properties", "/properties");
  if (schema.contains("patternProperties"))
    return refusal("fields are declared one by one, in properties", "/patternProperties");
  std::vector<Field> fields;
  for (auto const& member : properties->get_object()) {
    Result<Field> field = read_field(std::string(member.key()), member.value());
    if (!field) return field.error();
    fields.push_back(std::move(*field));
  }
  json::value const* required = schema.if_contains("required");
  for (std::size_t i = 0; required != nullptr && i < required->get_array().size(); ++i) {
    json::string const& name = required->get_array()[i].get_string();
    auto const found = std::find_if(fields.begin(), fields.end(), [&](Field const& f) { return f.name == name; });
    if (found == fields.end()) return refusal("names a field that is not there", "/required/" + std::to_string(i));
    found->required = true;
  }
  return fields;
}

/// Locale to name: every key is a locale, every value some text.
Result<json::object> read_labels(json::object const& vocabulary) {
  json::value const* labels = vocabulary.if_contains("labels");
  if (labels == nullptr) return json::object{};
  if (!labels->is_object()) return refusal("must be an object of locale to name", "/x-tandem/labels");
  for (auto const& member : labels->get_object()) {
    std::string const here = "/x-tandem/labels/" + pointer_token(member.key());
    Result<Locale> const locale = Locale::parse(std::string_view(member.key().data(), member.key().size()));
    if (!locale || locale->is_shared()) return refusal("a label's key is a locale like \"nl\" or \"fr-BE\"", here);
    if (!member.value().is_string() || member.value().get_string().empty())
      return refusal("a label is the name of the type in that language", here);
  }
  return labels->get_object();
}

} // namespace

Result<ContentType> ContentType::from_schema(json::value schema, Formats const& formats) {
  if (auto ok = check_document(schema); !ok) return ok.error();
  if (auto ok = check_parts(schema, formats); !ok) return ok.error();
  ContentType type;
  type.schema_ = schema.get_object();
  if (auto ok = type.read_root(); !ok) return ok.error();
  for (auto const& [with_required, target] : {std::pair{false, &type.draft_}, std::pair{true, &type.complete_}}) {
    Result<SchemaValidator> compiled = SchemaValidator::compile(as_object(type.schema_, with_required), formats);
    if (!compiled) return compiled.error();
    *target = std::make_shared<SchemaValidator const>(std::move(*compiled));
  }
  return type;
}

Result<void> ContentType::read_root() {
  json::value const* found = schema_.if_contains("x-tandem");
  if (found == nullptr || !found->is_object()) return refusal("a content type needs an x-tandem object", "/x-tandem");
  json::object const& vocabulary = found->get_object();
  if (auto ok =
          only_members(vocabulary, {"type", "title", "labels", "singleton", "ordered", "workflow"}, "/x-tandem");
      !ok)
    return ok;
  name_ = string_member(vocabulary, "type");
  if (!is_name(name_)) return refusal("a type name is a-z, 0-9 and _, and starts with a letter", "/x-tandem/type");
  if (name_ == "sitemap" || name_ == "changes")
    return refusal("the name " + name_ + " is taken: /api/v1/" + name_ + " is an address of the core",
                   "/x-tandem/type");
  Result<std::vector<Field>> fields = read_fields(schema_);
  if (!fields) return fields.error();
  fields_ = std::move(*fields);

  title_field_ = string_member(vocabulary, "title");
  Field const* title = field(title_field_);
  if (title == nullptr || title->kind != FieldKind::string || title->reference)
    return refusal("must name a string field that stands for the entry in lists", "/x-tandem/title");
  if (Field const* slug_field = slug()) {
    Field const* from = field(*slug_field->slug_from);
    if (from == nullptr || from == slug_field || from->kind != FieldKind::string || from->reference ||
        from->localised != slug_field->localised)
      return refusal("must name another string field that is localised like the slug itself",
                     "/properties/slug/x-tandem/slug/from");
  }
  Result<bool> const single = flag(vocabulary, "singleton", "/x-tandem");
  if (!single) return single.error();
  singleton_ = *single;
  if (vocabulary.contains("ordered")) {
    ordered_by_ = string_member(vocabulary, "ordered");
    Field const* order = field(ordered_by_);
    if (order == nullptr || order->kind != FieldKind::integer)
      return refusal("must name an integer field", "/x-tandem/ordered");
  }
  Result<json::object> labels = read_labels(vocabulary);
  if (!labels) return labels.error();
  labels_ = std::move(*labels);
  if (json::value const* declared = vocabulary.if_contains("workflow")) {
    Result<Workflow> workflow = read_workflow(*declared, "/x-tandem/workflow");
    if (!workflow) return workflow.error();
    workflow_ = std::move(*workflow);
  }
  return {};
}

} // namespace tandem
