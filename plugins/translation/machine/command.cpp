#include "limits.hpp"
#include "machine/route.hpp"
#include "machine/source.hpp"

#include <iostream>

namespace translation::machine {
namespace {

namespace json = tandem::json;
using tandem::ErrorCode;

struct Order {
  Wanted wanted;
  bool as_json = false;
};

std::optional<Order> order_of(std::vector<std::string> const& arguments) {
  Order order;
  for (auto argument = arguments.begin(); argument != arguments.end(); ++argument) {
    if (*argument == "--json") {
      order.as_json = true;
      continue;
    }
    auto const value = std::next(argument);
    if (value == arguments.end()) return std::nullopt;
    if (*argument == "--entry") order.wanted.entry = *value;
    else if (*argument == "--from") order.wanted.from = *value;
    else if (*argument == "--to") order.wanted.to = *value;
    else if (*argument == "--field") order.wanted.fields.push_back(*value);
    else return std::nullopt;
    argument = value;
  }
  Wanted const& wanted = order.wanted;
  return wanted.entry.empty() || wanted.from.empty() || wanted.to.empty() ? std::nullopt : std::optional(order);
}

void print(Source const& source, Suggestions const& done) {
  std::cout << "suggestions of a machine (" << name_of(done.provider) << ", " << done.made_at << "), "
            << source.from.text() << " " << source.revision << " -> " << source.to.text() << "; read before use\n";
  for (SuggestedText const& text : done.texts) {
    std::cout << "\n" << text.pointer << "\n";
    if (text.text) std::cout << *text.text << "\n";
    else
      for (SuggestedSegment const& segment : text.segments) {
        std::cout << "  " << segment.source << "\n  -> " << segment.target.value_or("none") << "\n";
        for (std::string const& problem : segment.problems) std::cout << "     " << problem << "\n";
      }
  }
}

/// Answers 0; 1 when there is no suggestion; 2 for arguments that there are not.
int suggest_command(tandem::Host& host, std::optional<MachineSettings> const& settings,
                    std::vector<std::string> const& arguments) {
  std::optional<Order> const order = order_of(arguments);
  if (!order) {
    std::cerr << "usage: tandem plugins run translation suggest --entry ID --from LANGUAGE --to LANGUAGE "
                 "[--field NAME]... [--json]\n";
    return 2;
  }
  if (!settings) {
    std::cerr << "machine translation is off: see translation.machine\n";
    return 1;
  }
  Allowed const everything = [](tandem::Subject const&, tandem::Locale const&) { return tandem::Result<void>(); };
  auto const source = find_source(host.storage(), locales_of(host.settings()), order->wanted, everything);
  if (!source) {
    std::cerr << source.error().detail << "\n";
    return source.error().code == ErrorCode::invalid_content ? 2 : 1;
  }
  auto const done = suggest(host.storage(), *settings, *source);
  if (!done) {
    std::cerr << done.error().detail << "\n";
    return 1;
  }
  if (order->as_json) std::cout << json::serialize(suggestions_json(*source, *done)) << "\n";
  else print(*source, *done);
  return 0;
}

} // namespace

void register_machine(tandem::Host& host) {
  std::optional<MachineSettings> const settings = declare_settings(host.settings());
  host.route(
      tandem::Method::post, "/translation/v1/suggestions", tandem::Permission{"entry.translate"},
      [&host, settings, turns = std::make_shared<Turns>(at_once)](tandem::Request const& request,
                                                                  tandem::Caller const& caller) {
        return answer_suggestions(host, settings, *turns, request, caller);
      },
      suggestions_doc());
  host.command("suggest", "--entry ID --from LANGUAGE --to LANGUAGE [--field NAME]... [--json]: ask the machine",
               [&host, settings](std::vector<std::string> const& arguments) {
                 return suggest_command(host, settings, arguments);
               });
}

} // namespace translation::machine
