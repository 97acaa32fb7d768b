#pragma once
/// Exchange with translators' tools: what needs work leaves as XLIFF, and comes back as drafts.
///
///   heads ─ export_entry ─► values ─ write_xliff ─► file ─ translator ─► file ─ read_xliff ─► plan ─► edit
///   └─────── outgoing ───────┘                                                             └── incoming ──┘
///
/// Two commands and two routes call it; hands.hpp says whose rights they have. Terms come from terms/. All but these
/// is pure. What it never does: publish, overwrite what was changed meanwhile, or take in half a field.

#include <tandem/plugin.hpp>

namespace translation::exchange {

/// The commands `export-xliff` and `import-xliff`, GET and POST /translation/v1/xliff.
///
/// Settings: translation.exchange_bytes   33554432   largest XLIFF file that is read (1024 to 1073741824)
///           translation.exchange_depth   64         how deep its elements may stand in one another (8 to 1024)
void register_exchange(tandem::Host& host);

} // namespace translation::exchange
