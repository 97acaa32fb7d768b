#include "exchange/plan.hpp"

#include "exchange/difference.hpp"

#include <algorithm>

namespace translation::exchange {
namespace {

using segments::Code;
using segments::Content;
using segments::Segmented;
using segments::TextField;
using tandem::Result;

json::value const* value_in(std::optional<json::object> const& data, std::string const& field) {
  return data ? data->if_contains(field) : nullptr;
}
bool says_nothing(json::value const* value) {
  return value == nullptr || value->is_null() || (value->is_string() && value->get_string().empty());
}
bool same(json::value const* one, json::value const* other) {
  if (says_nothing(one) || says_nothing(other)) return says_nothing(one) && says_nothing(other);
  return *one == *other;
}

/// What was read, with the codes of the source in the place of their ids. An unknown id, or one of another segment,
/// becomes a code that no source has, so that it is named.
Content content_of(ReadContent const& parts, Content const& source, std::size_t segment) {
  std::map<std::pair<int, segments::CodeRole>, Code const*> known;
  for (segments::Part const& part : source)
    if (auto const* code = std::get_if<Code>(&part)) known[{code->id, code->role}] = code;
  Content content;
  for (ReadPart const& part : parts) {
    if (part.code.empty()) {
      if (!content.empty() && std::holds_alternative<std::string>(content.back()))
        std::get<std::string>(content.back()) += part.text;
      else if (!part.text.empty()) content.emplace_back(part.text);
      continue;
    }
    Code code{code_number(part.code, segment).value_or(0), part.role, segments::CodeKind::placeholder, part.code};
    if (auto const one = known.find({code.id, code.role}); one != known.end()) code = *one->second;
    content.emplace_back(std::move(code));
  }
  return content;
}

bool has_text(ReadContent const& parts) {
  return std::any_of(parts.begin(), parts.end(), [](ReadPart const& part) {
    return part.text.find_first_not_of(" \t\r\n") != std::string::npos;
  });
}

std::string joined(std::vector<std::string> const& problems) {
  std::string text;
  for (std::string const& problem : problems) text += (text.empty() ? "" : "; ") + problem;
  return text;
}

/// One field of a file.
class FieldPlan {
public:
  FieldPlan(ReadFile const& file, FileName const& name, KnownEntry const& known, TextField const& field,
            std::vector<Outcome>& outcomes)
      : file_(file), name_(name), known_(known), field_(field), outcomes_(outcomes), first_(outcomes.size()) {}

  /// The field's new value, when all of it is there.
  std::optional<json::value> make() {
    json::value const* const source = value_in(known_.source, field_.name);
    auto const texts = source == nullptr ? std::map<std::string, std::string>() : segments::texts_of(field_, *source);
    std::map<std::string, std::string> targets;
    bool whole = source != nullptr;
    for (auto const& [pointer, text] : texts) {
      Segmented const then = segments::split(text, field_.form, name_.source.locale);
      std::optional<std::string> target = text; // nothing to translate in it
      if (!then.segments.empty()) target = text_of(pointer, then);
      expected_.push_back(unit_id(field_.name, pointer));
      whole = whole && target.has_value();
      if (target) targets[pointer] = *std::move(target);
    }
    whole = no_others() && whole;
    if (!whole) {
      settle(Fate::held, "another segment of this field is not whole");
      return std::nullopt;
    }
    return value(*source, targets);
  }

private:
  [[nodiscard]] ReadUnit const* unit(std::string const& id) const {
    auto const found =
        std::find_if(file_.units.begin(), file_.units.end(), [&](ReadUnit const& one) { return one.id == id; });
    return found == file_.units.end() ? nullptr : &*found;
  }

  /// The text in the target's language; nothing, and outcomes that say why, when a segment of it is not whole.
  std::optional<std::string> text_of(std::string const& pointer, Segmented const& then) {
    std::string const id = unit_id(field_.name, pointer);
    ReadUnit const* const read = unit(id);
    auto const changed = changed_since(pointer, then);
    std::size_t const first = outcomes_.size();
    std::vector<Content> targets;
    for (std::size_t i = 0; i < then.segments.size(); ++i) {
      Outcome outcome{Fate::in,
                      file_.id,
                      id,
                      segment_id(i),
                      read == nullptr ? file_.line : read->line,
                      segments::marked(then.segments[i].source)};
      targets.push_back(target_of(then.segments[i], i, read, outcome));
      if (outcome.fate == Fate::in && changed[i]) {
        outcome.fate = Fate::changed;
        outcome.now = *changed[i];
      }
      outcomes_.push_back(std::move(outcome));
    }
    bool const whole =
        std::all_of(outcomes_.begin() + static_cast<std::ptrdiff_t>(first), outcomes_.end(),
                    [](Outcome const& one) { return one.fate == Fate::in || one.fate == Fate::changed; });
    if (!whole) return std::nullopt;
    auto text = segments::put_back(then, targets);
    if (text) return *std::move(text);
    json::value const* const at = text.error().meta.if_contains("segment");
    Outcome& fault = outcomes_[first + (at == nullptr ? 0 : at->to_number<std::size_t>())];
    fault.fate = Fate::refused;
    fault.detail = text.error().detail;
    return std::nullopt;
  }

  [[nodiscard]] std::vector<std::optional<std::string>> changed_since(std::string const& pointer,
                                                                      Segmented const& then) const {
    auto const head = known_.heads->variants.find(name_.source.locale);
    std::string now;
    if (head != known_.heads->variants.end()) {
      if (head->second.number == name_.source.number)
        return std::vector<std::optional<std::string>>(then.segments.size());
      json::value const* const value = head->second.data.if_contains(field_.name);
      auto const texts = value == nullptr ? std::map<std::string, std::string>() : segments::texts_of(field_, *value);
      if (auto const text = texts.find(pointer); text != texts.end()) now = text->second;
    }
    return changed_segments(then, segments::split(now, field_.form, name_.source.locale));
  }

  /// By id; where a tool dropped the ids, by what the source says.
  static ReadSegment const* find(ReadUnit const& unit, std::string const& id, segments::Segment const& segment) {
    for (ReadSegment const& one : unit.segments)
      if (one.id == id || (one.id.empty() && segments::plain_text(content_of(one.source, {}, 0)) ==
                                                 segments::plain_text(segment.source)))
        return &one;
    return nullptr;
  }

  static Content target_of(segments::Segment const& segment, std::size_t index, ReadUnit const* unit,
                           Outcome& outcome) {
    auto const refuse = [&](Fate fate, std::string detail) {
      outcome.fate = fate;
      outcome.detail = std::move(detail);
    };
    ReadSegment const* const read = unit == nullptr ? nullptr : find(*unit, outcome.segment, segment);
    if (read == nullptr) {
      refuse(Fate::untranslated, "the file does not have this segment (any more)");
      return {};
    }
    outcome.line = read->line;
    if (!read->target || !has_text(*read->target)) {
      refuse(Fate::untranslated, "it has no target");
      return {};
    }
    if (!read->translated) {
      refuse(Fate::untranslated, "the file says that it is not translated");
      return {};
    }
    Content target = content_of(*read->target, segment.source, index);
    outcome.target = segments::marked(target);
    if (!read->problem.empty()) refuse(Fate::refused, read->problem);
    else if (segments::plain_text(content_of(read->source, segment.source, index)) !=
             segments::plain_text(segment.source))
      refuse(Fate::refused, "its source is not that of the revision: it was changed in the file");
    else if (auto const problems = segments::code_problems(segment.source, target);
             !problems.empty() && target != segment.source)
      refuse(Fate::refused, joined(problems));
    return target;
  }

  /// Units of the field that the revision does not have.
  bool no_others() {
    bool none = true;
    for (ReadUnit const& one : file_.units) {
      if (field_of(one.id) != field_.name || std::find(expected_.begin(), expected_.end(), one.id) != expected_.end())
        continue;
      outcomes_.push_back({Fate::gone, file_.id, one.id, "", one.line, "", "", "", "the revision has no such text"});
      none = false;
    }
    return none;
  }

  std::optional<json::value> value(json::value const& source, std::map<std::string, std::string> const& targets) {
    auto const head = known_.heads->variants.find(name_.target);
    json::value const* const now =
        head == known_.heads->variants.end() ? nullptr : head->second.data.if_contains(field_.name);
    auto made = segments::with_texts(source, targets);
    // What stands there beside the texts (an address, a number) stays, where both have the same texts.
    if (now != nullptr && !now->is_string())
      if (auto kept = segments::with_texts(*now, targets); kept && segments::texts_of(field_, *kept) == targets)
        made = std::move(kept);
    if (!made) {
      settle(Fate::refused, made.error().detail);
      return std::nullopt;
    }
    if (!same(now, value_in(known_.target, field_.name)) && !same(now, &*made)) {
      conflict(now);
      return std::nullopt;
    }
    return *std::move(made);
  }

  void conflict(json::value const* now) {
    settle(Fate::conflict, "the target was changed since the export");
    if (first_ >= outcomes_.size()) return;
    // The texts as they stand now are shown with the first segment of each.
    auto const texts = now == nullptr ? std::map<std::string, std::string>() : segments::texts_of(field_, *now);
    for (auto const& [pointer, text] : texts)
      for (std::size_t i = first_; i < outcomes_.size(); ++i)
        if (outcomes_[i].unit == unit_id(field_.name, pointer)) {
          outcomes_[i].now = text;
          break;
        }
  }

  /// Those that were whole share the fate of the field.
  void settle(Fate fate, std::string const& detail) {
    for (std::size_t i = first_; i < outcomes_.size(); ++i) {
      if (outcomes_[i].fate != Fate::in && outcomes_[i].fate != Fate::changed) continue;
      outcomes_[i].fate = fate;
      outcomes_[i].detail = detail;
    }
  }

  ReadFile const& file_;
  FileName const& name_;
  KnownEntry const& known_;
  TextField const& field_;
  std::vector<Outcome>& outcomes_;
  std::size_t first_;
  std::vector<std::string> expected_ = {};
};

/// Why nothing of a file can go in; "" when it can.
std::string obstacle(ReadFile const& file, std::optional<FileName> const& name, KnownEntry const* known) {
  if (!name) return "its id names no entry: it was not exported from here, or a tool changed it";
  if (file.source != name->source.locale.text() || (!file.target.empty() && file.target != name->target.text()))
    return "its languages are " + file.source + " and " + file.target + ", but it was exported from " +
           name->source.locale.text() + " to " + name->target.text();
  if (known == nullptr || !known->type_known) return "there is no content type " + name->type;
  if (!known->heads) return "there is no " + name->type + " " + name->entry.text() + " (any more)";
  if (!known->source)
    return "there is no revision " + std::to_string(name->source.number) + " in " + name->source.locale.text();
  return "";
}

void all_gone(ReadFile const& file, std::string const& field, std::string const& detail, Fate fate,
              std::vector<Outcome>& outcomes) {
  bool any = false;
  for (ReadUnit const& unit : file.units) {
    if (!field.empty() && field_of(unit.id) != field) continue;
    for (ReadSegment const& segment : unit.segments) {
      any = true;
      outcomes.push_back({fate, file.id, unit.id, segment.id, segment.line, "", "", "", detail});
    }
  }
  if (!any && field.empty()) outcomes.push_back({fate, file.id, "", "", file.line, "", "", "", detail});
}

std::vector<std::string> fields_of(ReadFile const& file) {
  std::vector<std::string> fields;
  for (ReadUnit const& unit : file.units)
    if (std::string field = field_of(unit.id); std::find(fields.begin(), fields.end(), field) == fields.end())
      fields.push_back(std::move(field));
  return fields;
}

void plan_file(ReadFile const& file, FileName const& name, KnownEntry const& known, Plan& plan) {
  tandem::VariantEdit edit;
  std::vector<PlannedField> planned;
  for (std::string const& field : fields_of(file)) {
    auto const described = std::find_if(known.fields.begin(), known.fields.end(),
                                        [&](TextField const& one) { return one.name == field; });
    if (described == known.fields.end()) {
      all_gone(file, field, "a " + name.type + " has no field " + field + " to translate", Fate::gone, plan.outcomes);
      continue;
    }
    std::size_t const first = plan.outcomes.size();
    auto value = FieldPlan(file, name, known, *described, plan.outcomes).make();
    if (!value) continue;
    edit.fields[field] = *std::move(value);
    edit.source_fields.push_back(field);
    planned.push_back({plan.batch.entries.size(), field, first, plan.outcomes.size()});
  }
  if (planned.empty()) return;
  if (auto const head = known.heads->variants.find(name.target); head != known.heads->variants.end())
    edit.if_match = head->second.etag;
  edit.source = name.source;
  tandem::EntryEdit entry{name.entry, name.type};
  entry.variants.emplace(name.target, std::move(edit));
  plan.batch.entries.push_back(std::move(entry));
  plan.fields.insert(plan.fields.end(), planned.begin(), planned.end());
}

} // namespace

std::string_view name_of(Fate fate) {
  switch (fate) {
  case Fate::in: return "in";
  case Fate::changed: return "changed";
  case Fate::untranslated: return "untranslated";
  case Fate::refused: return "refused";
  case Fate::held: return "held";
  case Fate::conflict: return "conflict";
  case Fate::gone: return "gone";
  }
  return "";
}

Plan plan(ReadXliff const& xliff, std::map<std::string, KnownEntry> const& known) {
  Plan plan;
  std::map<std::pair<std::string, std::string>, bool> seen; // entry and target
  for (ReadFile const& file : xliff.files) {
    auto const name = read_file_id(file.id);
    auto const entry = known.find(file.id);
    std::string obstacle_found = obstacle(file, name, entry == known.end() ? nullptr : &entry->second);
    if (obstacle_found.empty() && !seen.emplace(std::pair(name->entry.text(), name->target.text()), true).second)
      obstacle_found = "another <file> is about the same entry";
    if (!obstacle_found.empty())
      all_gone(file, "", obstacle_found,
               name && entry != known.end() && entry->second.heads ? Fate::refused : Fate::gone, plan.outcomes);
    else plan_file(file, *name, entry->second, plan);
  }
  return plan;
}

void refuse(Plan& plan, std::size_t field, std::string const& detail) {
  PlannedField const refused = plan.fields[field];
  for (std::size_t i = refused.first; i < refused.last; ++i) {
    plan.outcomes[i].fate = Fate::refused;
    plan.outcomes[i].detail = detail;
  }
  auto& edit = plan.batch.entries[refused.entry].variants.begin()->second;
  edit.fields.erase(refused.field);
  edit.source_fields.erase(std::remove(edit.source_fields.begin(), edit.source_fields.end(), refused.field),
                           edit.source_fields.end());
  plan.fields.erase(plan.fields.begin() + static_cast<std::ptrdiff_t>(field));
  if (!edit.fields.empty()) return;
  plan.batch.entries.erase(plan.batch.entries.begin() + static_cast<std::ptrdiff_t>(refused.entry));
  for (PlannedField& other : plan.fields)
    if (other.entry > refused.entry) --other.entry;
}

} // namespace translation::exchange
