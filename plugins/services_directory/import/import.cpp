#include "import.hpp"

#include "hsds.hpp"
#include "mapping.hpp"
#include "report.hpp"

#include <iostream>

namespace directory::importing {
namespace {

namespace fs = std::filesystem;
using tandem::Locale;
using tandem::Result;

constexpr char const* usage =
    "usage: tandem plugins run services_directory import FOLDER-OR-FILE [--mapping FILE] [--locale nl] "
    "[--scheme hsds] [--dry-run] [--json]\n";

struct Order {
  fs::path path = {};
  fs::path mapping = {};
  Locale locale = Locale::parse("nl").value();
  std::string scheme = "hsds";
  bool dry_run = false, json = false;
};

/// Nothing for words that are no order.
std::optional<Order> read_order(std::vector<std::string> const& arguments) {
  Order order;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    std::string const& word = arguments[i];
    std::size_t const equals = word.find('=');
    std::string const name = word.starts_with("--") ? word.substr(0, equals) : "";
    if (name.empty()) {
      if (!order.path.empty()) return std::nullopt;
      order.path = word;
    } else if (word == "--dry-run" || word == "--json") {
      (word == "--json" ? order.json : order.dry_run) = true;
    } else {
      if (equals == std::string::npos && i + 1 == arguments.size()) return std::nullopt;
      std::string const value = equals == std::string::npos ? arguments[++i] : word.substr(equals + 1);
      auto const locale = Locale::parse(value);
      if (name == "--mapping") order.mapping = value;
      else if (name == "--scheme" && !value.empty()) order.scheme = value;
      else if (name == "--locale" && locale && !locale->is_shared()) order.locale = *locale;
      else return std::nullopt;
    }
  }
  return order.path.empty() ? std::nullopt : std::optional(order);
}

Result<Known> read_known(tandem::Host& host) {
  std::map<std::string, std::vector<tandem::EntryHeads>> all;
  for (char const* type :
       {"organisation", "service", "location", "service_at_location", "taxonomy", "taxonomy_term", "audience"}) {
    auto heads = host.heads(type);
    if (!heads) return heads.error();
    all.emplace(type, std::move(*heads));
  }
  return Known(std::move(all));
}

/// The mapping's own mistakes are problems of its file.
void read_with_mapping(Order const& order, Known const& known, Source& source) {
  auto const words = read_file(order.mapping, source.problems);
  auto const text = read_file(order.path, source.problems);
  if (!words || !text) return;
  auto const mapping = read_mapping(*words, order.locale);
  if (!mapping) {
    std::string const where = mapping.error().pointer.empty() ? "" : mapping.error().pointer + " ";
    source.problems.push_back({{order.mapping.filename().string(), 0, 0, {}}, where + mapping.error().detail});
    return;
  }
  if (!mapping->scheme.empty()) source.scheme = mapping->scheme;
  std::string const file = order.path.filename().string();
  Table const table(file, read_csv(file, *text, mapping->separator, source.problems));
  if (source.problems.empty()) read_mapped(table, *mapping, known, source);
}

Source read_source(Order const& order, Known const& known) {
  Source source{order.scheme};
  if (!order.mapping.empty()) {
    read_with_mapping(order, known, source);
  } else if (fs::is_directory(order.path)) {
    read_hsds(read_package(order.path, source), order.locale, source);
  } else {
    source.problems.push_back(
        {{order.path.filename().string(), 0, 0, {}}, "is no folder; a single file takes a mapping"});
  }
  return source;
}

/// What editing refuses, at the cell that it comes from.
void add_problems(tandem::Error const& error, Plan const& plan, Source& source) {
  json::value const* index = error.meta.if_contains("index");
  Problem problem{{}, error.detail};
  if (index != nullptr) {
    auto const at = index->to_number<std::size_t>();
    problem.place = source.items[plan.items.at(at)].place_of(error.pointer);
    bool const in_field = !error.pointer.empty() && !error.pointer.starts_with("/variants/");
    if (in_field) problem.detail = error.pointer.substr(1) + " " + error.detail;
  } else {
    problem.place.file = "the directory";
  }
  source.problems.push_back(std::move(problem));
  for (tandem::Error const& other : error.further) add_problems(other, plan, source);
}

} // namespace

int run_import(tandem::Host& host, std::vector<std::string> const& arguments) {
  auto const order = read_order(arguments);
  if (!order) {
    std::cerr << usage;
    return 2;
  }
  auto const known = read_known(host);
  if (!known) {
    std::cerr << "the directory cannot be read: " << known.error().detail << "\n";
    return 1;
  }
  Source source = read_source(*order, *known);
  auto const decisions = match(source, *known);
  Plan batch = plan(source, decisions, *known);
  batch.batch.message = "import: " + order->path.filename().string();
  // With problems it is tried out all the same, so that everything is named at once.
  auto edited = host.edit(batch.batch, order->dry_run || !source.problems.empty());
  if (!edited) add_problems(edited.error(), batch, source);
  static std::vector<tandem::EditedVariant> const none;
  Report const report{order->dry_run, !source.problems.empty(), source, decisions, batch, edited ? *edited : none};
  std::cout << (order->json ? json::serialize(report_json(report)) + "\n" : report_text(report));
  return report.refused ? 1 : 0;
}

} // namespace directory::importing
