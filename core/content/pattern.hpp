#pragma once
/// Regular expressions of JSON Schema: the dialect of ECMA-262 with the flag u, run by ICU. The standard library's
/// std::regex is not used: it knows bytes instead of characters, and a long text can overflow its stack.

#include "content/error.hpp"

#include <memory>
#include <string_view>

namespace tandem {

/// A compiled expression. Immutable; any number of threads may search with it.
class Pattern {
public:
  /// Errors: `invalid_content`.
  [[nodiscard]] static Result<Pattern> compile(std::string_view expression);
  /// Whether some part of `text` matches. An expression that takes unreasonably long on a text does not match it.
  [[nodiscard]] bool found_in(std::string_view text) const;

private:
  struct Compiled;
  explicit Pattern(std::shared_ptr<Compiled const> compiled) : compiled_(std::move(compiled)) {}
  std::shared_ptr<Compiled const> compiled_;
};

} // namespace tandem
