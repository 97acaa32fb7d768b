#include "app/command_line.hpp"

#include "app/commands.hpp"
#include "app/upgrade.hpp"

#include <boost/program_options.hpp>
#include <iostream>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

extern char** environ;

namespace tandem::app {
namespace {

namespace options = boost::program_options;

void print_help(std::vector<Command> const& all) {
  std::cout << "tandem " TANDEM_VERSION ": a headless CMS that speaks several languages with one voice\n\n"
               "usage: tandem COMMAND [options]\n\n";
  for (Command const& command : all) {
    std::string const left = command.name + (command.arguments.empty() ? "" : " " + command.arguments);
    std::cout << "  " << left << std::string(left.size() < 26 ? 26 - left.size() : 1, ' ') << command.description
              << "\n";
  }
  std::cout << "\nEvery setting of config/tandem.conf is an option too: --http.port 8081, --data /srv/tandem.\n"
               "--config FILE reads another file. tandem COMMAND --help says more.\n";
}

std::map<std::string, std::string> environment() {
  std::map<std::string, std::string> all;
  for (char** one = environ; *one != nullptr; ++one) {
    std::string_view const text(*one);
    if (std::size_t const equals = text.find('='); equals != std::string_view::npos)
      all.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return all;
}

struct Parsed {
  Invocation call;
  std::map<std::string, std::string> settings; ///< Configuration keys given as options.
  std::vector<std::string> without_value;      ///< Options nobody knows yet (a plugin may), given without "=value".
};

/// Every key of the core's configuration is an option; what else there is may be a plugin's: `--key=value`.
Parsed parse(options::options_description const& own, std::vector<std::string> const& rest, bool takes_options) {
  options::options_description all, hidden;
  hidden.add_options()("words", options::value<std::vector<std::string>>(), "");
  for (Key const& key : core_keys())
    hidden.add_options()(key.name.c_str(), options::value<std::vector<std::string>>(), "");
  all.add(own).add(hidden);
  options::positional_options_description positional;
  positional.add("words", -1);
  int const style = options::command_line_style::default_style & ~options::command_line_style::allow_guessing;
  auto const read =
      options::command_line_parser(rest).options(all).positional(positional).allow_unregistered().style(style).run();
  Parsed parsed;
  options::store(read, parsed.call.options);
  for (auto const& option : read.options) {
    bool const of_the_verb = option.unregistered && takes_options && option.string_key.find('.') == std::string::npos;
    if (option.position_key >= 0 || of_the_verb) {
      auto const& tokens = option.original_tokens;
      parsed.call.words.insert(parsed.call.words.end(), tokens.begin(), tokens.end());
      continue;
    }
    if (!option.unregistered) {
      bool const setting = own.find_nothrow(option.string_key, false) == nullptr;
      if (setting) parsed.settings[option.string_key] = option.value.at(0);
      continue;
    }
    std::string const& token = option.original_tokens.front();
    std::size_t const equals = token.find('=');
    std::string const name = token.substr(std::min(token.size(), token.find_first_not_of('-')), std::string::npos);
    if (equals == std::string::npos) parsed.without_value.push_back(token);
    parsed.settings[name.substr(0, name.find('='))] = equals == std::string::npos ? "" : token.substr(equals + 1);
  }
  return parsed;
}

/// The one of the folder we are in, else the one of the machine.
std::string default_configuration() {
  std::string const here = "config/tandem.conf", of_the_machine = "/etc/tandem/tandem.conf";
  return !std::filesystem::exists(here) && std::filesystem::exists(of_the_machine) ? of_the_machine : here;
}

int run_command(Command const& command, std::vector<std::string> const& rest) {
  options::options_description own("Options");
  own.add_options()("help", "this text")(
      "config", options::value<std::string>()->default_value(default_configuration()), "configuration file");
  command.declare(own);
  Parsed const parsed = parse(own, rest, command.takes_options);
  Invocation const& call = parsed.call;
  if (call.options.contains("help")) {
    std::cout << "usage: tandem " << command.name << (command.arguments.empty() ? "" : " " + command.arguments)
              << " [options]\n\n"
              << command.description << "\n\n"
              << own << "\nEvery setting is an option too, as --data FOLDER; tandem config default lists them.\n";
    return 0;
  }
  Configuration configuration;
  std::string const file = call.options["config"].as<std::string>();
  if (!call.options["config"].defaulted() && !std::filesystem::exists(file)) throw Usage("there is no file " + file);
  if (auto ok = configuration.load(file, environment(), parsed.settings); !ok) throw Usage(ok.error().detail);
  spdlog::set_default_logger(spdlog::stderr_logger_mt("tandem"));
  spdlog::set_level(spdlog::level::from_str(configuration.text("log.level")));
  auto site = Site::load(std::move(configuration), Folders::of_this_program());
  if (!site) throw Usage(site.error().detail);
  if (!parsed.without_value.empty())
    throw Usage(parsed.without_value.front() + " needs a value: " + parsed.without_value.front() + "=VALUE");
  if (command.words != Command::any_number && call.words.size() != command.words)
    throw Usage("usage: tandem " + command.name + " " + command.arguments + "   (--help says more)");
  if (command.needs_database) {
    if (auto ok = (*site)->open_database(command.may_make); !ok) return fail(ok.error());
    auto const say = [](std::string const& step) { std::cerr << "applied " << step << "\n"; };
    if (command.migrates)
      if (auto ok = migrate(**site, say, false); !ok) return fail(ok.error());
  }
  return command.run(**site, call);
}

} // namespace

int run(std::vector<std::string> const& arguments) {
  std::vector<Command> const all = commands();
  if (arguments.empty() || arguments[0] == "--help" || arguments[0] == "help") {
    print_help(all);
    return arguments.empty() ? 2 : 0;
  }
  if (arguments[0] == "--version") {
    std::cout << "tandem " TANDEM_VERSION "\n";
    return 0;
  }
  try {
    for (Command const& command : all) {
      std::size_t const words = command.name.find(' ') == std::string::npos ? 1 : 2;
      std::string const given = words == 1 || arguments.size() < 2 ? arguments[0] : arguments[0] + " " + arguments[1];
      if (given == command.name)
        return run_command(command, {arguments.begin() + static_cast<std::ptrdiff_t>(words), arguments.end()});
    }
    std::string family;
    for (Command const& command : all)
      if (command.name.starts_with(arguments[0] + " "))
        family += "\n  tandem " + command.name + " " + command.arguments;
    if (family.empty()) throw Usage("there is no command \"" + arguments[0] + "\" (tandem --help lists them)");
    if (arguments.size() > 1 && arguments[1] == "--help") {
      std::cout << "usage:" << family << "\n";
      return 0;
    }
    throw Usage(arguments[0] + " is one of:" + family);
  } catch (Usage const& wrong) {
    std::cerr << "tandem: " << wrong.what() << "\n";
    return 2;
  } catch (options::error const& wrong) {
    std::cerr << "tandem: " << wrong.what() << "\n";
    return 2;
  } catch (std::exception const& failure) {
    std::cerr << "tandem: " << failure.what() << "\n";
    return 1;
  }
}

} // namespace tandem::app
