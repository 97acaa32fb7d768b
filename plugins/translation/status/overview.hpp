#pragma once
/// The whole site as a table of entries and languages, and how far it is.

#include "provenance/policy.hpp"

namespace translation::status {

inline constexpr std::size_t default_page = 50, largest_page = 500;

/// GET /translation/v1/overview.
[[nodiscard]] tandem::Result<tandem::Response> answer_overview(tandem::Storage& storage,
                                                               provenance::Policies const& policies,
                                                               tandem::Request const& request,
                                                               tandem::Caller const& caller);
[[nodiscard]] tandem::RouteDoc overview_doc();

/// GET /translation/v1/progress.
[[nodiscard]] tandem::Result<tandem::Response> answer_progress(tandem::Storage& storage,
                                                               provenance::Policies const& policies,
                                                               tandem::Request const& request,
                                                               tandem::Caller const& caller);
[[nodiscard]] tandem::RouteDoc progress_doc();

} // namespace translation::status
