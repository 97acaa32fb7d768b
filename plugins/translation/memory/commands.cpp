#include "memory/commands.hpp"

#include "limits.hpp"
#include "memory/feed.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>

namespace translation::memory {
namespace {

namespace fs = std::filesystem;
namespace json = tandem::json;
using tandem::Error;
using tandem::ErrorCode;
using tandem::Result;
using tandem::Rows;

constexpr char const* memory_usage = "usage: tandem plugins run translation memory rebuild | memory forget ORIGIN\n";
constexpr char const* export_usage =
    "usage: tandem plugins run translation export-tmx [FILE] [--from nl] [--to fr] [--origin NAME | --published]\n";
constexpr char const* import_usage =
    "usage: tandem plugins run translation import-tmx FILE [--origin NAME] [--dry-run]\n";
constexpr std::size_t longest_name = 200;   // of an origin
constexpr std::size_t rows_at_once = 1'000; // of a statement, and of a question
constexpr char const* version = "0.1.0";

int slip(char const* usage) {
  std::cerr << usage;
  return 2;
}
int failed(std::string const& why) {
  std::cerr << why << "\n";
  return 1;
}

/// Words of a command: what has no "--" before it, options with a value and flags. None for others, or when one comes
/// twice.
struct Words {
  std::vector<std::string> plain;
  std::map<std::string, std::string> options;
};
std::optional<Words> read_words(Arguments const& arguments, std::set<std::string> const& with_value,
                                std::set<std::string> const& flags) {
  Words words;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    std::string const& word = arguments[i];
    if (!word.starts_with("--")) {
      words.plain.push_back(word);
      continue;
    }
    std::size_t const equals = word.find('=');
    std::string const name = word.substr(0, equals);
    std::string value;
    if (with_value.contains(name)) {
      if (equals == std::string::npos && ++i == arguments.size()) return std::nullopt;
      value = equals == std::string::npos ? arguments[i] : word.substr(equals + 1);
    } else if (!flags.contains(word)) {
      return std::nullopt;
    }
    if (!words.options.emplace(name, value).second) return std::nullopt;
  }
  return words;
}

std::string option(Words const& words, std::string const& name) {
  auto const found = words.options.find(name);
  return found == words.options.end() ? "" : found->second;
}

/// The pairs after this id, each in one direction only; the id of the last.
Result<Rows> pairs_after(tandem::Storage& storage, std::string const& id, Words const& words) {
  return storage.read(
      {"select id, source_locale, target_locale, source, target, source_codes, target_codes, "
       "tandem_translation.instant(since), origin, entry, type, field, pointer, segment, source_revision, "
       "target_revision from tandem_translation.memory where id > $1::bigint and ($2 = '' or source_locale = $2) and "
       "($3 = '' or target_locale = $3) and ($2 || $3 <> '' or source_locale < target_locale) and ($4 = '' or origin "
       "= "
       "$4) and ($5 = '' or origin = '') order by id limit $6::integer",
       {id, option(words, "--from"), option(words, "--to"), option(words, "--origin"),
        words.options.contains("--published") ? "yes" : "", std::to_string(rows_at_once)}});
}

/// False for a row that cannot be read.
bool write_row(std::ostream& out, std::vector<std::optional<std::string>> const& row) {
  auto const text = [&](std::size_t i) { return row.at(i).value_or(""); };
  auto const source = content_of(text(3), tandem::stored_json(text(5)));
  auto const target = content_of(text(4), tandem::stored_json(text(6)));
  if (!source || !target) return false;
  Properties const properties{text(0),
                              text(7),
                              {{"origin", text(8)},
                               {"entry", text(9)},
                               {"type", text(10)},
                               {"field", text(11)},
                               {"pointer", text(12)},
                               {"segment", text(13)},
                               {"source-revision", text(14)},
                               {"target-revision", text(15)}}};
  write_tmx_unit(out, {text(1), text(2), *source, *target}, properties);
  return true;
}

struct Written {
  std::size_t units = 0, unreadable = 0;
};

Result<Written> write_all(std::ostream& out, tandem::Storage& storage, Words const& words) {
  write_tmx_head(out, version);
  Written written;
  for (std::string last = "0";;) {
    Result<Rows> const rows = pairs_after(storage, last, words);
    if (!rows) return rows.error();
    for (auto const& row : *rows) ++(write_row(out, row) ? written.units : written.unreadable);
    if (rows->size() < rows_at_once) break;
    last = rows->back()[0].value();
  }
  write_tmx_foot(out);
  return written;
}

Error not_written(std::string what) { return {ErrorCode::unavailable, std::move(what)}; }

Result<Written> write_to(std::ostream& out, tandem::Storage& storage, Words const& words) {
  Result<Written> written = write_all(out, storage, words);
  if (written && !out.flush()) return not_written("the file could not be written to its end");
  return written;
}

/// Beside the file first, so that whoever reads it finds the whole memory, or what was there before.
Result<Written> write_file(std::string const& name, tandem::Storage& storage, Words const& words) {
  std::error_code problem;
  fs::path const path = fs::weakly_canonical(name, problem);
  if (problem) return not_written(name + " cannot be written");
  // A pipe or a device cannot be replaced.
  bool const is_file = !fs::exists(path, problem) || fs::is_regular_file(path, problem);
  fs::path const beside = is_file ? fs::path(path.string() + "." + tandem::Uuid::make().text()) : path;
  std::ofstream out(beside, std::ios::binary);
  if (!out) return not_written(name + " cannot be written");
  Result<Written> written = write_to(out, storage, words);
  out.close();
  problem.clear();
  if (written && !out) written = not_written(name + " could not be written to its end");
  if (written && is_file) fs::rename(beside, path, problem);
  if (written && problem) written = not_written(name + " cannot be written");
  if (!written && is_file) fs::remove(beside, problem);
  return written;
}

/// Both directions of each unit, as statements of one transaction.
std::vector<tandem::Statement> statements_for(std::string const& origin, std::vector<Unit> const& units) {
  std::vector<tandem::Statement> all{{"delete from tandem_translation.memory where origin = $1", {origin}}};
  json::array rows;
  auto const flush = [&] {
    if (!rows.empty())
      all.push_back({"select tandem_translation.add_imported($1, $2::jsonb)", {origin, json::serialize(rows)}});
    rows.clear();
  };
  for (Unit const& unit : units) {
    rows.push_back(unit_json(unit));
    rows.push_back(unit_json({unit.target_locale, unit.source_locale, unit.target, unit.source}));
    if (rows.size() >= rows_at_once) flush();
  }
  flush();
  return all;
}

/// None when it cannot be read; no more than a byte more than allowed.
std::optional<std::string> bytes_of(fs::path const& path, std::size_t most) {
  std::ifstream in(path, std::ios::binary);
  if (!in || fs::is_directory(path)) return std::nullopt;
  std::string bytes;
  std::vector<char> part(1U << 16U);
  while (bytes.size() <= most && (in.read(part.data(), static_cast<std::streamsize>(part.size())), in.gcount() > 0))
    bytes.append(part.data(), static_cast<std::size_t>(in.gcount()));
  return bytes;
}

} // namespace

int run_memory(tandem::Storage& storage, Arguments const& arguments) {
  if (arguments == Arguments{"rebuild"}) {
    Result<Fed> const fed = rebuild(storage);
    if (!fed) return failed(fed.error().detail);
    std::cout << "read " << fed->entries << " entries\n";
    for (std::string const& failure : fed->failures) std::cerr << "could not be read: " << failure << "\n";
    return fed->failures.empty() ? 0 : 1;
  }
  if (arguments.size() != 2 || arguments[0] != "forget" || arguments[1].empty()) return slip(memory_usage);
  Result<Rows> const gone = storage.write({{"with gone as (delete from tandem_translation.memory where origin = $1 "
                                            "returning 1) select count(*) from gone",
                                            {arguments[1]}}});
  if (!gone) return failed(gone.error().detail);
  std::string const count = gone->front()[0].value();
  if (count == "0") return failed("nothing in the memory came from " + arguments[1]);
  std::cout << "forgot " << std::stoul(count) / 2 << " units of " << arguments[1] << "\n";
  return 0;
}

int run_export(tandem::Storage& storage, Arguments const& arguments) {
  auto const words = read_words(arguments, {"--from", "--to", "--origin"}, {"--published"});
  if (!words || words->plain.size() > 1 ||
      (words->options.contains("--origin") && words->options.contains("--published")))
    return slip(export_usage);
  Result<Written> const written =
      words->plain.empty() ? write_to(std::cout, storage, *words) : write_file(words->plain.front(), storage, *words);
  if (!written) return failed(written.error().detail);
  if (!words->plain.empty()) std::cout << "wrote " << written->units << " units to " << words->plain.front() << "\n";
  if (written->unreadable > 0)
    std::cerr << "left out " << written->unreadable
              << " units that cannot be read; memory rebuild makes those of this "
              << "site anew\n";
  return 0;
}

int run_import(tandem::Host& host, TmxLimits const& limits, Arguments const& arguments) {
  auto const words = read_words(arguments, {"--origin"}, {"--dry-run"});
  if (!words || words->plain.size() != 1) return slip(import_usage);
  fs::path const path = words->plain.front();
  std::string const origin =
      words->options.contains("--origin") ? option(*words, "--origin") : path.filename().string();
  if (origin.empty() || origin.size() > longest_name)
    return failed("the name of an origin has 1 to " + std::to_string(longest_name) + " bytes");
  auto const bytes = bytes_of(path, limits.bytes);
  if (!bytes) return failed(path.string() + " cannot be read");
  Result<TmxFile> const file = read_tmx(*bytes, locales_of(host.settings()), limits);
  if (!file) return failed(path.string() + ": " + file.error().detail);
  bool const dry_run = words->options.contains("--dry-run");
  if (!dry_run)
    if (auto kept = host.storage().write(statements_for(origin, file->units)); !kept)
      return failed(kept.error().detail);
  std::cout << (dry_run ? "would take " : "took ") << file->units.size() << " of " << file->read << " units as "
            << origin << "; " << file->other_languages << " are in other languages, " << file->unreadable
            << " cannot be read\n";
  return 0;
}

} // namespace translation::memory
