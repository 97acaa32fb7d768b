/// The translation workflow: two languages, one voice.
///
/// Knows of each field which revision in which language it says the same as, and so what is up to date, what is stale
/// and what is missing, without anyone marking anything (provenance/). Refuses to publish in one language what its
/// policy says goes out in all. status/ shows how everything stands, work/ what there is to do. exchange/ takes texts
/// to translators' tools and back, terms/ is the glossary, memory/ what was translated before, checks/ finds what two
/// languages say differently, machine/ asks a machine for suggestions. Settings: see `declare` and those folders.

#include "checks/published.hpp"
#include "exchange/exchange.hpp"
#include "machine/machine.hpp"
#include "memory/memory.hpp"
#include "provenance/follow.hpp"
#include "status/entry.hpp"
#include "status/overview.hpp"
#include "terms/terms.hpp"
#include "work/assignments.hpp"
#include "work/queue.hpp"
#include "work/reminders.hpp"

namespace translation {
namespace {

using provenance::Policies;
using tandem::Caller;
using tandem::Method;
using tandem::Permission;
using tandem::Request;

/// The settings; what cannot be read stops the start.
Policies declare(tandem::Settings& settings) {
  settings.add(
      "translation.policy", "",
      "what must hold between the languages of a content type, like page:together news:grace:14 *:independent "
      "(days; others are independent)");
  tandem::Result<Policies> policies = Policies::read(settings.get("translation.policy"), settings.get("locales"));
  if (!policies) throw std::runtime_error(policies.error().detail);
  return std::move(*policies);
}

class Translation final : public tandem::Plugin {
  void register_with(tandem::Host& host) override {
    host.migrations("migrations");
    host.content_types("schemas");
    Policies const policies = declare(host.settings());
    host.check_types([policies](std::vector<std::string> const& types) { return policies.check_types(types); });
    host.follow_heads(provenance::follow_heads);
    checks::CheckSettings const check_settings = checks::register_checks(host);
    host.follow_public([policies, check_settings](tandem::Changed const& changed) -> tandem::Result<void> {
      if (auto ok = provenance::follow_public(changed, policies); !ok) return ok;
      return checks::refuse_public(changed.transaction, changed.entries, check_settings);
    });
    if (policies.any()) host.resource_meta("translation", "said");

    host.route(
        Method::get, "/translation/v1/overview", Permission{"entry.read"},
        [&host, policies](Request const& request, Caller const& caller) {
          return status::answer_overview(host.storage(), policies, request, caller);
        },
        status::overview_doc());
    host.route(
        Method::get, "/translation/v1/progress", Permission{"entry.read"},
        [&host, policies](Request const& request, Caller const& caller) {
          return status::answer_progress(host.storage(), policies, request, caller);
        },
        status::progress_doc());
    host.route(
        Method::get, "/translation/v1/entries/{id}", Permission{"entry.read"},
        [&host, policies](Request const& request, Caller const& caller) {
          return status::answer_entry(host.storage(), policies, request, caller);
        },
        status::entry_doc());

    host.permission("translation.assign", "say who translates what until when");
    host.route(
        Method::get, "/translation/v1/queue", Permission{"entry.read"},
        [&host, policies](Request const& request, Caller const& caller) {
          return work::answer_queue(host.storage(), policies, request, caller);
        },
        work::queue_doc());
    host.route(
        Method::put, "/translation/v1/assignments/{id}/{locale}", Permission{"translation.assign"},
        [&host, policies](Request const& request, Caller const& caller) {
          return work::put_assignment(host.storage(), policies, request, caller);
        },
        work::put_doc());
    host.route(Method::del, "/translation/v1/assignments/{id}/{locale}", Permission{"translation.assign"},
               [&host, policies](Request const& request, Caller const& caller) {
                 return work::delete_assignment(host.storage(), policies, request, caller);
               },
               {"Nobody in particular translates it any more"});
    host.command("reminders", "[--within DAYS] [--json]: list what is overdue or due soon, by assignee",
                 [&host, policies](std::vector<std::string> const& arguments) {
                   return work::remind(host.storage(), policies, arguments);
                 });

    exchange::register_exchange(host);
    terms::register_terms(host);
    memory::register_memory(host);
    machine::register_machine(host);
  }
};

} // namespace
} // namespace translation

TANDEM_PLUGIN(translation::Translation, "translation", "0.1.0")
