#include "entry_check.hpp"

#include "messages.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

namespace directory::quality {
namespace {

namespace facts = tandem::facts;
namespace json = boost::json;

std::string_view view(json::string const& text) { return {text.data(), text.size()}; }

/// Names that searches know an entry by, and addresses: each language has its own.
bool is_text(std::string_view field) { return field != "slug" && field != "synonyms" && field != "alternate_names"; }

/// The id of another entry, in the form of RFC 9562 section 4.
bool is_reference(std::string_view text) {
  return text.size() == 36 && text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-' &&
         text.find_first_not_of("0123456789abcdefABCDEF-") == std::string_view::npos;
}

/// The strings of a field's value that people read: itself, or those of a list.
std::vector<std::pair<std::string, std::string_view>> strings_of(std::string const& field, json::value const& value) {
  std::vector<std::pair<std::string, std::string_view>> all;
  auto const add = [&](std::string pointer, json::value const& one) {
    if (one.is_string() && !is_reference(view(one.get_string())))
      all.emplace_back(std::move(pointer), view(one.get_string()));
  };
  add("/" + field, value);
  if (value.is_array())
    for (std::size_t i = 0; i < value.get_array().size(); ++i)
      add("/" + field + "/" + std::to_string(i), value.get_array()[i]);
  return all;
}

std::string joined(std::string const& field, json::value const& value) {
  std::string all;
  for (auto const& [pointer, text] : strings_of(field, value)) all += std::string(text) + "\n";
  return all;
}

class EntryCheck {
public:
  EntryCheck(Entry const& entry, Rules const& rules) : entry_(entry), rules_(rules) {}

  std::vector<Finding> run() {
    json::object const* const any = entry_.any();
    if (any == nullptr) return {};
    verification_of(*any);
    hours(*any);
    for (char const* list : {"phones", "contacts"}) phones(*any, list);
    if (entry_.dutch != nullptr) written_phones(*entry_.dutch, "nl");
    if (entry_.french != nullptr) written_phones(*entry_.french, "fr");
    languages();
    return std::move(findings_);
  }

private:
  void add(Kind kind, std::string locale, std::string field, std::string pointer, std::string subject,
           Message message) {
    bool const told = std::any_of(findings_.begin(), findings_.end(), [&](Finding const& one) {
      return one.kind == kind && one.locale == locale && one.field == field && one.subject == subject;
    });
    if (!told)
      findings_.push_back({kind, entry_.id, entry_.type, std::move(locale), std::move(field), std::move(pointer),
                           std::move(subject), std::move(message)});
  }

  void verification_of(json::object const& data) {
    if (!is_verified_type(entry_.type)) return;
    json::object const state = verification(data, rules_.today, rules_.verify_every);
    if (!state.at("overdue").as_bool()) return;
    json::value const& last = state.at("last_verified_on");
    add(Kind::overdue, "shared", "last_verified_on", "/last_verified_on", "",
        overdue_message(last.is_string() ? day_of(view(last.get_string())) : std::nullopt, rules_.verify_every));
  }

  void hours(json::object const& data) {
    json::value const* const field = data.if_contains("hours");
    if (field == nullptr || !field->is_object()) return;
    for (HoursProblem const& problem : impossible_hours(field->get_object()))
      add(Kind::impossible_hours, "shared", "hours", "/hours" + problem.pointer,
          std::to_string(static_cast<int>(problem.what)) + " " + problem.span, hours_message(problem));
  }

  void phones(json::object const& data, std::string const& field) {
    json::value const* const list = data.if_contains(field);
    if (list == nullptr || !list->is_array()) return;
    for (std::size_t i = 0; i < list->get_array().size(); ++i) {
      if (!list->get_array()[i].is_object()) continue;
      std::string const member = field == "phones" ? "number" : "phone";
      json::value const* const number = list->get_array()[i].get_object().if_contains(member);
      if (number == nullptr || !number->is_string() || facts::is_e164(view(number->get_string()))) continue;
      std::string const text(view(number->get_string()));
      add(Kind::invalid_phone, "shared", field, "/" + field + "/" + std::to_string(i) + "/" + member, text,
          phone_message(text));
    }
  }

  void written_phones(json::object const& data, std::string const& locale) {
    for (auto const& [key, value] : data)
      for (auto const& [pointer, text] : strings_of(std::string(key), value)) {
        if (!is_text(key)) continue;
        for (facts::Fact const& fact : facts::facts_in(text))
          if (!fact.possible)
            add(Kind::invalid_phone, locale, std::string(key), pointer, fact.value, phone_message(fact.written));
      }
  }

  void languages() {
    if (entry_.dutch == nullptr && entry_.french == nullptr) return;
    if (entry_.dutch == nullptr || entry_.french == nullptr) {
      std::string const locale = entry_.dutch == nullptr ? "nl" : "fr";
      add(Kind::missing_translation, locale, "", "", "", missing_message(locale, ""));
      return;
    }
    lacking(*entry_.dutch, *entry_.french, "fr");
    lacking(*entry_.french, *entry_.dutch, "nl");
    for (auto const& [key, value] : *entry_.dutch)
      if (json::value const* const french = entry_.french->if_contains(key); french != nullptr && is_text(key))
        compare(std::string(key), value, *french);
  }

  /// A field that only one language has is no field that all share.
  void lacking(json::object const& in, json::object const& other, std::string const& locale) {
    for (auto const& [key, value] : in)
      if (is_text(key) && !other.contains(key) && !strings_of(std::string(key), value).empty())
        add(Kind::missing_translation, locale, std::string(key), "/" + std::string(key), "",
            missing_message(locale, std::string(key)));
  }

  void compare(std::string const& field, json::value const& dutch, json::value const& french) {
    if (dutch == french) return;
    for (facts::Difference const& difference : facts::differences(joined(field, dutch), joined(field, french)))
      add(Kind::difference, difference.lacks == facts::Side::second ? "fr" : "nl", field, "/" + field,
          std::to_string(static_cast<int>(difference.fact.kind)) + " " + difference.fact.value,
          difference_message(difference));
  }

  Entry const& entry_;
  Rules const& rules_;
  std::vector<Finding> findings_;
};

void links_in_texts(json::object const& data, std::string const& locale, std::vector<Link>& links) {
  for (auto const& [key, value] : data) {
    if (key == "site" || !is_text(key)) continue;
    for (auto const& [pointer, text] : strings_of(std::string(key), value))
      for (std::string& address : facts::links_in(text))
        links.push_back({std::move(address), locale, std::string(key), pointer});
  }
}

} // namespace

bool is_verified_type(std::string_view type) {
  return type == "service" || type == "organisation" || type == "location" || type == "service_at_location";
}

std::vector<Finding> check_entry(Entry const& entry, Rules const& rules) { return EntryCheck(entry, rules).run(); }

std::vector<Link> links_of(Entry const& entry) {
  std::vector<Link> links;
  json::object const* const any = entry.any();
  if (any == nullptr) return links;
  if (json::value const* const site = any->if_contains("site"); site != nullptr && site->is_string())
    links.push_back({std::string(view(site->get_string())), "shared", "site", "/site"});
  if (entry.dutch != nullptr) links_in_texts(*entry.dutch, "nl", links);
  if (entry.french != nullptr) links_in_texts(*entry.french, "fr", links);
  return links;
}

Finding broken_link(Entry const& entry, Link const& link, int status) {
  return {Kind::broken_link, entry.id,     entry.type,   link.locale,
          link.field,        link.pointer, link.address, broken_link_message(link.address, status)};
}

} // namespace directory::quality
