#pragma once
/// Services as a table for spreadsheets: RFC 4180, in UTF-8 with a byte order mark (without it, spreadsheets take it
/// for another encoding), a line of names first.

#include "reading.hpp"

namespace directory::outputs {

/// A cell as it stands in the file: quoted where it must be. A text that a spreadsheet would take for a formula (it
/// begins with = + - @, TAB or CR) gets an apostrophe before it.
[[nodiscard]] std::string cell(std::string_view text, char delimiter);

/// `services` as in ../documents.hpp, with `modified`. `delimiter` is ',' as RFC 4180 has it, or ';', which
/// spreadsheets set to Dutch or French expect.
[[nodiscard]] std::string csv(std::vector<json::object> const& services, char delimiter);

} // namespace directory::outputs
