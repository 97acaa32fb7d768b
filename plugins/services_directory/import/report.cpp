#include "report.hpp"

#include <algorithm>

namespace directory::importing {
namespace {

/// A field of a variant as it was and as it is.
struct Change {
  tandem::Locale locale;
  std::string field;
  json::value before, after; ///< Null: none.
};

std::vector<Change> changes_of(tandem::EditedVariant const& variant) {
  std::vector<Change> changes;
  if (!variant.revision) return changes;
  std::set<std::string> fields;
  for (auto const& member : variant.before) fields.insert(member.key());
  for (auto const& member : variant.after) fields.insert(member.key());
  for (std::string const& field : fields) {
    json::value const *before = variant.before.if_contains(field), *after = variant.after.if_contains(field);
    if (before != nullptr && after != nullptr && *before == *after) continue;
    changes.push_back({variant.locale, field, before ? *before : json::value(), after ? *after : json::value()});
  }
  return changes;
}

struct Entry {
  Item const& item;
  std::string id;
  std::vector<Change> changes = {};
};

struct Sorted {
  std::vector<Entry> fresh, changed, unchanged;
};

Sorted sorted(Report const& report) {
  Sorted all;
  if (report.refused) return all;
  std::vector<Entry> entries;
  for (std::size_t i = 0; i < report.plan.items.size(); ++i)
    entries.push_back({report.source.items[report.plan.items[i]], report.plan.batch.entries[i].entry.text()});
  for (tandem::EditedVariant const& variant : report.edited)
    for (Change& change : changes_of(variant)) entries[variant.index].changes.push_back(std::move(change));
  for (std::size_t i = 0; i < entries.size(); ++i) {
    bool const made = report.plan.batch.entries[i].create;
    (made ? all.fresh : entries[i].changes.empty() ? all.unchanged : all.changed).push_back(std::move(entries[i]));
  }
  return all;
}

std::string shown(json::value const& value) { return value.is_null() ? "(none)" : json::serialize(value); }

std::string heading(Entry const& entry) {
  return "  " + entry.item.type + " " + entry.item.title() + "   " + entry.id + "   " + text_of(entry.item.place) +
         "\n";
}

std::string detail(Entry const& entry) {
  std::string text;
  for (Change const& change : entry.changes)
    text += "    " + change.locale.text() + " " + change.field + ": " +
            (change.before.is_null() ? "" : shown(change.before) + " → ") + shown(change.after) + "\n";
  return text;
}

std::string doubtful_text(Report const& report) {
  std::string text;
  for (std::size_t i = 0; i < report.decisions.size(); ++i) {
    Decision const& decision = report.decisions[i];
    if (decision.kind != Decision::Kind::doubtful) continue;
    Item const& item = report.source.items[i];
    text += "  " + item.type + " " + item.title() + "   " + text_of(item.place) + ": " + decision.reason + "\n";
    for (tandem::EntryHeads const* candidate : decision.candidates) {
      json::value const* name = value_of(*candidate, "name");
      text += "    like " + candidate->entry.text() + (name != nullptr ? " " + shown(*name) : "") + "\n";
    }
  }
  return text;
}

std::size_t doubtful_count(Report const& report) {
  return static_cast<std::size_t>(
      std::count_if(report.decisions.begin(), report.decisions.end(),
                    [](Decision const& one) { return one.kind == Decision::Kind::doubtful; }));
}

json::object place_json(Place const& place) {
  json::object object{{"file", place.file}};
  if (place.line != 0) object["line"] = place.line;
  if (place.column != 0) object["column"] = place.column;
  if (!place.name.empty()) object["name"] = place.name;
  return object;
}

json::array entries_json(std::vector<Entry> const& entries) {
  json::array all;
  for (Entry const& entry : entries) {
    json::array changes;
    for (Change const& change : entry.changes)
      changes.push_back({{"locale", change.locale.text()},
                         {"field", change.field},
                         {"before", change.before},
                         {"after", change.after}});
    all.push_back({{"type", entry.item.type},
                   {"entry", entry.id},
                   {"title", entry.item.title()},
                   {"place", place_json(entry.item.place)},
                   {"changes", std::move(changes)}});
  }
  return all;
}

json::array doubtful_json(Report const& report) {
  json::array all;
  for (std::size_t i = 0; i < report.decisions.size(); ++i) {
    Decision const& decision = report.decisions[i];
    if (decision.kind != Decision::Kind::doubtful) continue;
    Item const& item = report.source.items[i];
    json::array candidates;
    for (tandem::EntryHeads const* candidate : decision.candidates)
      candidates.push_back(json::value(candidate->entry.text()));
    all.push_back({{"type", item.type},
                   {"title", item.title()},
                   {"place", place_json(item.place)},
                   {"reason", decision.reason},
                   {"candidates", std::move(candidates)}});
  }
  return all;
}

} // namespace

std::string report_text(Report const& report) {
  Sorted const all = sorted(report);
  std::string text;
  if (!all.fresh.empty()) text += "New:\n";
  for (Entry const& entry : all.fresh) text += heading(entry) + detail(entry);
  if (!all.changed.empty()) text += "Changed:\n";
  for (Entry const& entry : all.changed) text += heading(entry) + detail(entry);
  if (!all.unchanged.empty()) text += "Unchanged:\n";
  for (Entry const& entry : all.unchanged) text += heading(entry);
  if (std::string const doubtful = doubtful_text(report); !doubtful.empty())
    text += "Doubtful, left alone:\n" + doubtful;
  for (auto const& [file, columns] : report.source.ignored) {
    if (report.refused) break; // then a bad row may be why a cell was not asked for
    text += "No place for: " + file;
    for (std::string const& column : columns)
      if (column != "*") text += (column == *columns.begin() ? " (" : ", ") + column;
    text += columns.contains("*") ? "\n" : ")\n";
  }
  if (report.refused) {
    text += "Problems:\n";
    for (Problem const& problem : report.source.problems)
      text += "  " + text_of(problem.place) + ": " + problem.detail + "\n";
    return text + std::to_string(report.source.problems.size()) + " problems: nothing was imported.\n";
  }
  text += std::to_string(all.fresh.size()) + " new, " + std::to_string(all.changed.size()) + " changed, " +
          std::to_string(all.unchanged.size()) + " unchanged, " + std::to_string(doubtful_count(report)) +
          " doubtful. ";
  if (report.dry_run) return text + "A dry run: nothing was imported.\n";
  return text +
         (all.fresh.empty() && all.changed.empty() ? "Nothing to do.\n" : "Drafts: review and publish them.\n");
}

json::object report_json(Report const& report) {
  Sorted const all = sorted(report);
  json::array problems;
  if (report.refused)
    for (Problem const& problem : report.source.problems)
      problems.push_back({{"place", place_json(problem.place)}, {"detail", problem.detail}});
  json::object ignored;
  if (!report.refused) // else a bad row may be why a cell was not asked for
    for (auto const& [file, columns] : report.source.ignored)
      ignored[file] = json::array(columns.begin(), columns.end());
  return {{"dry_run", report.dry_run},
          {"imported", !report.dry_run && !report.refused},
          {"counts",
           {{"new", all.fresh.size()},
            {"changed", all.changed.size()},
            {"unchanged", all.unchanged.size()},
            {"doubtful", doubtful_count(report)},
            {"problems", problems.size()}}},
          {"new", entries_json(all.fresh)},
          {"changed", entries_json(all.changed)},
          {"unchanged", entries_json(all.unchanged)},
          {"doubtful", doubtful_json(report)},
          {"ignored", std::move(ignored)},
          {"problems", std::move(problems)}};
}

} // namespace directory::importing
