#pragma once
/// What the checks find, over HTTP: in all that is public, and in the drafts of an entry before they go out.

#include "checks/published.hpp"

namespace translation::checks {

/// GET /translation/v1/findings, entry by entry.
[[nodiscard]] tandem::Result<tandem::Response>
answer_findings(tandem::Storage& storage, CheckSettings const& settings, tandem::Request const& request);
[[nodiscard]] tandem::RouteDoc findings_doc();

/// GET /translation/v1/entries/{id}/findings: in the languages that the caller may read, of which one is needed.
[[nodiscard]] tandem::Result<tandem::Response> answer_draft_findings(tandem::Storage& storage,
                                                                     CheckSettings const& settings,
                                                                     std::vector<tandem::Locale> const& locales,
                                                                     tandem::Request const& request,
                                                                     tandem::Caller const& caller);
[[nodiscard]] tandem::RouteDoc draft_findings_doc();

} // namespace translation::checks
