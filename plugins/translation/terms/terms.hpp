#pragma once
/// The glossary of the field: which words each language uses for a concept, and which it does not.
///
/// An entry of the type `term` (schemas/term.json) is a concept; migrations/0003_terms.sql keeps what is public of
/// them as words and lexemes. Called by the checks before publication, by the exchange (terms of a translator's file)
/// and over HTTP. It never judges grammar and never changes a text.
///
///   GET  /translation/v1/terms         the public glossary
///   POST /translation/v1/terms/check   what a translation lacks, and words that no text should use
///
/// Settings:
///   translation.longest_text   100000  bytes of a text that is checked for terms (1000 to 10000000)
///   translation.term_findings  200     findings that a check tells of (1 to 10000); how many there are it says too

#include "terms/glossary.hpp"

namespace translation::terms {

void register_terms(tandem::Host& host);

} // namespace translation::terms
