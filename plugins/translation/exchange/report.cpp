#include "exchange/report.hpp"

#include <array>

namespace translation::exchange {
namespace {

constexpr std::array fates{Fate::in,   Fate::changed,  Fate::untranslated, Fate::refused,
                           Fate::held, Fate::conflict, Fate::gone};

std::size_t count(Plan const& plan, Fate fate) {
  std::size_t number = 0;
  for (Outcome const& outcome : plan.outcomes) number += outcome.fate == fate ? 1 : 0;
  return number;
}

std::string heading(Fate fate) {
  switch (fate) {
  case Fate::changed: return "In, but its source was changed meanwhile";
  case Fate::untranslated: return "Untranslated";
  case Fate::refused: return "Refused";
  case Fate::held: return "Held back";
  case Fate::conflict: return "Conflict: the target was changed meanwhile";
  case Fate::gone: return "Gone";
  case Fate::in: break;
  }
  return "In";
}

std::string place_of(Outcome const& outcome, std::string const& file) {
  std::string place = file + (outcome.line == 0 ? "" : ":" + std::to_string(outcome.line)) + ": " + outcome.file;
  if (!outcome.unit.empty()) place += " " + outcome.unit;
  if (!outcome.segment.empty()) place += " " + outcome.segment;
  return place;
}

std::string lines_of(Outcome const& outcome, std::string const& file) {
  std::string text = "  " + place_of(outcome, file) + (outcome.detail.empty() ? "" : ": " + outcome.detail) + "\n";
  bool const conflict = outcome.fate == Fate::conflict;
  if (!outcome.then.empty()) text += "    source then: " + outcome.then + "\n";
  if (outcome.fate == Fate::changed)
    text += "    source now:  " + (outcome.now.empty() ? "(none)" : outcome.now) + "\n";
  if (conflict && !outcome.now.empty()) text += "    target now:  " + outcome.now + "\n";
  if (!outcome.target.empty()) text += "    target sent: " + outcome.target + "\n";
  return text;
}

json::object outcome_json(Outcome const& outcome) {
  json::object object{
      {"fate", name_of(outcome.fate)}, {"file", outcome.file}, {"unit", outcome.unit}, {"segment", outcome.segment}};
  if (outcome.line != 0) object["line"] = outcome.line;
  if (!outcome.then.empty()) object["source_then"] = outcome.then;
  if (outcome.fate == Fate::changed) object["source_now"] = outcome.now;
  if (outcome.fate == Fate::conflict && !outcome.now.empty()) object["target_now"] = outcome.now;
  if (!outcome.target.empty()) object["target"] = outcome.target;
  if (!outcome.detail.empty()) object["detail"] = outcome.detail;
  return object;
}

} // namespace

std::string report_text(Plan const& plan, std::string const& file, bool dry_run) {
  std::string text, counts;
  for (Fate const fate : fates) {
    std::size_t const number = count(plan, fate);
    if (fate == Fate::in || fate == Fate::changed || number > 0)
      counts += (counts.empty() ? "" : ", ") + std::to_string(number) + " " + std::string(name_of(fate));
    if (fate == Fate::in || number == 0) continue;
    text += heading(fate) + ":\n";
    for (Outcome const& outcome : plan.outcomes)
      if (outcome.fate == fate) text += lines_of(outcome, file);
  }
  text += counts + ". ";
  if (dry_run) return text + "A dry run: nothing was imported.\n";
  return text + (plan.fields.empty() ? "Nothing to do.\n" : "Drafts: review and publish them.\n");
}

json::object report_json(Plan const& plan, bool dry_run) {
  json::object counts;
  for (Fate const fate : fates) counts[name_of(fate)] = count(plan, fate);
  json::array segments, drafts;
  for (Outcome const& outcome : plan.outcomes)
    if (outcome.fate != Fate::in) segments.push_back(outcome_json(outcome));
  for (PlannedField const& field : plan.fields) {
    tandem::EntryEdit const& entry = plan.batch.entries[field.entry];
    drafts.push_back({{"entry", entry.entry.text()},
                      {"type", entry.type},
                      {"locale", entry.variants.begin()->first.text()},
                      {"field", field.field}});
  }
  return {{"dry_run", dry_run},
          {"counts", std::move(counts)},
          {"segments", std::move(segments)},
          {"drafts", std::move(drafts)}};
}

} // namespace translation::exchange
