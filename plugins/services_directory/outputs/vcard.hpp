#pragma once
/// Services as cards for address books (vCard 4.0, RFC 6350).

#include "reading.hpp"

namespace directory::outputs {

/// One card, of kind `org`. `service` as in ../documents.hpp, with `modified` (RFC 3339, UTC). What belongs together
/// (a contact's function and its number, an address and its coordinates) shares a group (section 3.3).
[[nodiscard]] std::string vcard(json::object const& service);

} // namespace directory::outputs
