#pragma once
/// Addresses that answers lead to: other pages of a list, and an entry in the languages it is public in.

#include "content/json.hpp"
#include "http/message.hpp"
#include "store/database.hpp"

namespace tandem::delivery {

/// `path` with the parameters of a question and another cursor (`parameter` empty: none).
[[nodiscard]] std::string page_link(std::string const& path, std::vector<http::Parameter> const& query,
                                    std::string_view parameter, std::string const& cursor);

/// SQL aggregate over public rows of one entry, named `row`: a JSON object of locale → [slug, since].
[[nodiscard]] std::string languages_of(std::string const& row);

/// A JSON:API 1.1 link object `alternate-<locale>` for each of the site's `locales` that the entry is public in.
/// `languages` is what `languages_of` gave. An entry without localised fields is public in every language.
/// `query` goes behind the address's own ("&at=…").
void add_alternates(json::object& links, std::string const& type, std::string const& id, store::Cell const& languages,
                    std::vector<std::string> const& locales, std::string const& query = "");

} // namespace tandem::delivery
