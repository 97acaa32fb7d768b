#include "app/commands.hpp"

#include "app/serve.hpp"
#include "editing/transfer.hpp"
#include "store/publications.hpp"

#include <boost/program_options.hpp>
#include <iostream>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

extern char** environ;

namespace tandem::app {
namespace {

namespace options = boost::program_options;

/// Thrown for wrong words on the command line; becomes one line and exit code 2.
struct Usage : std::runtime_error {
  using std::runtime_error::runtime_error;
};

constexpr std::size_t any_number = static_cast<std::size_t>(-1);

struct Invocation {
  std::vector<std::string> words;         ///< What is no option: for example the folder of an import.
  options::variables_map options;
};

struct Command {
  std::string name;      ///< "serve", "account add".
  std::string arguments; ///< For the usage line: "FOLDER".
  std::string description;
  std::size_t words;     ///< How many arguments it takes.
  std::function<void(options::options_description&)> declare;
  std::function<int(Site&, Invocation const&)> run;
  bool needs_database = true;
  bool migrates = true;  ///< Brings the database up to date first.
};

int fail(Error const& error) {
  std::cerr << "tandem: " << error.detail << "\n";
  for (Error const& other : error.further) std::cerr << "        " << other.detail << "\n";
  if (!error.meta.empty()) std::cerr << "        " << json::serialize(error.meta) << "\n";
  return 1;
}

/// The secret alone on standard output, so that a script can take it; what it is on standard error.
int show_secret(std::string const& what, Result<access::Secret> const& secret) {
  if (!secret) return fail(secret.error());
  std::cerr << what << ", shown once (id " << secret->id << "):\n";
  std::cout << secret->value << "\n";
  return 0;
}

int run_import(Site& site, Invocation const& call) {
  bool const dry = call.options.contains("dry-run");
  auto const report = editing::import_folder(site.editing(), access::command_line(), call.words[0], dry);
  if (!report) return fail(report.error());
  std::cout << (dry ? "Would import " : "Imported ") << report->entries << " entries with " << report->revisions
            << " revisions and " << report->publications << " publications from " << report->files << " files; "
            << report->unchanged << " were there already\n";
  return 0;
}

int run_verify(Site& site, Invocation const&) {
  auto const result = editing::verify(site.database());
  if (!result) return fail(result.error());
  for (std::string const& problem : result->problems) std::cout << "BROKEN " << problem << "\n";
  std::cout << result->revisions << " revisions of " << result->variants << " variants checked, " << result->problems.size()
            << " problems\n";
  return result->problems.empty() ? 0 : 1;
}

int run_reindex(Site& site, Invocation const&) {
  using Count = Result<std::size_t>;
  Count const rows = site.database().transact([](store::Transaction& tx) -> Count { return store::rebuild_published(tx); });
  if (!rows) return fail(rows.error());
  std::cout << *rows << " public rows derived again\n";
  return 0;
}

int run_types_check(Site& site, Invocation const&) {
  auto const problems = site.check_types();
  if (!problems) return fail(problems.error());
  for (std::string const& problem : *problems) std::cout << problem << "\n";
  std::cout << problems->size() << " stored variants do not fit the content types\n";
  return problems->empty() ? 0 : 1;
}

std::vector<Command> commands() {
  auto const none = [](options::options_description&) {};
  return {
      {"serve", "", "serve the site until it is stopped (Ctrl-C)", 0, none,
       [](Site& site, Invocation const&) { return serve(site); }},
      {"migrate", "", "bring the database up to date", 0,
       [](options::options_description& o) { o.add_options()("accept-breaking", "apply content types that stored content does not fit"); },
       [](Site& site, Invocation const& call) {
         auto const done = site.migrate([](std::string const& step) { std::cout << "applied " << step << "\n"; },
                                        call.options.contains("accept-breaking"));
         if (!done) return fail(done.error());
         std::cout << "The database is up to date\n";
         return 0;
       }, true, false},
      {"import", "FOLDER", "import a folder of entries", 1,
       [](options::options_description& o) { o.add_options()("dry-run", "say what would change, change nothing"); }, run_import},
      {"export", "FOLDER", "write every entry with its history into an empty folder", 1, none,
       [](Site& site, Invocation const& call) {
         auto const count = editing::export_folder(site.editing(), call.words[0]);
         if (!count) return fail(count.error());
         std::cout << "Exported " << *count << " entries\n";
         return 0;
       }},
      {"account add", "NAME", "add an account with a one-time password", 1,
       [](options::options_description& o) {
         o.add_options()("role", options::value<std::vector<std::string>>()->composing(), "role of the account; may be given several times");
       },
       [](Site& site, Invocation const& call) {
         if (!call.options.contains("role")) throw Usage("account add needs --role");
         return show_secret("One-time password of " + call.words[0],
                            site.accounts().add(access::command_line(), call.words[0], call.options["role"].as<std::vector<std::string>>()));
       }},
      {"account password", "NAME", "give an account a new one-time password", 1, none,
       [](Site& site, Invocation const& call) {
         return show_secret("One-time password of " + call.words[0], site.accounts().reset_password(access::command_line(), call.words[0]));
       }},
      {"account disable", "NAME", "disable an account and end its sessions", 1, none,
       [](Site& site, Invocation const& call) {
         auto const done = site.accounts().disable(access::command_line(), call.words[0]);
         return done ? 0 : fail(done.error());
       }},
      {"token create", "ACCOUNT", "make an API token for an account", 1,
       [](options::options_description& o) { o.add_options()("label", options::value<std::string>()->default_value("token"), "what it is for"); },
       [](Site& site, Invocation const& call) {
         return show_secret("API token", site.accounts().create_token(access::command_line(), call.words[0],
                                                                      call.options["label"].as<std::string>(), std::nullopt));
       }},
      {"token revoke", "ID", "revoke an API token", 1, none,
       [](Site& site, Invocation const& call) {
         Result<Uuid> const id = Uuid::parse(call.words[0]);
         if (!id) throw Usage("token revoke takes the id that token create showed");
         auto const done = site.accounts().revoke_token(access::command_line(), *id);
         return done ? 0 : fail(done.error());
       }},
      {"verify", "", "check every hash chain and the projection", 0, none, run_verify},
      {"reindex", "", "derive the public projection again", 0, none, run_reindex},
      {"types list", "", "list the content types", 0, none,
       [](Site& site, Invocation const&) {
         for (auto const& [name, type] : site.types().all()) std::cout << name << " (" << type.fields().size() << " fields)\n";
         return 0;
       }, false},
      {"types check", "", "what the loaded content types would break in stored content", 0, none, run_types_check, true, false},
      {"plugins list", "", "list the loaded plugins", 0, none,
       [](Site& site, Invocation const&) {
         for (auto const& plugin : site.plugins().loaded())
           std::cout << plugin.name << " " << plugin.version << " " << plugin.file.string() << "\n";
         for (auto const& verb : site.plugins().registered().commands)
           std::cout << "  tandem plugins run " << verb.plugin << " " << verb.name << "   " << verb.description << "\n";
         return 0;
       }, false},
      {"plugins run", "PLUGIN VERB [ARGUMENT...]", "run a verb that a plugin adds (plugins list names them)", any_number, none,
       [](Site& site, Invocation const& call) {
         if (call.words.size() < 2) throw Usage("usage: tandem plugins run PLUGIN VERB [ARGUMENT...]");
         for (auto const& verb : site.plugins().registered().commands)
           if (verb.plugin == call.words[0] && verb.name == call.words[1])
             return verb.run({call.words.begin() + 2, call.words.end()});
         throw Usage("the plugin " + call.words[0] + " has no verb \"" + call.words[1] + "\"");
       }},
      {"config show", "", "show every setting and where its value comes from", 0, none,
       [](Site& site, Invocation const&) {
         for (auto const& line : site.configuration().describe())
           std::cout << line.name << " = " << line.value << "   (" << line.source << ")\n";
         return 0;
       }, false},
      {"config default", "", "print tandem.conf with every key and its default", 0, none,
       [](Site&, Invocation const&) {
         std::cout << default_file();
         return 0;
       }, false},
  };
}

void print_help(std::vector<Command> const& all) {
  std::cout << "tandem " TANDEM_VERSION ": a headless CMS that speaks several languages with one voice\n\n"
               "usage: tandem COMMAND [options]\n\n";
  for (Command const& command : all) {
    std::string const left = command.name + (command.arguments.empty() ? "" : " " + command.arguments);
    std::cout << "  " << left << std::string(left.size() < 26 ? 26 - left.size() : 1, ' ') << command.description << "\n";
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

int run_command(Command const& command, std::vector<std::string> const& rest) {
  options::options_description own("Options");
  own.add_options()("help", "this text")("config", options::value<std::string>()->default_value("config/tandem.conf"), "configuration file");
  command.declare(own);
  options::options_description hidden;
  hidden.add_options()("words", options::value<std::vector<std::string>>(), "");
  options::options_description all;
  all.add(own).add(hidden);
  options::positional_options_description positional;
  positional.add("words", -1);
  auto const parsed = options::command_line_parser(rest).options(all).positional(positional).allow_unregistered()
                          .style(options::command_line_style::default_style & ~options::command_line_style::allow_guessing).run();
  Invocation call;
  options::store(parsed, call.options);
  if (call.options.contains("help")) {
    std::cout << "usage: tandem " << command.name << (command.arguments.empty() ? "" : " " + command.arguments) << " [options]\n\n"
              << command.description << "\n\n" << own << "\nand every setting: see tandem config default\n";
    return 0;
  }
  // What Program_options does not know are settings: `--key value` or `--key=value`.
  std::map<std::string, std::string> settings;
  std::vector<std::string> loose;
  if (call.options.contains("words")) loose = call.options["words"].as<std::vector<std::string>>();
  for (auto const& option : parsed.options) {
    if (!option.unregistered) continue;
    std::string const& token = option.original_tokens.front();
    std::size_t const equals = token.find('=');
    std::string const name = token.substr(2, equals == std::string::npos ? std::string::npos : equals - 2);
    if (equals != std::string::npos) settings[name] = token.substr(equals + 1);
    else if (option.original_tokens.size() > 1) settings[name] = option.original_tokens[1];
    else {
      // The parser took the value for a word: it is the one that follows the option on the command line.
      auto const at = std::find(rest.begin(), rest.end(), token);
      if (at == rest.end() || at + 1 == rest.end()) throw Usage(token + " needs a value");
      settings[name] = *(at + 1);
      if (auto const word = std::find(loose.begin(), loose.end(), *(at + 1)); word != loose.end()) loose.erase(word);
    }
  }
  call.words = loose;
  if (command.words != any_number && call.words.size() != command.words)
    throw Usage("usage: tandem " + command.name + " " + command.arguments + "   (--help says more)");

  Configuration configuration;
  std::string const file = call.options["config"].as<std::string>();
  if (!call.options["config"].defaulted() && !std::filesystem::exists(file)) throw Usage("there is no file " + file);
  if (auto ok = configuration.load(file, environment(), settings); !ok) throw Usage(ok.error().detail);
  spdlog::set_default_logger(spdlog::stderr_logger_mt("tandem"));
  spdlog::set_level(spdlog::level::from_str(configuration.text("log.level")));
  auto site = Site::load(std::move(configuration), Folders::of_this_program());
  if (!site) throw Usage(site.error().detail);
  if (command.needs_database) {
    if (auto ok = (*site)->open_database(); !ok) return fail(ok.error());
    if (command.migrates)
      if (auto ok = (*site)->migrate([](std::string const& step) { std::cerr << "applied " << step << "\n"; }, false); !ok)
        return fail(ok.error());
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
    throw Usage("there is no command \"" + arguments[0] + "\" (tandem --help lists them)");
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
