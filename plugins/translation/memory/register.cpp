#include "limits.hpp"
#include "memory/commands.hpp"
#include "memory/feed.hpp"
#include "memory/memory.hpp"
#include "memory/routes.hpp"

namespace translation::memory {
namespace {

constexpr unsigned every_seconds = 60;

TmxLimits declare_limits(tandem::Settings& settings) {
  return {declare_number(settings, "translation.tmx_bytes", 100'000'000, 1'000, 2'000'000'000, "bytes of a TMX file"),
          declare_number(settings, "translation.tmx_depth", 16, 4, 256, "deepest nesting in a TMX file"),
          declare_number(settings, "translation.tmx_units", 500'000, 1, 5'000'000, "units in a TMX file")};
}

} // namespace

void register_memory(tandem::Host& host) {
  std::size_t const longest_sentence = declare_number(host.settings(), "translation.longest_sentence", 4'000, 100,
                                                      20'000, "bytes of a sentence that is looked up in the memory");
  TmxLimits const limits = declare_limits(host.settings());
  host.projection("note_memory");
  host.job("memory", every_seconds, [&host]() -> tandem::Result<void> {
    tandem::Result<Fed> const fed = catch_up(host.storage());
    if (!fed) return fed.error();
    if (fed->failures.empty()) return {};
    return tandem::Error{tandem::ErrorCode::internal, std::to_string(fed->failures.size()) +
                                                          " entries could not be read into the memory, the first " +
                                                          fed->failures.front()};
  });
  host.route(
      tandem::Method::get, "/translation/v1/memory", tandem::SignedIn,
      [&host, longest_sentence](tandem::Request const& request) {
        return answer_memory(host, longest_sentence, request);
      },
      memory_doc());
  host.command("memory", "rebuild: read everything that is public anew; forget ORIGIN: drop what a file brought",
               [&host](Arguments const& arguments) { return run_memory(host.storage(), arguments); });
  host.command("export-tmx",
               "[FILE] [--from nl] [--to fr] [--origin NAME | --published]: write the memory as TMX 1.4b",
               [&host](Arguments const& arguments) { return run_export(host.storage(), arguments); });
  host.command("import-tmx", "FILE [--origin NAME] [--dry-run]: take in the memory of others",
               [&host, limits](Arguments const& arguments) { return run_import(host, limits, arguments); });
}

} // namespace translation::memory
