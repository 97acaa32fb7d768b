#pragma once
/// Which entry an item of an import is: by identifier, then by name and address.
///
///   one clear match ─► that entry      several, or a partial one ─► doubtful, left alone      none ─► a new entry

#include "source.hpp"

namespace directory::importing {

/// The heads of all entries of the directory's types.
class Known {
public:
  explicit Known(std::map<std::string, std::vector<tandem::EntryHeads>> by_type) : by_type_(std::move(by_type)) {}
  [[nodiscard]] std::vector<tandem::EntryHeads> const& of(std::string const& type) const;
  [[nodiscard]] tandem::EntryHeads const* find(std::string const& type, tandem::EntryId const& id) const;
  /// Those of a type that have the identifier, or that id themselves.
  [[nodiscard]] std::vector<tandem::EntryHeads const*> identified(std::string const& type, std::string const& scheme,
                                                                  std::string const& identifier) const;

private:
  std::map<std::string, std::vector<tandem::EntryHeads>> by_type_;
};

/// What an item is.
struct Decision {
  enum class Kind { fresh, match, doubtful };
  Kind kind = Kind::fresh;
  tandem::EntryHeads const* entry = nullptr; ///< Of a match.
  std::optional<tandem::EntryId> id = {};    ///< Of a match, or made for a fresh one.
  std::string reason = {};                   ///< Why it is doubtful.
  std::vector<tandem::EntryHeads const*> candidates = {};
};

/// Decides about each item of the source, in their order. What points at something doubtful is doubtful too. Links
/// that lead nowhere become problems of the source.
[[nodiscard]] std::vector<Decision> match(Source& source, Known const& known);

/// Where a link leads: an item of the source by its id, or an entry.
class Links {
public:
  Links(Source const& source, Known const& known);
  [[nodiscard]] std::optional<std::size_t> item(Link const& link) const;
  [[nodiscard]] tandem::EntryHeads const* entry(Link const& link) const;

private:
  Source const& source_;
  Known const& known_;
  std::map<std::pair<std::string, std::string>, std::size_t> items_;
};

/// The value of a field in any variant; null when there is none.
[[nodiscard]] json::value const* value_of(tandem::EntryHeads const& entry, std::string_view field);
[[nodiscard]] json::value const* value_of(Item const& item, std::string_view field);

} // namespace directory::importing
