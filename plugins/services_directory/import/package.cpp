#include "package.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

namespace directory::importing {
namespace {

namespace fs = std::filesystem;

struct TableName {
  std::string_view singular, plural;
};
/// Those that the import reads.
constexpr std::array<TableName, 17> known{{{"organization", "organizations"},
                                           {"organization_identifier", "organization_identifiers"},
                                           {"service", "services"},
                                           {"location", "locations"},
                                           {"service_at_location", "services_at_location"},
                                           {"phone", "phones"},
                                           {"address", "addresses"},
                                           {"schedule", "schedules"},
                                           {"language", "languages"},
                                           {"contact", "contacts"},
                                           {"taxonomy", "taxonomies"},
                                           {"taxonomy_term", "taxonomy_terms"},
                                           {"attribute", "attributes"},
                                           {"accessibility", "accessibilities"},
                                           {"cost_option", "cost_options"},
                                           {"required_document", "required_documents"},
                                           {"service_area", "service_areas"}}};

TableName const* known_table(std::string_view name) {
  auto const found = std::find_if(known.begin(), known.end(), [&](TableName const& table) {
    return table.singular == name || table.plural == name;
  });
  return found == known.end() ? nullptr : &*found;
}

/// File names by the names of the resources in datapackage.json (Frictionless Data Package, "resources").
std::map<std::string, std::string> resources_of(fs::path const& description, Source& source) {
  std::map<std::string, std::string> files;
  auto const wrong = [&](std::string detail) {
    source.problems.push_back({{"datapackage.json", 0, 0, {}}, std::move(detail)});
  };
  auto const text = read_file(description, source.problems);
  if (!text) return files;
  auto const parsed = tandem::parse_json(*text, 32);
  json::value const* list = parsed && parsed->is_object() ? parsed->get_object().if_contains("resources") : nullptr;
  if (list == nullptr || !list->is_array()) return wrong("is no JSON object with a list of resources"), files;
  for (json::value const& one : list->get_array()) {
    std::string_view name, path;
    if (one.is_object()) {
      name = tandem::string_member(one.get_object(), "name");
      path = tandem::string_member(one.get_object(), "path");
    }
    if (name.empty() || path.empty() || fs::path(path).filename() != fs::path(path))
      wrong("each resource has a name, and the name of a file beside this one as its path");
    else files.emplace(name, path);
  }
  return files;
}

std::map<std::string, std::string> files_of(fs::path const& folder, Source& source) {
  fs::path const description = folder / "datapackage.json";
  if (fs::exists(description)) return resources_of(description, source);
  std::map<std::string, std::string> files;
  for (auto const& item : fs::directory_iterator(folder))
    if (item.path().extension() == ".csv") files.emplace(item.path().stem(), item.path().filename());
  return files;
}

} // namespace

std::optional<std::string> read_file(fs::path const& path, std::vector<Problem>& problems) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  if (in && !fs::is_directory(path)) return text.str();
  problems.push_back({{path.filename().string(), 0, 0, {}}, "cannot be read"});
  return std::nullopt;
}

Package read_package(fs::path const& folder, Source& source) {
  Package package;
  for (auto const& [resource, file] : files_of(folder, source)) {
    std::string const stem = fs::path(file).stem().string();
    TableName const* name = known_table(resource);
    if (name == nullptr) name = known_table(stem);
    if (name == nullptr) {
      source.ignored[file].insert("*");
      continue;
    }
    if (package.contains(name->singular)) {
      source.problems.push_back({{file, 0, 0, {}}, "is the second file of the table " + std::string(name->singular)});
      continue;
    }
    if (auto const text = read_file(folder / file, source.problems))
      package.emplace(name->singular, Table(file, read_csv(file, *text, ',', source.problems)));
  }
  if (package.empty() && source.problems.empty())
    source.problems.push_back({{folder.filename().string(), 0, 0, {}}, "holds no table of HSDS"});
  return package;
}

} // namespace directory::importing
