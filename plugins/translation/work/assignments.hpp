#pragma once
/// Who translates an entry into a language, until when.

#include "provenance/policy.hpp"

namespace translation::work {

/// PUT /translation/v1/assignments/{id}/{locale}: `assignee` (name of an account), `due` (a date from today on) and
/// `note` are set; what is left out is not. Takes translation.assign on the variant.
[[nodiscard]] tandem::Result<tandem::Response> put_assignment(tandem::Storage& storage,
                                                              provenance::Policies const& policies,
                                                              tandem::Request const& request,
                                                              tandem::Caller const& caller);
/// DELETE of the same.
[[nodiscard]] tandem::Result<tandem::Response> delete_assignment(tandem::Storage& storage,
                                                                 provenance::Policies const& policies,
                                                                 tandem::Request const& request,
                                                                 tandem::Caller const& caller);
[[nodiscard]] tandem::RouteDoc put_doc();

} // namespace translation::work
