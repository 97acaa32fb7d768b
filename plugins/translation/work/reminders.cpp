#include "reminders.hpp"

#include "queue.hpp"

#include <charconv>
#include <iostream>

namespace translation::work {
namespace {

namespace json = boost::json;
using provenance::Policies;
using tandem::Result;
using tandem::Storage;

constexpr char const* usage = "usage: tandem plugins run translation reminders [--within DAYS] [--json]\n"
                              "Lists what is overdue or due within DAYS (default 3; 0 to 365), by assignee.\n";

struct Asked {
  int within = 3;
  bool as_json = false;
};

std::optional<Asked> asked_of(std::vector<std::string> const& arguments) {
  Asked asked;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    std::string const& word = arguments[i];
    if (word == "--json") asked.as_json = true;
    else if (word == "--within" && i + 1 < arguments.size()) {
      std::string const& days = arguments[++i];
      auto const [end, ec] = std::from_chars(days.data(), days.data() + days.size(), asked.within);
      if (ec != std::errc{} || end != days.data() + days.size() || asked.within < 0 || asked.within > 365)
        return std::nullopt;
    } else return std::nullopt;
  }
  return asked;
}

/// By assignee; "" for nobody.
Result<std::map<std::string, std::vector<Item>>> due_within(Storage& storage, Policies const& policies, int days) {
  Result<tandem::Rows> const day =
      storage.read({"select (tandem_translation.day_of(now()) + $1::integer)::text", {std::to_string(days)}});
  if (!day) return day.error();
  std::string const last = day->front()[0].value();
  std::map<std::string, std::vector<Item>> due;
  Question question;
  question.locales = policies.locales();
  question.size = largest_page;
  while (true) {
    Result<std::vector<Item>> const found = items(storage, policies, question);
    if (!found) return found.error();
    for (Item const& item : *found)
      if (item.due && *item.due <= last) due[item.assignee.value_or("")].push_back(item);
    if (found->size() <= question.size) return due;
    Item const& end = found->back();
    question.after = end.since.value() + "," + end.entry + "," + end.locale;
  }
}

} // namespace

int remind(Storage& storage, Policies const& policies, std::vector<std::string> const& arguments) {
  std::optional<Asked> const asked = asked_of(arguments);
  if (!asked) {
    bool const help = arguments.size() == 1 && arguments[0] == "--help";
    (help ? std::cout : std::cerr) << usage;
    return help ? 0 : 2;
  }
  auto const due = due_within(storage, policies, asked->within);
  if (!due) {
    std::cerr << "reminders: " << due.error().detail << '\n';
    return 1;
  }
  if (!asked->as_json && due->empty()) std::cout << "Nothing is due within " << asked->within << " days.\n";
  for (auto const& [assignee, items] : *due) {
    if (!asked->as_json) std::cout << (assignee.empty() ? "nobody" : assignee) << '\n';
    for (Item const& item : items)
      if (asked->as_json)
        std::cout << json::object{{"assignee", assignee.empty() ? json::value(nullptr) : json::value(assignee)},
                                  {"entry", item.entry},
                                  {"locale", item.locale},
                                  {"title", item.title},
                                  {"state", item.state},
                                  {"due", *item.due},
                                  {"overdue", item.overdue}}
                  << '\n';
      else
        std::cout << "  " << *item.due << (item.overdue ? " overdue  " : "          ") << item.locale << "  "
                  << item.state << "  " << item.type << " " << item.title << " (" << item.entry << ")\n";
  }
  return 0;
}

} // namespace translation::work
