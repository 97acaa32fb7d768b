#include "http/target.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

namespace tandem::http {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> decode(std::string_view text, bool plus_is_space) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto c = static_cast<unsigned char>(text[i]);
    if (c <= 0x20 || c == 0x7f) return std::nullopt;
    if (c == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      int const high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0 || (high == 0 && low == 0)) return std::nullopt;
      c = static_cast<unsigned char>(high * 16 + low);
      i += 2;
    } else if (c == '+' && plus_is_space) {
      c = ' ';
    }
    decoded += static_cast<char>(c);
  }
  return is_utf8(decoded) ? std::optional<std::string>(std::move(decoded)) : std::nullopt;
}

} // namespace

std::string encoded(std::string_view text) {
  return boost::urls::encode({text.data(), text.size()}, boost::urls::unreserved_chars);
}

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    auto const lead = static_cast<unsigned char>(text[i]);
    std::size_t const length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
    if (length == 0 || lead > 0xf4 || i + length > text.size()) return false;
    unsigned code = length == 1 ? lead : lead & (0x7fU >> length);
    for (std::size_t k = 1; k < length; ++k) {
      auto const next = static_cast<unsigned char>(text[i + k]);
      if ((next & 0xc0) != 0x80) return false;
      code = code << 6 | (next & 0x3f);
    }
    constexpr unsigned least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (code < least[length] || (code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) return false;
    i += length;
  }
  return true;
}

std::string origin_form(std::string_view target) {
  std::size_t const colon = target.find("://");
  if (target.empty() || target.front() == '/' || colon == std::string_view::npos) return std::string(target);
  std::string_view const scheme = target.substr(0, colon);
  if (!Request::same_name(scheme, "http") && !Request::same_name(scheme, "https")) return std::string(target);
  std::string_view rest = target.substr(colon + 3);
  std::string_view const authority = rest.substr(0, rest.find_first_of("/?#"));
  if (authority.empty() || authority.find('@') != std::string_view::npos) return {};
  rest.remove_prefix(authority.size());
  return rest.starts_with('/') ? std::string(rest) : "/" + std::string(rest);
}

std::optional<Target> parse_target(std::string_view target) {
  if (target.empty() || target.front() != '/') return std::nullopt;
  target = target.substr(0, target.find('#'));
  std::size_t const question = target.find('?');
  std::optional<std::string> path = decode(target.substr(0, question), false);
  if (!path) return std::nullopt;
  Target parsed{std::move(*path), {}};
  if (question == std::string_view::npos) return parsed;
  std::string_view rest = target.substr(question + 1);
  while (!rest.empty()) {
    std::size_t const end = rest.find('&');
    std::string_view const pair = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    if (pair.empty()) continue;
    std::size_t const equals = pair.find('=');
    std::optional<std::string> name = decode(pair.substr(0, equals), true);
    std::optional<std::string> value =
        equals == std::string_view::npos ? std::string{} : decode(pair.substr(equals + 1), true);
    if (!name || !value) return std::nullopt;
    parsed.query.push_back({std::move(*name), std::move(*value)});
  }
  return parsed;
}

} // namespace tandem::http
