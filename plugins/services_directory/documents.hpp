#pragma once
/// The services of the directory, each as one document with all that belongs to it (see `describe` in migrations/):
/// its own fields, `id`, `locale` (the language it is in), and instead of the ids that its fields hold:
/// `organisation`, `audiences`, `terms` (with their `taxonomy`), `recognitions` (with their `authority`); and
/// `locations`, a service_at_location each with its `location`. Whatever is not public or not known is not there.
///
/// For the search and for the outputs, which write these documents in the formats of others.

#include <tandem/plugin.hpp>

namespace directory {

struct Documents {
  std::vector<boost::json::object> services;
  std::size_t total; ///< Of all, not only those given.
};

/// In the order of the directory, from number `offset`. In `locale`, or else in a language they are public in.
[[nodiscard]] tandem::Result<Documents> service_documents(tandem::Storage& storage, std::string_view locale,
                                                          std::size_t offset, std::size_t limit);

/// The service with that id, or that slug in some language. Error `not_found`.
[[nodiscard]] tandem::Result<boost::json::object>
service_document(tandem::Storage& storage, std::string_view id_or_slug, std::string_view locale);

} // namespace directory
