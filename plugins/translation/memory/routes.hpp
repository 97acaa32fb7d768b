#pragma once
/// The memory over HTTP.

#include <tandem/plugin.hpp>

namespace translation::memory {

[[nodiscard]] tandem::Result<tandem::Response> answer_memory(tandem::Host& host, std::size_t longest_sentence,
                                                             tandem::Request const& request);
[[nodiscard]] tandem::RouteDoc memory_doc();

} // namespace translation::memory
