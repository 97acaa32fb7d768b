#include "content/workflow.hpp"

#include "content/wording.hpp"

#include <algorithm>
#include <array>

namespace tandem {
namespace {

Error mistake(std::string detail, std::string pointer) {
  return {ErrorCode::invalid_content, std::move(detail), std::move(pointer)};
}

Result<void> only_members(json::object const& object, std::vector<std::string_view> const& known,
                          std::string const& pointer) {
  if (auto const name = unknown_member(object, known))
    return mistake("a workflow has no \"" + *name + "\"", pointer + "/" + pointer_token(*name));
  return {};
}

Result<std::vector<std::string>> read_roles(json::value const& value, std::string const& pointer) {
  if (!value.is_array() || value.get_array().empty())
    return mistake("must be a list of at least one role; leave it out for whoever may review", pointer);
  std::vector<std::string> roles;
  for (json::value const& role : value.get_array()) {
    std::string const here = pointer + "/" + std::to_string(roles.size());
    if (!role.is_string() || role.get_string().empty()) return mistake("must be the name of a role", here);
    if (std::find(roles.begin(), roles.end(), role.get_string()) != roles.end())
      return mistake("names the role twice", here);
    roles.emplace_back(role.get_string());
  }
  return roles;
}

Result<Workflow::Review> read_review(json::value const& value, std::string const& pointer) {
  constexpr int most_approvals = 10;
  if (!value.is_object()) return mistake("must be an object", pointer);
  json::object const& object = value.get_object();
  if (auto ok = only_members(object, {"approvals", "by", "own"}, pointer); !ok) return ok.error();
  Workflow::Review review;
  if (json::value const* approvals = object.if_contains("approvals")) {
    if (!approvals->is_int64() || approvals->get_int64() < 1 || approvals->get_int64() > most_approvals)
      return mistake("must be a whole number from 1 to " + std::to_string(most_approvals), pointer + "/approvals");
    review.approvals = static_cast<int>(approvals->get_int64());
  }
  if (json::value const* by = object.if_contains("by")) {
    Result<std::vector<std::string>> roles = read_roles(*by, pointer + "/by");
    if (!roles) return roles.error();
    review.by = std::move(*roles);
  }
  if (json::value const* own = object.if_contains("own")) {
    if (!own->is_bool()) return mistake("must be true or false", pointer + "/own");
    review.own = own->get_bool();
  }
  return review;
}

constexpr std::array<std::string_view, 6> decision_names = {"submitted",         "withdrawn", "approved",
                                                            "changes_requested", "signed",    "unsigned"};
constexpr std::array<std::string_view, 5> state_names = {"draft", "in_review", "changes_requested", "approved",
                                                         "published"};

void remove_of(std::vector<WorkflowEvent>& events, Uuid const& account) {
  std::erase_if(events, [&](WorkflowEvent const& event) { return event.account == account; });
}

bool has_of(std::vector<WorkflowEvent> const& events, Uuid const& account) {
  return std::any_of(events.begin(), events.end(),
                     [&](WorkflowEvent const& event) { return event.account == account; });
}

bool counts(Workflow const& workflow, RevisionInWorkflow const& revision, WorkflowEvent const& approval) {
  return workflow.review && (workflow.review->own || approval.actor != revision.author);
}

/// One event further. Who asked for changes and then approves or signs, objects no more.
void follow(WorkflowState& state, Workflow const& workflow, RevisionInWorkflow const& revision,
            std::vector<std::string> const& authorities, WorkflowEvent const& event) {
  switch (event.decision) {
  case Decision::submitted:
    state.submitted = true;
    state.objections.clear();
    return;
  case Decision::withdrawn: // the decisions were about what was submitted
    state = {};
    return;
  case Decision::approved:
    if (!counts(workflow, revision, event)) return;
    remove_of(state.objections, event.account);
    if (!has_of(state.approvals, event.account)) state.approvals.push_back(event);
    return;
  case Decision::changes_requested:
    state.approvals.clear();
    remove_of(state.objections, event.account);
    state.objections.push_back(event);
    return;
  case Decision::signed_:
    if (!workflow.each_authority) return;
    if (std::find(authorities.begin(), authorities.end(), event.authority) == authorities.end()) return;
    remove_of(state.objections, event.account);
    state.signatures.emplace(event.authority, event); // the first one stays
    return;
  case Decision::unsigned_:
    if (auto const found = state.signatures.find(event.authority);
        found != state.signatures.end() && found->second.account == event.account)
      state.signatures.erase(found);
    return;
  }
}

State named(WorkflowState const& state, Workflow const& workflow, RevisionInWorkflow const& revision) {
  if (revision.public_revision == revision.number) return State::published;
  if (!state.objections.empty()) return State::changes_requested;
  int const have = static_cast<int>(state.approvals.size());
  if (workflow.review ? have >= state.needed : state.missing.empty()) return State::approved;
  return state.submitted || state.agreed_to() ? State::in_review : State::draft;
}

Error conflict(std::string detail) { return {ErrorCode::conflict, std::move(detail)}; }

Result<void> check_approval(Workflow const& workflow, RevisionInWorkflow const& revision, WorkflowState const& state,
                            WorkflowEvent const& event) {
  if (!workflow.review) return conflict("this content type asks for no approvals");
  if (!counts(workflow, revision, event))
    return Error{ErrorCode::forbidden, "this content type asks for the approval of others than the author"};
  if (has_of(state.approvals, event.account)) return conflict("you have approved this revision already");
  return {};
}

Result<void> check_signature(Workflow const& workflow, WorkflowState const& state, WorkflowEvent const& event) {
  if (!workflow.each_authority) return conflict("this content type asks for no signatures");
  auto const found = state.signatures.find(event.authority);
  if (event.decision == Decision::signed_) {
    if (found == state.signatures.end()) return {};
    return conflict("signed in the name of " + event.authority + " already, by " + found->second.actor);
  }
  if (found == state.signatures.end() || found->second.account != event.account)
    return conflict("there is no signature of yours in the name of " + event.authority);
  return {};
}

} // namespace

Result<Workflow> read_workflow(json::value const& declared, std::string const& pointer) {
  if (!declared.is_object()) return mistake("must be an object", pointer);
  json::object const& object = declared.get_object();
  if (auto ok = only_members(object, {"review", "sign_off"}, pointer); !ok) return ok.error();
  if (object.empty()) return mistake("must ask for a review, a sign-off or both", pointer);
  Workflow workflow;
  if (json::value const* review = object.if_contains("review")) {
    Result<Workflow::Review> read = read_review(*review, pointer + "/review");
    if (!read) return read.error();
    workflow.review = std::move(*read);
  }
  if (json::value const* sign_off = object.if_contains("sign_off")) {
    if (*sign_off != "each_authority") return mistake("must be \"each_authority\"", pointer + "/sign_off");
    workflow.each_authority = true;
  }
  return workflow;
}

std::string_view name_of(Decision decision) { return decision_names.at(static_cast<std::size_t>(decision)); }

std::optional<Decision> decision_named(std::string_view name) {
  auto const found = std::find(decision_names.begin(), decision_names.end(), name);
  if (found == decision_names.end()) return std::nullopt;
  return static_cast<Decision>(found - decision_names.begin());
}

std::string_view name_of(State state) { return state_names.at(static_cast<std::size_t>(state)); }

bool WorkflowState::ready() const {
  return static_cast<int>(approvals.size()) >= needed && missing.empty() && objections.empty();
}

WorkflowState state_of(Workflow const& workflow, RevisionInWorkflow const& revision,
                       std::vector<WorkflowEvent> const& events, std::vector<std::string> const& authorities) {
  WorkflowState state;
  for (WorkflowEvent const& event : events)
    if (event.revision == revision.number && !revision.superseded)
      follow(state, workflow, revision, authorities, event);
  if (workflow.review) state.needed = workflow.review->approvals;
  if (workflow.each_authority)
    for (std::string const& authority : authorities)
      if (!state.signatures.contains(authority)) state.missing.push_back(authority);
  state.state = named(state, workflow, revision);
  return state;
}

Result<void> check_decision(Workflow const& workflow, RevisionInWorkflow const& revision, WorkflowState const& state,
                            WorkflowEvent const& event) {
  if (state.state == State::published) return conflict("this revision is public: there is nothing to decide");
  bool const in_review = state.submitted && state.objections.empty();
  switch (event.decision) {
  case Decision::submitted: return in_review ? conflict("this revision is in review already") : Result<void>();
  case Decision::withdrawn:
    return state.submitted ? Result<void>() : conflict("this revision was not submitted for review");
  case Decision::approved: return check_approval(workflow, revision, state, event);
  case Decision::changes_requested:
    return has_of(state.objections, event.account) ? conflict("you have asked for changes already") : Result<void>();
  case Decision::signed_:
  case Decision::unsigned_: return check_signature(workflow, state, event);
  }
  return {};
}

Result<std::string> authority_to_sign(std::set<std::string> const& held, std::string const& named) {
  if (held.empty())
    return Error{ErrorCode::forbidden, "to sign, an account holds its role in the name of an authority"};
  if (named.empty() && held.size() == 1) return *held.begin();
  std::string const all = joined({held.begin(), held.end()}, ", ");
  if (named.empty()) return Error{ErrorCode::invalid_content, "say in whose name you sign: " + all, "/authority"};
  if (held.contains(named)) return named;
  return Error{ErrorCode::forbidden, "you sign in the name of " + all + ", not of " + named};
}

} // namespace tandem
