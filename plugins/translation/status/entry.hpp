#pragma once
/// How one entry stands: for each language and field whether it is up to date, and if not, what its source says now
/// and what it said when both said the same.

#include "provenance/policy.hpp"

namespace translation::status {

/// GET /translation/v1/entries/{id}.
[[nodiscard]] tandem::Result<tandem::Response> answer_entry(tandem::Storage& storage,
                                                            provenance::Policies const& policies,
                                                            tandem::Request const& request,
                                                            tandem::Caller const& caller);
[[nodiscard]] tandem::RouteDoc entry_doc();

} // namespace translation::status
