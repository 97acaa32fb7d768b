#pragma once
/// Writes XLIFF 2.1 (OASIS Standard, 13 February 2018): core, metadata module and glossary module.

#include "exchange/export.hpp"

namespace translation::exchange {

/// One `<file>` an entry, one `<unit>` a text, one `<segment>` a sentence, in the order given. XLIFF wants at least
/// one.
[[nodiscard]] std::string write_xliff(Exported const& exported);

} // namespace translation::exchange
