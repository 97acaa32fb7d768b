#pragma once
/// What routes of this plugin do alike: read parameters, and answer JSON:API that is nobody else's business.

#include <tandem/plugin.hpp>

namespace translation {

/// Error `invalid_parameter` for the first parameter that is not among these, or given twice.
[[nodiscard]] tandem::Result<void> only(tandem::Request const& request, std::vector<std::string_view> const& names);
[[nodiscard]] tandem::Error invalid(std::string_view parameter, std::string detail);
/// A whole number within limits, or `otherwise` when it is not given.
[[nodiscard]] tandem::Result<std::size_t> number_of(tandem::Request const& request, std::string_view name,
                                                    std::size_t otherwise, std::size_t least, std::size_t most);
/// A parameter that is a word like the name of a content type or a field; none where it is not given.
[[nodiscard]] tandem::Result<std::optional<std::string>> word_of(tandem::Request const& request,
                                                                 std::string_view name);

/// The language that a parameter names, which must be among these; all of them where it is not given.
[[nodiscard]] tandem::Result<std::vector<tandem::Locale>>
languages_of(tandem::Request const& request, std::string_view name, std::vector<tandem::Locale> const& known);

/// The attributes of the JSON:API resource object of this type in the body; none but those known.
[[nodiscard]] tandem::Result<boost::json::object> attributes_of(tandem::Request const& request, std::string_view type,
                                                                std::vector<std::string_view> const& known);

/// The request's address with another cursor, for `links.next`: all other parameters stay.
[[nodiscard]] std::string next_address(tandem::Request const& request, std::string_view after);

/// A JSON:API document for this caller alone.
[[nodiscard]] tandem::Response document(int status, boost::json::value data, boost::json::object links = {},
                                        boost::json::object meta = {});

} // namespace translation
