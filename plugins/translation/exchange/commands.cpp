#include "exchange/commands.hpp"

#include "exchange/incoming.hpp"
#include "exchange/outgoing.hpp"
#include "exchange/report.hpp"
#include "exchange/write_xliff.hpp"

#include <algorithm>
#include <fstream>
#include <iostream>

namespace translation::exchange {

using tandem::Error;
using tandem::ErrorCode;
using tandem::Host;

namespace {

bool asks_for_help(std::vector<std::string> const& words) {
  return std::find(words.begin(), words.end(), "--help") != words.end();
}

} // namespace

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
  auto const exported = gather(hands_of(host), *order);
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
  auto const made = bring_in(hands_of(host), *xliff, "import-xliff: " + shown, order->dry_run);
  if (!made) return failed(made.error());
  std::cout << (order->json ? json::serialize(report_json(*made, order->dry_run)) + "\n"
                            : report_text(*made, shown, order->dry_run));
  return 0;
}

} // namespace translation::exchange
