#pragma once
/// JSON Schema draft-07 validation, behind one small class: valijson reads the schema, `check_value` checks the
/// value.

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

/// date, date-time (RFC 3339), email (RFC 5321, dot-atom form), file (the SHA-256 of a file's bytes, 64 lower-case
/// hexadecimal digits), uri (RFC 3986) and uuid (RFC 9562).
[[nodiscard]] Formats standard_formats();

/// Compiled schema. Immutable; any number of threads may validate with it.
class SchemaValidator {
public:
  /// Checks that a document is a draft-07 schema; pointers lead into it.
  [[nodiscard]] static Result<void> check_schema(json::value const& schema);

  /// Checks and compiles a schema. Errors are `invalid_content`, with pointers into it.
  /// References to other documents are not followed; the draft-07 meta-schema is served from memory. A format that is
  /// not among `formats` is not checked.
  [[nodiscard]] static Result<SchemaValidator> compile(json::value const& schema,
                                                       Formats const& formats = standard_formats());

  /// Every violation found (the first hundred), as one Error with `further`; pointers are those of the value at
  /// fault. `detail` is a sentence about that value without its subject: "must not be empty".
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
