#include "app/commands.hpp"
#include "editing/publisher.hpp"
#include "editing/schedule.hpp"

#include <boost/program_options.hpp>
#include <iostream>

namespace tandem::app {
namespace {

namespace options = boost::program_options;

Uuid bundle_id(Invocation const& call) {
  Result<Uuid> const id = Uuid::parse(call.words[0]);
  if (!id) throw Usage("\"" + call.words[0] + "\" is not the id of a bundle: tandem bundle list shows them");
  return *id;
}

/// One line: id, state, when, kind, by whom, why.
std::string line(Uuid const& id, std::string_view state, Timestamp when, std::string const& kind,
                 std::string const& author, std::string const& message) {
  std::string text =
      id.text() + " " + std::string(state) + " " + format_timestamp(when) + " " + kind + " by " + author;
  return message.empty() ? text : text + ": " + message;
}

/// Those that wait or failed with their times first, then the newest that were carried out.
int run_list(Site& site, Invocation const&) {
  constexpr std::size_t most = 50;
  auto const lines = site.database().transact([&](store::Transaction& tx) -> Result<std::vector<std::string>> {
    std::vector<std::string> all;
    for (auto const state : {store::BundleState::waiting, store::BundleState::failed}) {
      auto const bundles =
          editing::Scheduler(site.editing()).list(tx, access::command_line(), state, std::nullopt, most);
      for (auto const& bundle : bundles) {
        all.push_back(line(bundle.id, store::name_of(state), bundle.at, bundle.kind, bundle.author, bundle.message));
        if (bundle.problem) all.push_back("    " + bundle.problem->detail);
      }
    }
    for (auto const& bundle : store::list_bundles(tx, std::nullopt, most))
      all.push_back(line(bundle.id, "done", bundle.created_at, bundle.kind, bundle.author, bundle.message));
    return all;
  });
  if (!lines) return fail(lines.error());
  for (std::string const& one : *lines) std::cout << one << "\n";
  if (lines->empty()) std::cout << "Nothing was published yet\n";
  return 0;
}

int run_undo(Site& site, Invocation const& call) {
  if (!call.options.contains("message")) throw Usage("bundle undo needs --message: the audit names who and why");
  auto const done = editing::Publisher(site.editing())
                        .undo(access::command_line(), bundle_id(call), call.options["message"].as<std::string>());
  if (!done) return fail(done.error());
  std::cout << "Taken back by the bundle " << done->bundle.id.text() << ": " << done->opened.size()
            << " public again, " << done->closed.size() << " withdrawn\n";
  return 0;
}

int run_cancel(Site& site, Invocation const& call) {
  std::string const message = call.options.contains("message") ? call.options["message"].as<std::string>() : "";
  auto const cancelled = editing::Scheduler(site.editing()).cancel(access::command_line(), bundle_id(call), message);
  if (!cancelled) return fail(cancelled.error());
  std::cout << "The bundle is cancelled\n";
  return 0;
}

void declare_message(options::options_description& o) {
  o.add_options()("message", options::value<std::string>(), "why; the audit keeps it");
}

} // namespace

std::vector<Command> bundle_commands() {
  return {
      {"bundle list", "", "list the bundles that wait or failed, and the newest that were carried out", 0,
       [](options::options_description&) {}, run_list},
      {"bundle undo", "ID", "take a bundle back: what was public before it is public again", 1, declare_message,
       run_undo},
      {"bundle cancel", "ID", "cancel a bundle that waits for its time", 1, declare_message, run_cancel},
  };
}

} // namespace tandem::app
