#include "app/commands.hpp"
#include "content/wording.hpp"

#include <boost/program_options.hpp>
#include <iostream>

namespace tandem::app {
namespace {

namespace options = boost::program_options;
using Texts = std::vector<std::string>;

/// The secret alone on standard output, so that a script can take it; what it is on standard error.
int show_once(std::string const& what, std::string const& secret) {
  std::cerr << what << ", shown once:\n";
  std::cout << secret << "\n";
  return 0;
}

int show_secret(std::string const& what, Result<access::Secret> const& secret) {
  return secret ? show_once(what + " (id " + secret->id + ")", secret->value) : fail(secret.error());
}

int show_link(Result<access::Invitation> const& invitation) {
  if (!invitation) return fail(invitation.error());
  return show_once("Link for " + invitation->account + ", good until " + format_timestamp(invitation->expires_at),
                   invitation->link);
}

int say(std::string const& done, Result<void> const& result) {
  if (!result) return fail(result.error());
  std::cout << done << "\n";
  return 0;
}

std::string text(Invocation const& call, char const* name) {
  return call.options.contains(name) ? call.options[name].as<std::string>() : std::string();
}
Texts texts(Invocation const& call, char const* name) {
  return call.options.contains(name) ? call.options[name].as<Texts>() : Texts();
}

/// What narrows a role that an account holds: " for ggc-cocom in fr".
std::string narrowing(store::Assignment const& held) {
  std::string said;
  if (!held.authority.empty()) said += " for " + held.authority;
  if (held.types) said += " on " + joined(*held.types, " ");
  if (held.locales) said += " in " + joined(*held.locales, " ");
  if (held.organisation) said += " of " + held.organisation->text();
  if (held.entries) said += " of entries " + joined(*held.entries, " ");
  return said;
}

void declare_roles(options::options_description& o) {
  o.add_options()("role", options::value<Texts>()->composing(), "role of the account; may be given several times");
  o.add_options()("organisation", options::value<std::string>(),
                  "entry of the organisation whose content is its own");
  o.add_options()("authority", options::value<std::string>(), "in whose name a coordinator signs");
  o.add_options()("locale", options::value<Texts>()->composing(),
                  "language that it writes; may be given several times");
}

/// `--role` with what `--authority` and `--locale` say of it.
std::vector<store::Assignment> roles_of(Invocation const& call) {
  std::vector<store::Assignment> roles;
  for (std::string const& role : texts(call, "role")) {
    store::Assignment held{role};
    held.authority = text(call, "authority");
    if (call.options.contains("locale")) held.locales = texts(call, "locale");
    roles.push_back(std::move(held));
  }
  return roles;
}

std::optional<EntryId> organisation_of(Invocation const& call) {
  if (!call.options.contains("organisation")) return std::nullopt;
  Result<Uuid> const id = Uuid::parse(text(call, "organisation"));
  if (!id) throw Usage("--organisation takes the id of an entry");
  return *id;
}

int run_add(Site& site, Invocation const& call) {
  if (!call.options.contains("role")) throw Usage("account add needs --role");
  return show_secret(
      "One-time password of " + call.words[0],
      site.services().accounts.add(access::command_line(), call.words[0], roles_of(call), organisation_of(call)));
}

/// With roles a new account; without, another link for one that is there.
int run_invite(Site& site, Invocation const& call) {
  if (call.options.contains("role"))
    return show_link(site.services().accounts.add_invited(access::command_line(), call.words[0], roles_of(call),
                                                          organisation_of(call)));
  for (char const* option : {"organisation", "authority", "locale"})
    if (call.options.contains(option)) throw Usage("--" + std::string(option) + " takes --role");
  return show_link(site.services().accounts.invite(access::command_line(), call.words[0]));
}

int run_list(Site& site, Invocation const&) {
  auto const accounts = site.services().accounts.list();
  if (!accounts) return fail(accounts.error());
  for (auto const& account : *accounts) {
    Texts roles;
    for (auto const& held : account.roles) roles.push_back(held.role + narrowing(held));
    std::cout << account.name << " (" << joined(roles, ", ") << ")" << (account.disabled ? " disabled" : "")
              << (account.must_change ? " has a one-time password" : "")
              << (account.second_factor ? " has a second factor" : "")
              << (account.invited_until ? " is invited until " + format_timestamp(*account.invited_until) : "")
              << "\n";
  }
  if (accounts->empty()) std::cout << "There is no account yet: tandem account invite NAME --role coordinator\n";
  return 0;
}

int run_oidc(Site& site, Invocation const& call) {
  bool const allow = call.options.contains("allow");
  if (allow == call.options.contains("forbid")) throw Usage("account oidc needs --allow or --forbid");
  std::string const name = call.words[0];
  return say("The account " + name + (allow ? " may" : " may not") + " sign in with the identity provider",
             access::allow_single_sign_on(site.database(), access::command_line(), name, allow));
}

int run_token_create(Site& site, Invocation const& call) {
  std::optional<json::object> scope;
  for (auto const& [option, member] :
       {std::pair{"permission", "permissions"}, {"type", "types"}, {"locale", "locales"}})
    if (Texts const names = texts(call, option); !names.empty()) {
      if (!scope) scope.emplace();
      (*scope)[member] = json::array(names.begin(), names.end());
    }
  if (scope && !scope->contains("permissions")) throw Usage("--type and --locale take --permission");
  std::optional<Timestamp> expires_at;
  if (call.options.contains("expires")) {
    Result<Timestamp> const at = parse_timestamp(text(call, "expires"));
    if (!at) throw Usage("--expires takes a date, or an instant like 2027-01-31T12:00:00+01:00");
    expires_at = *at;
  }
  return show_secret("API token", site.services().tokens.create(access::command_line(), call.words[0],
                                                                text(call, "label"), expires_at, scope));
}

int run_token_list(Site& site, Invocation const&) {
  auto const tokens = site.services().tokens.list();
  if (!tokens) return fail(tokens.error());
  for (auto const& token : *tokens)
    std::cout << token.id.text() << " " << token.account << " " << token.label << ", "
              << (token.scope ? json::serialize(*token.scope) : "all that the account may") << ", "
              << (token.last_used_at ? "last used " + format_timestamp(*token.last_used_at) : "never used") << ", "
              << (token.expires_at ? "ends " + format_timestamp(*token.expires_at) : "without end") << "\n";
  if (tokens->empty()) std::cout << "There is no token in force\n";
  return 0;
}

int run_token_revoke(Site& site, Invocation const& call) {
  Result<Uuid> const id = Uuid::parse(call.words[0]);
  if (!id) throw Usage("token revoke takes the id that token create showed");
  return say("The token is revoked", site.services().tokens.revoke(access::command_line(), *id));
}

} // namespace

std::vector<Command> account_commands() {
  auto const none = [](options::options_description&) {};
  return {
      {"account invite", "NAME", "a one-time link to set a password: with --role for a new account", 1, declare_roles,
       run_invite, true, true, true},
      {"account add", "NAME", "add an account with a one-time password", 1, declare_roles, run_add, true, true, true},
      {"account password", "NAME", "give an account a new one-time password", 1, none,
       [](Site& site, Invocation const& call) {
         return show_secret("One-time password of " + call.words[0],
                            site.services().accounts.reset_password(access::command_line(), call.words[0]));
       }},
      {"account disable", "NAME", "shut an account out: end its sessions, refuse its tokens", 1, none,
       [](Site& site, Invocation const& call) {
         return say("The account " + call.words[0] + " is disabled",
                    site.services().accounts.disable(access::command_line(), call.words[0]));
       }},
      {"account enable", "NAME", "let a disabled account in again", 1, none,
       [](Site& site, Invocation const& call) {
         return say("The account " + call.words[0] + " is enabled",
                    site.services().accounts.enable(access::command_line(), call.words[0]));
       }},
      {"account oidc", "NAME", "let an account sign in with the identity provider, or not any more", 1,
       [](options::options_description& o) {
         o.add_options()("allow", "link it to the identity of that name, at the next sign-in with the provider");
         o.add_options()("forbid", "forget its identities and end its sessions");
       },
       run_oidc},
      {"account one-factor", "NAME", "take away the second factor of who has lost telephone and codes", 1, none,
       [](Site& site, Invocation const& call) {
         return say("The account " + call.words[0] + " has no second factor any more",
                    site.services().second_factor.take_away(access::command_line(), call.words[0]));
       }},
      {"account list", "", "list the accounts with their roles", 0, none, run_list},
      {"token create", "ACCOUNT", "make an API token for an account", 1,
       [](options::options_description& o) {
         o.add_options()("label", options::value<std::string>()->default_value("token"), "what it is for");
         o.add_options()("permission", options::value<Texts>()->composing(),
                         "what it may do at most; may be given several times; else all that the account may");
         o.add_options()("type", options::value<Texts>()->composing(), "content type that it is limited to");
         o.add_options()("locale", options::value<Texts>()->composing(), "language that it is limited to");
         o.add_options()("expires", options::value<std::string>(), "date or instant at which it ends; else never");
       },
       run_token_create},
      {"token revoke", "ID", "revoke an API token", 1, none, run_token_revoke},
      {"token list", "", "list the API tokens in force: scope, last use, end", 0, none, run_token_list},
  };
}

} // namespace tandem::app
