#include "app/commands.hpp"

#include "api/typescript.hpp"
#include "app/serve.hpp"
#include "app/upgrade.hpp"
#include "content/wording.hpp"
#include "editing/transfer.hpp"
#include "editing/verify.hpp"
#include "media/transfer.hpp"

#include <algorithm>
#include <boost/program_options.hpp>
#include <iostream>
#include <spawn.h>
#include <sys/wait.h>

extern char** environ;

namespace tandem::app {

int fail(Error const& error) {
  // Where in the input: of the document that the API would have been sent, its attributes are what the options say.
  constexpr std::string_view attributes = "/data/attributes/";
  std::string_view const place = error.pointer;
  std::cerr << "tandem: " << error.detail;
  if (place.starts_with(attributes)) std::cerr << " (" << place.substr(attributes.size()) << ")";
  std::cerr << "\n";
  for (Error const& other : error.further) std::cerr << "        " << other.detail << "\n";
  if (!error.meta.empty()) std::cerr << "        " << json::serialize(error.meta) << "\n";
  return 1;
}

namespace {

namespace options = boost::program_options;

int run_import(Site& site, Invocation const& call) {
  bool const dry = call.options.contains("dry-run");
  auto const files = media::read_files(site.pictures(), call.words[0]);
  if (!files) return fail(files.error());
  if (!dry)
    if (auto ok = media::keep_files(site.database(), site.file_store(), *files, call.words[0]); !ok)
      return fail(ok.error());
  auto const report = editing::import_folder(site.editing(), access::command_line(), call.words[0], dry,
                                             dry ? *files : std::vector<store::FileRow>{});
  if (!report) return fail(report.error());
  std::cout << (dry ? "Would import " : "Imported ") << report->entries << " entries with " << report->revisions
            << " revisions and " << report->publications << " publications from " << report->files << " files; "
            << report->unchanged << " were there already\n";
  return 0;
}

/// "NUMBER:HASH", as verify prints it.
std::optional<store::AuditEnd> noted_end(Invocation const& call) {
  if (!call.options.contains("audit-end")) return std::nullopt;
  std::string const text = call.options["audit-end"].as<std::string>();
  std::size_t const colon = text.find(':');
  bool const digits = colon != std::string::npos && colon > 0 && colon < 19 &&
                      text.find_first_not_of("0123456789") == colon && text.size() == colon + 65;
  if (!digits) throw Usage("--audit-end takes what verify printed: NUMBER:HASH");
  return store::AuditEnd{std::stoll(text.substr(0, colon)), text.substr(colon + 1)};
}

int run_verify(Site& site, Invocation const& call) {
  auto const result = editing::verify(site.editing(), noted_end(call));
  if (!result) return fail(result.error());
  auto const files = site.services().files.verify();
  if (!files) return fail(files.error());
  for (auto const* problems : {&result->problems, &files->problems})
    for (std::string const& problem : *problems) std::cout << "BROKEN " << problem << "\n";
  std::cout << result->revisions << " revisions of " << result->variants << " variants and " << result->audit_lines
            << " lines of the audit checked, "
            << counted(result->problems.size() + files->problems.size(), "problem", "problems") << "\n"
            << counted(files->files, "file", "files") << " with " << files->bytes << " bytes read\n"
            << "The audit ends at " << result->audit_end.number << ":" << result->audit_end.hash
            << " (note it elsewhere, and give it to --audit-end next time)\n";
  return result->problems.empty() && files->problems.empty() ? 0 : 1;
}

/// Files that nothing names: which there are, or (--remove) which are gone now.
int run_orphans(Site& site, Invocation const& call) {
  std::chrono::days const age{site.configuration().number("media.orphans_days")};
  media::Files const& files = site.services().files;
  bool const remove = call.options.contains("remove");
  auto const orphans = remove ? files.remove_orphans(age) : files.orphans(age);
  if (!orphans) return fail(orphans.error());
  for (std::string const& name : *orphans) std::cout << name << "\n";
  std::cout << counted(orphans->size(), "file", "files") << (remove ? " removed\n" : " that nothing names\n");
  return 0;
}

int run_audit_export(Site& site, Invocation const& call) {
  bool const csv = call.options["format"].as<std::string>() == "csv";
  if (!csv && call.options["format"].as<std::string>() != "jsonl") throw Usage("--format is csv or jsonl");
  Result<void> const done = site.database().transact([&](store::Transaction& tx) -> Result<void> {
    if (csv) std::cout << audit_csv_header();
    store::each_audit_line(tx, {}, [&](AuditLine const& line) {
      std::cout << (csv ? audit_csv(line) : json::serialize(audit_json(line)) + "\n");
    });
    return {};
  });
  return done ? 0 : fail(done.error());
}

int run_reindex(Site& site, Invocation const&) {
  Result<std::size_t> const rows = editing::reindex(site.editing());
  if (!rows) return fail(rows.error());
  std::cout << *rows << " public rows derived again\n";
  return 0;
}

int run_types_check(Site& site, Invocation const&) {
  auto const problems = check_types(site);
  if (!problems) return fail(problems.error());
  for (std::string const& problem : *problems) std::cout << problem << "\n";
  std::cout << problems->size() << " stored variants do not fit the content types\n";
  return problems->empty() ? 0 : 1;
}

/// Hands the terminal over to PostgreSQL's own client.
int run_psql(Site& site, Invocation const& call) {
  if (call.words.size() > 1) throw Usage("usage: tandem psql [SQL]   (put the SQL in quotes)");
  std::vector<std::string> arguments{"psql", site.connection()};
  if (!call.words.empty()) arguments.insert(arguments.end(), {"-v", "ON_ERROR_STOP=1", "-c", call.words[0]});
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  ::setenv("PGOPTIONS", "-c search_path=tandem,public", 1); // as the server's own connections have it
  pid_t child = 0;
  if (::posix_spawnp(&child, "psql", nullptr, nullptr, argv.data(), environ) != 0)
    return fail({ErrorCode::unavailable, "psql cannot be run; it is in the Debian package postgresql-client-15"});
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

} // namespace

std::vector<Command> commands() {
  auto const none = [](options::options_description&) {};
  std::vector<Command> all{
      {"serve", "", "serve the site until it is stopped (Ctrl-C)", 0, none,
       [](Site& site, Invocation const&) { return serve(site); }, true, true, true},
      {"migrate", "", "bring the database up to date", 0,
       [](options::options_description& o) {
         o.add_options()("accept-breaking", "apply content types that stored content does not fit");
       },
       [](Site& site, Invocation const& call) {
         auto const done = migrate(
             site, [](std::string const& step) { std::cout << "applied " << step << "\n"; },
             call.options.contains("accept-breaking"));
         if (!done) return fail(done.error());
         std::cout << "The database is up to date\n";
         return 0;
       },
       true, false, true},
      {"import", "FOLDER", "import a folder of entries", 1,
       [](options::options_description& o) { o.add_options()("dry-run", "say what would change, change nothing"); },
       run_import, true, true, true},
      {"export", "FOLDER", "write every entry with its history into an empty folder", 1, none,
       [](Site& site, Invocation const& call) {
         auto const count = editing::export_folder(site.editing(), call.words[0]);
         if (!count) return fail(count.error());
         auto const files = media::export_files(site.database(), site.file_store(), call.words[0]);
         if (!files) return fail(files.error());
         std::cout << "Exported " << *count << " entries";
         if (*files != 0) std::cout << " and " << counted(*files, "file", "files");
         std::cout << "\n";
         return 0;
       }},
      {"verify", "", "check every hash chain, publications, references, the public projection, files and the audit",
       0,
       [](options::options_description& o) {
         o.add_options()("audit-end", options::value<std::string>(),
                         "an earlier end of the audit, NUMBER:HASH, that must still be in it");
       },
       run_verify},
      {"media orphans", "", "list files that nothing has named for media.orphans_days", 0,
       [](options::options_description& o) { o.add_options()("remove", "remove them now"); }, run_orphans},
      {"audit export", "", "write the whole audit to standard output", 0,
       [](options::options_description& o) {
         o.add_options()("format", options::value<std::string>()->default_value("csv"), "csv or jsonl");
       },
       run_audit_export},
      {"reindex", "", "derive references and the public projection again", 0, none, run_reindex},
      {"psql", "[SQL]", "open the database with PostgreSQL's client, or run one statement", Command::any_number, none,
       run_psql},
      {"types list", "", "list the content types", 0, none,
       [](Site& site, Invocation const&) {
         for (auto const& [name, type] : site.types().all())
           std::cout << name << " (" << type.fields().size() << " fields)\n";
         return 0;
       },
       false},
      {"types check", "", "what the loaded content types would break in stored content", 0, none, run_types_check,
       true, false},
      {"types typescript", "", "write the content types as TypeScript, with a client, to standard output", 0, none,
       [](Site& site, Invocation const&) {
         std::cout << api::typescript(site.types(), site.configuration().list("locales"));
         return 0;
       },
       false},
      {"plugins list", "", "list the loaded plugins", 0, none,
       [](Site& site, Invocation const&) {
         for (auto const& plugin : site.plugins().loaded())
           std::cout << plugin.name << " " << plugin.version << " " << plugin.file.string() << "\n";
         for (auto const& verb : site.plugins().registered().commands)
           std::cout << "  tandem plugins run " << verb.plugin << " " << verb.name << "   " << verb.description
                     << "\n";
         return 0;
       },
       false},
      {"plugins run", "PLUGIN VERB [ARGUMENT...]", "run a verb that a plugin adds (plugins list names them)",
       Command::any_number, none,
       [](Site& site, Invocation const& call) {
         if (call.words.size() < 2) throw Usage("usage: tandem plugins run PLUGIN VERB [ARGUMENT...] [--option...]");
         for (auto const& verb : site.plugins().registered().commands)
           if (verb.plugin == call.words[0] && verb.name == call.words[1])
             return verb.run({call.words.begin() + 2, call.words.end()});
         throw Usage("the plugin " + call.words[0] + " has no verb \"" + call.words[1] + "\"");
       },
       true, true, false, true},
      {"config show", "", "show every setting and where its value comes from", 0, none,
       [](Site& site, Invocation const&) {
         for (auto const& line : site.configuration().describe())
           std::cout << line.name << " = " << line.value << "   (" << line.source << ")\n";
         return 0;
       },
       false},
      {"config default", "", "print tandem.conf with every key and its default", 0, none,
       [](Site& site, Invocation const&) {
         std::cout << default_file(site.configuration().keys());
         return 0;
       },
       false},
  };
  std::vector<Command> others = account_commands(), bundles = bundle_commands();
  others.insert(others.end(), std::make_move_iterator(bundles.begin()), std::make_move_iterator(bundles.end()));
  auto const after = std::find_if(all.begin(), all.end(), [](Command const& one) { return one.name == "verify"; });
  all.insert(after, std::make_move_iterator(others.begin()), std::make_move_iterator(others.end()));
  return all;
}

} // namespace tandem::app
