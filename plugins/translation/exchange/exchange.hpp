#pragma once
/// Exchange with translators' tools: what needs work leaves as XLIFF, and comes back as drafts.
///
///   heads ─ export_entry ─► values ─ write_xliff ─► file ─ translator ─► file ─ read_xliff ─► plan ─► Host::edit
///
/// Two commands call it. All but this file is pure. What it never does: publish, overwrite what was changed
/// meanwhile, or take in half a field.

#include "exchange/export.hpp"

namespace translation::exchange {

/// The commands `export-xliff` and `import-xliff`, and the settings `translation.exchange_bytes` and
/// `translation.exchange_depth`. `terms` finds the glossary's terms in a text; none: files without glossary.
void register_exchange(tandem::Host& host,
                       std::function<std::vector<Term>(std::string const& text, tandem::Locale const& source,
                                                       tandem::Locale const& target)>
                           terms = {});

} // namespace translation::exchange
