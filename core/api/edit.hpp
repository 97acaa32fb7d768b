#pragma once
/// What the routes under /edit/v1 have in common. Entries, revisions and bundles have a file each.

#include "api/routes.hpp"
#include "content/revision.hpp"

namespace tandem::api {

struct EditLimits {
  std::size_t json_depth = 32;
  std::size_t bundle_items = 500;
  std::size_t comment_bytes = 5000;
  std::chrono::days schedule_horizon{730}; ///< A bundle is scheduled at most this far ahead.
};

/// The capture {id} of a route; `not_found` when it is no id at all.
[[nodiscard]] Result<EntryId> entry_id(Request const& request);

/// The variant that {id} and {locale} of a route name; `not_found` when they are no id or locale at all.
struct VariantName {
  EntryId entry;
  Locale locale;
};
[[nodiscard]] Result<VariantName> variant_name(Request const& request);

/// Lists are asked for one row more than a page holds. Drops it; answers whether a page follows.
template <class Row> bool cut_to_page(std::vector<Row>& rows, std::size_t page_size) {
  bool const more = rows.size() > page_size;
  if (more) rows.pop_back();
  return more;
}
/// A query parameter that is true or false; none where it is not there.
[[nodiscard]] Result<std::optional<bool>> bool_parameter(Request const& request, std::string const& name);
/// The cursor of a list whose pages end with an id: the parameter's value, or none. `what`: an entry, a bundle, ….
[[nodiscard]] Result<std::optional<Uuid>> id_cursor(Request const& request, std::string const& parameter,
                                                    std::string const& what);
/// The whole of a text as a number; nothing when it is none, or one that 64 bits do not hold.
[[nodiscard]] std::optional<std::int64_t> whole_number(std::string_view text);
/// The cursor of a list whose pages end with a number; `invalid_cursor` says `detail` of anything else.
[[nodiscard]] Result<std::optional<std::int64_t>> number_cursor(Request const& request, std::string const& parameter,
                                                                std::string const& detail);
/// The links of a page; `next` is the address of the one that follows, or "".
[[nodiscard]] json::object page_links(Request const& request, std::string const& next);

/// A revision as a JSON:API resource object.
[[nodiscard]] json::object revision_json(Revision const& revision);

/// A member of `data.attributes` that must be an object.
[[nodiscard]] Result<json::object> object_member(json::object const& attributes, std::string_view name);

/// The member `items` of `data.attributes`: 1 to `most` of them.
[[nodiscard]] Result<json::array> items_member(json::object const& attributes, std::size_t most);

/// The member `revision` of a request's object: the number of a revision. `pointer` is that of the object.
[[nodiscard]] Result<int> revision_number(json::object const& object, std::string const& pointer);

} // namespace tandem::api
