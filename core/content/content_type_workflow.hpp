#pragma once
/// Reads `x-tandem.workflow` of a content type. For content_type_schema.cpp.

#include "content/error.hpp"
#include "content/workflow.hpp"

#include <boost/json/value.hpp>

namespace tandem {

/// Errors have their pointer in the schema.
[[nodiscard]] Result<Workflow> read_workflow(boost::json::value const& value);

} // namespace tandem
