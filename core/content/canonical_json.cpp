#include "content/canonical_json.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <openssl/evp.h>
#include <unicode/unistr.h>

namespace tandem {
namespace {

/// ECMAScript Number::toString (ECMA-262), which RFC 8785 section 3.2.2.3 prescribes.
std::string number_text(double number) {
  if (number == 0) return "0";
  std::array<char, 40> buffer{};
  auto const end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::fabs(number), std::chars_format::scientific).ptr;
  std::string_view const text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  std::size_t const e = text.find('e');
  std::string digits;
  for (char const c : text.substr(0, e))
    if (c != '.') digits += c;
  int exponent = 0;
  std::string_view const power = text.substr(e + (text[e + 1] == '+' ? 2 : 1));
  std::from_chars(power.data(), power.data() + power.size(), exponent);

  int const count = static_cast<int>(digits.size());
  int const point = exponent + 1; // position of the decimal point relative to the digits
  std::string out = number < 0 ? "-" : "";
  if (count <= point && point <= 21) return out + digits + std::string(static_cast<std::size_t>(point - count), '0');
  if (0 < point && point <= 21)
    return out + digits.substr(0, static_cast<std::size_t>(point)) + "." + digits.substr(static_cast<std::size_t>(point));
  if (-6 < point && point <= 0) return out + "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  out += digits.substr(0, 1);
  if (count > 1) out += "." + digits.substr(1);
  return out + (exponent < 0 ? "e-" : "e+") + std::to_string(std::abs(exponent));
}

void append_string(std::string& out, std::string_view text) {
  out += '"';
  for (char const c : text) {
    switch (c) {
    case '"': out += "\\\""; break;
    case '\\': out += "\\\\"; break;
    case '\b': out += "\\b"; break;
    case '\f': out += "\\f"; break;
    case '\n': out += "\\n"; break;
    case '\r': out += "\\r"; break;
    case '\t': out += "\\t"; break;
    default:
      if (static_cast<unsigned char>(c) < 0x20) {
        out += "\\u00";
        out += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4];
        out += "0123456789abcdef"[c & 0xf];
      } else {
        out += c;
      }
    }
  }
  out += '"';
}

/// Writes values; `indent` < 0 means no white space.
struct Writer {
  bool pretty;
  std::string out = {};

  void line(int depth) {
    if (!pretty) return;
    out += '\n';
    out.append(static_cast<std::size_t>(depth) * 2, ' ');
  }
  void write(json::value const& value, int depth) {
    switch (value.kind()) {
    case json::kind::null: out += "null"; break;
    case json::kind::bool_: out += value.get_bool() ? "true" : "false"; break;
    case json::kind::int64: out += std::to_string(value.get_int64()); break;
    case json::kind::uint64: out += std::to_string(value.get_uint64()); break;
    case json::kind::double_: out += number_text(value.get_double()); break;
    case json::kind::string: append_string(out, value.get_string()); break;
    case json::kind::array: write_array(value.get_array(), depth); break;
    case json::kind::object: write_object(value.get_object(), depth); break;
    }
  }
  void write_array(json::array const& array, int depth) {
    out += '[';
    for (std::size_t i = 0; i < array.size(); ++i) {
      if (i > 0) out += ',';
      line(depth + 1);
      write(array[i], depth + 1);
    }
    if (!array.empty()) line(depth);
    out += ']';
  }
  void write_object(json::object const& object, int depth) {
    using Member = std::pair<icu::UnicodeString, json::key_value_pair const*>;
    std::vector<Member> members;
    for (auto const& member : object)
      members.emplace_back(icu::UnicodeString::fromUTF8(
                               icu::StringPiece(member.key().data(), static_cast<int32_t>(member.key().size()))),
                           &member);
    // UnicodeString compares by UTF-16 code unit, the order of RFC 8785 section 3.2.3.
    std::sort(members.begin(), members.end(), [](Member const& a, Member const& b) { return a.first < b.first; });
    out += '{';
    bool first = true;
    for (auto const& [name, member] : members) {
      if (!std::exchange(first, false)) out += ',';
      line(depth + 1);
      append_string(out, member->key());
      out += pretty ? ": " : ":";
      write(member->value(), depth + 1);
    }
    if (!members.empty()) line(depth);
    out += '}';
  }
};

} // namespace

std::string canonical_json(json::value const& value) {
  Writer writer{false};
  writer.write(value, 0);
  return std::move(writer.out);
}

std::string pretty_canonical_json(json::value const& value) {
  Writer writer{true};
  writer.write(value, 0);
  return std::move(writer.out) + "\n";
}

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1)
    throw std::runtime_error("SHA-256 is not available");
  std::string hex;
  for (unsigned i = 0; i < length; ++i) {
    hex += "0123456789abcdef"[digest[i] >> 4];
    hex += "0123456789abcdef"[digest[i] & 0xf];
  }
  return hex;
}

} // namespace tandem
