#include "content/content_type.hpp"

#include "content/schema_validator.hpp"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

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

Result<void> only_members(json::object const& object, std::set<std::string_view> const& known,
                          std::string const& pointer) {
  for (auto const& member : object)
    if (!known.contains(std::string_view(member.key().data(), member.key().size())))
      return refusal("x-tandem has no key \"" + std::string(member.key()) + "\"", pointer + "/" + pointer_token(member.key()));
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
  bool const ids = field.many ? items != nullptr && items->is_object() && holds_ids(items->get_object())
                              : holds_ids(field.schema);
  if (!ids) return refusal("a reference is a string of format uuid, or an array of such", pointer);
  if (field.localised) return refusal("a reference is shared by all languages", pointer + "/x-tandem/localised");
  field.reference = std::string(string_member(vocabulary, "reference"));
  return {};
}

Result<void> read_vocabulary(Field& field, json::object const& vocabulary, std::string const& pointer) {
  std::string const here = pointer + "/x-tandem";
  if (auto ok = only_members(vocabulary, {"localised", "reference", "markdown", "slug", "index", "unique"}, here); !ok)
    return ok.error();
  for (auto const& [key, target] : {std::pair{"localised", &field.localised}, std::pair{"markdown", &field.markdown},
                                    std::pair{"index", &field.index}, std::pair{"unique", &field.unique}}) {
    Result<bool> const value = flag(vocabulary, key, here);
    if (!value) return value.error();
    *target = *value;
  }
  bool const scalar = field.kind != FieldKind::object && field.kind != FieldKind::array;
  if (field.markdown && field.kind != FieldKind::string) return refusal("only a string is Markdown", here + "/markdown");
  if (field.unique && !scalar) return refusal("only a scalar can be unique", here + "/unique");
  if (json::value const* slug = vocabulary.if_contains("slug")) {
    if (!slug->is_object() || string_member(slug->get_object(), "from").empty())
      return refusal("must be {\"from\": \"<field>\"}", here + "/slug");
    if (auto ok = only_members(slug->get_object(), {"from"}, here + "/slug"); !ok) return ok.error();
    if (field.name != "slug" || field.kind != FieldKind::string)
      return refusal("the slug field is a string named \"slug\"", here + "/slug");
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
  if (json::value const* vocabulary = field.schema.if_contains("x-tandem")) {
    if (!vocabulary->is_object()) return refusal("must be an object", pointer + "/x-tandem");
    if (auto ok = read_vocabulary(field, vocabulary->get_object(), pointer); !ok) return ok.error();
  }
  return field;
}

json::object as_object(json::object const& schema, bool with_required) {
  json::object checked = schema;
  if (!with_required) checked.erase("required");
  checked["additionalProperties"] = false;
  return checked;
}

} // namespace

Field const* ContentType::field(std::string_view name) const {
  auto const found = std::find_if(fields_.begin(), fields_.end(), [&](Field const& f) { return f.name == name; });
  return found == fields_.end() ? nullptr : &*found;
}

Field const* ContentType::slug() const {
  auto const found = std::find_if(fields_.begin(), fields_.end(), [](Field const& f) { return f.slug_from.has_value(); });
  return found == fields_.end() ? nullptr : &*found;
}

bool ContentType::has_localised() const {
  return std::any_of(fields_.begin(), fields_.end(), [](Field const& f) { return f.localised; });
}
bool ContentType::has_shared() const {
  return std::any_of(fields_.begin(), fields_.end(), [](Field const& f) { return !f.localised; });
}

Result<ContentType> ContentType::from_schema(json::value schema, Formats const& formats) {
  if (!schema.is_object()) return refusal("a content type is a JSON Schema object", "");
  ContentType type;
  type.schema_ = schema.get_object();
  json::value const* vocabulary_value = type.schema_.if_contains("x-tandem");
  if (vocabulary_value == nullptr || !vocabulary_value->is_object())
    return refusal("a content type needs an x-tandem object", "/x-tandem");
  json::object const& vocabulary = vocabulary_value->get_object();
  if (auto ok = only_members(vocabulary, {"type", "title", "labels", "singleton", "ordered"}, "/x-tandem"); !ok)
    return ok.error();

  type.name_ = string_member(vocabulary, "type");
  if (!is_name(type.name_)) return refusal("a type name is a-z, 0-9 and _, and starts with a letter", "/x-tandem/type");
  if (string_member(type.schema_, "type") != "object") return refusal("must be \"object\"", "/type");
  json::value const* properties = type.schema_.if_contains("properties");
  if (properties == nullptr || !properties->is_object()) return refusal("a content type needs properties", "/properties");
  for (auto const& member : properties->get_object()) {
    Result<Field> field = read_field(std::string(member.key()), member.value());
    if (!field) return field.error();
    type.fields_.push_back(std::move(*field));
  }
  if (json::value const* required = type.schema_.if_contains("required")) {
    if (!required->is_array()) return refusal("must be an array of field names", "/required");
    for (json::value const& name : required->get_array()) {
      auto const found = std::find_if(type.fields_.begin(), type.fields_.end(), [&](Field const& f) {
        return name.is_string() && f.name == name.get_string();
      });
      if (found == type.fields_.end()) return refusal("names a field that is not there", "/required");
      found->required = true;
    }
  }

  type.title_field_ = string_member(vocabulary, "title");
  Field const* title = type.field(type.title_field_);
  if (title == nullptr || title->kind != FieldKind::string)
    return refusal("must name a string field that stands for the entry in lists", "/x-tandem/title");
  if (Field const* slug = type.slug()) {
    Field const* from = type.field(*slug->slug_from);
    if (from == nullptr || from->kind != FieldKind::string || from->localised != slug->localised)
      return refusal("must name a string field that is localised like the slug itself",
                     "/properties/slug/x-tandem/slug/from");
  }
  Result<bool> const singleton = flag(vocabulary, "singleton", "/x-tandem");
  if (!singleton) return singleton.error();
  type.singleton_ = *singleton;
  if (vocabulary.contains("ordered")) {
    type.ordered_by_ = string_member(vocabulary, "ordered");
    Field const* order = type.field(type.ordered_by_);
    if (order == nullptr || order->kind != FieldKind::integer)
      return refusal("must name an integer field", "/x-tandem/ordered");
  }
  if (json::value const* labels = vocabulary.if_contains("labels")) {
    if (!labels->is_object()) return refusal("must be an object of locale to name", "/x-tandem/labels");
    type.labels_ = labels->get_object();
  }

  for (auto const& [with_required, target] : {std::pair{false, &type.draft_}, std::pair{true, &type.complete_}}) {
    Result<SchemaValidator> compiled = SchemaValidator::compile(as_object(type.schema_, with_required), formats);
    if (!compiled) return compiled.error();
    *target = std::make_shared<SchemaValidator const>(std::move(*compiled));
  }
  return type;
}

Result<void> ContentType::check_draft(json::object const& data, Locale const& locale) const {
  std::vector<Error> errors;
  for (auto const& member : data) {
    std::string const name(member.key());
    Field const* known = field(name);
    if (known == nullptr) {
      errors.push_back(refusal("the type " + name_ + " has no field " + name, "/" + pointer_token(name)));
    } else if (known->localised == locale.is_shared()) {
      errors.push_back(refusal(known->localised ? "is written per language: send it to a locale's variant"
                                                : "is shared by all languages: send it to the shared variant",
                               "/" + name));
    }
  }
  if (!errors.empty()) {
    Error first = errors.front();
    first.further.assign(errors.begin() + 1, errors.end());
    return first;
  }
  return draft_->validate(data);
}

Result<void> ContentType::check_complete(json::object const& document) const { return complete_->validate(document); }

Result<void> ContentTypes::add_format(std::string name, FormatCheck check) {
  if (!formats_.emplace(name, std::move(check)).second)
    return Error{ErrorCode::conflict, "the format " + name + " is known already"};
  return {};
}

Result<void> ContentTypes::add(ContentType type) {
  std::string const name = type.name();
  if (!types_.emplace(name, std::move(type)).second)
    return Error{ErrorCode::conflict, "the content type " + name + " is declared twice"};
  return {};
}

Result<void> ContentTypes::add_folder(std::filesystem::path const& folder) {
  std::error_code ec;
  std::set<std::filesystem::path> files;
  for (auto const& item : std::filesystem::directory_iterator(folder, ec))
    if (item.path().extension() == ".json") files.insert(item.path());
  if (ec) return Error{ErrorCode::invalid_content, "the schema folder " + folder.string() + " cannot be read"};
  for (auto const& file : files) {
    auto const named = [&](Error error) {
      error.detail = file.filename().string() + (error.pointer.empty() ? "" : " at " + error.pointer) + ": " + error.detail;
      return error;
    };
    std::ifstream in(file, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    Result<json::value> document = parse_json(text.str(), 64);
    if (!document) return named(document.error());
    Result<ContentType> type = ContentType::from_schema(std::move(*document), formats_);
    if (!type) return named(type.error());
    if (auto added = add(std::move(*type)); !added) return named(added.error());
  }
  return {};
}

Result<void> ContentTypes::check_references() const {
  for (auto const& [name, type] : types_)
    for (Field const& field : type.fields())
      if (field.reference && !types_.contains(*field.reference))
        return refusal("the type " + name + " refers to " + *field.reference + ", which is not loaded",
                       "/properties/" + field.name + "/x-tandem/reference");
  return {};
}

ContentType const* ContentTypes::find(std::string_view name) const {
  auto const found = types_.find(name);
  return found == types_.end() ? nullptr : &found->second;
}

std::vector<Reference> references_of(ContentType const& type, json::object const& data) {
  std::vector<Reference> references;
  auto const append = [&](json::value const& id, std::string pointer, std::string const& target_type) {
    if (!id.is_string()) return;
    Result<Uuid> target = Uuid::parse({id.get_string().data(), id.get_string().size()});
    if (target) references.push_back({std::move(pointer), std::move(*target), target_type});
  };
  for (Field const& field : type.fields()) {
    json::value const* value = field.reference ? data.if_contains(field.name) : nullptr;
    if (value == nullptr) continue;
    if (!field.many) append(*value, "/" + field.name, *field.reference);
    else if (json::array const* ids = value->if_array())
      for (std::size_t i = 0; i < ids->size(); ++i)
        append((*ids)[i], "/" + field.name + "/" + std::to_string(i), *field.reference);
  }
  return references;
}

} // namespace tandem
