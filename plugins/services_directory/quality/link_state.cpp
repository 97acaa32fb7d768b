#include "link_state.hpp"

#include <algorithm>
#include <utility>

namespace directory::quality {

Outcome outcome_of(int status) {
  if (status == 401 || status == 403 || status == 407 || status == 429) return Outcome::reached;
  return status >= 400 ? Outcome::failed : Outcome::reached;
}

LinkState after(LinkState before, Answer answer, Day today) {
  before.last = std::move(answer);
  if (before.last.outcome == Outcome::failed) {
    if (!before.failing_since) before.failing_since = today;
    before.last_failed = today;
  } else {
    before.failing_since.reset();
    before.last_failed.reset();
  }
  return before;
}

bool nobody_answers(std::map<std::string, Answer> const& answers) {
  return answers.size() >= 3 && std::all_of(answers.begin(), answers.end(), [](auto const& one) {
           return one.second.outcome == Outcome::failed && one.second.status == 0;
         });
}

bool is_broken(LinkState const& link) {
  if (link.last.outcome != Outcome::failed) return false;
  if (link.last.status == 404 || link.last.status == 410) return true;
  return link.failing_since && link.last_failed && *link.failing_since < *link.last_failed;
}

} // namespace directory::quality
