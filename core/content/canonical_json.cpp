#include "content/canonical_json.hpp"

#include "content/number.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <openssl/evp.h>
#include <stdexcept>
#include <unicode/unistr.h>
#include <unicode/ustring.h>

namespace tandem {
namespace {

/// An integer as RFC 8785 writes the double of the same value. One that no double holds would be read back as
/// another number by half of the world, so it has no canonical form.
template <class Integer> std::string integer_text(Integer integer) {
  std::string const digits = std::to_string(integer);
  double const number = static_cast<double>(integer);
  std::string written = number_text(number); // 2^60 is written 1152921504606847000, which is read as 2^60 again
  std::array<char, 32> all_digits{};
  std::snprintf(all_digits.data(), all_digits.size(), "%.0f", number);
  if (written == digits || all_digits.data() == digits) return written;
  throw std::invalid_argument("canonical JSON: an integer is not exact as an IEEE double");
}

void require_utf8(std::string_view text) {
  auto const ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (std::all_of(text.begin(), text.end(), ascii)) return;
  UErrorCode status = U_ZERO_ERROR; // a dry run: it counts the UTF-16 units and says whether the text is well-formed
  u_strFromUTF8(nullptr, 0, nullptr, text.data(), static_cast<int32_t>(text.size()), &status);
  if (status == U_INVALID_CHAR_FOUND) throw std::invalid_argument("canonical JSON: a string is not UTF-8");
}

void append_string(std::string& out, std::string_view text) {
  require_utf8(text);
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
    case json::kind::int64: out += integer_text(value.get_int64()); break;
    case json::kind::uint64: out += integer_text(value.get_uint64()); break;
    case json::kind::double_: write_double(value.get_double()); break;
    case json::kind::string: append_string(out, value.get_string()); break;
    case json::kind::array: write_array(value.get_array(), depth); break;
    case json::kind::object: write_object(value.get_object(), depth); break;
    }
  }
  void write_double(double number) {
    if (!std::isfinite(number)) throw std::invalid_argument("canonical JSON: JSON has neither NaN nor infinity");
    out += number_text(number);
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
