/// Reads `x-tandem.workflow` of a content type.

#include "content/content_type_workflow.hpp"

#include "content/json.hpp"

#include <algorithm>

namespace tandem {
namespace {

Error refusal(std::string detail, std::string pointer) {
  return {ErrorCode::invalid_content, std::move(detail), "/x-tandem/workflow" + std::move(pointer)};
}

Result<void> only(json::object const& object, std::vector<std::string_view> const& known,
                  std::string const& pointer) {
  for (auto const& member : object)
    if (std::find(known.begin(), known.end(), std::string_view(member.key())) == known.end())
      return refusal("workflow has no key \"" + std::string(member.key()) + "\"",
                     pointer + "/" + pointer_token(member.key()));
  return {};
}

Result<void> read_review(Workflow& workflow, json::value const& value) {
  if (!value.is_object()) return refusal("must be an object", "/review");
  json::object const& review = value.get_object();
  if (auto ok = only(review, {"approvals", "by", "own"}, "/review"); !ok) return ok;
  json::value const* approvals = review.if_contains("approvals");
  bool const counted =
      approvals != nullptr && approvals->is_int64() && approvals->get_int64() >= 1 && approvals->get_int64() <= 10;
  if (!counted) return refusal("must be how many must approve, 1 to 10", "/review/approvals");
  workflow.approvals = static_cast<int>(approvals->get_int64());
  if (json::value const* own = review.if_contains("own")) {
    if (!own->is_bool()) return refusal("must be true or false", "/review/own");
    workflow.own = own->get_bool();
  }
  json::value const* by = review.if_contains("by");
  if (by == nullptr) return {};
  if (!by->is_array() || by->get_array().empty()) return refusal("must be a list of roles", "/review/by");
  for (std::size_t i = 0; i < by->get_array().size(); ++i) {
    json::value const& role = by->get_array()[i];
    if (!role.is_string() || role.get_string().empty())
      return refusal("must be the name of a role", "/review/by/" + std::to_string(i));
    workflow.reviewers.emplace_back(role.get_string());
  }
  return {};
}

} // namespace

Result<Workflow> read_workflow(json::value const& value) {
  if (!value.is_object()) return refusal("must be an object", "");
  json::object const& object = value.get_object();
  if (auto ok = only(object, {"review", "sign_off"}, ""); !ok) return ok.error();
  Workflow workflow;
  if (json::value const* review = object.if_contains("review"))
    if (auto ok = read_review(workflow, *review); !ok) return ok.error();
  if (json::value const* sign_off = object.if_contains("sign_off")) {
    if (*sign_off != "each_authority") return refusal("must be each_authority", "/sign_off");
    workflow.every_authority = true;
  }
  if (workflow.asks_nothing()) return refusal("must ask for a review or a sign_off", "");
  return workflow;
}

} // namespace tandem
