#include "app/configuration.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <sstream>

namespace tandem::app {
namespace {

using Words = std::map<std::string, std::string>;

/// A configuration file that lives as long as the test.
class ConfigurationFile : public testing::Test {
protected:
  std::filesystem::path const path_ =
      std::filesystem::temp_directory_path() / ("tandem-" + std::to_string(::getpid()) + ".conf");
  ~ConfigurationFile() override { std::filesystem::remove(path_); }
  void write(std::string const& text) const { std::ofstream(path_) << text; }
  [[nodiscard]] std::string problem(Words const& environment = {}, Words const& command_line = {}) const {
    Configuration configuration;
    if (auto ok = configuration.load(path_, environment, command_line); !ok) return ok.error().detail;
    auto const known = configuration.check_all_known();
    return known ? "" : known.error().detail;
  }
  [[nodiscard]] std::string at_line(int line, std::string const& text) const {
    return path_.string() + ":" + std::to_string(line) + ": " + text;
  }
};

TEST_F(ConfigurationFile, TheCommandLineBeatsTheEnvironmentWhichBeatsTheFile) {
  write("# poort\n\nhttp.port = 8081\nhttp.address = 127.0.0.2\ndatabase.connections=3\n");
  Configuration configuration;
  configuration
      .load(path_, {{"TANDEM_HTTP_PORT", "8082"}, {"TANDEM_HTTP_ADDRESS", "127.0.0.3"}, {"HOME", "/"}},
            {{"http.port", "8083"}})
      .value();
  EXPECT_EQ(configuration.number("http.port"), 8083);
  EXPECT_EQ(configuration.text("http.address"), "127.0.0.3");
  EXPECT_EQ(configuration.number("database.connections"), 3);
  EXPECT_EQ(configuration.text("data"), "var");
  std::map<std::string, std::string> sources;
  for (auto const& shown : configuration.describe()) sources[shown.name] = shown.source;
  EXPECT_EQ(sources["http.port"], "--http.port");
  EXPECT_EQ(sources["http.address"], "TANDEM_HTTP_ADDRESS");
  EXPECT_EQ(sources["database.connections"], path_.string() + ":5");
  EXPECT_EQ(sources["data"], "default");
}

TEST_F(ConfigurationFile, AnUnknownKeyIsNamedWithItsLineAndTheKeyThatWasMeant) {
  write("http.port = 8081\nhttp.prot = 8082\n");
  EXPECT_EQ(problem(), at_line(2, "unknown key \"http.prot\"; did you mean \"http.port\"?"));
  write("kleur = rood\n");
  EXPECT_EQ(problem(), at_line(1, "unknown key \"kleur\""));
}

TEST_F(ConfigurationFile, ABadValueIsNamedWithItsLine) {
  write("\nhttp.port = tachtig\n");
  EXPECT_EQ(problem(), at_line(2, "http.port must be a whole number from 0 to 65535, not \"tachtig\""));
  write("http.trusted_proxies = 10.0.0.0/8 proxy.example\n");
  EXPECT_EQ(
      problem(),
      at_line(1, "http.trusted_proxies must be IP addresses or networks like 10.0.0.0/8, not \"proxy.example\""));
  write("http.trusted_proxies = 10.0.0.0/8 2001:db8::1\n");
  EXPECT_EQ(problem(), "");
  write("http.port = 65536\n");
  EXPECT_EQ(problem(), at_line(1, "http.port must be a whole number from 0 to 65535, not \"65536\""));
  write("http.port = 65535\n");
  EXPECT_EQ(problem(), "");
  write("session.secure_cookie = ja\n");
  EXPECT_EQ(problem(), at_line(1, "session.secure_cookie must be true or false, not \"ja\""));
  write("log.level = luid\n");
  EXPECT_EQ(problem(), at_line(1, "log.level must be trace, debug, info, warn, error or off, not \"luid\""));
  write("http.port 8081\n");
  EXPECT_EQ(problem(), at_line(1, "a line is key = value, or begins with #"));
  write("http.port = 8081\nhttp.port = 8082\n");
  EXPECT_EQ(problem(), at_line(2, "http.port is set already at " + path_.string() + ":1"));
}

TEST_F(ConfigurationFile, TheEnvironmentIsHeldToTheSameRules) {
  write("");
  EXPECT_EQ(problem({{"TANDEM_KLEUR", "rood"}}), "TANDEM_KLEUR: unknown key \"TANDEM_KLEUR\"");
  EXPECT_EQ(problem({{"TANDEM_HTTP_PORT", ""}}),
            "TANDEM_HTTP_PORT: http.port must be a whole number from 0 to 65535, not \"\"");
}

TEST_F(ConfigurationFile, APluginsKeyIsTakenFromEverySourceOnceItIsDeclared) {
  write("directory.timezone = Europe/Paris\n");
  EXPECT_EQ(problem(), at_line(1, "unknown key \"directory.timezone\""));
  for (auto const& [environment, command_line, expected] : std::vector<std::tuple<Words, Words, std::string>>{
           {{}, {}, "Europe/Paris"},
           {{{"TANDEM_DIRECTORY_TIMEZONE", "Europe/Rome"}}, {}, "Europe/Rome"},
           {{{"TANDEM_DIRECTORY_TIMEZONE", "Europe/Rome"}}, {{"directory.timezone", "UTC"}}, "UTC"}}) {
    Configuration configuration;
    configuration.load(path_, environment, command_line).value();
    configuration.declare({"directory.timezone", "Europe/Brussels", "time zone of opening hours"});
    configuration.check_all_known().value();
    EXPECT_EQ(configuration.text("directory.timezone"), expected);
  }
}

TEST_F(ConfigurationFile, SecretsAreMaskedOnlyWhenThereIsOne) {
  Configuration configuration;
  configuration.load("geen bestand", {}, {{"database", "postgres://tandem:geheim@db/tandem"}}).value();
  for (auto const& shown : configuration.describe())
    EXPECT_THAT(shown.value, testing::Not(testing::HasSubstr("geheim")));
  EXPECT_EQ(configuration.text("database"), "postgres://tandem:geheim@db/tandem");
}

TEST(ConfigurationFileThatShips, HoldsEveryKeyWithItsDefault) {
  std::ifstream in(TANDEM_SOURCE_DIR "/config/tandem.conf");
  std::stringstream text;
  text << in.rdbuf();
  EXPECT_EQ(text.str(), default_file(core_keys()))
      << "write it anew with: tandem config default > config/tandem.conf";
}

} // namespace
} // namespace tandem::app
