#pragma once
/// The directory as HSDS 3.0 (Human Services Data Specification, Open Referral; docs.openreferral.org): its objects,
/// each from a document of ours. Ids are those of our entries; parts that are no entries get derived ones (ids.hpp).
///
///   organisation → organization          hours      → schedules        audiences, terms, authorities → attributes
///   service      → service               phones     → phones             with a taxonomy_term
///   location     → location              cost       → fees_description, cost_options
///   taxonomy(_term) → taxonomy(_term)    last_verified_on → assured_date
///
/// Where HSDS requires a text that we do not have, it is empty: an invented one would be wrong.

#include "reading.hpp"

namespace directory::outputs::hsds {

/// `listed`: as in lists, with nothing that there may be several of; `full`: with all that belongs to it.
enum class Detail { listed, full };

/// `document` as in ../documents.hpp, with `modified`.
[[nodiscard]] json::object service(json::object const& document, Detail detail);
/// An organisation; for `full` with its `locations` and the `services` it gives (documents, nested in full too when
/// `services` says so).
[[nodiscard]] json::object organization(json::object const& document, Detail detail, Detail services);
/// A service_at_location with its `location`, and the service it is of as `service_document`.
[[nodiscard]] json::object service_at_location(json::object const& document, Detail detail);
[[nodiscard]] json::object taxonomy(json::object const& document);
/// A term with its `taxonomy`.
[[nodiscard]] json::object taxonomy_term(json::object const& document);

/// The taxonomies made of target groups and of authorities, as documents like those of the content.
[[nodiscard]] json::object taxonomy_of_audiences(std::string_view locale);
[[nodiscard]] json::object taxonomy_of_authorities(std::string_view locale);

} // namespace directory::outputs::hsds
