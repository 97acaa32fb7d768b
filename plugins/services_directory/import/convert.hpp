#pragma once
/// Words of a file as values of the directory's fields.

#include "source.hpp"

namespace directory::importing {

/// A telephone of `phones`; `type` as HSDS has it: voice (also when empty), cell, text, sms, fax. The number becomes
/// E.164. Nothing when it cannot be one, or for other types; `why` says which.
[[nodiscard]] std::optional<json::object> phone_of(std::string_view number, std::string_view type, std::string& why);

/// A decimal number, a whole one. Nothing for other text.
[[nodiscard]] std::optional<json::value> number_of(std::string_view text);
[[nodiscard]] std::optional<json::value> integer_of(std::string_view text);

} // namespace directory::importing
