#include "app/ask_provider.hpp"

#include "http/client.hpp"

#include <spdlog/spdlog.h>

namespace tandem::app {

access::AskProvider ask_over_http(std::chrono::milliseconds timeout) {
  http::ClientLimits limits;
  limits.timeout = timeout;
  limits.connect_timeout = timeout;
  limits.redirects = 0;
  http::Client const client(limits, http::AddressPolicy::any);
  return [client](access::Question const& question) -> Result<access::ProviderReply> {
    http::ClientRequest request{question.form.empty() ? http::Method::get : http::Method::post, question.url};
    request.headers.push_back({"Accept", "application/json"});
    if (!question.form.empty()) request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
    if (!question.authorization.empty()) request.headers.push_back({"Authorization", question.authorization});
    request.body = question.form;
    http::ClientAnswer answer = client.send(std::move(request));
    std::string const problem = !answer ? answer.error().detail : answer->cut ? "its answer is too long" : "";
    if (problem.empty()) return access::ProviderReply{answer->status, std::move(answer->body)};
    spdlog::warn("the identity provider cannot be asked at {}: {}", question.url, problem);
    return Error{ErrorCode::unavailable, "the provider does not answer"};
  };
}

} // namespace tandem::app
