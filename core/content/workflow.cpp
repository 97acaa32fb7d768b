#include "content/workflow.hpp"

#include <algorithm>
#include <array>

namespace tandem {
namespace {

constexpr std::array<std::pair<Step, std::string_view>, 6> steps{
    {{Step::submitted, "submitted"},
     {Step::withdrawn, "withdrawn"},
     {Step::approved, "approved"},
     {Step::changes_requested, "changes_requested"},
     {Step::signed_off, "signed"},
     {Step::signature_withdrawn, "signature_withdrawn"}}};

/// Lets one event work on the state; answers whether the last word is that something must change.
void take(WorkflowState& state, bool& to_be_changed, WorkflowEvent const& event) {
  switch (event.step) {
  case Step::submitted:
    state.submitted = true;
    to_be_changed = false;
    break;
  case Step::withdrawn:
    state.submitted = to_be_changed = false;
    state.approved_by.clear();
    break;
  case Step::approved:
    if (std::find(state.approved_by.begin(), state.approved_by.end(), event.actor) == state.approved_by.end())
      state.approved_by.push_back(event.actor);
    break;
  case Step::changes_requested:
    state.approved_by.clear(); // who approved did not see what was found
    state.submitted = false;
    to_be_changed = true;
    break;
  case Step::signed_off: state.signatures.insert_or_assign(event.authority, event.actor); break;
  case Step::signature_withdrawn: state.signatures.erase(event.authority); break;
  }
}

} // namespace

std::string_view name_of(Step step) {
  return std::find_if(steps.begin(), steps.end(), [&](auto const& one) { return one.first == step; })->second;
}

std::optional<Step> step_of(std::string_view name) {
  auto const found = std::find_if(steps.begin(), steps.end(), [&](auto const& one) { return one.second == name; });
  return found == steps.end() ? std::nullopt : std::optional(found->first);
}

WorkflowState state_of(Workflow const& workflow, int revision, std::optional<int> public_revision,
                       std::vector<WorkflowEvent> const& events, std::vector<std::string> const& authorities) {
  WorkflowState state;
  bool to_be_changed = false;
  for (WorkflowEvent const& event : events)
    if (event.revision == revision) take(state, to_be_changed, event);
  if (workflow.every_authority)
    for (std::string const& authority : authorities)
      if (!state.signatures.contains(authority)) state.missing.push_back(authority);
  state.ready =
      static_cast<int>(state.approved_by.size()) >= workflow.approvals && state.missing.empty() && !to_be_changed;
  bool const begun = state.submitted || !state.signatures.empty();
  state.name = public_revision == revision               ? "published"
               : to_be_changed                           ? "changes_requested"
               : state.ready && !workflow.asks_nothing() ? "approved"
               : begun                                   ? "in_review"
                                                         : "draft";
  return state;
}

} // namespace tandem
