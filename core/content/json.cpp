#include "content/json.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>
#include <cstdint>
#include <set>

namespace tandem {
namespace {

constexpr std::int64_t largest_exact_integer = (std::int64_t{1} << 53) - 1;

/// First pass over the text: finds what Boost.JSON's own parser lets through.
struct Inspector {
  static constexpr std::size_t max_object_size = SIZE_MAX, max_array_size = SIZE_MAX, max_key_size = SIZE_MAX,
                               max_string_size = SIZE_MAX;
  std::vector<std::set<std::string>> keys;
  std::string key, problem;

  bool refuse(json::error_code& ec, std::string why) {
    if (problem.empty()) problem = std::move(why);
    ec = json::error::syntax;
    return false;
  }
  bool nul_free(std::string_view text, json::error_code& ec) {
    return text.find('\0') == std::string_view::npos || refuse(ec, "a string contains U+0000");
  }
  static bool on_document_begin(json::error_code&) { return true; }
  static bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) {
    keys.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t, json::error_code&) {
    keys.pop_back();
    return true;
  }
  static bool on_array_begin(json::error_code&) { return true; }
  static bool on_array_end(std::size_t, json::error_code&) { return true; }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    key.append(part.data(), part.size());
    return true;
  }
  bool on_key(json::string_view part, std::size_t, json::error_code& ec) {
    key.append(part.data(), part.size());
    std::string const whole = std::exchange(key, {});
    if (!nul_free(whole, ec)) return false;
    return keys.back().insert(whole).second || refuse(ec, "the member \"" + whole + "\" appears twice in one object");
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code& ec) { return nul_free(part, ec); }
  bool on_string(json::string_view part, std::size_t, json::error_code& ec) { return nul_free(part, ec); }
  static bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t number, json::string_view, json::error_code& ec) {
    bool const exact = number <= largest_exact_integer && number >= -largest_exact_integer;
    return exact || refuse(ec, "an integer is outside the range that every client reads exactly (2^53-1)");
  }
  bool on_uint64(std::uint64_t, json::string_view, json::error_code& ec) {
    return refuse(ec, "an integer is outside the range that every client reads exactly (2^53-1)");
  }
  static bool on_double(double, json::string_view, json::error_code&) { return true; }
  static bool on_bool(bool, json::error_code&) { return true; }
  static bool on_null(json::error_code&) { return true; }
  static bool on_comment_part(json::string_view, json::error_code&) { return true; }
  static bool on_comment(json::string_view, json::error_code&) { return true; }
};

std::string reason_of(json::error_code const& ec, std::size_t max_depth) {
  if (ec == json::error::too_deep)
    return "the JSON is nested deeper than " + std::to_string(max_depth) + " levels";
  if (ec == json::error::incomplete) return "the JSON ends too early";
  if (ec == json::error::extra_data) return "there is text after the end of the JSON";
  return "the text is not JSON in UTF-8";
}

} // namespace

Result<json::value> parse_json(std::string_view text, std::size_t max_depth) {
  json::parse_options options;
  options.max_depth = max_depth;
  json::basic_parser<Inspector> inspector(options);
  json::error_code ec;
  std::size_t const read = inspector.write_some(false, text.data(), text.size(), ec);
  if (!ec && read < text.size()) ec = json::error::extra_data;
  if (ec) {
    std::string const& problem = inspector.handler().problem;
    return Error{ErrorCode::malformed_json, (problem.empty() ? reason_of(ec, max_depth) : problem) +
                                                " (near byte " + std::to_string(read) + ")"};
  }
  json::value value = json::parse({text.data(), text.size()}, ec, {}, options);
  if (ec) return Error{ErrorCode::malformed_json, reason_of(ec, max_depth)};
  return value;
}

std::string_view string_member(json::object const& object, std::string_view key, std::string_view fallback) {
  json::value const* found = object.if_contains(key);
  if (found == nullptr || !found->is_string()) return fallback;
  return {found->get_string().data(), found->get_string().size()};
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
