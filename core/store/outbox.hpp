#pragma once
/// Events waiting to be told to plugins, and repeated jobs: who does what when.

#include "content/identity.hpp"
#include "store/database.hpp"

namespace tandem::store {

struct EventRow {
  std::string id;
  std::string kind; ///< published, withdrawn.
  EntryId entry;
  std::string type;
  Locale locale;
  Uuid bundle;
  int attempts;
};

/// The next event that is due, locked for this transaction; events of one entry come in order. None: nothing due.
[[nodiscard]] std::optional<EventRow> next_event(Transaction& tx);
void set_delivered(Transaction& tx, std::string const& id);
/// Tries again after 2^attempts seconds, at most an hour.
void set_failed(Transaction& tx, EventRow const& event);

/// True for one caller among all nodes when the job is due; moves its next run ahead.
[[nodiscard]] bool claim_job(Transaction& tx, std::string const& name, unsigned every_seconds);
void record_job(Transaction& tx, std::string const& name, std::string const& error);

} // namespace tandem::store
