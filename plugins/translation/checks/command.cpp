#include "checks/command.hpp"

#include "checks/published.hpp"
#include "checks/routes.hpp"
#include "limits.hpp"

#include <iostream>

namespace translation::checks {
namespace {

namespace json = tandem::json;

struct Order {
  bool as_json = false;
  std::string type = {};
};

std::optional<Order> order_of(std::vector<std::string> const& arguments) {
  Order order;
  for (auto argument = arguments.begin(); argument != arguments.end(); ++argument) {
    if (*argument == "--json") order.as_json = true;
    else if (*argument == "--type" && std::next(argument) != arguments.end()) order.type = *++argument;
    else return std::nullopt;
  }
  return order;
}

/// A part of a text on one line, of at most some 120 bytes.
std::string shown(std::string text) {
  for (char& c : text)
    if (c == '\n') c = ' ';
  if (text.size() <= 120) return text;
  std::size_t end = 117;
  while ((static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end; // not inside of a character
  return text.substr(0, end) + "…";
}

void print(CheckPolicy const& policy, EntryFindings const& found) {
  for (Finding const& one : found.findings) {
    std::cout << name_of(policy.of(one.kind)) << "  " << name_of(one.kind) << "  " << found.type << " "
              << found.entry.text() << "  " << one.locale << " " << one.pointer << "\n    " << one.message.nl
              << "\n    " << one.message.fr << "\n";
    if (!one.here.empty()) std::cout << "    " << one.locale << ": " << shown(one.here) << "\n";
    if (!one.there.empty()) std::cout << "    " << one.other << ": " << shown(one.there) << "\n";
  }
}

json::object listed(CheckPolicy const& policy, EntryFindings const& found, Finding const& finding) {
  json::object one = finding_json(policy, finding);
  one["entry"] = found.entry.text();
  one["type"] = found.type;
  one["pointer"] = finding.pointer;
  return one;
}

} // namespace

int check_command(tandem::Storage& storage, CheckSettings const& settings,
                  std::vector<std::string> const& arguments) {
  std::optional<Order> const order = order_of(arguments);
  if (!order) {
    std::cerr << "usage: tandem plugins run translation check [--json] [--type TYPE]\n";
    return 2;
  }
  std::map<std::string_view, std::size_t> counts;
  std::size_t refused = 0;
  json::array all;
  auto const done = check_public(storage, settings, {order->type}, [&](EntryFindings const& found) {
    for (Finding const& one : found.findings) {
      ++counts[name_of(one.kind)];
      if (settings.policy.of(one.kind) == Severity::refuse) ++refused;
      if (order->as_json) all.push_back(listed(settings.policy, found, one));
    }
    if (!order->as_json) print(settings.policy, found);
    return true;
  });
  if (!done) {
    std::cerr << "the check could not be done: " << done.error().detail << "\n";
    return 3;
  }
  if (order->as_json) {
    json::object by_kind;
    for (auto const& [kind, count] : counts) by_kind[kind] = count;
    std::cout << json::serialize(json::object{{"findings", std::move(all)}, {"counts", std::move(by_kind)}}) << "\n";
  } else {
    for (auto const& [kind, count] : counts) std::cout << kind << ": " << count << "\n";
    if (counts.empty()) std::cout << "Er is niets gevonden. Rien n’a été trouvé.\n";
  }
  return refused > 0 ? 1 : 0;
}

CheckSettings register_checks(tandem::Host& host) {
  CheckSettings settings = declare_settings(host.settings());
  host.check_types([settings](std::vector<std::string> const& types) { return settings.check_types(types); });
  host.route(
      tandem::Method::get, "/translation/v1/findings", tandem::Permission{"entry.read"},
      [&host, settings](tandem::Request const& request) {
        return answer_findings(host.storage(), settings, request);
      },
      findings_doc());
  std::vector<tandem::Locale> locales;
  for (std::string const& locale : locales_of(host.settings()))
    locales.push_back(tandem::Locale::parse(locale).value());
  host.route(
      tandem::Method::get, "/translation/v1/entries/{id}/findings", tandem::Permission{"entry.read"},
      [&host, settings, locales](tandem::Request const& request, tandem::Caller const& caller) {
        return answer_draft_findings(host.storage(), settings, locales, request, caller);
      },
      draft_findings_doc());
  host.command("check", "[--json] [--type TYPE]: find what the languages of public entries say differently",
               [&host, settings](std::vector<std::string> const& arguments) {
                 return check_command(host.storage(), settings, arguments);
               });
  return settings;
}

} // namespace translation::checks
