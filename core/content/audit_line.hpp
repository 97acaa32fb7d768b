#pragma once
/// The audit: who changed what, in one chain. Each line's hash covers the hash of the line before it.

#include "content/identity.hpp"
#include "content/json.hpp"
#include "content/timestamp.hpp"

#include <optional>
#include <string>

namespace tandem {

struct AuditLine {
  std::int64_t number = 0; ///< From 1, without holes once stored; 0 before that.
  Timestamp at;
  std::string actor;  ///< Account name, or "command line".
  std::string action; ///< "entry.edit", "bundle.publish", "account.add", …
  std::optional<EntryId> entry = {};
  std::string locale = {}; ///< "" when it concerns no variant.
  std::optional<int> revision = {};
  json::object detail = {}; ///< What it was before, what it is now, and why.
  std::string address = {}; ///< From where.
  std::string request_id = {};
  std::string hash = {}; ///< 64 hex digits; see `audit_hash`.
};

/// SHA-256 over the canonical JSON (RFC 8785) of everything in the line but `hash`, together with the hash of the
/// line before it ("" for the first).
[[nodiscard]] std::string audit_hash(AuditLine const& line, std::string_view previous_hash);

/// The line as JSON, `hash` included; what is hashed, exported and shown.
[[nodiscard]] json::object audit_json(AuditLine const& line);

/// The line as CSV (RFC 4180), with the line end; columns as `audit_csv_header` names them. Text that a spreadsheet
/// would take for a formula gets an apostrophe in front.
[[nodiscard]] std::string audit_csv(AuditLine const& line);
[[nodiscard]] std::string audit_csv_header();

} // namespace tandem
