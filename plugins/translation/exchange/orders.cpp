#include "exchange/orders.hpp"

namespace translation::exchange {
namespace {

using tandem::Error;
using tandem::ErrorCode;
using tandem::Locale;
using tandem::Result;

Error wrong(std::string detail) { return {ErrorCode::invalid_parameter, std::move(detail)}; }

/// The words one after the other; "--from=nl" is "--from nl".
class Words {
public:
  explicit Words(std::vector<std::string> const& words) {
    for (std::string const& word : words) {
      std::size_t const equals = word.starts_with("--") ? word.find('=') : std::string::npos;
      words_.push_back(word.substr(0, equals));
      if (equals != std::string::npos) words_.push_back(word.substr(equals + 1));
    }
  }
  [[nodiscard]] bool more() const { return at_ < words_.size(); }
  std::string const& next() { return words_[at_++]; }
  Result<std::string> value_of(std::string const& option) {
    if (!more()) return wrong(option + " takes a value");
    return next();
  }

private:
  std::vector<std::string> words_;
  std::size_t at_ = 0;
};

Result<Locale> locale_of(std::string const& option, std::string const& text) {
  auto locale = Locale::parse(text);
  if (!locale || locale->is_shared()) return wrong(option + " takes a language like nl or fr, not \"" + text + "\"");
  return locale;
}

} // namespace

char const* const export_usage = "usage: tandem plugins run translation export-xliff --from nl --to fr [--type "
                                 "TYPE]… [--entry ID]… [--all] [--output FILE]\n"
                                 "Writes XLIFF 2.1 with the fields that are stale, missing or empty in the language "
                                 "after --to; with --all, every text.\n"
                                 "Without --output to standard output. What comes back goes in with import-xliff.\n";
char const* const import_usage =
    "usage: tandem plugins run translation import-xliff FILE [--dry-run] [--json]\n"
    "Reads XLIFF 2.x or 1.2 that export-xliff wrote and a translator's tool filled. Fields that are whole become "
    "drafts; what is\n"
    "not, is reported. Exit code 0: done as reported; 1: nothing could be imported; 2: wrong words.\n";

Result<ExportOrder> read_export_order(std::vector<std::string> const& arguments) {
  Words words(arguments);
  std::optional<Locale> from, to;
  ExportOrder order{Locale::shared(), Locale::shared()};
  while (words.more()) {
    std::string const option = words.next();
    if (option == "--all") {
      order.all = true;
      continue;
    }
    if (option != "--from" && option != "--to" && option != "--type" && option != "--entry" && option != "--output")
      return wrong("unknown: " + option);
    auto const value = words.value_of(option);
    if (!value) return value.error();
    if (option == "--type") {
      order.types.push_back(*value);
    } else if (option == "--output") {
      order.output = *value;
    } else if (option == "--entry") {
      auto const id = tandem::EntryId::parse(*value);
      if (!id) return wrong("--entry takes the id of an entry, not \"" + *value + "\"");
      order.entries.push_back(*id);
    } else {
      auto const locale = locale_of(option, *value);
      if (!locale) return locale.error();
      (option == "--from" ? from : to) = *locale;
    }
  }
  if (!from || !to) return wrong("it needs --from and --to: the language of the source and that of the target");
  if (*from == *to) return wrong("--from and --to are the same language");
  order.from = *from;
  order.to = *to;
  return order;
}

Result<ImportOrder> read_import_order(std::vector<std::string> const& arguments) {
  Words words(arguments);
  ImportOrder order;
  while (words.more()) {
    std::string const word = words.next();
    if (word == "--dry-run" || word == "--json") (word == "--json" ? order.json : order.dry_run) = true;
    else if (word.starts_with("--")) return wrong("unknown: " + word);
    else if (!order.file.empty()) return wrong("it takes one file");
    else order.file = word;
  }
  if (order.file.empty()) return wrong("it takes a file");
  return order;
}

} // namespace translation::exchange
