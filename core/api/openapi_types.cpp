/// The part of /openapi.json that comes from content types.

#include "api/openapi.hpp"
#include "media/addresses.hpp"

#include <set>

namespace tandem::api {
namespace {

json::object text(std::string_view description) { return {{"type", "string"}, {"description", description}}; }

json::object identifier_schema(std::string const& type) {
  return {{"type", "object"},
          {"required", {"type", "id"}},
          {"properties", {{"type", {{"const", type}}}, {"id", {{"type", "string"}, {"format", "uuid"}}}}}};
}

json::object relationship_schema(Field const& field) {
  json::object one = identifier_schema(*field.reference);
  json::object linkage = field.many ? json::object{{"type", "array"}, {"items", std::move(one)}}
                                    : json::object{{"anyOf", {std::move(one), {{"type", "null"}}}}};
  return {{"type", "object"}, {"properties", {{"data", std::move(linkage)}}}};
}

std::string_view scalar(FieldKind kind) {
  switch (kind) {
  case FieldKind::number: return "number";
  case FieldKind::integer: return "integer";
  case FieldKind::boolean: return "boolean";
  default: return "string";
  }
}

std::vector<std::string_view> operators(FieldKind kind) {
  switch (kind) {
  case FieldKind::object: return {};
  case FieldKind::array: return {"eq", "ne", "in"};
  case FieldKind::string: return {"eq", "ne", "in", "lt", "lte", "gt", "gte", "contains", "prefix"};
  default: return {"eq", "ne", "in", "lt", "lte", "gt", "gte"};
  }
}

/// `filter[field]=value` or `filter[field][operator]=value`.
json::object filter_parameter(Field const& field) {
  json::object by_operator;
  for (std::string_view const op : operators(field.kind))
    by_operator[op] = op == "in" ? text("values, separated by commas") : json::object{{"type", scalar(field.kind)}};
  return {{"name", "filter[" + field.name + "]"},
          {"in", "query"},
          {"required", false},
          {"style", "deepObject"},
          {"explode", true},
          {"description", "entries whose " + field.name + " is the value, or fits the operator"},
          {"schema",
           {{"anyOf",
             {{{"type", scalar(field.kind)}},
              {{"type", "object"}, {"properties", std::move(by_operator)}, {"additionalProperties", false}}}}}}};
}

json::object parameter(std::string name, std::string_view description, json::value example) {
  json::object all{{"name", std::move(name)},
                   {"in", "query"},
                   {"required", false},
                   {"description", description},
                   {"schema", {{"type", "string"}}}};
  if (!example.is_null()) all["example"] = std::move(example);
  return all;
}

} // namespace

json::object entry_links_schema() {
  json::object const meta{{"type", "object"},
                          {"properties",
                           {{"slug", text("the entry's slug in this language")},
                            {"published_at", {{"type", "string"}, {"format", "date-time"}}}}}};
  json::object const alternate{{"type", "object"},
                               {"required", {"href", "rel", "hreflang"}},
                               {"properties",
                                {{"href", text("address of the entry in this language, by slug if it has one")},
                                 {"rel", {{"const", "alternate"}}},
                                 {"hreflang", text("a language that the entry is public in")},
                                 {"meta", meta}}}};
  return {{"type", "object"},
          {"required", {"self"}},
          {"properties", {{"self", text("address of the entry")}}},
          {"patternProperties", {{"^alternate-", alternate}}}};
}

json::object shown_schema(Field const& field) {
  if (!field.file) return field.schema;
  json::object shown = media::shown_file_schema();
  for (std::string_view const said : {"title", "description"})
    if (json::value const* text = field.schema.if_contains(said)) shown[said] = *text;
  return shown;
}

json::object resource_schema(ContentType const& type) {
  json::object attributes, relationships;
  for (Field const& field : type.fields()) {
    if (field.reference) relationships[field.name] = relationship_schema(field);
    else attributes[field.name] = shown_schema(field);
  }
  json::object properties{
      {"type", {{"const", type.name()}}},
      {"id", {{"type", "string"}, {"format", "uuid"}}},
      {"attributes", {{"type", "object"}, {"properties", std::move(attributes)}}},
      {"links", entry_links_schema()},
      {"meta",
       {{"type", "object"},
        {"properties",
         {{"locale", text("language of what is shown")},
          {"revision", {{"type", "integer"}}},
          {"highlight",
           {{"type", "object"}, {"additionalProperties", text("snippet of a field in which q was found, as HTML")}}},
          {"published_at", {{"type", "string"}, {"format", "date-time"}}}}}}}};
  if (!relationships.empty())
    properties["relationships"] = {{"type", "object"}, {"properties", std::move(relationships)}};
  return {{"type", "object"}, {"required", {"type", "id"}}, {"properties", std::move(properties)}};
}

std::vector<json::object> type_parameters(ContentType const& type, bool list) {
  std::vector<json::object> all;
  std::string included, sortable;
  json::value example_include = nullptr;
  std::set<std::string> shown{type.name()};
  for (Field const& field : type.fields()) {
    if (field.reference) {
      if (included.empty()) example_include = field.name;
      included += (included.empty() ? "" : ", ") + field.name;
      shown.insert(*field.reference);
    }
    bool const sorts = field.kind != FieldKind::object && field.kind != FieldKind::array;
    if (sorts) sortable += (sortable.empty() ? "" : ", ") + field.name;
  }
  for (std::string const& name : shown)
    all.push_back(parameter("fields[" + name + "]", "fields to show, separated by commas", nullptr));
  if (!included.empty())
    all.push_back(parameter(
        "include", "relationships to include, separated by commas, and theirs after a full stop: " + included,
        example_include));
  if (!list) return all;
  all.push_back(parameter(
      "sort", "separated by commas, - before a name turns the order: " + sortable + "; relevance where q is",
      json::value(type.title_field())));
  json::object by_id = parameter("filter[id]", "the entry with this id", nullptr);
  by_id["schema"] = {{"type", "string"}, {"format", "uuid"}};
  all.push_back(std::move(by_id));
  all.push_back(parameter("filter[id][in]", "entries with these ids, separated by commas", nullptr));
  for (Field const& field : type.fields())
    if (field.kind != FieldKind::object) all.push_back(filter_parameter(field));
  return all;
}

} // namespace tandem::api
