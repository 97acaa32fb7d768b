#pragma once
/// The parameters by which lists of HSDS are narrowed. For hsds_routes.cpp.
///
/// `postcode` and `proximity` of the standard are not offered: they ask whom a service covers by postcode, which our
/// areas do not say.

#include "queries.hpp"

namespace directory::outputs {

/// Applies those that are given. `path` says which list: its rows are `s` for a service, `p` for another entry.
[[nodiscard]] tandem::Result<void> narrow(Query& query, std::string_view path, tandem::Request const& request);

[[nodiscard]] tandem::ParameterDoc filter_doc(std::string_view name);

/// A day or an instant as RFC 3339 has it; a day is its beginning in UTC.
[[nodiscard]] bool is_instant(std::string_view written);

} // namespace directory::outputs
