#include "editing/workflow.hpp"

#include "access/audit.hpp"
#include "content/wording.hpp"
#include "editing/visible.hpp"
#include "store/publications.hpp"

#include <algorithm>

namespace tandem::editing {
namespace {

using store::Transaction;

json::array texts(std::vector<std::string> const& values) { return json::array(values.begin(), values.end()); }

std::optional<int> public_revision(Transaction& tx, EntryId const& entry, Locale const& locale) {
  auto const open = store::open_publication(tx, entry, locale);
  return open ? std::optional(open->revision) : std::nullopt;
}

Result<Progress> progress_of(Transaction& tx, Context const& context, store::EntryRow const& entry,
                             Locale const& locale) {
  auto const variant = store::find_variant(tx, entry.id, locale);
  ContentType const* type = context.types.find(entry.type);
  if (!variant || type == nullptr) return Error{ErrorCode::not_found, "there is no such variant"};
  Progress progress{store::find_revision(tx, entry.id, locale, variant->head).value(),
                    type->workflow(),
                    {},
                    store::workflow_events(tx, entry.id, locale)};
  progress.state = state_of(progress.workflow, variant->head, public_revision(tx, entry.id, locale), progress.events,
                            context.authorities);
  return progress;
}

/// Whether the caller reviews this: holds entry.review, through one of the roles that the type names.
bool reviews(access::Actor const& actor, Workflow const& workflow, access::Target const& target) {
  return std::any_of(actor.grants.begin(), actor.grants.end(), [&](access::Grant const& grant) {
    auto const& roles = workflow.reviewers;
    bool const named = roles.empty() || std::find(roles.begin(), roles.end(), grant.role) != roles.end();
    return named && grant.has("entry.review") && grant.scope.covers(target);
  });
}

Result<void> may_review(access::Actor const& actor, Progress const& progress, access::Target const& target) {
  if (auto ok = access::require(actor, "entry.review", target); !ok) return ok;
  if (!reviews(actor, progress.workflow, target))
    return Error{ErrorCode::forbidden, "this is reviewed by " + joined(progress.workflow.reviewers, " or ")};
  return {};
}

Result<void> may_submit(access::Actor const& actor, access::Target const& target) {
  bool const translates = !target.locale->is_shared() && actor.may("entry.translate", target);
  return translates ? Result<void>() : access::require(actor, "entry.edit", target);
}

/// In whose name the caller signs: the authority named, or the only one they have.
Result<std::string> authority_of(access::Actor const& actor, std::string const& named) {
  std::string const pointer = "/data/attributes/authority";
  if (actor.authorities.empty()) return Error{ErrorCode::forbidden, "this account signs in the name of no authority"};
  if (named.empty() && actor.authorities.size() == 1) return *actor.authorities.begin();
  if (named.empty())
    return Error{ErrorCode::invalid_content, "say in whose name: this account may sign for several", pointer};
  if (!actor.authorities.contains(named))
    return Error{ErrorCode::forbidden, "this account does not sign in the name of " + named, pointer};
  return named;
}

/// Whether the step can be taken from where the revision is; a sentence that says why not, or "".
std::string out_of_place(access::Actor const& actor, Progress const& progress, Step step,
                         std::string const& authority) {
  WorkflowState const& state = progress.state;
  bool const has_approved =
      std::find(state.approved_by.begin(), state.approved_by.end(), actor.name) != state.approved_by.end();
  if (state.name == "published") return "this revision is public already";
  switch (step) {
  case Step::submitted: return state.submitted ? "it is in review already" : "";
  case Step::withdrawn: return state.submitted ? "" : "it is not in review";
  case Step::approved:
    if (progress.workflow.approvals == 0) return "the type asks for no review";
    if (!state.submitted) return "it is not in review: its author has not submitted it";
    return has_approved ? "you have approved it already" : "";
  case Step::changes_requested:
    if (progress.workflow.approvals == 0) return "the type asks for no review";
    return state.submitted ? "" : "it is not in review";
  case Step::signed_off:
    if (!progress.workflow.every_authority) return "the type asks for no signatures";
    if (auto const by = state.signatures.find(authority); by != state.signatures.end())
      return by->second + " has signed for " + authority + " already";
    return "";
  case Step::signature_withdrawn: {
    auto const by = state.signatures.find(authority);
    return by != state.signatures.end() && by->second == actor.name ? "" : "you have not signed it";
  }
  }
  return "";
}

Result<void> may_take(access::Actor const& actor, Progress const& progress, Step step, access::Target const& target) {
  switch (step) {
  case Step::submitted:
  case Step::withdrawn: return may_submit(actor, target);
  case Step::approved:
    if (auto ok = may_review(actor, progress, target); !ok) return ok;
    if (!progress.workflow.own && progress.head.author == actor.name)
      return Error{ErrorCode::forbidden, "somebody else than its author must approve it"};
    return {};
  case Step::changes_requested: return may_review(actor, progress, target);
  case Step::signed_off:
  case Step::signature_withdrawn: return access::require(actor, "entry.sign", target);
  }
  return {};
}

/// Which steps the caller can take now.
std::vector<Step> next_steps(access::Actor const& actor, Progress const& progress, access::Target const& target) {
  std::vector<Step> next;
  for (Step const step : {Step::submitted, Step::approved, Step::changes_requested, Step::signed_off}) {
    if (!may_take(actor, progress, step, target)) continue;
    bool const for_some = step != Step::signed_off;
    bool const possible =
        for_some ? out_of_place(actor, progress, step, "").empty()
                 : std::any_of(actor.authorities.begin(), actor.authorities.end(), [&](std::string const& authority) {
                     return out_of_place(actor, progress, step, authority).empty();
                   });
    if (possible) next.push_back(step);
  }
  return next;
}

Error at_item(std::size_t index, Error error) {
  if (error.pointer.empty()) error.pointer = "/data/attributes/items/" + std::to_string(index);
  return error;
}

Result<Progress> decide_on(Transaction& tx, Context const& context, access::Actor const& actor,
                           Decision const& decision, Decision::Item const& item) {
  auto const entry = visible_entry(tx, actor, item.entry, store::Lock::edit);
  if (!entry) return entry.error();
  access::Target const target = target_of(*entry, item.locale);
  if (!actor.may("entry.read", target)) return no_entry();
  Result<Progress> progress = progress_of(tx, context, *entry, item.locale);
  if (!progress) return progress;
  if (auto ok = may_take(actor, *progress, decision.step, target); !ok) return ok.error();
  std::string authority;
  if (decision.step == Step::signed_off || decision.step == Step::signature_withdrawn) {
    Result<std::string> const name = authority_of(actor, decision.authority);
    if (!name) return name.error();
    authority = *name;
  }
  if (progress->head.number != item.revision) {
    Error other{ErrorCode::conflict, "revision " + std::to_string(item.revision) + " is not the head any more"};
    other.meta["head"] = progress->head.number;
    return other;
  }
  if (std::string const why = out_of_place(actor, *progress, decision.step, authority); !why.empty())
    return Error{ErrorCode::conflict, why};
  WorkflowEvent const event{decision.step, item.revision, actor.name, authority, decision.message, now()};
  store::insert_workflow_event(tx, item.entry, item.locale, event);
  json::object detail{{"hash", progress->head.hash}};
  if (!authority.empty()) detail["authority"] = authority;
  if (!decision.message.empty()) detail["message"] = decision.message;
  std::string const before = progress->state.name;
  progress = progress_of(tx, context, *entry, item.locale);
  detail["before"] = before;
  detail["after"] = progress->state.name;
  access::audit(
      tx, actor,
      {"workflow." + std::string(name_of(decision.step)), item.entry, item.locale.text(), item.revision, detail});
  return progress;
}

} // namespace

Result<std::vector<Progress>> Reviews::decide(access::Actor const& actor, Decision const& decision) const {
  // In order of id, so that two decisions cannot wait for each other.
  std::vector<std::size_t> order(decision.items.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return decision.items[a].entry < decision.items[b].entry; });
  return context_.database.transact([&](Transaction& tx) -> Result<std::vector<Progress>> {
    std::map<std::size_t, Progress> done;
    for (std::size_t const i : order) {
      Result<Progress> progress = decide_on(tx, context_, actor, decision, decision.items[i]);
      if (!progress) return at_item(i, progress.error());
      done.emplace(i, std::move(*progress));
    }
    std::vector<Progress> all;
    for (auto& [index, progress] : done) all.push_back(std::move(progress));
    return all;
  });
}

Result<Progress> Reviews::progress(access::Actor const& actor, EntryId const& id, Locale const& locale) const {
  return context_.database.transact([&](Transaction& tx) -> Result<Progress> {
    auto const entry = visible_variant(tx, actor, id, locale);
    if (!entry) return entry.error();
    return progress_of(tx, context_, *entry, locale);
  });
}

Result<Reviews::Page> Reviews::waiting(access::Actor const& actor, std::optional<std::string> const& type,
                                       bool for_caller, std::optional<std::pair<EntryId, Locale>> const& after,
                                       std::size_t limit) const {
  return context_.database.transact([&](Transaction& tx) -> Result<Page> {
    Page page;
    auto rows = store::waiting_variants(tx, visible_to(actor), type, after, limit + 1);
    if (rows.size() > limit) {
      rows.pop_back();
      page.last = std::pair{rows.back().entry.id, rows.back().locale};
    }
    for (store::WaitingRow& row : rows) {
      access::Target const target = target_of(row.entry, row.locale);
      ContentType const* of = context_.types.find(row.entry.type);
      if (of == nullptr || of->workflow().asks_nothing() || !actor.may("entry.read", target)) continue;
      Result<Progress> const progress = progress_of(tx, context_, row.entry, row.locale);
      if (!progress) return progress.error();
      Waiting waiting{std::move(row), progress->state, next_steps(actor, *progress, target)};
      if (!for_caller || !waiting.next.empty()) page.waiting.push_back(std::move(waiting));
    }
    return page;
  });
}

Result<void> check_agreed(Transaction& tx, Context const& context, access::Actor const& actor,
                          store::EntryRow const& entry, Locale const& locale, int revision) {
  ContentType const* type = context.types.find(entry.type);
  if (!actor.account || type == nullptr || type->workflow().asks_nothing()) return {};
  Workflow const& workflow = type->workflow();
  WorkflowState const state = state_of(workflow, revision, public_revision(tx, entry.id, locale),
                                       store::workflow_events(tx, entry.id, locale), context.authorities);
  if (state.ready || state.name == "published") return {};
  Error error{ErrorCode::not_agreed, "revision " + std::to_string(revision) + " of " + locale.text() + " has " +
                                         counted(state.approved_by.size(), "approval", "approvals") + " of " +
                                         std::to_string(workflow.approvals)};
  if (!state.missing.empty()) error.detail += ", and is not signed for " + joined(state.missing, ", ");
  error.meta = {{"entry", entry.id.text()},
                {"locale", locale.text()},
                {"revision", revision},
                {"state", state.name},
                {"approvals", {{"have", state.approved_by.size()}, {"needed", workflow.approvals}}},
                {"missing_authorities", texts(state.missing)}};
  return error;
}

void void_decisions(Transaction& tx, access::Actor const& actor, ContentType const& type, Revision const& before,
                    Revision const& after) {
  if (type.workflow().asks_nothing()) return;
  WorkflowState const state = state_of(type.workflow(), before.number, std::nullopt,
                                       store::workflow_events(tx, before.entry, before.locale), {});
  if (state.approved_by.empty() && state.signatures.empty()) return;
  json::object signatures;
  for (auto const& [authority, who] : state.signatures) signatures[authority] = who;
  access::audit(tx, actor,
                {"workflow.void",
                 before.entry,
                 before.locale.text(),
                 before.number,
                 {{"approved_by", texts(state.approved_by)},
                  {"signatures", std::move(signatures)},
                  {"because", "revision " + std::to_string(after.number)}}});
}

} // namespace tandem::editing
