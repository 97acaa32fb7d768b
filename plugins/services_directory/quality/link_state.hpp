#pragma once
/// When a link counts as broken. Pure.

#include "verification.hpp"

#include <map>
#include <string>

namespace directory::quality {

enum class Outcome {
  unknown, ///< Never asked.
  reached, ///< There is something, or somebody who does not say so to programs (401, 403, 429 …).
  failed,  ///< No answer, or an answer that says that there is nothing.
  refused, ///< Not asked: the address is not one of the public Internet.
};

/// What came of asking once.
struct Answer {
  Outcome outcome = Outcome::unknown;
  int status = 0;           ///< Of HTTP; 0 when there was no answer.
  std::string problem = {}; ///< Why there was none, for the log and for support staff.
};

/// An address with what is known of it.
struct LinkState {
  std::string address;
  Answer last = {};
  std::optional<Day> failing_since = {}; ///< The first day of the failures that have not stopped since.
  std::optional<Day> last_failed = {};
};

/// What an answer with that status says. A server may refuse programs, or too many questions: that says nothing about
/// whether people can read the page.
[[nodiscard]] Outcome outcome_of(int status);

[[nodiscard]] LinkState after(LinkState before, Answer answer, Day today);

/// Whether it looks as if the server itself had no way out: three addresses or more, and none gave any answer.
[[nodiscard]] bool nobody_answers(std::map<std::string, Answer> const& answers);

/// It failed in two runs on different days, or says that it is gone: 404 and 410 (RFC 9110 sections 15.5.5 and
/// 15.5.11).
[[nodiscard]] bool is_broken(LinkState const& link);

} // namespace directory::quality
