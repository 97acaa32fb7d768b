#pragma once
/// Whose eyes and hands an export or an import has: the program's own, for the commands, or a caller's, for the
/// routes.

#include "segments/value.hpp"

#include <map>

namespace translation::exchange {

namespace json = tandem::json;

struct Hands {
  tandem::Storage& storage;
  std::function<tandem::Result<std::vector<tandem::EntryHeads>>(std::string const& type)> heads;
  std::function<tandem::Result<std::vector<tandem::EditedVariant>>(tandem::Batch const&, bool dry_run)> edit;
};
[[nodiscard]] Hands hands_of(tandem::Host& host);
/// `caller` must outlive it.
[[nodiscard]] Hands hands_of(tandem::Host& host, tandem::Caller const& caller);

/// Schemas of the content types, by name.
[[nodiscard]] tandem::Result<std::map<std::string, json::object>> schemas(tandem::Storage& storage);

} // namespace translation::exchange
