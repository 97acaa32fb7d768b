#pragma once
/// The words of the two commands.

#include "exchange/names.hpp"

#include <filesystem>

namespace translation::exchange {

struct ExportOrder {
  tandem::Locale from, to;
  std::vector<std::string> types = {};       ///< None: all.
  std::vector<tandem::EntryId> entries = {}; ///< None: all.
  bool all = false;
  std::filesystem::path output = {}; ///< Empty: standard output.
};
struct ImportOrder {
  std::filesystem::path file = {};
  bool dry_run = false, json = false;
};

/// Errors say which word is wrong, in one line.
[[nodiscard]] tandem::Result<ExportOrder> read_export_order(std::vector<std::string> const& words);
[[nodiscard]] tandem::Result<ImportOrder> read_import_order(std::vector<std::string> const& words);

extern char const* const export_usage;
extern char const* const import_usage;

} // namespace translation::exchange
