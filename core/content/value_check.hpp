#pragma once
/// Checks a value against a schema that valijson has read, and says in plain sentences what is wrong and where.
///
/// valijson's own validator is not used: its reports are about its inner workings ("Failed to validate against child
/// schema #0"), it checks formats in a way of its own, and it runs patterns with std::regex.

#include "content/json.hpp"
#include "content/pattern.hpp"
#include "content/schema_validator.hpp"

#include <map>
#include <string>
#include <vector>

namespace valijson {
class Subschema;
}

namespace tandem {

/// What a check needs besides the schema; made once, when the schema is compiled.
struct CheckContext {
  Formats formats;
  std::map<std::string, Pattern, std::less<>> patterns; ///< Every `pattern` and name in `patternProperties`.
  std::vector<json::array> choices;                     ///< The values of every `enum` and `const`, to name them.
};

/// Everything that is wrong with `value`, which stands at `pointer`. `formats` and `patterns` not in the context are
/// not checked.
[[nodiscard]] std::vector<Error> check_value(valijson::Subschema const& schema, json::value const& value,
                                             std::string const& pointer, CheckContext const& context);

} // namespace tandem
