#pragma once
/// The commands of `tandem`: a table. Reading the command line is next door, in command_line.hpp.

#include "app/site.hpp"

#include <boost/program_options/options_description.hpp>
#include <boost/program_options/variables_map.hpp>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace tandem::app {

/// Thrown for wrong words on the command line; becomes one line and exit code 2.
struct Usage : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Invocation {
  std::vector<std::string> words; ///< What is no option: for example the folder of an import.
  boost::program_options::variables_map options;
};

struct Command {
  static constexpr std::size_t any_number = static_cast<std::size_t>(-1);

  std::string name;      ///< "serve", "account add".
  std::string arguments; ///< For the usage line: "FOLDER".
  std::string description;
  std::size_t words;                                                         ///< How many arguments it takes.
  std::function<void(boost::program_options::options_description&)> declare; ///< Its own options.
  std::function<int(Site&, Invocation const&)> run;                          ///< Returns the exit code.
  bool needs_database = true;
  bool migrates = true;  ///< Brings the database up to date first.
  bool may_make = false; ///< Makes a private database where there is none.
  /// Options that nobody knows and whose name has no dot are words too: the verb of a plugin reads them. (Those with
  /// one, "--directory.timezone=…", are settings of plugins.)
  bool takes_options = false;
};

/// Every command, in the order of `tandem --help`.
[[nodiscard]] std::vector<Command> commands();

/// Those about accounts and API tokens.
[[nodiscard]] std::vector<Command> account_commands();

/// Those about bundles.
[[nodiscard]] std::vector<Command> bundle_commands();

/// Says on standard error what went wrong; the exit code for it.
int fail(Error const& error);

} // namespace tandem::app
