#include "content/json.hpp"

#include "content/number.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>
#include <cmath>
#include <cstdint>
#include <set>
#include <stdexcept>

namespace tandem {
namespace {

constexpr std::int64_t largest_exact_integer = (std::int64_t{1} << 53) - 1;
constexpr std::size_t longest_quoted_name = 80;

/// Builds the value while Boost.JSON reads the text, and refuses what its own parser lets through. Numbers are read
/// here, because Boost.JSON 1.81 rounds some of them to a neighbour of the nearest double.
struct Builder {
  static constexpr std::size_t max_object_size = SIZE_MAX, max_array_size = SIZE_MAX, max_key_size = SIZE_MAX,
                               max_string_size = SIZE_MAX;
  json::value_stack stack = {};
  std::vector<std::set<std::string>> names = {}; ///< Member names seen so far, an entry for each open object.
  std::string name = {}, problem = {};

  bool refuse(json::error_code& ec, std::string why) {
    if (problem.empty()) problem = std::move(why);
    ec = json::error::syntax;
    return false;
  }
  bool nul_free(std::string_view text, json::error_code& ec) {
    return text.find('\0') == std::string_view::npos || refuse(ec, "a string contains U+0000");
  }
  bool on_document_begin(json::error_code&) {
    stack.reset();
    return true;
  }
  static bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) {
    names.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t count, json::error_code&) {
    names.pop_back();
    stack.push_object(count);
    return true;
  }
  static bool on_array_begin(json::error_code&) { return true; }
  bool on_array_end(std::size_t count, json::error_code&) {
    stack.push_array(count);
    return true;
  }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    name.append(part.data(), part.size());
    stack.push_chars(part);
    return true;
  }
  bool on_key(json::string_view part, std::size_t, json::error_code& ec) {
    name.append(part.data(), part.size());
    std::string const whole = std::exchange(name, {});
    if (!nul_free(whole, ec)) return false;
    if (!names.back().insert(whole).second) return refuse(ec, duplicate(whole));
    stack.push_key(part);
    return true;
  }
  static std::string duplicate(std::string const& whole) {
    if (whole.size() > longest_quoted_name) return "a member appears twice in one object";
    return "the member \"" + whole + "\" appears twice in one object";
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code& ec) {
    stack.push_chars(part);
    return nul_free(part, ec);
  }
  bool on_string(json::string_view part, std::size_t, json::error_code& ec) {
    stack.push_string(part);
    return nul_free(part, ec);
  }
  static bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t number, json::string_view, json::error_code& ec) {
    if (number > largest_exact_integer || number < -largest_exact_integer) return refuse_integer(ec);
    stack.push_int64(number);
    return true;
  }
  bool on_uint64(std::uint64_t, json::string_view, json::error_code& ec) { return refuse_integer(ec); }
  bool on_double(double, json::string_view text, json::error_code& ec) {
    if (text.find_first_of(".eE") == json::string_view::npos) return refuse_integer(ec); // too long for 64 bits
    std::optional<double> const number = exact_double({text.data(), text.size()});
    if (!number)
      return refuse(ec, "a number is too large, too small or has too many digits to be read back as it was sent "
                        "(IEEE 754 double)");
    if (std::fabs(*number) > static_cast<double>(largest_exact_integer)) return refuse_integer(ec);
    // 3.0 and 3e0 are the integer 3: equal numbers are held alike, whoever wrote them.
    if (std::trunc(*number) == *number) stack.push_int64(static_cast<std::int64_t>(*number));
    else stack.push_double(*number);
    return true;
  }
  bool refuse_integer(json::error_code& ec) {
    return refuse(ec, "a whole number is outside the range that every client reads exactly (2^53-1)");
  }
  bool on_bool(bool truth, json::error_code&) {
    stack.push_bool(truth);
    return true;
  }
  bool on_null(json::error_code&) {
    stack.push_null();
    return true;
  }
  static bool on_comment_part(json::string_view, json::error_code&) { return true; }
  static bool on_comment(json::string_view, json::error_code&) { return true; }
};

std::string reason_of(json::error_code const& ec, std::size_t max_depth) {
  if (ec == json::error::too_deep) return "the JSON is nested deeper than " + std::to_string(max_depth) + " levels";
  if (ec == json::error::incomplete) return "the JSON ends too early";
  if (ec == json::error::extra_data) return "there is text after the end of the JSON";
  if (ec == json::error::exponent_overflow) return "a number is too large or too small (IEEE 754 double)";
  return "the text is not JSON in UTF-8";
}

} // namespace

Result<json::value> parse_json(std::string_view text, std::size_t max_depth) {
  json::parse_options options;
  options.max_depth = max_depth;
  json::basic_parser<Builder> parser(options);
  json::error_code ec;
  std::size_t const read = parser.write_some(false, text.data(), text.size(), ec);
  if (!ec && read < text.size()) ec = json::error::extra_data;
  if (ec) {
    std::string const& problem = parser.handler().problem;
    return Error{ErrorCode::malformed_json, (problem.empty() ? reason_of(ec, max_depth) : problem) + " (near byte " +
                                                std::to_string(read) + ")"};
  }
  return parser.handler().stack.release();
}

json::value stored_json(std::string_view text) {
  constexpr std::size_t deeper_than_any_limit = 512;
  Result<json::value> value = parse_json(text, deeper_than_any_limit);
  if (!value) throw std::invalid_argument("stored JSON cannot be read: " + value.error().detail);
  return std::move(*value);
}

std::string_view string_member(json::object const& object, std::string_view key, std::string_view fallback) {
  json::value const* found = object.if_contains(key);
  if (found == nullptr || !found->is_string()) return fallback;
  return {found->get_string().data(), found->get_string().size()};
}

std::optional<std::string> unknown_member(json::object const& object, std::vector<std::string_view> const& known) {
  for (auto const& member : object)
    if (std::find(known.begin(), known.end(), std::string_view(member.key())) == known.end())
      return std::string(member.key());
  return std::nullopt;
}

std::string pointer_token(std::string_view token) {
  std::string escaped;
  for (char const c : token) {
    if (c == '~') escaped += "~0";
    else if (c == '/') escaped += "~1";
    else escaped += c;
  }
  return escaped;
}

} // namespace tandem
