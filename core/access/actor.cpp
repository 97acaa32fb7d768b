#include "access/actor.hpp"

#include "access/roles.hpp"
#include "store/accounts.hpp"

namespace tandem::access {

Actor command_line() {
  Actor actor;
  actor.name = "command line";
  for (auto const& [name, description] : core_permissions()) actor.permissions.insert(name);
  return actor;
}

Result<void> require(Actor const& actor, std::string const& permission) {
  if (actor.may(permission)) return {};
  if (actor.name.empty()) return Error{ErrorCode::unauthenticated, "sign in, or send an API token"};
  if (actor.must_change)
    return Error{ErrorCode::forbidden, "change the one-time password first (POST /edit/v1/password)"};
  Error refused{ErrorCode::forbidden, "this needs the permission " + permission};
  refused.meta["permission"] = permission;
  return refused;
}

void audit(store::Transaction& tx, Actor const& actor, AuditLine const& line) {
  store::insert_audit(tx, {actor.name, line.action, line.locale, actor.address, actor.request_id, line.entry,
                           line.revision, line.detail});
}

} // namespace tandem::access
