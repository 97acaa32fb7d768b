#define VALIJSON_USE_EXCEPTIONS 1 // without it the library calls abort() on a schema it cannot take
#include "content/schema_validator.hpp"

#include "content/identity.hpp"
#include "content/timestamp.hpp"

#include <boost/url/parse.hpp>
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace tandem {
namespace {

bool is_date(std::string_view text) { return text.size() == 10 && parse_timestamp(text).has_value(); }
bool is_date_time(std::string_view text) { return text.size() > 10 && parse_timestamp(text).has_value(); }
bool is_uuid(std::string_view text) { return Uuid::parse(text).has_value(); }
bool is_uri(std::string_view text) { return boost::urls::parse_uri({text.data(), text.size()}).has_value(); }

/// The dot-atom form of RFC 5321 section 4.1.2, with a domain of at least two labels; no quoted local parts.
bool is_email(std::string_view text) {
  std::size_t const at = text.rfind('@');
  if (at == std::string_view::npos || at == 0 || at > 64 || text.size() > 254) return false;
  auto const dotted = [](std::string_view part, std::string_view extra) {
    bool after_dot = true;
    for (char const c : part) {
      bool const letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                          extra.find(c) != std::string_view::npos;
      if (c == '.' ? after_dot : !letter) return false;
      after_dot = c == '.';
    }
    return !after_dot;
  };
  std::string_view const domain = text.substr(at + 1);
  return dotted(text.substr(0, at), "!#$%&'*+-/=?^_`{|}~") && dotted(domain, "-") &&
         domain.find('.') != std::string_view::npos;
}

/// valijson does not check formats, so the schema is walked beside the value: `properties`, `items`,
/// `additionalProperties` and `allOf` are followed, which is what content types are made of.
void check_formats(json::value const& schema_value, json::value const& value, std::string const& pointer,
                   Formats const& known, std::vector<Error>& errors) {
  json::object const* schema = schema_value.if_object();
  if (schema == nullptr) return;
  if (value.is_string()) {
    auto const check = known.find(string_member(*schema, "format"));
    if (check != known.end() && !check->second(string_member({{"v", value}}, "v")))
      errors.push_back({ErrorCode::invalid_content, "is not a valid " + check->first, pointer});
  }
  json::value const* properties = schema->if_contains("properties");
  json::value const* additional = schema->if_contains("additionalProperties");
  if (json::object const* object = value.if_object()) {
    for (auto const& member : *object) {
      json::value const* of_property =
          properties != nullptr && properties->is_object() ? properties->get_object().if_contains(member.key()) : nullptr;
      json::value const* next = of_property != nullptr ? of_property : additional;
      if (next != nullptr)
        check_formats(*next, member.value(), pointer + "/" + pointer_token(member.key()), known, errors);
    }
  }
  json::value const* items = schema->if_contains("items");
  if (json::array const* array = value.if_array(); array != nullptr && items != nullptr)
    for (std::size_t i = 0; i < array->size(); ++i)
      check_formats(*items, (*array)[i], pointer + "/" + std::to_string(i), known, errors);
  if (json::value const* all = schema->if_contains("allOf"); all != nullptr && all->is_array())
    for (json::value const& part : all->get_array()) check_formats(part, value, pointer, known, errors);
}

/// The last part of valijson's context path ("<root>[address][street]") as a JSON Pointer.
std::string pointer_of(std::vector<std::string> const& context) {
  std::string pointer;
  for (std::string const& step : context) {
    if (step.size() < 2 || step.front() != '[') continue;
    std::string token = step.substr(1, step.size() - 2);
    pointer += "/" + pointer_token(token);
  }
  return pointer;
}

/// A sentence for people out of the library's words; unknown ones pass as they are.
std::string readable(std::string const& description, std::string& pointer) {
  auto const quoted = [&]() -> std::string {
    std::size_t const first = description.find('\'');
    std::size_t const last = description.rfind('\'');
    return first == last ? "" : description.substr(first + 1, last - first - 1);
  };
  if (description.find("Missing required property") != std::string::npos) {
    pointer += "/" + pointer_token(quoted());
    return "is required";
  }
  if (description.find("no schema") != std::string::npos && !quoted().empty()) {
    pointer += "/" + pointer_token(quoted());
    return "is not a known field";
  }
  if (description.find("Value type not permitted") != std::string::npos) return "has the wrong JSON type";
  return description;
}

} // namespace

struct SchemaValidator::Compiled {
  json::value document;
  valijson::Schema schema;
  Formats formats;
};

SchemaValidator::SchemaValidator(std::unique_ptr<Compiled const> compiled) : compiled_(std::move(compiled)) {}
SchemaValidator::SchemaValidator(SchemaValidator&&) noexcept = default;
SchemaValidator& SchemaValidator::operator=(SchemaValidator&&) noexcept = default;
SchemaValidator::~SchemaValidator() = default;

Result<SchemaValidator> SchemaValidator::compile(json::value const& schema, Formats const& formats) {
  auto compiled = std::make_unique<Compiled>();
  compiled->document = schema;
  compiled->formats = formats;
  try {
    valijson::SchemaParser parser;
    parser.populateSchema(valijson::adapters::BoostJsonAdapter(compiled->document), compiled->schema);
  } catch (std::exception const& refused) {
    return Error{ErrorCode::invalid_content, std::string("the JSON Schema cannot be used: ") + refused.what()};
  }
  return SchemaValidator(std::unique_ptr<Compiled const>(std::move(compiled)));
}

Result<void> SchemaValidator::validate(json::value const& value) const {
  std::vector<Error> errors;
  valijson::Validator validator;
  valijson::ValidationResults results;
  if (!validator.validate(compiled_->schema, valijson::adapters::BoostJsonAdapter(value), &results)) {
    valijson::ValidationResults::Error error;
    while (results.popError(error)) {
      // The library reports each failure again for every level around it; the innermost says what is wrong.
      if (error.description.find("Failed to validate against") == 0 ||
          error.description.find("Object property") != std::string::npos)
        continue;
      std::string pointer = pointer_of(error.context);
      std::string sentence = readable(error.description, pointer);
      errors.push_back({ErrorCode::invalid_content, std::move(sentence), std::move(pointer)});
    }
    if (errors.empty()) errors.push_back({ErrorCode::invalid_content, "does not fit its JSON Schema"});
  }
  check_formats(compiled_->document, value, "", compiled_->formats, errors);
  if (errors.empty()) return {};
  Error first = errors.front();
  first.further.assign(errors.begin() + 1, errors.end());
  return first;
}

Formats standard_formats() {
  return {{"date", is_date}, {"date-time", is_date_time}, {"email", is_email}, {"uri", is_uri}, {"uuid", is_uuid}};
}

} // namespace tandem
