#pragma once
/// XLIFF over HTTP, with the rights of who asks.

#include "exchange/hands.hpp"
#include "exchange/read_xliff.hpp"

namespace translation::exchange {

/// GET /translation/v1/xliff: a file of what is to be translated. `not_found` where that is nothing.
[[nodiscard]] tandem::Result<tandem::Response>
answer_export(Hands const& hands, std::vector<std::string> const& locales, tandem::Request const& request);
[[nodiscard]] tandem::RouteDoc export_doc();

/// POST /translation/v1/xliff: brings a file in as drafts; the answer is the report.
[[nodiscard]] tandem::Result<tandem::Response> answer_import(Hands const& hands, ReadLimits const& limits,
                                                             tandem::Request const& request);
[[nodiscard]] tandem::RouteDoc import_doc();

} // namespace translation::exchange
