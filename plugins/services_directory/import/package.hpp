#pragma once
/// A tabular data package of HSDS 3.0: a folder of CSV files, by the names that datapackage.json gives them, or those
/// of the specification.

#include "csv.hpp"

#include <filesystem>

namespace directory::importing {

/// Its tables by their names in the specification, in the singular ("organization", "service_at_location").
using Package = std::map<std::string, Table, std::less<>>;

/// Reads all tables that the import knows; others are ignored. Problems name the file.
[[nodiscard]] Package read_package(std::filesystem::path const& folder, Source& source);

/// The text of a file, or a problem.
[[nodiscard]] std::optional<std::string> read_file(std::filesystem::path const& path, std::vector<Problem>& problems);

} // namespace directory::importing
