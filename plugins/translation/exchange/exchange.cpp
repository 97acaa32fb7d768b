#include "exchange/exchange.hpp"

#include "exchange/orders.hpp"
#include "exchange/report.hpp"
#include "exchange/write_xliff.hpp"
#include "limits.hpp"
#include "terms/glossary.hpp"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>

namespace translation::exchange {
namespace {

using tandem::EntryHeads;
using tandem::Error;
using tandem::ErrorCode;
using tandem::Host;
using tandem::Locale;
using tandem::Result;

/// Schemas of the content types, by name.
Result<std::map<std::string, json::object>> schemas(Host& host) {
  auto const rows = host.storage().read({"select name, schema::text from tandem.content_type order by name"});
  if (!rows) return rows.error();
  std::map<std::string, json::object> all;
  for (auto const& row : *rows)
    if (auto schema = tandem::stored_json(*row[1]); schema.is_object())
      all.emplace(*row[0], std::move(schema.get_object()));
  return all;
}

// --- export-xliff

/// Fields that are behind in a language, as "entry field".
Result<std::set<std::pair<std::string, std::string>>> behind(Host& host, Locale const& locale) {
  auto const rows =
      host.storage().read({"select s.entry::text, f.key from tandem_translation.standing s, jsonb_each(s.fields) f "
                           "where s.locale = $1 and f.value ->> 'status' in ('stale', 'missing')",
                           {locale.text()}});
  if (!rows) return rows.error();
  std::set<std::pair<std::string, std::string>> all;
  for (auto const& row : *rows) all.emplace(*row[0], *row[1]);
  return all;
}

bool is_empty(EntryHeads const& heads, Locale const& locale, std::string const& field) {
  auto const head = heads.variants.find(locale);
  json::value const* value = head == heads.variants.end() ? nullptr : head->second.data.if_contains(field);
  if (value == nullptr || value->is_null()) return true;
  return (value->is_string() && value->get_string().empty()) || (value->is_array() && value->get_array().empty()) ||
         (value->is_object() && value->get_object().empty());
}

/// The terms in a text, each with the word that the other language prefers and those that it does not want.
Result<std::vector<Term>> glossary_terms(Host& host, std::string const& text, ExportOrder const& order) {
  auto const found = terms::terms_in(host.storage(), text, order.from.text(), order.to.text());
  if (!found) return found.error();
  std::vector<Term> all;
  for (terms::TermInText const& term : *found) {
    std::string definition = term.definition;
    for (std::size_t i = 1; i < term.use.size(); ++i)
      definition += (definition.empty() ? "= " : "; = ") + term.use[i];
    for (std::string const& word : term.avoid) definition += (definition.empty() ? "≠ " : "; ≠ ") + word;
    all.push_back({term.written, term.use.empty() ? "" : term.use.front(), std::move(definition)});
  }
  return all;
}

/// Types that were asked for and are none, entries that were asked for and were not found: mistakes of the order.
Result<Exported> gather(Host& host, ExportOrder const& order) {
  auto const types = schemas(host);
  if (!types) return types.error();
  for (std::string const& type : order.types)
    if (!types->contains(type)) return Error{ErrorCode::invalid_parameter, "there is no content type " + type};
  auto const stale = behind(host, order.to);
  if (!stale) return stale.error();
  Asking asking{[&](EntryHeads const& heads, std::string const& field) {
    return order.all || is_empty(heads, order.to, field) || stale->contains({heads.entry.text(), field});
  }};
  std::optional<Error> failed;
  asking.terms = [&](std::string const& text) {
    auto terms = glossary_terms(host, text, order);
    if (!terms) failed = terms.error();
    return terms ? *std::move(terms) : std::vector<Term>();
  };
  Exported exported{order.from, order.to, {}};
  std::set<tandem::EntryId> wanted(order.entries.begin(), order.entries.end());
  for (auto const& [type, schema] : *types) {
    if (!order.types.empty() && std::find(order.types.begin(), order.types.end(), type) == order.types.end())
      continue;
    if (segments::text_fields(schema).empty()) continue;
    auto const heads = host.heads(type);
    if (!heads) return heads.error();
    for (EntryHeads const& entry : *heads) {
      if (!order.entries.empty() && wanted.erase(entry.entry) == 0) continue;
      if (auto one = export_entry(type, schema, entry, order.from, order.to, asking))
        exported.entries.push_back(*std::move(one));
      if (failed) return *failed;
    }
  }
  if (!wanted.empty())
    return Error{ErrorCode::invalid_parameter,
                 "there is no entry " + wanted.begin()->text() + " with text to translate"};
  return exported;
}

struct Extent {
  std::size_t segments = 0, words = 0;
};
Extent extent_of(Exported const& exported) {
  Extent extent;
  for (ExportedEntry const& entry : exported.entries)
    for (Unit const& unit : entry.units)
      for (segments::Segment const& segment : unit.text.segments) {
        ++extent.segments;
        extent.words += segments::word_count(segment.source, exported.source);
      }
  return extent;
}

bool asks_for_help(std::vector<std::string> const& words) {
  return std::find(words.begin(), words.end(), "--help") != words.end();
}

int run_export(Host& host, std::vector<std::string> const& words) {
  if (asks_for_help(words)) {
    std::cout << export_usage;
    return 0;
  }
  auto const order = read_export_order(words);
  if (!order) {
    std::cerr << order.error().detail << "\n" << export_usage;
    return 2;
  }
  auto const exported = gather(host, *order);
  if (!exported) {
    std::cerr << exported.error().detail << "\n";
    return exported.error().code == ErrorCode::invalid_parameter ? 2 : 1;
  }
  if (exported->entries.empty()) {
    std::cerr << "Nothing to translate from " << order->from.text() << " to " << order->to.text()
              << (order->all ? "\n" : "; --all exports what is up to date too\n");
    return 0;
  }
  std::string const text = write_xliff(*exported);
  if (order->output.empty()) {
    std::cout << text;
  } else {
    std::ofstream out(order->output, std::ios::binary);
    out << text;
    out.close();
    if (!out) {
      std::cerr << "cannot write to " << order->output.string() << "\n";
      return 1;
    }
  }
  Extent const extent = extent_of(*exported);
  std::cerr << exported->entries.size() << (exported->entries.size() == 1 ? " entry, " : " entries, ")
            << extent.segments << " segments, " << extent.words << " words\n";
  return 0;
}

// --- import-xliff

Result<std::optional<json::object>> revision(Host& host, tandem::EntryId const& entry, Locale const& locale,
                                             int number) {
  auto const rows =
      host.storage().read({"select data::text from tandem.revision where entry = $1 and locale = $2 and number = $3",
                           {entry.text(), locale.text(), std::to_string(number)}});
  if (!rows) return rows.error();
  if (rows->empty()) return std::optional<json::object>();
  return std::optional(tandem::stored_json(*rows->front()[0]).as_object());
}

/// What there is of the entries that the file names.
class Knowing {
public:
  explicit Knowing(Host& host) : host_(host) {}

  Result<std::map<std::string, KnownEntry>> of(ReadXliff const& xliff) {
    auto types = schemas(host_);
    if (!types) return types.error();
    schemas_ = std::move(*types);
    std::map<std::string, KnownEntry> known;
    for (ReadFile const& file : xliff.files) {
      auto const name = read_file_id(file.id);
      if (!name || known.contains(file.id)) continue;
      auto entry = one(*name);
      if (!entry) return entry.error();
      known.emplace(file.id, *std::move(entry));
    }
    return known;
  }

private:
  Result<KnownEntry> one(FileName const& name) {
    KnownEntry known;
    auto const schema = schemas_.find(name.type);
    if (schema == schemas_.end()) return known;
    known.type_known = true;
    known.fields = segments::text_fields(schema->second);
    auto const heads = heads_of(name.type);
    if (!heads) return heads.error();
    auto const entry = (*heads)->find(name.entry);
    if (entry == (*heads)->end()) return known;
    known.heads = entry->second;
    auto source = revision(host_, name.entry, name.source.locale, name.source.number);
    if (!source) return source.error();
    known.source = *std::move(source);
    auto target = revision(host_, name.entry, name.target, name.target_revision);
    if (!target) return target.error();
    known.target = *std::move(target);
    return known;
  }
  using ById = std::map<tandem::EntryId, EntryHeads>;
  Result<ById const*> heads_of(std::string const& type) {
    auto const known = heads_.find(type);
    if (known != heads_.end()) return &known->second;
    auto all = host_.heads(type);
    if (!all) return all.error();
    ById by_id;
    for (EntryHeads& one : *all) by_id.emplace(one.entry, std::move(one));
    return &heads_.emplace(type, std::move(by_id)).first->second;
  }

  Host& host_;
  std::map<std::string, json::object> schemas_;
  std::map<std::string, ById> heads_;
};

/// Takes out of the plan the field that an error of editing is about, or all fields of its entry; false when the
/// error is about none.
bool refuse_field(Plan& plan, Error const& error) {
  json::value const* const index = error.meta.if_contains("index");
  if (index == nullptr) return false;
  auto const entry = index->to_number<std::size_t>();
  std::string const path = error.pointer.substr(error.pointer.empty() ? 0 : 1);
  std::string const field = path.substr(0, path.find('/'));
  std::string const detail = (path.empty() ? "" : path + ": ") + error.detail;
  bool found = false;
  for (std::size_t i = plan.fields.size(); i-- > 0 && !found;)
    if (plan.fields[i].entry == entry && plan.fields[i].field == field) {
      refuse(plan, i, detail);
      found = true;
    }
  for (std::size_t i = plan.fields.size(); i-- > 0 && !found;) {
    if (plan.fields[i].entry != entry) continue;
    bool const last = std::count_if(plan.fields.begin(), plan.fields.end(),
                                    [&](PlannedField const& one) { return one.entry == entry; }) == 1;
    refuse(plan, i, detail);
    if (last) found = true;
  }
  return found;
}

/// Edits what the plan holds; what editing refuses is taken out of it, until the rest goes in as one.
Result<void> carry_out(Host& host, Plan& plan, bool dry_run) {
  while (!plan.fields.empty()) {
    auto const edited = host.edit(plan.batch, dry_run);
    if (edited) return {};
    if (!refuse_field(plan, edited.error())) return edited.error();
  }
  return {};
}

int run_import(Host& host, std::vector<std::string> const& words, ReadLimits const& limits) {
  if (asks_for_help(words)) {
    std::cout << import_usage;
    return 0;
  }
  auto const order = read_import_order(words);
  if (!order) {
    std::cerr << order.error().detail << "\n" << import_usage;
    return 2;
  }
  std::string const shown = order->file.filename().string();
  auto const failed = [&](Error const& error) {
    std::cerr << shown << ": " << error.detail << "\n";
    return 1;
  };
  std::ifstream in(order->file, std::ios::binary);
  if (!in) return failed({ErrorCode::not_found, "it cannot be read"});
  std::string bytes(limits.bytes + 1, '\0'); // never more than what is refused
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  auto const xliff = read_xliff(bytes, limits);
  if (!xliff) return failed(xliff.error());
  auto const known = Knowing(host).of(*xliff);
  if (!known) return failed(known.error());
  Plan made = plan(*xliff, *known);
  made.batch.message = "import-xliff: " + shown;
  if (auto const done = carry_out(host, made, order->dry_run); !done) return failed(done.error());
  std::cout << (order->json ? json::serialize(report_json(made, order->dry_run)) + "\n"
                            : report_text(made, shown, order->dry_run));
  return 0;
}

} // namespace

void register_exchange(Host& host) {
  ReadLimits const limits{declare_number(host.settings(), "translation.exchange_bytes", 33554432, 1024, 1073741824,
                                         "largest XLIFF file that is read, in bytes"),
                          declare_number(host.settings(), "translation.exchange_depth", 64, 8, 1024,
                                         "how deep elements of an XLIFF file may stand in one another")};
  host.command(
      "export-xliff",
      "--from nl --to fr [--type T] [--entry ID] [--all] [--output FILE]: what is to be translated, as XLIFF 2.1",
      [&host](std::vector<std::string> const& words) { return run_export(host, words); });
  host.command("import-xliff", "FILE [--dry-run] [--json]: bring translated XLIFF in as drafts",
               [&host, limits](std::vector<std::string> const& words) { return run_import(host, words, limits); });
}

} // namespace translation::exchange
