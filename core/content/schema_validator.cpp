#include "content/schema_validator.hpp"

#include "content/draft07_meta_schema.hpp"
#include "content/subschemas.hpp"
#include "content/valijson_schema.hpp"
#include "content/value_check.hpp"

#include <algorithm>
#include <boost/url/parse.hpp>

namespace tandem {
namespace {

constexpr std::size_t most_errors = 100; // nobody reads more, and an answer must stay of a reasonable size
constexpr std::string_view inlined_name = "json-schema-draft-07";

/// The meta-schema with its references to itself turned into ones to `place`.
void move_references(json::value& value, std::string const& place) {
  if (json::array* array = value.if_array())
    for (json::value& item : *array) move_references(item, place);
  json::object* object = value.if_object();
  if (object == nullptr) return;
  for (auto& member : *object) {
    if (member.key() == "$ref" && member.value().is_string())
      member.value() = place + std::string(member.value().get_string()).substr(1);
    else move_references(member.value(), place);
  }
}

/// Schemas may refer to the meta-schema by its published name. valijson mixes up documents whose parts stand at the
/// same places, so the meta-schema becomes a part of the schema instead of a second document.
json::value with_meta_schema_inlined(json::value schema, std::vector<Subschema> const& parts) {
  std::string const place = "#/definitions/" + std::string(inlined_name);
  bool needed = false;
  for (Subschema const& part : parts) {
    if (!is_draft07_name(string_member(*part.schema, "$ref"))) continue;
    json::error_code ec;
    schema.find_pointer(part.pointer, ec)->as_object()["$ref"] = place;
    needed = true;
  }
  if (!needed) return schema;
  json::value meta_schema = draft07_meta_schema();
  move_references(meta_schema, place);
  json::value& definitions = schema.as_object()["definitions"];
  if (!definitions.is_object()) definitions.emplace_object();
  definitions.as_object()[inlined_name] = std::move(meta_schema);
  return schema;
}

Result<CheckContext> context_for(std::vector<Subschema> const& parts, Formats const& formats) {
  CheckContext context{formats, {}, {}};
  auto const add_pattern = [&](std::string_view expression, std::string const& pointer) -> Result<void> {
    Result<Pattern> pattern = Pattern::compile(expression);
    if (!pattern) return pattern.error().at(pointer);
    context.patterns.emplace(expression, std::move(*pattern));
    return {};
  };
  for (auto const& [pointer, schema] : parts) {
    if (schema->contains("pattern"))
      if (auto ok = add_pattern(string_member(*schema, "pattern"), pointer + "/pattern"); !ok) return ok.error();
    if (json::value const* names = schema->if_contains("patternProperties"))
      for (auto const& member : names->get_object())
        if (auto ok = add_pattern(member.key(), pointer + "/patternProperties"); !ok) return ok.error();
    if (json::value const* choices = schema->if_contains("enum")) context.choices.push_back(choices->get_array());
    if (json::value const* only = schema->if_contains("const")) context.choices.push_back(json::array{*only});
  }
  return context;
}

} // namespace

struct SchemaValidator::Compiled {
  json::value document; ///< valijson keeps references into it
  valijson::Schema schema;
  CheckContext context;

  static Result<std::unique_ptr<Compiled const>> from(json::value const& schema, Formats const& formats) {
    Result<std::vector<Subschema>> parts = subschemas_of(schema);
    if (!parts) return parts.error();
    auto compiled = std::make_unique<Compiled>();
    compiled->document = with_meta_schema_inlined(schema, *parts);
    parts = subschemas_of(compiled->document);
    if (!parts) return parts.error();
    Result<CheckContext> context = context_for(*parts, formats);
    if (!context) return context.error();
    compiled->context = std::move(*context);
    try {
      valijson::SchemaParser parser;
      parser.populateSchema(valijson::adapters::BoostJsonAdapter(compiled->document), compiled->schema);
    } catch (std::exception const&) { // the meta-schema and the walk above leave nothing that is known to end here
      return Error{ErrorCode::invalid_content, "is a JSON Schema that cannot be read"};
    }
    return std::unique_ptr<Compiled const>(std::move(compiled));
  }
};

SchemaValidator::SchemaValidator(std::unique_ptr<Compiled const> compiled) : compiled_(std::move(compiled)) {}
SchemaValidator::SchemaValidator(SchemaValidator&&) noexcept = default;
SchemaValidator& SchemaValidator::operator=(SchemaValidator&&) noexcept = default;
SchemaValidator::~SchemaValidator() = default;

Result<void> SchemaValidator::check_schema(json::value const& schema) {
  static Formats const formats = {
      {"regex", [](std::string_view text) { return Pattern::compile(text).has_value(); }},
      {"uri", [](std::string_view text) { return boost::urls::parse_uri(text).has_value(); }},
      {"uri-reference", [](std::string_view text) { return boost::urls::parse_uri_reference(text).has_value(); }}};
  static SchemaValidator const meta_schema(std::move(Compiled::from(draft07_meta_schema(), formats).value()));
  return meta_schema.validate(schema);
}

Result<SchemaValidator> SchemaValidator::compile(json::value const& schema, Formats const& formats) {
  if (auto ok = check_schema(schema); !ok) return ok.error();
  Result<std::unique_ptr<Compiled const>> compiled = Compiled::from(schema, formats);
  if (!compiled) return compiled.error();
  return SchemaValidator(std::move(*compiled));
}

Result<void> SchemaValidator::validate(json::value const& value) const {
  std::vector<Error> errors = check_value(compiled_->schema, value, "", compiled_->context);
  if (errors.empty()) return {};
  if (errors.size() > most_errors) errors.resize(most_errors);
  return as_one(std::move(errors));
}

} // namespace tandem
