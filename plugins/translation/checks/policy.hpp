#pragma once
/// What becomes of what the checks find.
///
///   translation.checks        all:warn language:refuse placeholder:refuse
///                             per kind (see finding.hpp), or for all of them: off, warn or refuse; later words win
///   translation.checks_except fields that no check looks at: summary, or of one type service.summary
///   translation.checks_words  10   words without a capital that it takes to tell a language (5 to 1000)
///
/// What is refused by default is what cannot well be meant. A number may differ with good reason: Dutch and French
/// speakers often have help lines and addresses of their own, so facts warn.

#include "checks/finding.hpp"

#include <tandem/plugin.hpp>

namespace translation::checks {

enum class Severity { off, warn, refuse };
[[nodiscard]] std::string_view name_of(Severity severity);

class CheckPolicy {
public:
  /// Everything warns but what `text` says otherwise ("all:off phone:refuse"). The error names the word at fault.
  [[nodiscard]] static tandem::Result<CheckPolicy> parse(std::string_view text);
  [[nodiscard]] Severity of(Kind kind) const { return severities_.at(static_cast<std::size_t>(kind)); }

private:
  CheckPolicy() { severities_.fill(Severity::warn); }
  std::array<Severity, kind_names.size()> severities_;
};

struct CheckSettings {
  CheckPolicy policy;
  std::vector<std::string> except;
  std::size_t least_words;

  [[nodiscard]] bool excepts(std::string_view type, std::string_view field) const;
  /// Error: a type that is named is not among these.
  [[nodiscard]] tandem::Result<void> check_types(std::vector<std::string> const& types) const;
};

/// Declares them and reads their values. Throws std::runtime_error for one that cannot be: the start is refused.
[[nodiscard]] CheckSettings declare_settings(tandem::Settings& settings);

} // namespace translation::checks
