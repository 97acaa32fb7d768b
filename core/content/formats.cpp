#include "content/identity.hpp"
#include "content/schema_validator.hpp"
#include "content/timestamp.hpp"

#include <boost/url/parse.hpp>

namespace tandem {
namespace {

bool is_date(std::string_view text) { return text.size() == 10 && parse_timestamp(text).has_value(); }
bool is_date_time(std::string_view text) { return text.size() > 10 && parse_timestamp(text).has_value(); }
bool is_uuid(std::string_view text) { return Uuid::parse(text).has_value(); }
/// A file, by the SHA-256 of its bytes.
bool is_file(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}
bool is_uri(std::string_view text) { return boost::urls::parse_uri({text.data(), text.size()}).has_value(); }

/// The dot-atom form of RFC 5321 section 4.1.2, with a domain of at least two labels; no quoted local parts.
bool is_email(std::string_view text) {
  std::size_t const at = text.rfind('@');
  if (at == std::string_view::npos || at == 0 || at > 64 || text.size() > 254) return false;
  auto const dotted = [](std::string_view part, std::string_view extra) {
    bool after_dot = true;
    for (char const c : part) {
      bool const letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                          extra.find(c) != std::string_view::npos;
      if (c == '.' ? after_dot : !letter) return false;
      after_dot = c == '.';
    }
    return !after_dot;
  };
  std::string_view const domain = text.substr(at + 1);
  return dotted(text.substr(0, at), "!#$%&'*+-/=?^_`{|}~") && dotted(domain, "-") &&
         domain.find('.') != std::string_view::npos;
}

} // namespace

Formats standard_formats() {
  return {{"date", is_date}, {"date-time", is_date_time}, {"email", is_email}, {"file", is_file}, {"uri", is_uri},
          {"uuid", is_uuid}};
}

} // namespace tandem
