#include "check.hpp"

#include "entry_check.hpp"
#include "link_client.hpp"

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <map>
#include <set>

namespace directory::quality {
namespace {

namespace json = boost::json;
using tandem::Result;
using tandem::Rows;
using tandem::Storage;

constexpr std::array<std::string_view, 4> outcome_names{"unknown", "reached", "failed", "refused"};

Outcome outcome_named(std::string_view name) {
  auto const found = std::find(outcome_names.begin(), outcome_names.end(), name);
  return static_cast<Outcome>(found == outcome_names.end() ? 0 : found - outcome_names.begin());
}

std::optional<Day> day_in(std::optional<std::string> const& cell) { return cell ? day_of(*cell) : std::nullopt; }

/// An entry with the data that it points to.
struct ReadEntry {
  std::string id, type;
  std::map<std::string, json::object> data; // by locale

  [[nodiscard]] Entry entry() const {
    auto const in = [&](char const* locale) {
      auto const found = data.find(locale);
      return found == data.end() ? nullptr : &found->second;
    };
    return {id, type, in("nl"), in("fr"), in("shared")};
  }
};

/// A link that stands in an entry, and what will be said of it should it be broken.
struct Place {
  std::string id, type;
  Link link;
};

class Check {
public:
  Check(Storage& storage, QualitySettings const& settings, CheckOrder order)
      : storage_(storage), settings_(settings), order_(order) {}

  Result<CheckResult> run() {
    if (auto ok = begin(); !ok) return ok.error();
    if (auto ok = read_entries(); !ok) return ok.error();
    if (auto ok = known_links(); !ok) return ok.error();
    for (auto const& [place, there] : hours_)
      for (Finding& finding : check_place(there)) result_.findings.push_back(std::move(finding));
    ask_links();
    for (Place const& place : places_)
      if (LinkState const& state = states_.at(place.link.address); is_broken(state))
        result_.findings.push_back(broken_link({place.id, place.type}, place.link, state.last.status));
    if (auto ok = keep(); !ok) return ok.error();
    return std::move(result_);
  }

private:
  Result<void> begin() {
    Result<Rows> const rows = storage_.read({"select (now() at time zone $1)::date::text", {std::string(time_zone)}});
    if (!rows) return rows.error();
    rules_ = {day_of((*rows)[0][0].value()).value(), settings_.verify_every};
    return {};
  }

  /// A few hundred at a time: no statement takes long, whatever the size of the site.
  Result<void> read_entries() {
    std::string last = "00000000-0000-0000-0000-000000000000";
    for (;;) {
      Result<Rows> const rows = storage_.read(
          {"select p.entry, p.type, p.locale, p.data from tandem.published p where p.entry in (select distinct entry "
           "from tandem.published where entry > $1::uuid order by entry limit 200) and p.locale in ('nl', 'fr', "
           "'shared') order by p.entry, p.locale",
           {last}});
      if (!rows) return rows.error();
      if (rows->empty()) return {};
      ReadEntry entry;
      for (auto const& row : *rows) {
        if (row[0].value() != entry.id) {
          look_at(entry);
          entry = {row[0].value(), row[1].value(), {}};
        }
        entry.data.emplace(row[2].value(), json::parse(row[3].value()).as_object());
      }
      look_at(entry);
      last = entry.id;
    }
  }

  void look_at(ReadEntry const& read) {
    if (read.id.empty()) return;
    Entry const entry = read.entry();
    ++result_.entries;
    for (Finding& finding : check_entry(entry, rules_)) result_.findings.push_back(std::move(finding));
    note_hours(read);
    for (Link& link : links_of(entry)) {
      states_.try_emplace(link.address, LinkState{link.address});
      places_.push_back({read.id, read.type, std::move(link)});
    }
  }

  void note_hours(ReadEntry const& read) {
    if (read.type != "service_at_location") return;
    json::object const& data = read.data.begin()->second;
    json::value const* const hours = data.if_contains("hours");
    json::value const *const service = data.if_contains("service"), *const location = data.if_contains("location");
    if (hours == nullptr || service == nullptr || location == nullptr || !hours->is_object()) return;
    hours_[json::serialize(*service) + json::serialize(*location)].push_back({read.id, hours->get_object()});
  }

  /// Those known longest ago, or never asked, come first.
  Result<void> known_links() {
    Result<Rows> const rows =
        storage_.read({"select address, outcome, status, problem, failing_since::text, last_failed::text from "
                       "tandem_services_directory.link order by asked_at nulls first, address"});
    if (!rows) return rows.error();
    std::vector<std::string> known;
    for (auto const& row : *rows) {
      auto const state = states_.find(row[0].value());
      if (state == states_.end()) continue; // no longer public anywhere
      state->second = {row[0].value(),
                       {outcome_named(row[1].value()), std::stoi(row[2].value()), row[3].value()},
                       day_in(row[4]),
                       day_in(row[5])};
      known.push_back(state->first);
    }
    std::set<std::string_view> const found(known.begin(), known.end());
    for (auto const& [address, state] : states_)
      if (!found.contains(address)) turn_.push_back(address);
    turn_.insert(turn_.end(), known.begin(), known.end());
    result_.addresses = turn_.size();
    return {};
  }

  void ask_links() {
    if (!settings_.check_links) result_.links = Links::switched_off;
    else if (order_.offline) result_.links = Links::offline;
    if (result_.links != Links::checked) return;
    LinkLimits limits;
    limits.all = order_.for_links;
    limits.private_addresses = settings_.private_links;
    std::map<std::string, Answer> answers = ask_all(turn_, limits, order_.stop);
    if (nobody_answers(answers)) {
      result_.links = Links::no_answer;
      return;
    }
    for (auto& [address, answer] : answers) {
      states_.at(address) = after(std::move(states_.at(address)), std::move(answer), rules_.today);
      asked_.insert(address);
    }
    result_.asked = asked_.size();
    if (asked_.size() < turn_.size()) result_.links = Links::partly;
  }

  Result<void> keep() {
    json::array findings, links;
    for (Finding const& one : result_.findings)
      findings.push_back({{"kind", name_of(one.kind)},
                          {"entry", one.entry},
                          {"type", one.type},
                          {"locale", one.locale},
                          {"field", one.field},
                          {"pointer", one.pointer},
                          {"subject", one.subject},
                          {"nl", one.message.nl},
                          {"fr", one.message.fr}});
    for (auto const& [address, state] : states_) links.push_back(link_row(state));
    Result<Rows> const kept =
        storage_.write({{"select tandem_services_directory.keep_check($1::jsonb, $2::jsonb, $3)",
                         {json::serialize(findings), json::serialize(links), std::string(name_of(result_.links))}}});
    if (!kept) return kept.error();
    return {};
  }

  [[nodiscard]] json::object link_row(LinkState const& state) const {
    auto const day = [](std::optional<Day> one) { return one ? json::value(written(*one)) : json::value(nullptr); };
    return {{"address", state.address},
            {"outcome", outcome_names.at(static_cast<std::size_t>(state.last.outcome))},
            {"status", state.last.status},
            {"problem", state.last.problem},
            {"failing_since", day(state.failing_since)},
            {"last_failed", day(state.last_failed)},
            {"asked", asked_.contains(state.address)}};
  }

  Storage& storage_;
  QualitySettings const& settings_;
  CheckOrder order_;
  Rules rules_{};
  CheckResult result_;
  std::vector<Place> places_;
  std::map<std::string, std::vector<HoursThere>> hours_; // by service and location
  std::map<std::string, LinkState> states_;              // by address
  std::vector<std::string> turn_;                        // all of them, in the order in which it is their turn
  std::set<std::string> asked_;
};

} // namespace

std::string_view name_of(Links links) {
  static constexpr std::array<std::string_view, 5> names{"checked", "partly", "switched_off", "offline", "no_answer"};
  return names.at(static_cast<std::size_t>(links));
}

Result<CheckResult> check(Storage& storage, QualitySettings const& settings, CheckOrder order) {
  return Check(storage, settings, std::move(order)).run();
}

} // namespace directory::quality
