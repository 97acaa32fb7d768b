#pragma once
/// What must hold between the languages of an entry before it goes public: its content type's parity policy.

#include "chronicle.hpp"

#include <chrono>

namespace translation::provenance {

enum class Parity {
  independent, ///< Languages go out as they like.
  grace,       ///< One may go first; the others are flagged meanwhile and follow within some days.
  together,    ///< All languages go out at once, each up to date, or none does.
};

struct Policy {
  Parity parity = Parity::independent;
  std::chrono::days within{14}; ///< Of grace: how long the others may take.
};

/// Setting `translation.policy`: `page:together news:grace:7 *:independent`; `*` is every other type.
class Policies {
public:
  /// Error: a sentence for whoever wrote the setting. `locales` are those of the site.
  [[nodiscard]] static tandem::Result<Policies> read(std::string_view setting, std::string_view locales);

  /// Error: a type that is named is not among these. A policy for none would protect nothing, and say nothing.
  [[nodiscard]] tandem::Result<void> check_types(std::vector<std::string> const& types) const;
  [[nodiscard]] Policy of(std::string_view type) const;
  /// Whether some type has another policy than independent.
  [[nodiscard]] bool any() const;
  /// Type → how many days its languages may take, null where it is not grace; for SQL.
  [[nodiscard]] boost::json::object grace_days() const;
  [[nodiscard]] std::vector<Locale> const& locales() const { return locales_; }

private:
  std::map<std::string, Policy, std::less<>> by_type_;
  std::vector<Locale> locales_; ///< Of the site.
};

/// What stands in the way of an entry that would be public like this, under the policy `together`: one error for each
/// language that is missing or says something else than another. `present`: how the public languages would stand.
/// Nothing when the entry is not public at all.
[[nodiscard]] std::vector<tandem::Error> lacking(tandem::EntryId const& entry, std::string const& type,
                                                 Standings const& present, std::vector<Locale> const& locales);

} // namespace translation::provenance
