#pragma once
/// What routes say of one language of an entry, as the database knows it.

#include "provenance/policy.hpp"

namespace translation::status {

/// A row of `standing` or `period` as SQL gives it: an object of revision, status, source, since and fields.
/// `missing` when there is none. With `due` (an instant) where the policy gives the language some days, and
/// `overdue`. Of the fields only those in which the language itself is behind are shown.
[[nodiscard]] boost::json::object language_json(boost::json::value const* row, provenance::Policy const& policy);

/// SQL: such an object of the row `alias`.
[[nodiscard]] std::string language_sql(std::string const& alias);

} // namespace translation::status
