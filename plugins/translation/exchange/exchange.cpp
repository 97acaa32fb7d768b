#include "exchange/exchange.hpp"

#include "exchange/commands.hpp"
#include "exchange/routes.hpp"
#include "limits.hpp"

namespace translation::exchange {

void register_exchange(tandem::Host& host) {
  ReadLimits const limits{declare_number(host.settings(), "translation.exchange_bytes", 33554432, 1024, 1073741824,
                                         "largest XLIFF file that is read, in bytes"),
                          declare_number(host.settings(), "translation.exchange_depth", 64, 8, 1024,
                                         "how deep elements of an XLIFF file may stand in one another")};
  host.route(
      tandem::Method::get, "/translation/v1/xliff", tandem::Permission{"entry.read"},
      [&host](tandem::Request const& request, tandem::Caller const& caller) {
        return answer_export(hands_of(host, caller), locales_of(host.settings()), request);
      },
      export_doc());
  host.route(
      tandem::Method::post, "/translation/v1/xliff", tandem::Permission{"entry.translate"},
      [&host, limits](tandem::Request const& request, tandem::Caller const& caller) {
        return answer_import(hands_of(host, caller), limits, request);
      },
      import_doc());
  host.command(
      "export-xliff",
      "--from nl --to fr [--type T] [--entry ID] [--all] [--output FILE]: what is to be translated, as XLIFF 2.1",
      [&host](std::vector<std::string> const& words) { return run_export(host, words); });
  host.command("import-xliff", "FILE [--dry-run] [--json]: bring translated XLIFF in as drafts",
               [&host, limits](std::vector<std::string> const& words) { return run_import(host, words, limits); });
}

} // namespace translation::exchange
