#pragma once
/// The translation memory: how every sentence that is public in two languages was translated.
///
///   published ─► note_memory (SQL, same transaction) ─► pending ─► feed ─► memory ─► look_up ─► who translates
///                       └─ withdrawn: out of the memory at once        ▲      └────► TMX
///                                                            TMX ──────┘
///
/// Called over HTTP and by machine translation and exchange (look_up). It never decides what a text says: a field
/// that is stale in one of two languages gives nothing, and no match goes into a text by itself.
///
///   GET /translation/v1/memory           matches for a sentence
///   tandem plugins run translation memory rebuild | memory forget ORIGIN
///   tandem plugins run translation export-tmx … | import-tmx …
///
/// Settings:
///   translation.longest_sentence  4000       bytes of a sentence that is looked up (100 to 20000)
///   translation.tmx_bytes         100000000  bytes of a TMX file (1000 to 2000000000)
///   translation.tmx_depth         16         deepest nesting in it (4 to 256)
///   translation.tmx_units         500000     units in it (1 to 5000000)

#include "memory/lookup.hpp"

namespace translation::memory {

void register_memory(tandem::Host& host);

} // namespace translation::memory
