#include "editing/workflow.hpp"

#include "access/audit.hpp"
#include "content/wording.hpp"
#include "editing/visible.hpp"
#include "store/publications.hpp"

#include <algorithm>

namespace tandem::editing {
namespace {

using store::Transaction;

std::vector<std::string> names_of(std::vector<WorkflowEvent> const& events) {
  std::vector<std::string> names;
  names.reserve(events.size());
  for (WorkflowEvent const& event : events) names.push_back(event.actor);
  return names;
}

json::array texts(std::vector<std::string> const& values) { return json::array(values.begin(), values.end()); }

Workflow const* workflow_of(Context const& context, std::string const& type) {
  ContentType const* found = context.types.find(type);
  return found != nullptr && found->workflow() ? &*found->workflow() : nullptr;
}

HeadState with_state(Context const& context, store::HeadInWorkflow head) {
  std::optional<WorkflowState> state;
  if (Workflow const* workflow = workflow_of(context, head.entry.type))
    state = state_of(*workflow, head.revision, head.decisions, context.authorities);
  return {std::move(head), std::move(state)};
}

/// entry.review, held through a role that the type lets review.
Result<void> may_review(access::Actor const& actor, std::vector<std::string> const& by,
                        access::Target const& target) {
  if (auto ok = access::require(actor, "entry.review", target); !ok || by.empty()) return ok;
  for (access::Grant const& grant : actor.grants)
    if (grant.has("entry.review") && grant.scope.covers(target) &&
        std::find(by.begin(), by.end(), grant.role) != by.end())
      return {};
  Error refused{ErrorCode::forbidden,
                "this needs the grant entry.review on " + target.type + " by the role " + joined(by, " or ")};
  refused.meta["grant"] = {{"permission", "entry.review"}, {"type", target.type}, {"roles", texts(by)}};
  return refused;
}

Result<void> may_decide(access::Actor const& actor, Decision decision, Workflow const* workflow,
                        access::Target const& target) {
  switch (decision) {
  case Decision::submitted:
  case Decision::withdrawn:
    return may_write(actor, target) ? Result<void>() : access::require(actor, "entry.edit", target);
  case Decision::approved:
  case Decision::changes_requested:
    return may_review(
        actor, workflow != nullptr && workflow->review ? workflow->review->by : std::vector<std::string>{}, target);
  case Decision::signed_:
  case Decision::unsigned_: return access::require(actor, "entry.sign", target);
  }
  return {};
}

Error about(DecisionItem const& item, std::size_t index, Error error) {
  if (error.pointer.empty()) error.pointer = "/items/" + std::to_string(index);
  error.meta["entry"] = item.entry.text();
  error.meta["locale"] = item.locale.text();
  return error;
}

/// Locks the entries in order of id, so that two that decide cannot wait for each other, and none decides about what
/// is being edited or published.
Result<void> lock_entries(Transaction& tx, access::Actor const& actor, std::vector<DecisionItem> const& items) {
  std::map<EntryId, std::size_t> first;
  for (std::size_t i = 0; i < items.size(); ++i) first.emplace(items[i].entry, i);
  for (auto const& [id, index] : first)
    if (auto entry = visible_entry(tx, actor, id, store::Lock::edit); !entry)
      return about(items[index], index, entry.error());
  return {};
}

/// The head that an item is about; `conflict` when another revision is the head.
Result<HeadState> head_of(std::vector<HeadState> const& heads, DecisionItem const& item) {
  auto const found = std::find_if(heads.begin(), heads.end(), [&](HeadState const& one) {
    return one.head.entry.id == item.entry && one.head.variant.locale == item.locale;
  });
  if (found == heads.end()) return Error{ErrorCode::not_found, "there is no such variant"};
  return *found;
}

Result<void> check_is_head(HeadState const& state, int revision) {
  store::VariantRow const& variant = state.head.variant;
  if (variant.head == revision) return {};
  Error error{ErrorCode::conflict, "revision " + std::to_string(variant.head) + " is the head, not " +
                                       std::to_string(revision) + ": decide about what is there now"};
  error.meta = {{"head", variant.head}, {"etag", variant.head_hash}};
  return error;
}

void tell(Transaction& tx, access::Actor const& actor, HeadState const& state, WorkflowEvent const& event) {
  json::object detail{{"hash", state.head.variant.head_hash}};
  if (!event.authority.empty()) detail["authority"] = event.authority;
  if (!event.message.empty()) detail["message"] = event.message;
  access::audit(tx, actor,
                {"workflow." + std::string(name_of(event.decision)), state.head.entry.id,
                 state.head.variant.locale.text(), event.revision, std::move(detail)});
}

/// One of several decisions, in the name of `authority` if it is a signature.
Result<void> decide_one(Transaction& tx, Context const& context, access::Actor const& actor,
                        DecisionOrder const& order, DecisionItem const& item, HeadState const& state) {
  Workflow const* workflow = workflow_of(context, state.head.entry.type);
  if (auto ok = may_decide(actor, order.decision, workflow, target_of(state.head.entry, item.locale)); !ok) return ok;
  if (workflow == nullptr)
    return Error{ErrorCode::conflict, "the type " + state.head.entry.type + " is published without review"};
  if (auto ok = check_is_head(state, item.revision); !ok) return ok;
  WorkflowEvent event{item.revision, order.decision, actor.name, *actor.account, "", order.message, now()};
  if (order.decision == Decision::signed_ || order.decision == Decision::unsigned_) {
    Result<std::string> authority =
        authority_to_sign(actor.signs_for(target_of(state.head.entry, item.locale)), order.authority);
    if (!authority) return authority.error();
    event.authority = std::move(*authority);
  }
  if (auto ok = check_decision(*workflow, state.head.revision, *state.state, event); !ok) return ok;
  store::insert_decision(tx, item.entry, item.locale, event);
  tell(tx, actor, state, event);
  return {};
}

std::vector<EntryId> entries_of(std::vector<DecisionItem> const& items) {
  std::set<EntryId> ids;
  for (DecisionItem const& item : items) ids.insert(item.entry);
  return {ids.begin(), ids.end()};
}

Result<void> check_distinct(std::vector<DecisionItem> const& items) {
  std::set<std::pair<EntryId, Locale>> seen;
  for (std::size_t i = 0; i < items.size(); ++i)
    if (!seen.emplace(items[i].entry, items[i].locale).second)
      return about(items[i], i, {ErrorCode::invalid_content, "this variant is named twice"});
  return {};
}

/// "1 approval and the signatures of ggc-cocom, vlaamse-gemeenschap".
std::string lacking(WorkflowState const& state) {
  std::vector<std::string> parts;
  int const have = static_cast<int>(state.approvals.size());
  if (have < state.needed)
    parts.push_back(counted(static_cast<std::uint64_t>(state.needed - have), "approval", "approvals"));
  if (!state.missing.empty())
    parts.push_back((state.missing.size() == 1 ? "the signature of " : "the signatures of ") +
                    joined(state.missing, ", "));
  if (!state.objections.empty()) parts.push_back("an answer to the changes that were asked for");
  return joined(parts, " and ");
}

bool may_do_next(Context const& context, access::Actor const& actor, HeadState const& one) {
  access::Target const target = target_of(one.head.entry, one.head.variant.locale);
  WorkflowState const& state = *one.state;
  if (state.ready()) return actor.may("entry.publish", target);
  Workflow const& workflow = *workflow_of(context, one.head.entry.type);
  WorkflowEvent const approval{one.head.revision.number, Decision::approved, actor.name, *actor.account};
  if (static_cast<int>(state.approvals.size()) < state.needed && may_review(actor, workflow.review->by, target) &&
      check_decision(workflow, one.head.revision, state, approval))
    return true;
  std::set<std::string> const authorities = actor.signs_for(target);
  return std::any_of(state.missing.begin(), state.missing.end(),
                     [&](std::string const& authority) { return authorities.contains(authority); });
}

bool waits(Context const& context, access::Actor const& actor, WaitingFilter const& filter, HeadState const& one) {
  if (!one.state || (one.state->state != State::in_review && one.state->state != State::approved)) return false;
  if (!actor.may("entry.read", target_of(one.head.entry, one.head.variant.locale))) return false;
  return !filter.for_caller || may_do_next(context, actor, one);
}

} // namespace

std::vector<HeadState> head_states(Transaction& tx, Context const& context, std::vector<EntryId> const& entries) {
  std::vector<HeadState> states;
  for (auto& head : store::heads_in_workflow(tx, entries)) states.push_back(with_state(context, std::move(head)));
  return states;
}

Result<std::vector<HeadState>> decide(Context const& context, access::Actor const& actor,
                                      DecisionOrder const& order) {
  using Heads = Result<std::vector<HeadState>>;
  if (!actor.account) return Error{ErrorCode::forbidden, "decisions are made by accounts"};
  if (auto ok = check_distinct(order.items); !ok) return ok.error();
  return context.database.transact([&](Transaction& tx) -> Heads {
    if (auto ok = lock_entries(tx, actor, order.items); !ok) return ok.error();
    std::vector<HeadState> const before = head_states(tx, context, entries_of(order.items));
    for (std::size_t i = 0; i < order.items.size(); ++i) {
      DecisionItem const& item = order.items[i];
      Result<HeadState> const head = head_of(before, item);
      if (!head) return about(item, i, head.error());
      if (auto ok = decide_one(tx, context, actor, order, item, *head); !ok) return about(item, i, ok.error());
    }
    std::vector<HeadState> const after = head_states(tx, context, entries_of(order.items));
    std::vector<HeadState> decided;
    for (DecisionItem const& item : order.items) decided.push_back(head_of(after, item).value());
    return decided;
  });
}

Result<void> check_agreed(Transaction& tx, Context const& context, access::Actor const& actor,
                          store::EntryRow const& entry, Locale const& locale, int revision) {
  Workflow const* workflow = workflow_of(context, entry.type);
  if (workflow == nullptr || !actor.account) return {};
  auto const open = store::open_publication(tx, entry.id, locale);
  if (open && open->revision == revision) return {};
  auto const stored = store::find_revision(tx, entry.id, locale, revision);
  auto const variant = store::find_variant(tx, entry.id, locale);
  if (!stored || !variant) return Error{ErrorCode::not_found, "there is no such revision"};
  RevisionInWorkflow judged{revision, stored->author, open ? std::optional(open->revision) : std::nullopt};
  judged.superseded = variant->head != revision && !store::was_public(tx, entry.id, locale, revision);
  WorkflowState const state =
      state_of(*workflow, judged, store::decisions_about(tx, entry.id, locale, revision), context.authorities);
  if (state.ready()) return {};
  Error error{ErrorCode::not_agreed, "revision " + std::to_string(revision) + " of the " + locale.text() +
                                         " variant lacks " + lacking(state)};
  error.meta = {{"entry", entry.id.text()},
                {"locale", locale.text()},
                {"revision", revision},
                {"state", name_of(state.state)},
                {"approvals", {{"have", state.approvals.size()}, {"needed", state.needed}}},
                {"missing_authorities", texts(state.missing)}};
  return error;
}

void tell_void(Transaction& tx, access::Actor const& actor, ContentType const& type, Revision const& before,
               Revision const& after) {
  if (!type.workflow()) return;
  if (store::was_public(tx, before.entry, before.locale, before.number)) return;
  auto const decisions = store::decisions_about(tx, before.entry, before.locale, before.number);
  std::vector<std::string> authorities; // also those that are not among the site's any more
  for (WorkflowEvent const& event : decisions) authorities.push_back(event.authority);
  WorkflowState const state = state_of(*type.workflow(), {before.number, before.author}, decisions, authorities);
  if (!state.agreed_to()) return;
  json::object signatures;
  for (auto const& [authority, event] : state.signatures) signatures[authority] = event.actor;
  access::audit(tx, actor,
                {"signoff.void",
                 before.entry,
                 before.locale.text(),
                 before.number,
                 {{"hash", before.hash},
                  {"approvals", texts(names_of(state.approvals))},
                  {"signatures", std::move(signatures)},
                  {"new_revision", after.number},
                  {"new_hash", after.hash}}});
}

std::vector<HeadState> waiting(Transaction& tx, Context const& context, access::Actor const& actor,
                               WaitingFilter const& filter, std::size_t limit) {
  constexpr std::size_t batch = 200;
  store::DecidedFilter decided{filter.type, filter.after, visible_to(actor)};
  std::vector<HeadState> found;
  while (true) {
    auto heads = store::decided_heads(tx, decided, batch);
    for (auto& head : heads) {
      decided.after = {head.entry.id, head.variant.locale};
      HeadState one = with_state(context, std::move(head));
      if (waits(context, actor, filter, one)) found.push_back(std::move(one));
      if (found.size() == limit) return found;
    }
    if (heads.size() < batch) return found;
  }
}

} // namespace tandem::editing
