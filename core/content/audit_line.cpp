#include "content/audit_line.hpp"

#include "content/canonical_json.hpp"

namespace tandem {
namespace {

std::string cell(std::string text) {
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) text.insert(0, "'");
  std::string quoted = "\"";
  for (char const c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

} // namespace

json::object audit_json(AuditLine const& line) {
  json::object shown{{"number", line.number},   {"at", format_timestamp(line.at)},
                     {"actor", line.actor},     {"action", line.action},
                     {"entry", nullptr},        {"locale", nullptr},
                     {"revision", nullptr},     {"detail", line.detail},
                     {"address", line.address}, {"request_id", line.request_id},
                     {"hash", line.hash}};
  if (line.entry) shown["entry"] = line.entry->text();
  if (!line.locale.empty()) shown["locale"] = line.locale;
  if (line.revision) shown["revision"] = *line.revision;
  return shown;
}

std::string audit_hash(AuditLine const& line, std::string_view previous_hash) {
  json::object hashed = audit_json(line);
  hashed.erase("hash");
  hashed["previous"] = previous_hash;
  return sha256_hex(canonical_json(hashed));
}

std::string audit_csv_header() {
  return "number,at,actor,action,entry,locale,revision,detail,address,request_id,hash\r\n";
}

std::string audit_csv(AuditLine const& line) {
  return std::to_string(line.number) + "," + format_timestamp(line.at) + "," + cell(line.actor) + "," +
         cell(line.action) + "," + (line.entry ? line.entry->text() : "") + "," + line.locale + "," +
         (line.revision ? std::to_string(*line.revision) : "") + "," + cell(json::serialize(line.detail)) + "," +
         cell(line.address) + "," + cell(line.request_id) + "," + line.hash + "\r\n";
}

} // namespace tandem
