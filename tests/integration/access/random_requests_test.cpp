/// Random requests with random tokens of random accounts under random roles, against a model of the grants that was
/// written from their description and shares no code with the server. TANDEM_SEED repeats a run.

#include "integration/access/asks.hpp"
#include "support/served.hpp"

#include <algorithm>
#include <fstream>
#include <gmock/gmock.h>
#include <random>

namespace tandem {
namespace {

using test::About;
using test::Ask;

struct Subject {
  std::string type, id, organisation; // organisation "": nobody's
};

std::string const smbg = "014170e2-9700-7012-8000-000000000004", caw = "014170e2-9700-7012-8000-000000000006";
std::vector<std::string> const organisations{smbg, caw};
std::vector<Subject> const subjects{{"organisation", smbg, smbg},
                                    {"organisation", caw, caw},
                                    {"service", "014170e2-9700-7013-8000-000000000004", smbg},
                                    {"page", "014170e2-9700-7001-8000-000000000004", ""}};
std::vector<std::string> const locales{"nl", "fr", "shared"};
std::vector<std::string> const permissions{"entry.read",      "entry.create", "entry.edit",   "entry.translate",
                                           "entry.transfer",  "entry.review", "entry.sign",   "entry.publish",
                                           "entry.unpublish", "entry.delete", "entry.preview"};

// ---- the model -------------------------------------------------------------------------------------------------

struct Holder {
  json::array held; // {role, organisation?, types?, locales?, entries?}
  std::string organisation, token;
  json::value scope; // of the token, or null
};

struct Wanted {
  std::string permission, type, entry, organisation, locale, field; // locale "*": some; "": all of them
};

bool among(json::object const& limits, std::string_view name, std::string const& value) {
  json::value const* list = limits.if_contains(name);
  if (list == nullptr) return true;
  return std::any_of(list->as_array().begin(), list->as_array().end(),
                     [&](json::value const& one) { return one.as_string() == value; });
}

bool fits(json::object const& limits, Wanted const& wanted, std::string const& own) {
  if (!among(limits, "types", wanted.type)) return false;
  if (limits.contains("entries") && (wanted.entry.empty() || !among(limits, "entries", wanted.entry))) return false;
  if (wanted.locale.empty() ? limits.contains("locales")
                            : wanted.locale != "*" && !among(limits, "locales", wanted.locale))
    return false;
  json::value const* organisation = limits.if_contains("organisation");
  if (organisation != nullptr && *organisation == "own" && (own.empty() || wanted.organisation != own)) return false;
  if (wanted.field.empty()) return true;
  if (limits.contains("fields") && !among(limits, "fields", wanted.field)) return false;
  return !limits.contains("except_fields") || !among(limits, "except_fields", wanted.field);
}

bool allowed(json::object const& roles, Holder const& who, Wanted const& wanted) {
  if (!who.scope.is_null()) {
    json::object const& scope = who.scope.as_object();
    if (!among(scope, "permissions", wanted.permission) || !fits(scope, wanted, who.organisation)) return false;
  }
  for (json::value const& one : who.held) {
    json::object assignment = one.as_object();
    std::string own = who.organisation;
    if (json::value const* organisation = assignment.if_contains("organisation")) {
      own = std::string(organisation->as_string());
      if (wanted.organisation != own) continue;
      assignment.erase("organisation");
    }
    if (wanted.permission == "entry.read" || wanted.permission == "entry.preview")
      assignment.erase("locales"); // who translates must read the source
    if (!fits(assignment, wanted, own)) continue;
    for (json::value const& grant : roles.at(assignment.at("role").as_string()).at("grants").as_array())
      if (among(grant.as_object(), "permissions", wanted.permission) && fits(grant.as_object(), wanted, own))
        return true;
  }
  return false;
}

/// Whether the permission is held for anything at all: what a token's scope and a role's grant leave of each other.
bool held_somewhere(json::object const& roles, Holder const& who, std::string const& permission) {
  if (!who.scope.is_null() && !among(who.scope.as_object(), "permissions", permission)) return false;
  for (json::value const& one : who.held)
    for (json::value const& grant : roles.at(one.at("role").as_string()).at("grants").as_array())
      if (among(grant.as_object(), "permissions", permission)) return true;
  return false;
}

/// The status that the model expects; `passes` when the request is let through.
int expected(json::object const& roles, Holder const& who, Ask const& ask, Subject const& of,
             std::string const& locale) {
  if (who.token.empty()) return 401;
  auto const may = [&](std::string const& permission, std::string const& in, std::string const& field = "") {
    return allowed(roles, who, {permission, of.type, of.id, of.organisation, in, field});
  };
  auto const may_some = [&](std::string const& in, std::string const& field = "") {
    return std::any_of(ask.permissions.begin(), ask.permissions.end(), [&](std::string const& permission) {
      return !(permission == "entry.translate" && locale == "shared") && may(permission, in, field);
    });
  };
  if (!held_somewhere(roles, who, ask.gate.empty() ? ask.permissions.front() : ask.gate)) return 403;
  if (ask.pattern == "/edit/v1/entries") { // a new entry is not among given ones, and has a field
    std::string const owner = of.organisation.empty() ? who.organisation : of.organisation;
    bool const all = allowed(roles, who, {"entry.create", of.type, "", owner, locale, ""}) &&
                     allowed(roles, who, {"entry.create", of.type, "", owner, locale, "onbekend"});
    return all ? ask.passes : 403;
  }
  if (ask.pattern == "/edit/v1/bundles" && !held_somewhere(roles, who, ask.permissions.front())) return 403;
  if (!may("entry.read", "*")) return 404;
  std::string const in = ask.about == About::entry ? "" : locale;
  if (ask.permissions.front() == "entry.read")
    return may("entry.read", ask.about == About::entry ? "*" : in) ? ask.passes : 404;
  bool const of_seen =
      ask.pattern.ends_with("/restore") || ask.pattern.ends_with("/comments") || ask.pattern.ends_with("/previews");
  if (of_seen && !may("entry.read", in)) return 404;
  if (!may_some(in)) return 403;
  if (!ask.field.empty() && !may_some(in, ask.field)) return 403;
  if (ask.permissions.front() == "entry.transfer") // to another: own ends there
    return allowed(roles, who, {"entry.transfer", of.type, of.id, test::nothing_there, "", ""}) ? ask.passes : 403;
  return ask.passes;
}

// ---- chance ----------------------------------------------------------------------------------------------------

class Chance {
public:
  explicit Chance(unsigned seed) : random_(seed) {}
  std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }
  bool one_in(std::size_t n) { return below(n) == 0; }
  template <class List> auto const& of(List const& list) { return list[below(list.size())]; }
  json::array some(std::vector<std::string> const& from) {
    json::array chosen;
    for (std::string const& one : from)
      if (one_in(2)) chosen.emplace_back(one);
    if (chosen.empty()) chosen.emplace_back(of(from));
    return chosen;
  }
  /// A grant of a role, or the scope of a token.
  json::object grant(bool with_fields) {
    json::object made{{"permissions", some(permissions)}};
    if (one_in(2)) made["permissions"].as_array().emplace_back("entry.read");
    if (one_in(3)) made["types"] = some({"organisation", "service", "page"});
    if (one_in(4)) made["locales"] = some(locales);
    if (one_in(3)) made["organisation"] = "own";
    if (with_fields && one_in(4))
      made[one_in(2) ? "fields" : "except_fields"] = some({"name", "slug", "recognitions"});
    // A field must be one of a type that the grant speaks of.
    if (made.contains("types") && !among(made, "types", "service")) made["types"].as_array().emplace_back("service");
    return made;
  }
  json::object assignment(std::string const& role) {
    json::object made{{"role", role}};
    if (one_in(4)) made["organisation"] = of(organisations);
    if (one_in(4)) made["types"] = some({"organisation", "service", "page"});
    if (one_in(4)) made["locales"] = some(locales);
    if (one_in(5)) made["entries"] = some({subjects[0].id, subjects[2].id, subjects[3].id});
    return made;
  }

private:
  std::mt19937 random_;
};

store::Assignment as_stored(json::object const& made) {
  auto const list = [&](std::string_view name) -> std::optional<std::vector<std::string>> {
    json::value const* values = made.if_contains(name);
    if (values == nullptr) return std::nullopt;
    std::vector<std::string> all;
    for (json::value const& one : values->as_array()) all.emplace_back(one.as_string());
    return all;
  };
  store::Assignment held{std::string(made.at("role").as_string())};
  if (made.contains("organisation")) held.organisation = Uuid::parse(string_member(made, "organisation")).value();
  held.types = list("types");
  held.locales = list("locales");
  held.entries = list("entries");
  return held;
}

TEST(RandomRequests, NoAnswerDiffersFromTheModel) {
  char const* given = std::getenv("TANDEM_SEED");
  unsigned const seed = given != nullptr ? static_cast<unsigned>(std::stoul(given)) : std::random_device{}();
  SCOPED_TRACE("TANDEM_SEED=" + std::to_string(seed));
  Chance chance(seed);
  json::object roles;
  for (int i = 0; i < 12; ++i) {
    json::array grants;
    for (std::size_t n = 1 + chance.below(3); n-- > 0;) grants.push_back(chance.grant(true));
    roles["rol-" + std::to_string(i)] = {{"grants", std::move(grants)}};
  }
  std::filesystem::path const file =
      std::filesystem::temp_directory_path() / ("roles-" + Uuid::make().text() + ".json");
  std::ofstream(file) << json::serialize(
      json::object{{"authorities", {{"ggc-cocom", json::object{}}}}, {"roles", roles}});
  test::Served served({{"roles", file.string()}});
  std::filesystem::remove(file);

  std::vector<Holder> holders{{{}, "", "", nullptr}};
  for (int i = 0; i < 60; ++i) {
    Holder who;
    std::vector<store::Assignment> stored;
    for (std::size_t n = 1 + chance.below(3); n-- > 0;) {
      who.held.push_back(chance.assignment("rol-" + std::to_string(chance.below(12))));
      stored.push_back(as_stored(who.held.back().as_object()));
    }
    if (!chance.one_in(4)) who.organisation = chance.of(organisations);
    std::string const name = "iemand-" + std::to_string(i);
    who.token = served.account(
        name, stored, who.organisation.empty() ? std::nullopt : std::optional(Uuid::parse(who.organisation).value()));
    if (chance.one_in(3)) {
      who.scope = chance.grant(false);
      served.site->database()
          .transact([&](store::Transaction& tx) -> Result<void> {
            tx.query("update api_token set scope = $2 where account = (select id from account where name = $1)",
                     {name, json::serialize(who.scope)});
            return {};
          })
          .value();
    }
    holders.push_back(std::move(who));
  }

  std::vector<Ask> open;
  for (Ask const& ask : test::asks())
    if (ask.about != About::nothing && ask.body.find("<draft>") == std::string::npos &&
        !ask.pattern.starts_with("/edit/v1/comments/"))
      open.push_back(ask);
  std::map<int, int> seen;
  int differ = 0;
  for (int i = 0; i < 10'000 && differ < 10; ++i) {
    Holder const& who = chance.of(holders);
    Ask const& ask = chance.of(open);
    Subject const& of = chance.of(subjects);
    std::string const& locale = chance.of(locales);
    int const wanted = expected(roles, who, ask, of, locale);
    test::Reply const reply = test::send(served, who.token, ask, {of.type, of.id, of.organisation, ""}, locale);
    ++seen[reply.status];
    if (reply.status == wanted) continue;
    ++differ;
    ADD_FAILURE() << "wanted " << wanted << ", got " << reply.status << ": " << ask.method << " " << ask.pattern
                  << " " << ask.note << " of " << of.type << " " << of.id << " in " << locale << "\n  held "
                  << json::serialize(who.held) << " own " << who.organisation << " scope "
                  << json::serialize(who.scope) << "\n  roles " << json::serialize(roles) << "\n  answer "
                  << reply.body;
  }
  for (int const status : {200, 401, 403, 404, 409, 422, 428})
    EXPECT_GT(seen[status], 100) << "chance meets every kind of answer: " << status;
}

} // namespace
} // namespace tandem
