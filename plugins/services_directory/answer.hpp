#pragma once
/// What routes of the directory do alike: read parameters, and answer with headers that fit.

#include <tandem/plugin.hpp>

namespace directory {

/// Error `invalid_parameter` for the first parameter that is not among these, or given twice.
[[nodiscard]] tandem::Result<void> only(tandem::Request const& request, std::vector<std::string_view> const& names);
[[nodiscard]] tandem::Error invalid(std::string_view parameter, std::string detail);

/// `locale`, nl or fr; when it is not given, the one that Accept-Language would rather have, or else nl.
[[nodiscard]] tandem::Result<std::string> locale_of(tandem::Request const& request);
/// A whole number within limits, or `otherwise` when it is not given.
[[nodiscard]] tandem::Result<std::size_t> number_of(tandem::Request const& request, std::string_view name,
                                                    std::size_t otherwise, std::size_t least, std::size_t most);
/// true or false; false when it is not given.
[[nodiscard]] tandem::Result<bool> flag_of(tandem::Request const& request, std::string_view name);

struct Output {
  std::string body, media_type, locale;
  std::string file_name = {}; ///< For those who save it (RFC 6266); ASCII.
};
/// 200 with a strong ETag made from the body, or 304 for those who have it (RFC 9110 section 13.1.2).
[[nodiscard]] tandem::Response answer(tandem::Request const& request, Output output);

[[nodiscard]] tandem::ParameterDoc locale_doc();

} // namespace directory
