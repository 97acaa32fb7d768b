#pragma once
/// JSON Schema draft-07 validation by valijson, behind one small class so that its templates compile once.

#include "content/json.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace tandem {

/// Checks a string against a named format ("email"); true when it is well-formed.
using FormatCheck = std::function<bool(std::string_view)>;
using Formats = std::map<std::string, FormatCheck, std::less<>>;

/// date, date-time (RFC 3339), email (RFC 5321, dot-atom form), uri (RFC 3986) and uuid (RFC 9562).
[[nodiscard]] Formats standard_formats();

/// Compiled schema. Immutable; any number of threads may validate with it.
class SchemaValidator {
public:
  /// Compiles a schema. Errors: `invalid_content` with what the library could not take.
  /// References to other documents are not followed; the draft-07 meta-schema is served from memory.
  [[nodiscard]] static Result<SchemaValidator> compile(json::value const& schema, Formats const& formats = standard_formats());

  /// Every violation found, as one Error with `further`; pointers are those of the value at fault.
  /// Checks the formats it was compiled with on every string whose schema names one of them.
  [[nodiscard]] Result<void> validate(json::value const& value) const;

  SchemaValidator(SchemaValidator&&) noexcept;
  SchemaValidator& operator=(SchemaValidator&&) noexcept;
  ~SchemaValidator();

private:
  struct Compiled;
  explicit SchemaValidator(std::unique_ptr<Compiled const> compiled);
  std::unique_ptr<Compiled const> compiled_;
};

} // namespace tandem
