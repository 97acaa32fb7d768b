#pragma once
/// The search of the directory, /services/v1/search: who can help this person, in this language, at this place, at
/// this time? Each service found says why, and what else it could be narrowed down to is counted.

#include <tandem/plugin.hpp>

#include <chrono>

namespace directory {

/// Answers a JSON:API document: services in their order (nearest, else best for the words, else as the directory has
/// them); `meta.matched` of each says why it is there (see reasons.hpp); `meta.total` and `meta.facets` of all count
/// what fits, `meta.corrected` is what was searched for instead when the words as typed find nothing, `meta.ignored`
/// are those passed over since they say nothing ("de", "les"): of nothing but those nothing is found, as by /api/v1.
/// `meta.verification` of each says when it was last verified and whether that is longer ago than `verify_every`.
[[nodiscard]] tandem::Result<tandem::Response> search(tandem::Host& host, std::chrono::days verify_every,
                                                      tandem::Request const& request);

} // namespace directory
