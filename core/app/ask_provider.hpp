#pragma once
/// Questions to the identity provider, over HTTP.

#include "access/oidc_provider.hpp"

namespace tandem::app {

/// Any address may be asked: the provider may stand in the organisation's own network. Why there is no answer goes
/// into the log. `timeout` is for a whole question.
[[nodiscard]] access::AskProvider ask_over_http(std::chrono::milliseconds timeout);

} // namespace tandem::app
