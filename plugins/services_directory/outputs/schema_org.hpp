#pragma once
/// Services in the vocabulary of schema.org, as JSON-LD 1.1: for search engines and for those who link data.

#include "reading.hpp"

namespace directory::outputs {

/// A `Service`: its provider, for whom (`audience`), where (`areaServed`), and how to reach it (`availableChannel`:
/// one for each telephone and each place). Hours stand with the service (`hoursAvailable`), or with the place where
/// they hold; in a prison with the service given there, since they are not the prison's. A day without `opens` is
/// closed.
[[nodiscard]] json::object schema_org(json::object const& service);

} // namespace directory::outputs
