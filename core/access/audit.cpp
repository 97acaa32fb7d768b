#include "access/audit.hpp"

namespace tandem::access {

void audit(store::Transaction& tx, Actor const& actor, Deed const& deed) {
  AuditLine line{0, now(), actor.name, deed.action, deed.entry, deed.locale, deed.revision, deed.detail};
  for (auto const& member : actor.through) line.detail[member.key()] = member.value();
  line.address = actor.address;
  line.request_id = actor.request_id;
  tx.audit(std::move(line));
}

} // namespace tandem::access
