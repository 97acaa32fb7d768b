#pragma once
/// The addresses of the standard outputs, all public: HSDS 3.0 under /services/v1/hsds (hsds_routes.hpp), and
///
///   /services/v1/services/{id}.jsonld   schema.org, JSON-LD          /services/v1/services.csv        RFC 4180
///   /services/v1/services/{id}.vcf      vCard 4.0, RFC 6350          /services/v1/services.vcf        vCard 4.0, RFC
///   6350 /services/v1/services/{id}.ics      iCalendar, RFC 5545          /services/v1/locations.geojson   GeoJSON,
///   RFC 7946

#include <tandem/plugin.hpp>

namespace directory::outputs {

void register_outputs(tandem::Host& host);

} // namespace directory::outputs
