#include "limits.hpp"
#include "machine/machine.hpp"

#include <algorithm>
#include <iostream>

namespace translation::machine {
namespace {

namespace json = tandem::json;
using tandem::Error;
using tandem::ErrorCode;
using tandem::Locale;
using tandem::Result;

struct Order {
  std::string entry, from, to;
  std::vector<std::string> fields;
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
    if (*argument == "--entry") order.entry = *value;
    else if (*argument == "--from") order.from = *value;
    else if (*argument == "--to") order.to = *value;
    else if (*argument == "--field") order.fields.push_back(*value);
    else return std::nullopt;
    argument = value;
  }
  return order.entry.empty() || order.from.empty() || order.to.empty() ? std::nullopt : std::optional(order);
}

Error mistake(std::string detail) { return {ErrorCode::invalid_parameter, std::move(detail)}; }

Result<Locale> locale_of(std::string const& text, std::vector<std::string> const& locales) {
  if (std::find(locales.begin(), locales.end(), text) == locales.end())
    return mistake("\"" + text + "\" is not a language of this site");
  return Locale::parse(text);
}

/// The fields that were asked for, or all that hold text.
Result<std::vector<segments::TextField>> fields_of(json::object const& schema,
                                                   std::vector<std::string> const& asked) {
  std::vector<segments::TextField> fields = segments::text_fields(schema);
  if (asked.empty()) return fields;
  std::vector<segments::TextField> chosen;
  for (std::string const& name : asked) {
    auto const field =
        std::find_if(fields.begin(), fields.end(), [&](segments::TextField const& one) { return one.name == name; });
    if (field == fields.end()) return mistake("\"" + name + "\" is not a field with text in several languages");
    chosen.push_back(*field);
  }
  return chosen;
}

Result<Source> source_of(tandem::Host& host, Order const& order) {
  std::vector<std::string> const locales = locales_of(host.settings());
  auto const from = locale_of(order.from, locales), to = locale_of(order.to, locales);
  if (!from) return from.error();
  if (!to) return to.error();
  if (*from == *to) return mistake("--from and --to are the same language");
  auto const id = tandem::EntryId::parse(order.entry);
  if (!id) return mistake("\"" + order.entry + "\" is not the id of an entry");
  auto const rows = host.storage().read({"select e.type, t.schema::text from tandem.entry e join tandem.content_type "
                                         "t on t.name = e.type where e.id = $1::uuid and e.deleted_at is null",
                                         {id->text()}});
  if (!rows) return rows.error();
  if (rows->empty()) return Error{ErrorCode::not_found, "there is no entry " + id->text()};
  std::string const type = rows->front()[0].value();
  auto fields = fields_of(tandem::stored_json(rows->front()[1].value()).as_object(), order.fields);
  if (!fields) return fields.error();
  auto const heads = host.heads(type);
  if (!heads) return heads.error();
  for (tandem::EntryHeads const& one : *heads)
    if (auto const head = one.variants.find(*from); one.entry == *id && head != one.variants.end())
      return Source{*id, type, *from, *to, head->second.number, std::move(*fields), head->second.data};
  return Error{ErrorCode::not_found, "the entry is not there in " + from->text()};
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
  auto const source = source_of(host, *order);
  if (!source) {
    std::cerr << source.error().detail << "\n";
    return source.error().code == ErrorCode::invalid_parameter ? 2 : 1;
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
  host.command("suggest", "--entry ID --from LANGUAGE --to LANGUAGE [--field NAME]... [--json]: ask the machine",
               [&host, settings](std::vector<std::string> const& arguments) {
                 return suggest_command(host, settings, arguments);
               });
}

} // namespace translation::machine
