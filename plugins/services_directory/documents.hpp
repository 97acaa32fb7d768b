#pragma once
/// The services of the directory, each as one document with all that belongs to it (see `describe` in migrations/):
/// its own fields, `id`, `locale` (the language it is in), and instead of the ids that its fields hold:
/// `organisation`, `audiences`, `terms` (with their `taxonomy`), `recognitions` (with their `authority`); and
/// `locations`, a service_at_location each with its `location`. Whatever is not public or not known is not there.
///
/// The search answers them, outputs/ writes them in the formats of others, and the matrix is made of them.

#include <tandem/plugin.hpp>

namespace directory {

struct Service {
  boost::json::object document;
  /// Ids of the target groups that it counts for (line_of in migrations/ says which): a member of `document` has
  /// those that it names.
  std::vector<std::string> groups;
};

struct Documents {
  std::vector<Service> services;
  std::size_t total; ///< Of all, not only those given.
};

/// In the order of the directory, from number `offset`. In `locale`, or else in a language they are public in.
[[nodiscard]] tandem::Result<Documents> service_documents(tandem::Storage& storage, std::string_view locale,
                                                          std::size_t offset, std::size_t limit);

} // namespace directory
