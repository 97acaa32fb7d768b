#pragma once
/// Content lines as iCalendar and vCard write them (RFC 5545 section 3.1, RFC 6350 section 3.2).

#include <string>
#include <string_view>
#include <vector>

namespace directory::outputs {

/// A TEXT value (RFC 5545 section 3.3.11, RFC 6350 section 3.4): backslash, comma and semicolon get a backslash, a
/// line's end becomes \n. Other control characters but TAB may not stand in one and are left out.
[[nodiscard]] std::string escaped(std::string_view text);

/// A line with CR LF behind it, folded so that no part has more than 75 octets without it; no character of UTF-8 is
/// cut in two.
[[nodiscard]] std::string folded(std::string_view line);

/// Collects lines.
class Lines {
public:
  /// `name` with its parameters, as in `SUMMARY;LANGUAGE=nl`; `value` as it shall stand there. Nothing for no value.
  void add(std::string_view name, std::string_view value);
  /// The same for a text, which is escaped.
  void add_text(std::string_view name, std::string_view text);
  [[nodiscard]] std::string const& written() const { return written_; }

private:
  std::string written_;
};

} // namespace directory::outputs
