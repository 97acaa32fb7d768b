#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <map>
#include <regex>
#include <set>

/// The rooms of the house and their doors: which folder may include which. Read from the includes themselves.
namespace {

namespace fs = std::filesystem;
fs::path const source = TANDEM_SOURCE_DIR;

/// Folder of core → the folders it may use, besides itself.
std::map<std::string, std::set<std::string>> const doors{
    {"content", {}},
    {"http", {}},
    {"store", {"content"}},
    {"access", {"store", "content"}},
    {"media", {"access", "store", "content", "http"}},
    {"editing", {"access", "store", "content"}},
    {"webhooks", {"access", "store", "content", "http"}},
    {"delivery", {"access", "store", "content", "http"}},
    {"plugin", {"content", "http"}},
    {"api", {"editing", "delivery", "media", "webhooks", "access", "store", "content", "http", "plugin"}},
    {"app", {"api", "editing", "delivery", "media", "webhooks", "access", "store", "content", "http", "plugin"}},
};

/// Libraries that these folders alone may include.
std::map<std::string, std::set<std::string>> const owners{
    {"pqxx/", {"store"}},       {"boost/beast", {"http"}}, {"boost/asio", {"http"}}, {"curl/", {"http", "media"}},
    {"zlib.h", {"http"}},       {"brotli/", {"http"}},     {"sodium.h", {"access"}}, {"cjose/", {"access"}},
    {"valijson/", {"content"}}, {"vips/", {"media"}},      {"magic.h", {"media"}},   {"webp/", {"media"}},
    {"pugixml.hpp", {"media"}}};

struct Include {
  fs::path file;
  std::string name;
  bool quoted;
};

std::vector<Include> includes_below(fs::path const& folder) {
  static std::regex const directive(R"re(^\s*#\s*include\s*([<"])([^>"]+)[>"])re");
  std::vector<Include> all;
  for (auto const& item : fs::recursive_directory_iterator(folder)) {
    if (item.path().extension() != ".cpp" && item.path().extension() != ".hpp") continue;
    std::ifstream in(item.path());
    for (std::string line; std::getline(in, line);)
      if (std::smatch found; std::regex_search(line, found, directive))
        all.push_back({item.path(), found[2], found[1] == "\""});
  }
  return all;
}

std::string room_of(fs::path const& file) { return fs::relative(file, source / "core").begin()->string(); }

TEST(Layering, EveryFolderOfCoreIsKnownHere) {
  std::set<std::string> known, there;
  for (auto const& [room, uses] : doors) known.insert(room);
  for (auto const& item : fs::directory_iterator(source / "core"))
    if (item.is_directory()) there.insert(item.path().filename());
  EXPECT_EQ(there, known);
}

TEST(Layering, DependenciesPointOneWay) {
  auto const all = includes_below(source / "core");
  ASSERT_GT(all.size(), 200U);
  for (Include const& include : all) {
    std::string const room = room_of(include.file);
    std::string other = include.name.substr(0, include.name.find('/'));
    if (other == "tandem") other = "plugin"; // the SDK
    if (!doors.contains(other) || other == room) continue;
    EXPECT_TRUE(doors.at(room).contains(other)) << include.file << " includes " << include.name;
  }
}

TEST(Layering, TheSdkShowsTheseHeadersOfTheCore) {
  std::set<std::string> const shown{
      "content/batch.hpp",    "content/error.hpp", "content/facts/differences.hpp", "content/facts/phone.hpp",
      "content/identity.hpp", "content/json.hpp",  "content/timestamp.hpp",         "http/client.hpp",
      "http/language.hpp",    "http/message.hpp"};
  for (Include const& include : includes_below(source / "core/plugin/include"))
    EXPECT_TRUE(!include.quoted || shown.contains(include.name)) << include.name;
}

TEST(Layering, ALibraryBehindAFolderStaysThere) {
  for (Include const& include : includes_below(source / "core"))
    for (auto const& [library, rooms] : owners)
      EXPECT_TRUE(!include.name.starts_with(library) || rooms.contains(room_of(include.file)))
          << include.file << " " << library;
}

TEST(Layering, APluginIncludesTheSdkItsOwnFilesAndLibraries) {
  for (auto const& plugin : fs::directory_iterator(source / "plugins")) {
    if (!plugin.is_directory()) continue;
    for (Include const& include : includes_below(plugin)) {
      std::string const first = include.name.substr(0, include.name.find('/'));
      bool const own = include.quoted && (fs::exists(include.file.parent_path() / include.name) ||
                                          fs::exists(plugin.path() / include.name));
      bool const sdk = !include.quoted && fs::exists(source / "core/plugin/include" / include.name);
      bool const library = !include.quoted && first != "tandem" && !doors.contains(first);
      EXPECT_TRUE(own || sdk || library) << include.file << " includes " << include.name;
    }
  }
}

} // namespace
