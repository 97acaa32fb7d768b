#pragma once
/// The API of HSDS 3.0 under /services/v1/hsds: paths, parameters and shapes as the OpenAPI description of the
/// standard has them (schema/openapi.json of github.com/openreferral/specification).

#include <tandem/plugin.hpp>

namespace directory::outputs {

void register_hsds(tandem::Host& host);

} // namespace directory::outputs
