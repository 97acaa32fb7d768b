#include "segments/value.hpp"

namespace translation::segments {
namespace {

using tandem::Error;
using tandem::ErrorCode;
using tandem::Result;

constexpr int deepest = 32; // of JSON in content and of references in its schema

json::object const* object_at(json::value const* value) { return value == nullptr ? nullptr : value->if_object(); }

/// The schema itself or what its `$ref` leads to within `root`; null where it leads nowhere.
json::object const* resolved(json::object const* schema, json::value const& root) {
  for (int steps = 0; schema != nullptr && schema->contains("$ref"); ++steps) {
    std::string_view const reference = tandem::string_member(*schema, "$ref");
    boost::system::error_code failed;
    if (!reference.starts_with('#') || steps > deepest) return nullptr;
    schema = object_at(root.find_pointer(reference.substr(1), failed));
  }
  return schema;
}

/// Its strings are names of something, not text.
bool is_listed(json::object const& schema) {
  return schema.contains("enum") || schema.contains("const") || schema.contains("format");
}

/// Schema of a member of an object or of the elements of an array; null when there is none.
json::object const* inner_schema(json::object const* schema, std::string_view member) {
  if (schema == nullptr) return nullptr;
  auto const* const properties = object_at(schema->if_contains("properties"));
  if (auto const* const property = properties == nullptr ? nullptr : properties->if_contains(member))
    return property->if_object();
  return object_at(schema->if_contains("additionalProperties"));
}
json::object const* element_schema(json::object const* schema) {
  return schema == nullptr ? nullptr : object_at(schema->if_contains("items"));
}

bool may_hold_text(json::object const* unresolved, json::value const& root, int depth) {
  json::object const* const schema = resolved(unresolved, root);
  if (schema == nullptr || depth > deepest || is_listed(*schema)) return false;
  std::string_view const type = tandem::string_member(*schema, "type");
  if (type == "string") return true;
  if (type == "array") return may_hold_text(element_schema(schema), root, depth + 1);
  if (auto const* const properties = object_at(schema->if_contains("properties")))
    for (auto const& property : *properties)
      if (may_hold_text(property.value().if_object(), root, depth + 1)) return true;
  return may_hold_text(object_at(schema->if_contains("additionalProperties")), root, depth + 1);
}

void collect(json::value const& value, json::object const* unresolved, json::value const& root,
             std::string const& pointer, std::map<std::string, std::string>& texts) {
  json::object const* const schema = resolved(unresolved, root);
  if (schema != nullptr && is_listed(*schema)) return;
  if (auto const* text = value.if_string(); text != nullptr && !text->empty()) texts[pointer] = std::string(*text);
  if (auto const* array = value.if_array())
    for (std::size_t i = 0; i < array->size(); ++i)
      collect((*array)[i], element_schema(schema), root, pointer + "/" + std::to_string(i), texts);
  if (auto const* object = value.if_object())
    for (auto const& member : *object)
      collect(member.value(), inner_schema(schema, member.key()), root,
              pointer + "/" + tandem::pointer_token(member.key()), texts);
}

std::string text_member(json::object const& object, std::string_view key, std::string_view fallback) {
  return std::string(tandem::string_member(object, key, fallback));
}

} // namespace

std::vector<TextField> text_fields(json::object const& content_type) {
  std::vector<TextField> fields;
  auto const* const properties = object_at(content_type.if_contains("properties"));
  if (properties == nullptr) return fields;
  for (auto const& property : *properties) {
    auto const* const schema = property.value().if_object();
    auto const* const extra = schema == nullptr ? nullptr : object_at(schema->if_contains("x-tandem"));
    auto const says = [&](std::string_view key) {
      auto const* value = extra == nullptr ? nullptr : extra->if_contains(key);
      return value != nullptr && value->is_bool() && value->get_bool();
    };
    if (!says("localised") || extra->contains("slug")) continue;
    TextField field{property.key(), text_member(*schema, "title", property.key()),
                    text_member(*schema, "description", ""), says("markdown") ? Form::markdown : Form::plain,
                    *schema};
    if (auto const* definitions = content_type.if_contains("definitions")) field.schema["definitions"] = *definitions;
    if (may_hold_text(&field.schema, field.schema, 0)) fields.push_back(std::move(field));
  }
  return fields;
}

std::map<std::string, std::string> texts_of(TextField const& field, json::value const& value) {
  std::map<std::string, std::string> texts;
  collect(value, &field.schema, field.schema, "", texts);
  return texts;
}

Result<json::value> with_texts(json::value value, std::map<std::string, std::string> const& texts) {
  for (auto const& [pointer, text] : texts) {
    boost::system::error_code failed;
    json::value* const place = pointer.empty() ? &value : value.find_pointer(pointer, failed);
    if (place == nullptr || !place->is_string())
      return Error{ErrorCode::invalid_content, "there is no text here", pointer};
    *place = text;
  }
  return value;
}

} // namespace translation::segments
