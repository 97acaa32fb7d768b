#pragma once
/// What routes of the translation workflow do alike: read settings, parameters and documents, and answer.

#include <tandem/plugin.hpp>

namespace translation {

/// Declares a setting that is a whole number, and reads it. Throws std::runtime_error outside its bounds: the start
/// is refused.
[[nodiscard]] std::size_t declare_number(tandem::Settings& settings, std::string const& key, std::size_t otherwise,
                                         std::size_t least, std::size_t most, std::string const& description);

/// Error `invalid_parameter`.
[[nodiscard]] tandem::Error invalid(std::string_view parameter, std::string detail);
/// For the first parameter that is not among these, or given twice.
[[nodiscard]] tandem::Result<void> only(tandem::Request const& request, std::vector<std::string_view> const& names);
/// A whole number within limits, or `otherwise` when it is not given.
[[nodiscard]] tandem::Result<std::size_t> number_of(tandem::Request const& request, std::string_view name,
                                                    std::size_t otherwise, std::size_t least, std::size_t most);

/// Languages of the site, the first of them its default.
[[nodiscard]] std::vector<std::string> locales_of(tandem::Settings const& settings);
[[nodiscard]] bool is_one_of(std::vector<std::string> const& texts, std::string_view text);

/// `data.attributes` of a JSON:API document of this type, in which all of `strings` are given, as strings, and
/// nothing else. Errors: `unsupported_media_type`, `malformed_json`, `malformed_document`, `invalid_content`.
[[nodiscard]] tandem::Result<tandem::json::object>
attributes_of(tandem::Request const& request, std::string_view type, std::vector<std::string_view> const& strings);

/// A JSON:API document. `cache` is the value of Cache-Control.
[[nodiscard]] tandem::Response document(tandem::json::object body, std::string cache = "private, no-store");

} // namespace translation
