#include "policy.hpp"

#include <algorithm>
#include <charconv>

namespace translation::provenance {
namespace {

using tandem::EntryId;
using tandem::Error;
using tandem::ErrorCode;
using tandem::Result;
namespace json = boost::json;

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    std::size_t const end = std::min(text.find(separator), text.size());
    if (end != 0) parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

Error wrong(std::string_view part) {
  return {ErrorCode::invalid_content,
          "translation.policy: \"" + std::string(part) +
              "\" is not a type with its policy, like page:together, news:grace:14 (days, "
              "1 to 3650) or *:independent"};
}

Result<Policy> policy_of(std::vector<std::string_view> const& words, std::string_view part) {
  Policy policy;
  if (words.size() < 2 || words.size() > 3) return wrong(part);
  if (words[1] == "together") policy.parity = Parity::together;
  else if (words[1] == "grace") policy.parity = Parity::grace;
  else if (words[1] != "independent") return wrong(part);
  if (words.size() == 2) return policy;
  int days = 0;
  auto const [end, ec] = std::from_chars(words[2].data(), words[2].data() + words[2].size(), days);
  bool const whole = ec == std::errc{} && end == words[2].data() + words[2].size();
  if (policy.parity != Parity::grace || !whole || days < 1 || days > 3650) return wrong(part);
  policy.within = std::chrono::days{days};
  return policy;
}

/// For people: what a language lacks.
std::string told(Locale const& locale, Standing const& standing) {
  std::string fields;
  for (auto const& [name, field] : standing.fields)
    if (field.since) fields += (fields.empty() ? "" : ", ") + name;
  return "\"" + locale.text() + "\" does not say what \"" + standing.source->text() + "\" says (" + fields +
         "): publish both together, or say that it still does (by a revision with that source and these fields, also "
         "where it says nothing on purpose)";
}

json::object fields_json(Standing const& standing) {
  json::object fields;
  for (auto const& [name, field] : standing.fields)
    if (field.since) fields[name] = name_of(field.status);
  return fields;
}

} // namespace

Result<Policies> Policies::read(std::string_view setting, std::string_view locales) {
  Policies policies;
  for (std::string_view const part : split(setting, ' ')) {
    auto const words = split(part, ':');
    Result<Policy> const policy = policy_of(words, part);
    if (!policy) return policy.error();
    if (!policies.by_type_.emplace(words[0], *policy).second)
      return Error{ErrorCode::invalid_content,
                   "translation.policy: \"" + std::string(words[0]) + "\" is there twice"};
  }
  for (std::string_view const locale : split(locales, ' '))
    if (auto const known = Locale::parse(locale)) policies.locales_.push_back(*known);
  return policies;
}

Result<void> Policies::check_types(std::vector<std::string> const& types) const {
  for (auto const& [type, policy] : by_type_)
    if (type != "*" && std::find(types.begin(), types.end(), type) == types.end())
      return Error{ErrorCode::invalid_content, "translation.policy: there is no content type \"" + type + "\""};
  return {};
}

Policy Policies::of(std::string_view type) const {
  auto found = by_type_.find(type);
  if (found == by_type_.end()) found = by_type_.find("*");
  return found == by_type_.end() ? Policy{} : found->second;
}

bool Policies::any() const {
  return std::any_of(by_type_.begin(), by_type_.end(),
                     [](auto const& one) { return one.second.parity != Parity::independent; });
}

json::object Policies::grace_days() const {
  json::object days;
  for (auto const& [type, policy] : by_type_)
    days[type] = policy.parity == Parity::grace ? json::value(policy.within.count()) : json::value(nullptr);
  return days;
}

std::vector<Error> lacking(EntryId const& entry, std::string const& type, Standings const& present,
                           std::vector<Locale> const& locales) {
  std::vector<Error> errors;
  if (present.empty()) return errors;
  auto const add = [&](Locale const& locale, std::string detail, std::string_view status, json::object more) {
    Error error{ErrorCode::conflict, "a " + type + " goes public in all languages together: " + std::move(detail)};
    error.meta = {{"entry", entry.text()}, {"locale", locale.text()}, {"status", status}};
    for (auto const& member : more) error.meta[member.key()] = member.value();
    errors.push_back(std::move(error));
  };
  for (Locale const& locale : locales) {
    auto const found = present.find(locale);
    if (found == present.end()) {
      add(locale, "\"" + locale.text() + "\" is missing", name_of(Status::missing), {});
    } else if (found->second.status == Status::stale) {
      add(locale, told(locale, found->second), name_of(Status::stale),
          {{"source", found->second.source->text()}, {"fields", fields_json(found->second)}});
    }
  }
  return errors;
}

} // namespace translation::provenance
