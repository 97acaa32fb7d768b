#include "access/actor.hpp"

#include "access/roles.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <pwd.h>
#include <unistd.h>

namespace tandem::access {
namespace {

Error must_change() { return {ErrorCode::forbidden, "change the one-time password first (POST /edit/v1/password)"}; }

Error missing(Actor const& actor, std::string const& permission, Target const* target) {
  if (actor.name.empty()) return {ErrorCode::unauthenticated, "sign in, or send an API token"};
  if (actor.must_change) return must_change();
  if (auto const reason = actor.withheld.find(permission); reason != actor.withheld.end())
    return {ErrorCode::forbidden, reason->second};
  json::object grant{{"permission", permission}};
  std::string detail = "this needs the grant " + permission;
  if (target != nullptr) {
    grant["type"] = target->type;
    detail += " on " + target->type;
    if (target->locale) {
      grant["locale"] = target->locale->text();
      detail += " in " + target->locale->text();
    }
    if (target->organisation) {
      grant["organisation"] = target->organisation->text();
      detail += " of the organisation " + target->organisation->text();
    }
  }
  Error refused{ErrorCode::forbidden, std::move(detail)};
  refused.meta["grant"] = std::move(grant);
  return refused;
}

/// Who runs the program. Root may have come by sudo, which says from whom; of others the kernel knows.
std::string login_name() {
  uid_t const user = ::getuid();
  char const* caller = user == 0 ? std::getenv("SUDO_USER") : nullptr;
  if (caller != nullptr && *caller != '\0') return caller;
  std::array<char, 4096> text{};
  passwd entry{};
  passwd* found = nullptr;
  if (::getpwuid_r(user, &entry, text.data(), text.size(), &found) == 0 && found != nullptr) return entry.pw_name;
  return "uid " + std::to_string(user);
}

template <class Test> bool any_grant(Actor const& actor, std::string const& permission, Test const& test) {
  return std::any_of(actor.grants.begin(), actor.grants.end(),
                     [&](Grant const& grant) { return grant.has(permission) && test(grant.scope); });
}

template <class Test> std::set<std::string> authorities_of(Actor const& actor, Test const& test) {
  std::set<std::string> all;
  for (Grant const& grant : actor.grants)
    if (!grant.authority.empty() && grant.has("entry.sign") && test(grant.scope)) all.insert(grant.authority);
  return all;
}

} // namespace

bool Actor::may(std::string const& permission) const {
  return any_grant(*this, permission, [](Scope const&) { return true; });
}

bool Actor::may(std::string const& permission, Target const& target) const {
  return any_grant(*this, permission, [&](Scope const& scope) { return scope.covers(target); });
}

bool Actor::may_on_some_variant(std::string const& permission, Target const& target) const {
  return any_grant(*this, permission, [&](Scope const& scope) { return scope.covers_some_variant(target); });
}

bool Actor::may_write(std::string const& permission, Target const& target, std::string const& field) const {
  return any_grant(*this, permission,
                   [&](Scope const& scope) { return scope.covers(target) && scope.covers_field(field); });
}

std::set<std::string> Actor::signs_for() const {
  return authorities_of(*this, [](Scope const&) { return true; });
}

std::set<std::string> Actor::signs_for(Target const& target) const {
  return authorities_of(*this, [&](Scope const& scope) { return scope.covers(target); });
}

std::set<std::string> Actor::permissions() const {
  std::set<std::string> all;
  for (Grant const& grant : grants)
    if (grant.permissions) all.insert(grant.permissions->begin(), grant.permissions->end());
    else
      for (auto const& [permission, description] : core_permissions()) all.insert(permission);
  return all;
}

Actor command_line() {
  Actor actor;
  actor.name = "command line";
  actor.address = login_name();
  actor.grants.push_back({});
  return actor;
}

Result<void> require(Actor const& actor, std::string const& permission) {
  if (actor.may(permission)) return {};
  return missing(actor, permission, nullptr);
}

Result<void> require(Actor const& actor, std::string const& permission, Target const& target) {
  if (actor.may(permission, target)) return {};
  return missing(actor, permission, &target);
}

Result<void> require_session(Actor const& actor) {
  if (!actor.session) return Error{ErrorCode::forbidden, "this takes a session: sign in with name and password"};
  if (actor.must_change) return must_change();
  return {};
}

} // namespace tandem::access
