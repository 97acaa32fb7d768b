#pragma once
/// Tells the audit what was done, in the transaction that does it.

#include "access/actor.hpp"
#include "store/database.hpp"

namespace tandem::access {

struct Deed {
  std::string action; ///< "entry.edit", "bundle.publish", "account.add", …
  std::optional<EntryId> entry = {};
  std::string locale = {}; ///< "" when it concerns no variant.
  std::optional<int> revision = {};
  json::object detail = {}; ///< What it was before, what it is now, and why.
};
void audit(store::Transaction& tx, Actor const& actor, Deed const& deed);

} // namespace tandem::access
