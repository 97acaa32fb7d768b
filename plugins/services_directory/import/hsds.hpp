#pragma once
/// HSDS 3.0 tables as items of the directory. Its texts have one language, that of the import.

#include "package.hpp"

namespace directory::importing {

/// Adds the package's items and problems to the source, and the columns that found no place.
void read_hsds(Package const& package, tandem::Locale const& locale, Source& source);

} // namespace directory::importing
